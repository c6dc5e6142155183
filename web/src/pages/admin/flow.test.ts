import { describe, expect, it } from "vitest";
import { blankNode, freeId, outline, renamed, unreached, type FlowNodes } from "./flow";

const nodes: FlowNodes = {
  hours: { ...blankNode("hours", "hours"), open: "menu", closed: "bye" },
  menu: { ...blankNode("menu", "menu"), choices: { "1": "sales", "9": "hours" }, otherwise: "sales" },
  sales: { ...blankNode("queue", "sales"), queue: "que_1" },
  bye: blankNode("end", "bye"),
  lost: blankNode("end", "lost"),
};

describe("a flow", () => {
  it("finds what nobody can come to", () => expect(unreached("hours", nodes)).toEqual(["lost"]));
  it("survives a loop and tells it once", () => {
    const steps = outline("hours", nodes);
    expect(steps.map((step) => `${step.depth}${step.by}>${step.id}${step.again ? "*" : ""}`)).toEqual([
      "0>hours", "1open>menu", "21>sales", "29>hours*", "2otherwise>sales*", "1closed>bye",
    ]);
  });
  it("names a target that is missing", () => expect(outline("nowhere", nodes)).toEqual([{ depth: 0, by: "", id: "nowhere", again: true }]));
  it("renames a step everywhere", () => {
    const next = renamed("hours", nodes, "sales", "quotes");
    expect(next.nodes.menu?.choices).toEqual({ "1": "quotes", "9": "hours" });
    expect(next.nodes.menu?.otherwise).toBe("quotes");
    expect(Object.keys(next.nodes)).toContain("quotes");
    expect(next.nodes.bye?.closed).toBe(false);
  });
  it("gives free names", () => expect([freeId(nodes, "menu"), freeId(nodes, "message")]).toEqual(["menu-2", "message"]));
});

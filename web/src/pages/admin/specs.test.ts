import { describe, expect, it } from "vitest";
import { SPECS, toSend } from "./specs";

const spec = (path: string) => SPECS.find((item) => item.path === path) ?? SPECS[0]!;

describe("what a form sends", () => {
  it("sends null for what may be empty", () =>
    expect(toSend(spec("queues"), { name: "Devis", music: "", announce_every_s: "" }, true)).toEqual({ name: "Devis", music: null, announce_every_s: null }));
  it("leaves out what is fixed once made", () =>
    expect(toSend(spec("dispositions"), { code: "a", label_fr: "A" }, false)).toEqual({ label_fr: "A" }));
  it("never sends what is only shown, nor foreign fields", () =>
    expect(toSend(spec("prompts"), { id: "pro_1", name: "A", audio: "x", status: "ready" }, true)).toEqual({ name: "A" }));
  it("has a blank row for every spec that fills its required fields' names", () => {
    for (const item of SPECS) for (const field of item.fields) if (field.required) expect(item.blank).toHaveProperty(field.name);
  });
});

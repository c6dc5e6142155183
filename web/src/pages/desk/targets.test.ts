import { describe, expect, it } from "vitest";
import type { CallRow } from "@/live/model";
import { emptyRows, type Rows } from "@/live/reducer";
import { canConsult, targetsFor } from "./targets";

const rows: Rows = {
  ...emptyRows,
  agent: {
    a1: { id: "a1", alias: "Camille", presence: "talking" },
    a2: { id: "a2", alias: "Noémie", presence: "ready" },
    a3: { id: "a3", alias: "Paul", presence: "offline" },
  },
  queue: { q1: { id: "q1", name: "Devis", waiting: [], ready: 1 } },
};

describe("whom a call can go to", () => {
  it("shows colleagues who are there, the ready ones first, then queues", () =>
    expect(targetsFor(rows, null, "").map((target) => target.id)).toEqual(["a2", "a1", "q1"]));
  it("leaves me out", () => expect(targetsFor(rows, "a1", "").map((target) => target.id)).toEqual(["a2", "q1"]));
  it("finds a name without its accent", () => expect(targetsFor(rows, null, "noemie")[0]?.id).toBe("a2"));
  it("takes a typed number", () => expect(targetsFor(rows, null, "06 12 34 56 78")).toMatchObject([{ kind: "number", id: "0612345678" }]));
  it("offers a guest's call colleagues and the way back, no other queue and no number", () => {
    const guest = { guest: { owner: "Boutique" }, queue: null } as unknown as CallRow;
    expect(targetsFor(rows, "a1", "", guest, "Rendre l’appel").map((target) => [target.kind, target.id])).toEqual([["agent", "a2"], ["queue", ""]]);
    expect(targetsFor(rows, "a1", "rendre", guest, "Rendre l’appel").map((target) => target.label)).toEqual(["Rendre l’appel"]);
    expect(targetsFor(rows, "a1", "06 12 34 56 78", guest, "Rendre l’appel")).toEqual([]);
    expect(targetsFor(rows, "a1", "", { ...guest, guest: null }, "Rendre l’appel").map((target) => target.id)).toEqual(["a2", "q1"]);
  });
  it("does not consult a queue", () =>
    expect(targetsFor(rows, null, "").map(canConsult)).toEqual([true, true, false]));
});

import { describe, expect, it } from "vitest";
import { apply, empty, type Events, type Snapshot } from "./reducer";

const snapshot: Snapshot = { type: "snapshot", seq: 7, rows: { agent: { a1: { name: "Camille" } }, call: { c1: {} } } };
const event = (seq: number, changes: Events["changes"]): Events => ({ type: "events", seq, changes });

describe("the live floor", () => {
  it("starts from a snapshot, with a table for each kind", () => {
    const state = apply(empty, snapshot);
    expect(state.seq).toBe(7);
    expect(Object.keys(state.rows).sort()).toEqual(["agent", "call", "notice", "queue"]);
  });
  it("changes, adds and removes rows in order", () => {
    const state = apply(apply(empty, snapshot), event(8, [
      ["agent", "a1", { name: "Camille", state: "ready" }], ["agent", "a2", { name: "Noé" }], ["call", "c1", null],
    ]));
    expect(state.rows.agent).toEqual({ a1: { name: "Camille", state: "ready" }, a2: { name: "Noé" } });
    expect(state.rows.call).toEqual({});
  });
  it("leaves the tables that did not change as they were", () => {
    const first = apply(empty, snapshot);
    expect(apply(first, event(8, [["call", "c1", null]])).rows.agent).toBe(first.rows.agent);
  });
  it("sees a missing number and changes nothing", () => {
    const first = apply(empty, snapshot);
    const state = apply(first, event(9, [["call", "c1", null]]));
    expect(state.gap).toBe(true);
    expect(state.rows).toBe(first.rows);
  });
  it("takes no event before a snapshot", () => expect(apply(empty, event(1, [])).gap).toBe(true));
  it("lets an event sent twice pass", () => {
    const state = apply(apply(empty, snapshot), event(8, []));
    expect(apply(state, event(8, [["call", "c1", null]]))).toBe(state);
  });
  it("is mended by the next snapshot", () => {
    const broken = apply(apply(empty, snapshot), event(9, []));
    expect(apply(broken, { ...snapshot, seq: 12 })).toMatchObject({ seq: 12, gap: false });
  });
  it("ignores kinds that it does not know", () => {
    const state = apply(apply(empty, snapshot), event(8, [["weather" as "call", "w", {}]]));
    expect(Object.keys(state.rows)).toHaveLength(4);
  });
});

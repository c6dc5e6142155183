import { describe, expect, it } from "vitest";
import { QUARTER_MS } from "./axis";
import { add, change, guessed, present, remove, stretched, workedMs, type Placed } from "./shifts";

const shift = (agent: string, starts: string, ends: string, ...breaks: [string, string][]): Placed => {
  const at = (time: string): string => `2026-11-23T${time}:00.000Z`;
  return { key: `${agent} ${starts}`, agent_id: agent, alias: agent, starts: at(starts), ends: at(ends), breaks: breaks.map(([from, to]) => ({ starts: at(from), ends: at(to) })) };
};

const bounds = { from: Date.parse("2026-11-23T00:00:00Z"), to: Date.parse("2026-11-24T00:00:00Z") };
const morning = shift("Camille", "08:00", "12:00", ["10:00", "10:15"]);
const evening = shift("Camille", "13:00", "17:00");
const hugo = shift("Hugo", "08:00", "16:00", ["12:00", "13:00"]);
const all = [morning, hugo, evening];
const clock = (at: string | undefined): string => at?.slice(11, 16) ?? "";

describe("a shift", () => {
  it("moves with its breaks", () => {
    const moved = change(all, morning, 1, 1, bounds)?.shift;
    expect([moved?.starts, moved?.ends, moved?.breaks[0]?.starts, moved?.breaks[0]?.ends].map(clock)).toEqual(["08:15", "12:15", "10:15", "10:30"]);
  });
  it("is resized at either end, and its breaks stay where they are", () => {
    const longer = change(all, hugo, -2, 4, bounds)?.shift;
    expect([longer?.starts, longer?.ends, longer?.breaks[0]?.starts].map(clock)).toEqual(["07:30", "17:00", "12:00"]);
  });
  it("loses a break that no longer fits", () => expect(stretched(hugo, 0, -12).breaks).toEqual([]));
  it("keeps its length across the change of clocks", () => {
    const night = { ...morning, starts: "2026-10-25T00:45:00.000Z", ends: "2026-10-25T04:45:00.000Z", breaks: [] };
    expect(workedMs(stretched(night, 4, 4))).toBe(4 * 3_600_000);
  });
  it.each([
    ["onto another of the same agent", morning, 5, 5],
    ["to less than an hour", morning, 0, -13],
    ["to more than twelve hours", hugo, 0, 17],
    ["out of the plan", morning, -33, -33],
  ])("is not moved or resized %s", (_name, one, starts, ends) => expect(change(all, one, starts, ends, bounds)).toBeNull());
  it("may touch another, and lie over somebody else's", () => expect(change(all, morning, 4, 4, bounds)).not.toBeNull());
  it("leaves the others as they were", () => {
    const changed = change(all, morning, 1, 1, bounds)?.shifts ?? [];
    expect(changed.filter((one) => all.includes(one))).toEqual([hugo, evening]);
    expect(all[0]).toBe(morning);
  });
});

describe("a roster", () => {
  it("loses a shift", () => expect(remove(all, hugo)).toEqual([morning, evening]));
  it("gets a shift at the first free place", () => {
    const from = { from: Date.parse("2026-11-23T07:00:00Z"), to: bounds.to };
    const made = add(all, { id: "Camille", name: "Camille" }, "new", from)?.shift;
    expect([clock(made?.starts), clock(made?.ends)]).toEqual(["17:00", "21:00"]);
    expect(add(all, { id: "Camille", name: "Camille" }, "new", { from: from.from, to: Date.parse("2026-11-23T18:00:00Z") })).toBeNull();
  });
  it("has nobody at work in a break", () => {
    const starts = Array.from({ length: 96 }, (_, at) => bounds.from + at * QUARTER_MS);
    const found = present(all, starts);
    expect([found[31], found[32], found[40], found[48], found[52], found[63], found[64], found[68]]).toEqual([0, 2, 1, 0, 2, 2, 1, 0]);
  });
  it("is guessed to have as many more at work, at as much an hour", () => {
    const starts = Array.from({ length: 96 }, (_, at) => new Date(bounds.from + at * QUARTER_MS).toISOString());
    const queues = [{ queue_id: "que_1", name: "Devis", required: [], late: [], planned: starts.map(() => 2) }];
    const judged = { starts, queues, late_mean: 0, late_worst: 0, hours: 10, cost: 200, broken: [] };
    const now = change(all, morning, 0, -4, bounds)?.shifts ?? [];
    const guess = guessed(judged, all, now);
    expect([guess.hours, guess.cost, guess.planned[43], guess.planned[44], guess.planned[47], guess.planned[48]]).toEqual([9, 180, 2, 1, 1, 2]);
  });
});

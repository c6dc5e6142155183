import { describe, expect, it } from "vitest";
import { axisOf, cells, drawn, hourTicks, indexAt, localOf, niceTop, openHours, QUARTER_MS, quartersOver, slotOf, timeAt } from "./axis";

const PARIS = "Europe/Paris";

/** All quarters of local days, from a midnight to another given in UTC. */
function quarters(from: string, to: string): number[] {
  return Array.from({ length: (Date.parse(to) - Date.parse(from)) / QUARTER_MS }, (_, at) => Date.parse(from) + at * QUARTER_MS);
}

const autumn = quarters("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"); // the Sunday of 25 hours
const spring = quarters("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"); // the Sunday of 23 hours
const changing = quarters("2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z"); // Saturday to Monday

describe("a day on which clocks change", () => {
  it.each([
    ["autumn", autumn, 100],
    ["spring", spring, 92],
  ])("has the quarters that it has: %s", (_name, starts, count) => {
    const axis = axisOf(starts, PARIS, [0, 24], null);
    expect([axis.slots, axis.segments.length, drawn(axis).length]).toEqual([count, 1, count]);
  });
  it("shows the doubled hour twice and the missing hour not at all", () => {
    const labels = (starts: number[]) => starts.filter((at) => localOf(at, PARIS).minute === 120).length;
    expect([labels(autumn), labels(spring)]).toEqual([2, 0]);
  });
  it("puts nine o'clock at nine o'clock on every day", () => {
    const axis = axisOf(changing, PARIS, [8, 20], null);
    expect(axis.segments.map((segment) => segment.count)).toEqual([48, 48, 48]);
    const nine = ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"].map((at) => slotOf(axis, Date.parse(at)));
    expect(nine).toEqual([4, 52, 100]);
  });
});

describe("the axis", () => {
  const axis = axisOf(changing, PARIS, [8, 20], null);
  it("leaves the nights out: what is not drawn stands at the next edge", () => {
    expect(slotOf(axis, Date.parse("2026-10-24T22:00:00Z"))).toBe(48);
    expect(slotOf(axis, Date.parse("2026-10-24T00:00:00Z"))).toBe(0);
    expect(slotOf(axis, Date.parse("2026-10-27T00:00:00Z"))).toBe(axis.slots);
  });
  it("goes there and back", () => {
    drawn(axis).forEach((index, slot) => {
      expect(indexAt(axis, slot)).toBe(index);
      expect(indexAt(axis, slot + 0.9)).toBe(index);
      expect(slotOf(axis, axis.starts[index] ?? 0)).toBe(slot);
    });
    expect(indexAt(axis, axis.slots)).toBe(drawn(axis).at(-1));
  });
  it("leads from a place to its moment, over the nights and no further than the plan", () => {
    expect([4, 47, 48, 50.5, -3, 999].map((slot) => new Date(timeAt(axis, slot)).toISOString().slice(8, 16))).toEqual(
      ["24T07:00", "24T17:45", "25T07:00", "25T07:37", "24T06:00", "26T19:00"]);
  });
  it("drags over the night from evening to morning, and no longer than it looks within a day", () => {
    const four = Date.parse("2026-10-24T16:00:00Z"); // 18:00, eight quarters before the axis closes
    expect([quartersOver(axis, four, 4), quartersOver(axis, four, -4), quartersOver(axis, four, 9)]).toEqual([4, -4, 8 + 12 * 4 + 4 + 1]);
  });
  it("draws one day alone, with its hours", () => {
    const day = axisOf(changing, PARIS, [8, 20], "2026-10-25");
    expect([day.slots, day.segments[0]?.date]).toEqual([48, "2026-10-25"]);
    expect(hourTicks(day).map((tick) => tick.label).slice(0, 2)).toEqual(["08:00", "09:00"]);
    expect(hourTicks(axis)).toEqual([]);
  });
  it("opens an hour before the first call and closes an hour after the last", () => {
    const busy = (index: number) => ["07:00", "16:45"].includes(new Date(changing[index] ?? 0).toISOString().slice(11, 16));
    expect(openHours(changing, PARIS, busy)).toEqual([7, 20]);
    expect(openHours(changing, PARIS, () => false)).toEqual([0, 24]);
  });
  it("never draws more cells than fit, and loses no quarter", () => {
    for (const one of [axis, axisOf(autumn, PARIS, [0, 24], null), axisOf(changing, PARIS, [0, 24], null)]) {
      for (const most of [60, 40]) {
        const all = cells(one, most);
        expect(all.length).toBeLessThanOrEqual(most);
        expect(all.flatMap((cell) => cell.indices)).toEqual(drawn(one));
      }
    }
  });
});

describe("the scale", () => {
  it.each([[0, 1], [1, 1], [13, 14], [14.1, 20], [250, 300], [999, 1000]])("%d is drawn up to %d", (value, top) => expect(niceTop(value)).toBe(top));
});

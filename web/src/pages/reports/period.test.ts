import { describe, expect, it } from "vitest";
import { dayOf, daysOf, hoursOf, lastDays, percentOf, plusDays, rangeOf, worthOf } from "./period";

const NOW = new Date(2026, 10, 22, 23, 30);
const asked = (text: string) => rangeOf(new URLSearchParams(text), NOW);

describe("the days of a report", () => {
  it("are the last seven where none are asked for", () => expect(asked("")).toEqual({ from: "2026-11-16", to: "2026-11-22" }));
  it("are those of the address", () => expect(asked("from=2026-10-01&to=2026-10-31")).toEqual({ from: "2026-10-01", to: "2026-10-31" }));
  it("end where the address says, a week long", () => expect(asked("to=2026-03-03")).toEqual({ from: "2026-02-25", to: "2026-03-03" }));
  it("are not what is no day", () => expect(asked("from=soon")).toEqual({ from: "2026-11-16", to: "2026-11-22" }));
  it("go over months and changes of the clock", () => {
    expect(plusDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(daysOf("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(daysOf("2026-03-02", "2026-03-01")).toEqual([]);
  });
  it("are local days", () => expect(dayOf(NOW)).toBe("2026-11-22"));
  it("may be today alone", () => expect(lastDays(1, NOW)).toEqual({ from: "2026-11-22", to: "2026-11-22" }));
});

describe("the table", () => {
  it("has no gap between its hours", () => expect(hoursOf([{ hour: 9 }, { hour: 12 }, { hour: 10 }])).toEqual([9, 10, 11, 12]));
  it("has no hour where nobody came", () => expect(hoursOf([])).toEqual([]));
  it("says what a share is worth", () => expect([1, 0.95, 0.94, 0.8, 0.79, 0].map(worthOf)).toEqual(["good", "good", "fair", "fair", "poor", "poor"]));
  it("never says more than a share is", () => expect([1, 0.999, 0.949, 0.29, 0.001, 0].map(percentOf)).toEqual([100, 99, 94, 29, 1, 0]));
});

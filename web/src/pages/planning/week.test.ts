import { describe, expect, it } from "vitest";
import { addDays, dayIn, dayName, isDay, mondayOf, weekOf, weekToPlan } from "./week";

describe("days of the calendar", () => {
  it.each([
    ["2026-11-23", "2026-11-23"],
    ["2026-11-29", "2026-11-23"],
    ["2027-01-01", "2026-12-28"],
  ])("%s belongs to the week of %s", (day, monday) => expect(mondayOf(day)).toBe(monday));
  it("counts over the change of clocks and of the year", () =>
    expect([addDays("2026-10-24", 2), addDays("2026-12-31", 1), addDays("2026-03-01", -1)]).toEqual(["2026-10-26", "2027-01-01", "2026-02-28"]));
  it("ends a week on Sunday", () => expect(weekOf("2026-11-23").at(-1)).toBe("2026-11-29"));
  it("plans the week to come, by the clocks of the firm", () => {
    const late = new Date("2026-11-22T23:30:00Z"); // Monday already in Paris
    expect([dayIn(late, "Europe/Paris"), weekToPlan(late, "Europe/Paris"), weekToPlan(late, "UTC")]).toEqual(["2026-11-23", "2026-11-30", "2026-11-23"]);
  });
  it("knows what is no day", () => expect([isDay("2026-11-23"), isDay("2026-13-40"), isDay("demain"), isDay(null)]).toEqual([true, false, false, false]));
  it("says the first of a month as French does", () =>
    expect([dayName("2026-12-01", "fr", "full"), dayName("2026-12-01", "fr"), dayName("2026-12-11", "fr", "full"), dayName("2026-12-01", "en", "full")]).toEqual(["1er décembre 2026", "mar. 1er déc.", "11 décembre 2026", "1 December 2026"]));
  it("names days in the reader's language", () => expect([dayName("2026-11-23", "fr", "short"), dayName("2026-11-23", "en", "full"), dayName("2026-12-01", "fr", "full")]).toEqual(["lun. 23", "23 November 2026", "1er décembre 2026"]));
});

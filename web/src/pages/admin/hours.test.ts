import { describe, expect, it } from "vitest";
import { readHours, shareOf, writeHours } from "./hours";

describe("opening hours", () => {
  it.each([
    ["9h-12h30, 14h-18h", "09:00–12:30, 14:00–18:00"],
    ["14:00-18:00; 9-12", "09:00–12:00, 14:00–18:00"],
    ["0-24", "00:00–24:00"],
    ["9h à 12h et 14h à 18h", "09:00–12:00, 14:00–18:00"],
    ["", ""],
  ])("%s is read as %s", (typed, shown) => expect(writeHours(readHours(typed) ?? [{ opens: "?", closes: "?" }])).toBe(shown));
  it.each(["matin", "12-9", "9-14, 12-18", "25-26", "9-12-14", "9:75-10"])("%s cannot be read", (typed) => expect(readHours(typed)).toBeNull());
  it("can be typed again as shown", () => expect(readHours(writeHours(readHours("9-12,14-18") ?? []))).toEqual(readHours("9-12,14-18")));
  it("lies in the day", () => expect(shareOf({ opens: "06:00", closes: "18:00" })).toEqual({ from: 0.25, size: 0.5 }));
});

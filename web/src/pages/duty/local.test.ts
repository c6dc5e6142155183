import { describe, expect, it } from "vitest";
import { frameOf, local, momentOf, mondayOf, pieces, placeOf, plus } from "./local";

const PARIS = "Europe/Paris";

describe("the firm's days", () => {
  it("tells a moment by the clock of the firm, not of the reader", () => {
    expect(local("2026-11-23T23:30:00Z", PARIS)).toEqual({ day: "2026-11-24", minute: 30 });
    expect(local("2026-07-14T22:00:00Z", PARIS)).toEqual({ day: "2026-07-15", minute: 0 });
  });
  it.each([
    ["2026-11-23", "09:00", "2026-11-23T08:00:00.000Z"],
    ["2026-07-14", "00:00", "2026-07-13T22:00:00.000Z"],
    ["2026-03-29", "04:00", "2026-03-29T02:00:00.000Z"],
    ["2026-10-25", "12:00", "2026-10-25T11:00:00.000Z"],
  ])("knows the moment of %s, %s", (day, clock, at) => expect(momentOf(day, clock, PARIS)).toBe(at));
  it("counts days and finds Mondays", () => {
    expect(plus("2026-12-31", 1)).toBe("2027-01-01");
    expect(mondayOf("2026-11-22")).toBe("2026-11-16");
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
  });
});

describe("a day's track", () => {
  it("splits at midnight", () => {
    expect(pieces("2026-11-23T21:00:00Z", "2026-11-24T05:00:00Z", PARIS)).toEqual([
      { day: "2026-11-23", from: 1320, to: 1440 }, { day: "2026-11-24", from: 0, to: 360 },
    ]);
    expect(pieces("2026-11-23T21:00:00Z", "2026-11-23T23:00:00Z", PARIS)).toHaveLength(1);
  });
  it("shows the hours that are needed", () => {
    expect(frameOf([])).toEqual({ from: 480, to: 1080 });
    expect(frameOf([{ day: "", from: 545, to: 1010 }])).toEqual({ from: 540, to: 1020 });
  });
  it("places a piece and cuts what sticks out", () => {
    expect(placeOf({ from: 600, to: 720 }, { from: 480, to: 1080 })).toEqual({ left: "20%", width: "20%" });
    expect(placeOf({ from: 300, to: 540 }, { from: 480, to: 1080 })).toEqual({ left: "0%", width: "10%" });
  });
});

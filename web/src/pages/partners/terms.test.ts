import { expect, test } from "vitest";
import type { Agreement, AgreementVersion } from "@/api/agreements";
import { changes, clockOf, current, linesOf, newBand, runs, toggled, unfit, USUAL, weekday } from "./terms";

test("what differs is named in the order of the terms", () => {
  expect(changes(USUAL, { ...USUAL, notice_days: 10, rates: { ...USUAL.rates, owner_per_hour: 1 } })).toEqual(["rates", "notice_days"]);
  expect(changes(USUAL, { ...USUAL, bands: [] })).toEqual([]);
});

test("lists are written a line each", () => expect(linesOf(" voyance \n\nabonnements\n")).toEqual(["voyance", "abonnements"]));

test("weekdays are read as runs", () => {
  expect(runs([5, 1, 2, 3, 4])).toEqual([[1, 5]]);
  expect(runs([7, 1, 3])).toEqual([[1, 1], [3, 3], [7, 7]]);
});

test("a new band begins with the rates and shares nothing with them", () => {
  const band = newBand(USUAL);
  band.rates.owner_per_hour = 0;
  expect(USUAL.rates.owner_per_hour).toBe(5_000_000);
});

test("what waits, what holds and what was said last are told apart", () => {
  const version = (id: string): AgreementVersion => ({
    id, number: 1, terms: USUAL, starts_on: "2026-11-23", proposed: { name: "", side: "owner", at: "", note: "" }, decision: null, answered: null, effective_on: null,
  });
  const agreement = { versions: [version("a"), version("b")], in_force: "a", open: null } as unknown as Agreement;
  expect(current(agreement)).toMatchObject({ open: null, holds: { id: "a" }, last: { id: "b" } });
});

test("days are ticked in any order and stay in theirs", () => {
  expect(toggled([6, 7], 1)).toEqual([1, 6, 7]);
  expect(toggled([1, 6, 7], 6)).toEqual([1, 7]);
  expect([weekday(1, "fr"), weekday(7, "en")]).toEqual(["lundi", "Sunday"]);
});

test("midnight ends a band's day, and a band without days or with hours the wrong way round does not fit", () => {
  const band = newBand(USUAL);
  expect([clockOf("00:00"), clockOf("18:30")]).toEqual(["24:00", "18:30"]);
  expect(unfit({ ...band, since: "20:00", until: clockOf("00:00") })).toBeNull();
  expect(unfit({ ...band, since: "22:00", until: "06:00" })).toBe("hours");
  expect(unfit({ ...band, until: "" })).toBe("hours");
  expect(unfit({ ...band, days: [] })).toBe("days");
});

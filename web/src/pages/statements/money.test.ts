import { expect, test } from "vitest";
import type { Billing, StatementShort } from "@/api/ledger";
import { bareIban, byMonth, groupedIban, millionthsOf, monthBefore, monthName, ofCents, ofMillionths, owes, payDay, PAY_RULES, tidied, wayOf, whyOf } from "./money";

const short = (change: Partial<StatementShort>): StatementShort => ({ month: "2026-10-01", role: "buyer", kind: "389", total: 1, paid_on: null, ...change }) as StatementShort;

test("cents are money of the reader's language, with a real minus", () => {
  expect(ofCents(123_450, "EUR", "fr")).toBe("1\u202f234,50\u00a0€");
  expect(ofCents(-5, "EUR", "en")).toBe("\u2212€0.05");
  expect(ofMillionths(33_061_111, "EUR", "fr")).toBe("33,06\u00a0€");
});

test("euros are read as people write them", () => {
  expect(["1234,50", "1\u202f234,5 €", "0.000001", "12"].map(millionthsOf)).toEqual([1_234_500_000, 1_234_500_000, 1, 12_000_000]);
  expect(["", "0", "-1", "1,2,3", "abc", "1e9"].map(millionthsOf)).toEqual([null, null, null, null, null, null]);
});

test("months have names, and follow over a year's end", () => {
  expect(monthName("2026-10-01", "fr")).toBe("octobre 2026");
  expect(monthBefore("2026-01-31", 1)).toBe("2025-12-01");
  expect(monthBefore("2026-12-15", -1)).toBe("2027-01-01");
});

test("a credit note goes the other way", () => {
  expect([wayOf("seller", "389"), wayOf("buyer", "389"), wayOf("seller", "261"), wayOf("buyer", "261"), wayOf("partner", "261")]).toEqual(["in", "out", "back", "returned", "between"]);
});

test("a bank's file is for months with something to pay", () => {
  expect(owes([short({ role: "seller" }), short({})])).toBe(true);
  expect(owes([short({ role: "seller" }), short({ kind: "261" }), short({ total: 0 }), short({ paid_on: "2026-11-05" })])).toBe(false);
});

test("months keep the order of their statements", () => {
  const found = byMonth([short({ id: "a" }), short({ id: "b", month: "2026-09-01" }), short({ id: "c" })]);
  expect(found.map(([month, list]) => [month, ...list.map((each) => each.id)])).toEqual([["2026-10-01", "a", "c"], ["2026-09-01", "b"]]);
});

test("each rule gives its day, never later than the law's", () => {
  const days = PAY_RULES.map((rule) => payDay("2026-11-03", rule));
  expect(days.map((each) => each.day)).toEqual(["2026-12-15", "2026-12-18", "2026-12-18", "2026-11-15", "2026-12-03"]);
  expect(days.map((each) => each.clamped)).toEqual([false, true, true, false, false]);
});

test("a reason without words is none", () => expect([whyOf("moved"), whyOf("moon")]).toEqual(["moved", null]));

test("an account number is read in groups and kept bare", () => {
  expect(groupedIban("fr7630006000011234567890189")).toBe("FR76 3000 6000 0112 3456 7890 189");
  expect(bareIban(" fr76 3000 ")).toBe("FR763000");
  const billing = { address: [" 4 quai ", ""], country: "fr ", iban: "fr 7", bic: "" } as unknown as Billing;
  expect(tidied(billing)).toMatchObject({ address: ["4 quai"], country: "FR", iban: "FR7" });
});

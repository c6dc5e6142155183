import { describe, expect, it } from "vitest";
import type { PricedNumber, Tariff } from "@/api/tariffs";
import { firstOf, isEnough, tidied } from "./words";

const tariff = (change: Partial<Tariff>): Tariff => ({ use: "sales", basis: "per_minute", price: 800_000, payout_permille: 600, announcement: "pmt_1", warning: null, capped: null, longest_s: null, ...change });
const number = (change: Partial<PricedNumber>): PricedNumber => ({ category: "surcharged", today: null, others: [], ...change }) as PricedNumber;

describe("a tariff's form", () => {
  it("begins with what comes, what holds, or what the digits allow", () => {
    const now = { id: "a", starts_on: "2026-11-01", begun: true, tariff: tariff({}) };
    const next = { id: "b", starts_on: "2027-01-01", begun: false, tariff: tariff({ price: 500_000 }) };
    expect(firstOf(number({ today: now, others: [next] })).price).toBe(500_000);
    expect(firstOf(number({ today: now })).price).toBe(800_000);
    expect([firstOf(number({})).basis, firstOf(number({ category: "free" })).basis, firstOf(number({ category: null })).basis]).toEqual(["per_minute", "free", "ordinary"]);
  });
  it("sends no price with a free number", () => {
    expect(tidied(tariff({ basis: "free" }))).toEqual(tariff({ basis: "free", price: 0, payout_permille: 0, announcement: null }));
    expect(tidied(tariff({}))).toEqual(tariff({}));
  });
});

it("a file is read once its columns say enough", () => {
  expect(isEnough({ number: "a", moment: "b", seconds: "c" })).toBe(false);
  expect(isEnough({ number: "a", moment: "b", seconds: "c", price: "d" })).toBe(true);
});

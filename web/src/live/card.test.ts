import { describe, expect, it } from "vitest";
import { capturing, counting, paidFor } from "./card";
import type { CardRow, ProductRow } from "./model";

const minute: ProductRow = { id: "pdt_1", name: "Avis", unit: "minute", amount: 2_500_000, most_s: 1800, currency: "EUR" };
const card = (change: Partial<CardRow>): CardRow => ({
  id: "con_1", product: minute, stage: "number", digits: 0, tries: 1, result: null, last_four: "", since: null, until: null, ...change,
});

describe("a consultation paid by card", () => {
  it.each([[60, 2_500_000], [1, 40_000], [0, 0], [90.9, 3_750_000], [9999, 75_000_000]])("costs by the second, in whole cents, up to its end: %s s", (seconds, worth) =>
    expect(paidFor(minute, seconds)).toBe(worth));
  it("costs a packet whole", () => expect(paidFor({ ...minute, unit: "packet" }, 1)).toBe(2_500_000));
  it("is captured until there is a result, and counts until its end", () => {
    expect(capturing(card({}))).toBe(true);
    expect(counting(card({}))).toBe(false);
    expect(counting(card({ result: "authorised", since: "2026-11-22T08:00:00Z" }))).toBe(true);
    expect(counting(card({ result: "authorised", since: "2026-11-22T08:00:00Z", until: "2026-11-22T08:01:00Z" }))).toBe(false);
  });
});

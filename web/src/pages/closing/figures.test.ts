import { expect, test } from "vitest";
import type { Draft, StatementLine } from "@/api/ledger";
import { answeredOf, bars, blockingFirst, totals } from "./figures";

const line = (kind: StatementLine["kind"], calls: number): StatementLine => ({ kind, calls, seconds: 60 * calls, amount: 0, cents: 0, about: "" });
const draft = (change: Partial<Draft>): Draft => ({ owner: "", answering: "", seller: "", buyer: "", currency: "EUR", lines: [], net: 0, vat: 0, total: 0, ...change });

test("a statement counts the calls that were answered, a fee's where there is nothing else", () => {
  expect(answeredOf(draft({ lines: [line("answered", 3), line("fee", 3), line("correction", 1)] }))).toEqual({ calls: 3, seconds: 180 });
  expect(answeredOf(draft({ lines: [line("fee", 2)] }))).toEqual({ calls: 2, seconds: 120 });
});

test("money is added up by currency", () => {
  expect(totals([draft({ net: 10, vat: 2, total: 12 }), draft({ net: -5, vat: -1, total: -6 }), draft({ currency: "CHF", net: 7, total: 7 })])).toEqual([
    { currency: "EUR", net: 5, vat: 1, total: 6 }, { currency: "CHF", net: 7, vat: 0, total: 7 },
  ]);
});

test("the greatest difference has the longest bar, within its currency", () => {
  expect(bars([{ firm: "a", currency: "EUR", before: 100, now: 60 }, { firm: "b", currency: "EUR", before: 0, now: 20 }, { firm: "c", currency: "CHF", before: 5, now: 5 }])).toEqual([-1, 0.5, 0]);
});

test("what blocks comes first", () => {
  expect(blockingFirst([{ trouble: "no_iban", firm: "a", blocks: false }, { trouble: "no_billing", firm: "b", blocks: true }]).map((each) => each.firm)).toEqual(["b", "a"]);
});

import { describe, expect, it } from "vitest";
import type { Answered } from "@/api/overflow";
import type { Call, PromiseReport } from "@/api/types";
import { emptyRows, type Rows } from "@/live/reducer";
import { askedFrom, firstDay, isSince, sumsOf, thereNow, whyMissed } from "./line";

const PARIS = "Europe/Paris";
const answered = (change: Partial<Answered>): Answered => ({ side: "owner", currency: "EUR", seconds: 60, owner: 3, answering: 4, platform: 1, ...change }) as Answered;

describe("days", () => {
  it("are those of the firm, not of the clock of Greenwich", () => {
    const late = new Date("2026-11-22T23:30:00Z");
    expect([firstDay(late, PARIS, 1), firstDay(late, PARIS, 7)]).toEqual(["2026-11-23", "2026-11-17"]);
    expect([isSince("2026-11-22T22:59:59Z", "2026-11-23", PARIS), isSince("2026-11-22T23:00:00Z", "2026-11-23", PARIS)]).toEqual([false, true]);
  });
  it("are asked for whole, also when the clocks go back", () =>
    expect(askedFrom(new Date("2026-10-25T22:59:00Z"), 1) < "2026-10-24T22:00:00.000Z").toBe(true));
});

describe("sums", () => {
  it("are of one side, for each currency", () =>
    expect(sumsOf([answered({}), answered({ seconds: 30 }), answered({ side: "answering" }), answered({ currency: "CHF", owner: 9 })], "owner")).toEqual([
      { currency: "EUR", calls: 2, seconds: 90, owner: 6, answering: 8, platform: 2 },
      { currency: "CHF", calls: 1, seconds: 60, owner: 9, answering: 4, platform: 1 },
    ]));
  it("of nothing are none", () => expect(sumsOf([], "answering")).toEqual([]));
});

describe("why a call was missed", () => {
  const report = { worst: [{ call: "int_1", cause: "nobody_there" }], queues: [{ queue: "que_1", promised_s: 180 }] } as unknown as PromiseReport;
  const call = (change: Partial<Call>): Call => ({ id: "int_2", queue: "que_1", wait_s: 20, ...change }) as Call;
  it("is what the report says", () => expect(whyMissed(call({ id: "int_1", wait_s: 400 }), report)).toEqual({ cause: "nobody_there" }));
  it("is that he left early", () => expect([whyMissed(call({}), report), whyMissed(call({ wait_s: 180 }), report)]).toEqual(["gave_up", "gave_up"]));
  it("is not guessed", () => expect([whyMissed(call({ wait_s: 181 }), report), whyMissed(call({ queue: null }), report), whyMissed(call({ wait_s: null }), report)]).toEqual([null, null, null]));
});

it("tells who is free from who is on a call, and leaves out who only listens", () => {
  const agent = (id: string, presence: string, monitoring: string | null = null) => ({ id, alias: id, presence, monitoring });
  const rows: Rows = { ...emptyRows, agent: { b: agent("b", "ready"), a: agent("a", "ready"), c: agent("c", "talking"), d: agent("d", "offered"), e: agent("e", "talking", "c"), f: agent("f", "paused") } };
  const { ready, talking } = thereNow(rows);
  expect([ready.map((one) => one.id), talking.map((one) => one.id)]).toEqual([["a", "b"], ["c", "d"]]);
});

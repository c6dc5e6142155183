import { describe, expect, it } from "vitest";
import { changed, isFiltered, questionOf } from "./filters";

const params = (text: string) => new URLSearchParams(text);

describe("the filters of the history", () => {
  it("looks for digits in numbers and for words in notes", () => {
    expect(questionOf(params("q=06 12 34"))).toEqual({ customer: "06 12 34" });
    expect(questionOf(params("q=ardoise"))).toEqual({ q: "ardoise" });
  });
  it("takes whole days", () => {
    const asked = questionOf(params("since=2026-11-20&until=2026-11-20"));
    expect(new Date(asked.to ?? "").getTime() - new Date(asked.from ?? "").getTime()).toBe(86_399_999);
  });
  it("leaves the open call out of the question", () => expect(questionOf(params("call=int_1&outcome=answered"))).toEqual({ outcome: "answered" }));
  it("changes one filter and keeps the others", () => {
    expect(changed(params("a=1&b=2"), "b", "3").toString()).toBe("a=1&b=3");
    expect(changed(params("a=1&b=2"), "b", "").toString()).toBe("a=1");
  });
  it("knows whether anything is filtered", () => expect([isFiltered(params("call=1")), isFiltered(params("q=x"))]).toEqual([false, true]));
});

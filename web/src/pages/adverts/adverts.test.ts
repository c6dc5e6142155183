import { expect, test } from "vitest";
import type { AdvertLine, Column } from "@/api/adverts";
import { highestOf, seriesOf, stacks } from "./adverts";

const line = (id: string | null, calls: number): AdvertLine => ({ id, name: id ?? "", figures: { calls } }) as AdvertLine;

test("columns are stacked in the order of the lines, as parts of the highest", () => {
  const columns: Column[] = [{ first_day: "2026-11-02", calls: { "": 1, a: 2, b: 1 } }, { first_day: "2026-11-03", calls: { b: 2 } }, { first_day: "2026-11-04", calls: {} }];
  expect(stacks(columns, ["a", "b", ""])).toEqual([
    [{ key: "a", from: 0, to: 0.5 }, { key: "b", from: 0.5, to: 0.75 }, { key: "", from: 0.75, to: 1 }],
    [{ key: "b", from: 0, to: 0.5 }],
    [],
  ]);
  expect([highestOf(columns), highestOf([])]).toEqual([4, 0]);
});

test("the first advertisements have their own colours, calls of none another", () => {
  const lines = ["a", "b", "c", "d", "e", "f"].map((id) => line(id, 1));
  expect(seriesOf([...lines, line("g", 0), line(null, 1)]).map((each) => each.colour)).toEqual([0, 1, 2, 3, 4, 4, "none"]);
});

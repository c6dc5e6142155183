import { expect, test } from "vitest";
import type { DayPlayed, Judged } from "@/api/planning";
import { weekPlayed } from "./played";

const starts = ["2026-11-23T08:00:00Z", "2026-11-23T08:15:00Z", "2026-11-24T08:00:00Z", "2026-11-24T08:15:00Z"];
const queue = (queue_id: string) => ({ queue_id, name: queue_id, required: [1, 1, 1, 1], planned: [1, 1, 1, 1], late: [0.5, 0.5, 0.5, 0.5] });
const judged: Judged = { starts, queues: [queue("a"), queue("b")], late_mean: 0.5, late_worst: 0.5, hours: 4, cost: 1, broken: [] };
const day = (first: number, plays: number, broken: number, calls: number[], late: number[]): DayPlayed => ({
  day: starts[first]!.slice(0, 10), starts: starts.slice(first, first + 2), plays, broken, queues: [{ queue_id: "a", calls, late, broken }],
});

test("quarters stand at their place, and of those without a call nothing is known", () => {
  const week = weekPlayed(judged, [day(2, 10, 4, [20, 0], [5, 0])]);
  expect(week?.judged.queues[0]?.late).toEqual([NaN, NaN, 0.25, NaN]);
  expect(week?.judged.queues[1]?.late).toEqual([NaN, NaN, NaN, NaN]);
  expect(week).toMatchObject({ late: 0.25, kept: 0.6, plays: [10, 10] });
});

test("days that were played less often weigh as much a day", () => {
  const week = weekPlayed(judged, [day(0, 10, 0, [100, 100], [0, 0]), day(2, 5, 5, [50, 50], [50, 50])]);
  expect(week?.late).toBeCloseTo(0.5);
  expect(week?.kept).toBeCloseTo(0.5);
  expect(week?.plays).toEqual([5, 10]);
});

test("without a day there is nothing to show", () => expect(weekPlayed(judged, [])).toBeNull());

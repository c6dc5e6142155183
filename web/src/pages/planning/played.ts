/** What came of days that were played, as the page shows it. Pure. */

import type { DayPlayed, Judged } from "@/api/planning";

export interface PlayedWeek {
  /** The parts of callers who waited too long, in the place of those that were worked out. */
  judged: Judged;
  late: number;
  /** How often every queue kept its promise: the mean of the days, each however often it was played. */
  kept: number;
  /** How often the days were played, at least and at most. */
  plays: [number, number];
}

/** Puts the days together; of quarters that were not played, or in which nobody called, nothing is known (NaN). */
export function weekPlayed(judged: Judged, days: DayPlayed[]): PlayedWeek | null {
  if (days.length === 0) return null;
  const place = new Map(judged.starts.map((start, at) => [Date.parse(start), at]));
  let calls = 0;
  let late = 0;
  const queues = judged.queues.map((queue) => {
    const parts = judged.starts.map(() => Number.NaN);
    for (const day of days) {
      const first = place.get(Date.parse(day.starts[0] ?? "")) ?? 0;
      const found = day.queues.find((one) => one.queue_id === queue.queue_id);
      found?.calls.forEach((came, at) => {
        const waited = found.late[at] ?? 0;
        calls += came / day.plays;
        late += waited / day.plays;
        if (came > 0) parts[first + at] = waited / came;
      });
    }
    return { ...queue, late: parts };
  });
  const kept = days.reduce((sum, day) => sum + 1 - day.broken / day.plays, 0) / days.length;
  const plays = days.map((day) => day.plays);
  return { judged: { ...judged, queues }, late: calls > 0 ? late / calls : 0, kept, plays: [Math.min(...plays), Math.max(...plays)] };
}

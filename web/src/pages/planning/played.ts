/** What came of days that were played, as the page shows it. Pure. */

import type { DayPlayed, Judged } from "@/api/planning";

export interface PlayedWeek {
  /** The parts of callers who waited too long, in the place of those that were worked out. */
  judged: Judged;
  late: number;
  /** Of all days that were played, however often, those on which every queue kept its promise. */
  kept: number;
  plays: number;
}

/** Puts the days together; quarters of days that were not played, and those in which nobody called, have nobody late. */
export function weekPlayed(judged: Judged, days: DayPlayed[]): PlayedWeek | null {
  const whole = days.reduce((sum, day) => sum + day.plays, 0);
  if (whole === 0) return null;
  const place = new Map(judged.starts.map((start, at) => [Date.parse(start), at]));
  let calls = 0;
  let late = 0;
  const queues = judged.queues.map((queue) => {
    const parts = judged.starts.map(() => 0);
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
  const broken = days.reduce((sum, day) => sum + day.broken, 0);
  return { judged: { ...judged, queues }, late: calls > 0 ? late / calls : 0, kept: 1 - broken / whole, plays: Math.min(...days.map((day) => day.plays)) };
}

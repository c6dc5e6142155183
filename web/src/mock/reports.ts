/** A week of kept and broken promises, the same at every look. */

import type { PromiseReport, Tally } from "@/api/types";
import { daysOf, rangeOf } from "@/pages/reports/period";

/** How many of a hundred are answered in time at each hour from eight to nineteen. */
const COURSE = [100, 96, 78, 62, 71, 97, 100, 93, 88, 74, 95, 100];

function tally(callers: number, kept: number, longest: number): Tally {
  const broken = callers - kept;
  const lost = Math.floor(broken / 3);
  return {
    callers, kept, late: broken - lost, lost, gave_up: Math.floor(callers / 14), share: callers ? kept / callers : null,
    mean_s: callers ? 48.4 : null, p95_s: callers ? Math.min(longest, 236) : null, longest_s: callers ? longest : null,
  };
}

export function promiseReport(params: URLSearchParams): PromiseReport {
  const { from, to } = rangeOf(params, new Date());
  const empty = params.get("queue") === "que_none";
  const days = daysOf(from, to);
  const cells = empty ? [] : days.flatMap((day, at) => {
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday === 0) return [];
    return COURSE.map((share, index) => {
      const callers = Math.round((weekday === 6 ? 6 : 22) * (1 + Math.sin(index + at)) + 3);
      return { day, hour: 8 + index, callers, kept: Math.round((callers * Math.min(100, share + (at % 3) * 4)) / 100) };
    });
  });
  const sum = (some: typeof cells): Tally => {
    const callers = some.reduce((all, cell) => all + cell.callers, 0);
    return tally(callers, some.reduce((all, cell) => all + cell.kept, 0), 412.5);
  };
  const total = sum(cells);
  const half = sum(cells.filter((_, at) => at % 3 > 0));
  const rest = sum(cells.filter((_, at) => at % 3 === 0));
  const broken = total.late + total.lost;
  const part = (share: number): number => Math.round(broken * share);
  const at = (hour: number): string => `${days.at(-1) ?? ""}T${String(hour).padStart(2, "0")}:12:40Z`;
  return {
    first_day: from, last_day: to, time_zone: "Europe/Paris", total,
    queues: empty ? [] : [
      { queue: "que_devis", name: "Devis", promised_s: 180, ...half }, { queue: "que_sav", name: "Service après-vente", promised_s: 60, ...rest },
      { queue: null, name: null, promised_s: null, ...tally(2, 0, 35) },
    ],
    days: days.map((day) => ({ day, ...sum(cells.filter((cell) => cell.day === day)) })),
    hours: Array.from({ length: 24 }, (_, hour) => ({ hour, ...sum(cells.filter((cell) => cell.hour === hour)) })),
    cells,
    causes: empty ? [] : [
      { cause: "all_busy", callers: part(0.55), seconds: 48_210 }, { cause: "ring_missed", callers: part(0.25), seconds: 6_030 },
      { cause: "nobody_there", callers: part(0.15), seconds: 9_400 }, { cause: "platform_away", callers: 2, seconds: 70 },
      { cause: "ringing", callers: 0, seconds: 1_204 },
    ],
    worst: empty ? [] : [
      { call: "int_003", arrived_at: at(10), queue: "que_devis", name: "Devis", verdict: "late", waited_s: 412.5, promised_s: 180, cause: "all_busy", seconds: { all_busy: 386.5, ring_missed: 20, ringing: 6 } },
      { call: "int_011", arrived_at: at(11), queue: "que_sav", name: "Service après-vente", verdict: "lost", waited_s: 377, promised_s: 60, cause: "nobody_there", seconds: { nobody_there: 377 } },
      { call: "int_019", arrived_at: at(16), queue: "que_devis", name: "Devis", verdict: "late", waited_s: 196, promised_s: 180, cause: "ring_missed", seconds: { all_busy: 171, ring_missed: 20, ringing: 5 } },
    ],
    closed: empty ? 0 : 41, menu: empty ? 0 : 17, open: empty ? 0 : 1,
  };
}

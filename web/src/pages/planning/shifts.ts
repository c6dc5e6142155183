/** Moving, resizing, adding and removing shifts, a quarter of an hour at a time. A change that cannot be gives null. Pure. */

import type { Judged, PlannedShift, Span } from "@/api/planning";
import { QUARTER_MS } from "./axis";

/** From when until when shifts may stand, in milliseconds. */
export interface Bounds {
  from: number;
  to: number;
}

const SHORTEST_MS = 4 * QUARTER_MS;
const LONGEST_MS = 48 * QUARTER_MS;

/** A shift on the page: its key stays the same however it is changed. */
export type Placed = PlannedShift & { key: string };

export const startOf = (span: Span): number => Date.parse(span.starts);
export const endOf = (span: Span): number => Date.parse(span.ends);
const iso = (at: number): string => new Date(at).toISOString();
const spanOf = (starts: number, ends: number): Span => ({ starts: iso(starts), ends: iso(ends) });
const ordered = (shifts: Placed[]): Placed[] =>
  [...shifts].sort((a, b) => startOf(a) - startOf(b) || a.agent_id.localeCompare(b.agent_id));

function fits(shifts: Placed[], changed: Placed, bounds: Bounds): boolean {
  const [from, to] = [startOf(changed), endOf(changed)];
  if (from < bounds.from || from >= bounds.to || to - from < SHORTEST_MS || to - from > LONGEST_MS) return false;
  return !shifts.some((other) => other.key !== changed.key && other.agent_id === changed.agent_id && startOf(other) < to && endOf(other) > from);
}

/** The shift with its start and its end moved by so many quarters; breaks go along with a move, and go when they no longer fit. */
export function stretched(shift: Placed, starts: number, ends: number): Placed {
  const [from, to] = [startOf(shift) + starts * QUARTER_MS, endOf(shift) + ends * QUARTER_MS];
  const along = starts === ends ? starts * QUARTER_MS : 0;
  const breaks = shift.breaks
    .map((pause) => spanOf(startOf(pause) + along, endOf(pause) + along))
    .filter((pause) => startOf(pause) > from && endOf(pause) < to);
  return { ...shift, ...spanOf(from, to), breaks };
}

/** The roster with one shift changed, and that shift; null where it would overlap another of the same agent, leave the plan, or
 *  be shorter than an hour or longer than twelve. */
export function change(
  shifts: Placed[], shift: Placed, starts: number, ends: number, bounds: Bounds,
): { shifts: Placed[]; shift: Placed } | null {
  const changed = stretched(shift, starts, ends);
  if (!fits(shifts, changed, bounds)) return null;
  return { shifts: ordered(shifts.map((one) => (one.key === shift.key ? changed : one))), shift: changed };
}

export function remove(shifts: Placed[], shift: Placed): Placed[] {
  return shifts.filter((one) => one.key !== shift.key);
}

/** The roster with a new shift of so many quarters, at the first free place from a moment on; null where there is none. */
export function add(
  shifts: Placed[], agent: { id: string; name: string }, key: string, bounds: Bounds, quarters = 16,
): { shifts: Placed[]; shift: Placed } | null {
  for (let at = bounds.from; at + quarters * QUARTER_MS <= bounds.to; at += QUARTER_MS) {
    const made = { key, agent_id: agent.id, alias: agent.name, ...spanOf(at, at + quarters * QUARTER_MS), breaks: [] };
    if (fits(shifts, made, bounds)) return { shifts: ordered([...shifts, made]), shift: made };
  }
  return null;
}

/** Milliseconds at work: the shift without its breaks. */
export function workedMs(shift: PlannedShift): number {
  return shift.breaks.reduce((rest, pause) => rest - (endOf(pause) - startOf(pause)), endOf(shift) - startOf(shift));
}

/** How many are at work in each quarter. */
export function present(shifts: PlannedShift[], starts: number[]): number[] {
  const first = starts[0] ?? 0;
  const found = starts.map(() => 0);
  const put = (span: Span, by: number): void => {
    const from = Math.max(0, Math.ceil((startOf(span) - first) / QUARTER_MS));
    const to = Math.min(found.length, Math.floor((endOf(span) - first) / QUARTER_MS));
    for (let at = from; at < to; at++) found[at] = (found[at] ?? 0) + by;
  };
  for (const shift of shifts) {
    put(shift, 1);
    for (const pause of shift.breaks) put(pause, -1);
  }
  return found;
}

/** A roster that the platform has not judged yet, from one that it has: as many more at work as there are, for as much an hour. */
export function guessed(judged: Judged, was: PlannedShift[], now: PlannedShift[]): { planned: number[]; hours: number; cost: number } {
  const starts = judged.starts.map((at) => Date.parse(at));
  const [before, after] = [present(was, starts), present(now, starts)];
  const planned = starts.map((_, at) => judged.queues.reduce((sum, queue) => sum + (queue.planned[at] ?? 0), (after[at] ?? 0) - (before[at] ?? 0)));
  const sum = (shifts: PlannedShift[]): number => shifts.reduce((total, shift) => total + workedMs(shift), 0) / 3_600_000;
  const hours = judged.hours + sum(now) - sum(was);
  return { planned, hours, cost: judged.hours > 0 ? (judged.cost * hours) / judged.hours : judged.cost };
}

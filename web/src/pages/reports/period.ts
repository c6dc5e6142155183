/** The days of a report as they stand in the address, and what a share is worth. Pure. */

import type { Mark } from "@/theme/Glyph";

export interface Range {
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The local day of a moment as "2026-11-23". */
export function dayOf(at: Date): string {
  return [at.getFullYear(), String(at.getMonth() + 1).padStart(2, "0"), String(at.getDate()).padStart(2, "0")].join("-");
}

/** So many days after a day; a day has no zone, so noon in UTC stands for it. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The last so many days, today included. */
export function lastDays(days: number, now: Date): Range {
  const to = dayOf(now);
  return { from: plusDays(to, 1 - days), to };
}

/** What the address asks for: without days the last seven. */
export function rangeOf(params: URLSearchParams, now: Date): Range {
  const week = lastDays(7, now);
  const [from, to] = [params.get("from") ?? "", params.get("to") ?? ""];
  const end = DAY.test(to) ? to : week.to;
  return { from: DAY.test(from) ? from : plusDays(end, -6), to: end };
}

/** Every day of a range, at most a year of them. */
export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < 366; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** The hours to show: from the first to the last at which anybody came, without gaps. */
export function hoursOf(cells: readonly { hour: number }[]): number[] {
  if (!cells.length) return [];
  const hours = cells.map((cell) => cell.hour);
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

export type Worth = "good" | "fair" | "poor";

export const MARKS: Record<Worth, Mark> = { good: "ready", fair: "wrap", poor: "alert" };

/** What a share of kept promises is worth. */
export function worthOf(share: number): Worth {
  if (share >= 0.95) return "good";
  return share >= 0.8 ? "fair" : "poor";
}

/** A share in whole percent, never more than it is; only an empty one is nothing. */
export function percentOf(share: number): number {
  return share <= 0 ? 0 : Math.max(1, Math.floor(share * 100 + 1e-9));
}

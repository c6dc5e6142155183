/** Calendar days as text, "2026-11-23", which has no zone and therefore no change of clocks. Pure. */

import type { Lang } from "@/format/time";

const TAG: Record<Lang, string> = { fr: "fr-FR", en: "en-GB" };
const DAY_MS = 86_400_000;

const asUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(asUtc(text));
}

export function addDays(day: string, days: number): string {
  return new Date(asUtc(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(asUtc(day)).getUTCDay() + 6) % 7));
}

export function weekOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** The day that a moment falls on in a zone. */
export function dayIn(moment: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);
}

/** The Monday that a planner plans for: the one to come. */
export function weekToPlan(now: Date, zone: string): string {
  return addDays(mondayOf(dayIn(now, zone)), 7);
}

export type DayStyle = "short" | "long" | "full";

const STYLES: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { weekday: "short", day: "numeric" },
  long: { weekday: "short", day: "numeric", month: "short" },
  full: { day: "numeric", month: "long", year: "numeric" },
};

/** "lun. 23", "lun. 23 nov." or "23 novembre 2026". */
export function dayName(day: string, lang: Lang, style: DayStyle = "long"): string {
  const name = new Intl.DateTimeFormat(TAG[lang], { ...STYLES[style], timeZone: "UTC" }).format(new Date(asUtc(day)));
  return lang === "fr" && style === "full" ? name.replace(/^1 /, "1er ") : name; // the first of a month is an ordinal in French
}

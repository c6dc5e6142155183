/** Durations and dates in the words of the reader's language. */

import { HARD, NARROW } from "./typography";

export type Lang = "fr" | "en";

const TAG: Record<Lang, string> = { fr: "fr-FR", en: "en-GB" };

const two = (value: number): string => String(value).padStart(2, "0");

/** A running clock: "02:14", or "1:02:14" beyond the hour. Never negative. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A duration in words: "1 min 40", "45 s", "2 h 05". */
export function spell(seconds: number, lang: Lang): string {
  const whole = Math.max(0, Math.round(seconds));
  const gap = lang === "fr" ? HARD : " ";
  if (whole < 60) return `${whole}${gap}s`;
  if (whole < 3600) {
    const rest = whole % 60;
    return `${Math.floor(whole / 60)}${gap}min${rest ? `${gap}${two(rest)}` : ""}`;
  }
  return `${Math.floor(whole / 3600)}${gap}h${gap}${two(Math.floor((whole % 3600) / 60))}`;
}

export function hour(at: string | Date, lang: Lang, zone?: string): string {
  return new Intl.DateTimeFormat(TAG[lang], { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(at));
}

export function hourSeconds(at: string | Date, lang: Lang, zone?: string): string {
  return new Intl.DateTimeFormat(TAG[lang], {
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: zone,
  }).format(new Date(at));
}

export function day(at: string | Date, lang: Lang, zone?: string): string {
  return new Intl.DateTimeFormat(TAG[lang], {
    weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: zone,
  }).format(new Date(at));
}

export function dayHour(at: string | Date, lang: Lang, zone?: string): string {
  return `${day(at, lang, zone)}, ${hour(at, lang, zone)}`;
}

/** Monday-first names of the days of the week. */
export function weekdays(lang: Lang, style: "long" | "short" = "long"): string[] {
  const show = new Intl.DateTimeFormat(TAG[lang], { weekday: style, timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, index) => show.format(new Date(Date.UTC(2024, 0, 1 + index))));
}

/** A count with the thousands mark of the language (a narrow no-break space in French). */
export function count(value: number, lang: Lang): string {
  return new Intl.NumberFormat(TAG[lang]).format(value).replace(/[\u00A0 ]/g, NARROW);
}

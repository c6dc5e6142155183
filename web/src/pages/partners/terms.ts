/** Terms of an agreement as people read, write and compare them. Pure. */

import type { AgreedTerms, Agreement, AgreementVersion, Band } from "@/api/agreements";

/** The trade's usual split: of an answered hour 5.00 to the owner, 5.50 to who answers, 0.50 to the platform. */
export const USUAL: AgreedTerms = {
  currency: "EUR", payer: "payout",
  rates: { owner_per_hour: 5_000_000, answering_per_hour: 5_500_000, platform_per_hour: 500_000, owner_per_call: 0, answering_per_call: 0, platform_per_call: 0 },
  bands: [], zone: "Europe/Paris", minimum_s: 0, at_once: null, a_day: null, budget_a_month: null, countries: [], services: [], forbidden: [],
  cards: false, recording: true, listening: true, shows_history: false, quality_floor: null, notice_days: 30,
};

export type Part = keyof AgreedTerms;

/** What differs between two texts of an agreement, in the order in which terms are read. */
export function changes(before: AgreedTerms, after: AgreedTerms): Part[] {
  return (Object.keys(USUAL) as Part[]).filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}

/** One entry a line, as people write lists; empty lines are nothing. */
export const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** The version that matters now: what waits for an answer, what holds, or the last that was said. */
export function current(agreement: Agreement): { open: AgreementVersion | null; holds: AgreementVersion | null; last: AgreementVersion } {
  const by = (id: string | null): AgreementVersion | null => agreement.versions.find((version) => version.id === id) ?? null;
  return { open: by(agreement.open), holds: by(agreement.in_force), last: agreement.versions.at(-1)! };
}

/** "1-5" as [1, 5]: the runs of weekdays of a band. */
export function runs(days: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}

/** A band as a value that can be changed without touching the one it came from. */
export const newBand = (terms: AgreedTerms): Band => ({ days: [6, 7], since: "00:00", until: "24:00", rates: { ...terms.rates } });

/** So many bands an agreement may have. */
export const BANDS_MAX = 20;

/** The name of a weekday, 1 being Monday; 1 January 2024 was one. */
export function weekday(day: number, lang: "fr" | "en"): string {
  return new Intl.DateTimeFormat(lang, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, day)));
}

/** The weekdays of a band with one added, or taken away if it was there; in order. */
export const toggled = (days: number[], day: number): number[] =>
  (days.includes(day) ? days.filter((each) => each !== day) : [...days, day]).sort((a, b) => a - b);

/** The end of a band as terms write it: midnight is the end of the day. */
export const clockOf = (typed: string): string => (typed === "00:00" ? "24:00" : typed);

/** What is wrong with a band: it has no day, or its hours end before they begin. */
export function unfit(band: Band): "days" | "hours" | null {
  if (!band.days.length) return "days";
  return band.since && band.until && band.since < band.until ? null : "hours";
}

/** Notices of the market as people begin them, and the terms that answer one. Pure. */

import type { AgreedTerms, Band, Side } from "@/api/agreements";
import type { Notice, Window } from "@/api/market";
import { addDays, isDay } from "@/pages/planning/week";
import { USUAL } from "./terms";

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
/** So long a new notice is shown unless somebody chooses otherwise. */
const SHOWN_DAYS = 30;

/** Capacity on weekdays, by the rates of the trade. */
export function newNotice(today: string, zone: string): Notice {
  return {
    kind: "capacity", windows: [{ days: [1, 2, 3, 4, 5], since: "09:00", until: "18:00" }], once: null, zone, at_once: 1, languages: ["fr"], skills: [], countries: [],
    currency: "EUR", per_hour: USUAL.rates.answering_per_hour, note: "", expires_on: addDays(today, SHOWN_DAYS),
  };
}

/** The hole that the duty page has written into the address; null where the address names none. */
export function holeOf(asked: URLSearchParams, zone: string): Notice | null {
  const [first, last, since, until] = ["first", "last", "since", "until"].map((name) => asked.get(name)) as [string | null, string | null, string | null, string | null];
  if (!isDay(first) || !isDay(last) || !CLOCK.test(since ?? "") || !CLOCK.test(until ?? "")) return null;
  const people = Number(asked.get("people"));
  return {
    ...newNotice(first, zone), kind: "hole", windows: [], once: { first, since: since ?? "", last, until: until ?? "" },
    at_once: Number.isInteger(people) && people >= 1 && people <= 10_000 ? people : 1, note: (asked.get("name") ?? "").slice(0, 200), expires_on: last,
  };
}

/** The address at which the form to publish a hole is filled in; clock times in minutes since midnight. */
export function holeAddress(from: { day: string; minute: number }, to: { day: string; minute: number }, people: number, name: string): string {
  const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const asked = new URLSearchParams({ publish: "hole", first: from.day, since: clock(from.minute), last: to.day, until: clock(to.minute), people: String(people), name });
  return `/partners?${asked.toString()}`;
}

/** Which side one's own firm is in an agreement that answers a notice of another. */
export const sideOf = (notice: Notice): Side => (notice.kind === "capacity" ? "owner" : "answering");

const nextDay = (day: number): number => (day % 7) + 1;

/** Weekly hours as an agreement writes them: what goes past midnight is two bands. */
export function bandsOf(windows: Window[], rates: AgreedTerms["rates"]): Band[] {
  return windows.flatMap(({ days, since, until }) => {
    if (since < until) return [{ days, since, until, rates }];
    const evening: Band = { days, since, until: "24:00", rates };
    return until === "00:00" ? [evening] : [evening, { days: days.map(nextDay).sort((a, b) => a - b), since: "00:00", until, rates }];
  });
}

/** The terms with which a notice is answered: its price, in its hours where they are weekly ones, its people and its countries. */
export function termsOf(notice: Notice): AgreedTerms {
  const rates = { ...USUAL.rates, answering_per_hour: notice.per_hour ?? USUAL.rates.answering_per_hour };
  return { ...USUAL, currency: notice.currency, zone: notice.zone, rates, bands: bandsOf(notice.windows, rates), at_once: notice.at_once, countries: notice.countries };
}

/** What is wrong with a notice's hours: nothing is said, a day is missing, or they do not end after they begin. */
export function unfitWhen(notice: Notice): "days" | "hours" | null {
  if (notice.once) return `${notice.once.first} ${notice.once.since}` < `${notice.once.last} ${notice.once.until}` ? null : "hours";
  if (notice.windows.some((window) => !window.days.length)) return "days";
  return notice.windows.every((window) => window.since && window.until && window.since !== window.until) ? null : "hours";
}

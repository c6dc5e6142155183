/** Statements as people read them: cents, months, days of payment, account numbers in groups. Pure. */

import { CREDIT_NOTE, type Billing, type DueWhy, type PayRule, type Role, type StatementShort } from "@/api/ledger";
import { cents } from "@/format/number";
import type { Lang } from "@/format/time";
import { addDays } from "@/pages/planning/week";

const CENT = 10_000;
const EURO = 1_000_000;
/** A statement can be contested for so many days after its issue, the last one included. */
export const DISPUTE_DAYS = 30;
/** Within so many days an invoice that gathers a month is paid, whatever was agreed (article L. 441-10 of the French commercial code). */
export const LEGAL_DAYS = 45;

/** Cents as "1 234,50 €"; a minus is a real one. */
export function ofCents(amount: number, currency: string, lang: Lang): string {
  const shown = cents(Math.abs(amount) * CENT, currency, lang);
  return amount < 0 ? `\u2212${shown}` : shown;
}

/** Millionths in the same way. */
export function ofMillionths(amount: number, currency: string, lang: Lang): string {
  return ofCents(amount / CENT, currency, lang);
}

/** Euros as a person writes them ("1 234,50" or "1234.5") in millionths; null where that is no amount above nothing. */
export function millionthsOf(text: string): number | null {
  const plain = text.replace(/[\s\u00A0\u202F€]/g, "").replace(",", ".");
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(plain)) return null;
  const amount = Math.round(Number(plain) * EURO);
  return amount > 0 ? amount : null;
}

/** "2026-10-01" or "2026-10" as "octobre 2026". */
export function monthName(month: string, lang: Lang): string {
  return new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));
}

/** The first day of the month so many months before a day's. */
export function monthBefore(day: string, count: number): string {
  const at = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() - count);
  return at.toISOString().slice(0, 10);
}

/** What a statement means for the reader: a credit note goes the other way. */
export type Way = "in" | "out" | "back" | "returned" | "between";
export function wayOf(role: Role, kind: string): Way {
  if (role === "partner") return "between";
  if (kind === CREDIT_NOTE) return role === "seller" ? "back" : "returned";
  return role === "seller" ? "in" : "out";
}

/** Statements by month, in the order in which they came. */
export function byMonth(statements: StatementShort[]): [string, StatementShort[]][] {
  const found = new Map<string, StatementShort[]>();
  for (const each of statements) found.set(each.month, [...(found.get(each.month) ?? []), each]);
  return [...found];
}

/** Whether the reader has something to pay by bank for these statements. */
export const owes = (statements: StatementShort[]): boolean => statements.some((each) => wayOf(each.role, each.kind) === "out" && each.total > 0 && each.paid_on === null);

const WHYS: DueWhy[] = ["rule", "moved", "clamped", "put_off"];
/** The reason of a day of payment, where it is one that we have words for. */
export const whyOf = (why: string): DueWhy | null => WHYS.find((each) => each === why) ?? null;

export const PAY_RULES: PayRule[] = ["A", "B", "C", "D", "net_30"];

function monthEnd(day: string): string {
  return addDays(monthBefore(day, -1), -1);
}

function fifteenth(day: string): string {
  return Number(day.slice(8)) <= 15 ? `${day.slice(0, 8)}15` : `${monthBefore(day, -1).slice(0, 8)}15`;
}

const STEPS: Record<PayRule, (day: string) => string> = {
  A: (day) => fifteenth(addDays(day, 30)),
  B: (day) => fifteenth(monthEnd(addDays(day, 30))),
  C: (day) => fifteenth(addDays(monthEnd(day), 30)),
  D: fifteenth,
  net_30: (day) => addDays(day, 30),
};

/** The day that a rule gives for a statement of a day, at the latest the legal one; bank holidays are the platform's to know. */
export function payDay(issued: string, rule: PayRule): { day: string; clamped: boolean } {
  const [wanted, latest] = [STEPS[rule](issued), addDays(issued, LEGAL_DAYS)];
  return wanted > latest ? { day: latest, clamped: true } : { day: wanted, clamped: false };
}

/** An account number as it is kept: capitals, no spaces. */
export const bareIban = (text: string): string => text.replace(/\s+/g, "").toUpperCase();

/** The same in groups of four, as people read it. */
export const groupedIban = (text: string): string => bareIban(text).replace(/(.{4})(?=.)/g, "$1 ");

/** What is sent of a form: empty address lines fall away, the number of the account is bare. */
export function tidied(billing: Billing): Billing {
  return { ...billing, address: billing.address.map((line) => line.trim()).filter(Boolean), country: billing.country.trim().toUpperCase(), iban: bareIban(billing.iban), bic: bareIban(billing.bic) };
}

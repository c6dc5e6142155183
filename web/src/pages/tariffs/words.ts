/** Tariffs as people read them. Pure. */

import type { PricedNumber, Tariff } from "@/api/tariffs";
import { cents } from "@/format/number";
import type { Lang } from "@/format/time";
import type { Translate } from "@/i18n";

export const TARIFFS = ["tariffs"];
export const MILLION = 1_000_000;

/** "0,80 € par minute". */
export function tariffText(tariff: Tariff, currency: string, t: Translate, lang: Lang): string {
  return t(`tariffs.basis.${tariff.basis}`, { price: cents(tariff.price, currency, lang) });
}

/** The tariff with which a form begins: what comes next, what holds, or what the number's digits allow. */
export function firstOf(number: PricedNumber): Tariff {
  const last = number.others.find((each) => !each.begun) ?? number.today;
  if (last) return last.tariff;
  const basis = number.category === "surcharged" ? "per_minute" : (number.category ?? "ordinary");
  return { use: "other", basis, price: 0, payout_permille: 0, announcement: null, warning: null, capped: null, longest_s: null };
}

/** What is sent: who pays nothing more has no price, and hears nothing of it. */
export function tidied(tariff: Tariff): Tariff {
  if (tariff.basis === "per_minute" || tariff.basis === "per_call") return tariff;
  return { ...tariff, price: 0, payout_permille: 0, announcement: null, warning: null, capped: null, longest_s: null };
}

/** Which of the columns' meanings the platform cannot do without. */
export const NEEDED = ["number", "moment", "seconds", "price"] as const;
export const MEANINGS = ["number", "moment", "time", "seconds", "price", "payout"] as const;
export type Meaning = (typeof MEANINGS)[number];

/** Whether a mapping says enough for the file to be read. */
export const isEnough = (columns: Partial<Record<Meaning, string>>): boolean => NEEDED.every((name) => Boolean(columns[name]));

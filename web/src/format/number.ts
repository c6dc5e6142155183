/** Shares, decimals and money in the words of the reader's language. */

import type { Lang } from "./time";
import { HARD, NARROW } from "./typography";

const TAG: Record<Lang, string> = { fr: "fr-FR", en: "en-GB" };

const spaced = (text: string): string => text.replace(/(\d)[\u00A0\u202F ](?=\d)/g, `$1${NARROW}`).replace(/[\u202F\u00A0 ](?=[%€£$])/g, HARD);

/** "12" or "12,5": at most so many digits after the mark. */
export function decimal(value: number, lang: Lang, digits = 1): string {
  return spaced(new Intl.NumberFormat(TAG[lang], { maximumFractionDigits: digits }).format(value));
}

/** A share between 0 and 1 as "11 %" (English "11%"). */
export function percent(share: number, lang: Lang, digits = 0): string {
  return spaced(new Intl.NumberFormat(TAG[lang], { style: "percent", maximumFractionDigits: digits }).format(share));
}

/** An amount in millionths of its currency, in whole units: "1 234 €". */
export function money(millionths: number, currency: string, lang: Lang): string {
  return spaced(new Intl.NumberFormat(TAG[lang], { style: "currency", currency, maximumFractionDigits: 0 }).format(millionths / 1_000_000));
}

/** An amount in millionths of its currency, to the cent: "5,50 €". */
export function cents(millionths: number, currency: string, lang: Lang): string {
  return spaced(new Intl.NumberFormat(TAG[lang], { style: "currency", currency }).format(millionths / 1_000_000));
}

/** An amount in millionths of its currency, to its last digit: "0,366667 €". */
export function exact(millionths: number, currency: string, lang: Lang): string {
  return spaced(new Intl.NumberFormat(TAG[lang], { style: "currency", currency, maximumFractionDigits: 6 }).format(millionths / 1_000_000));
}

/** A difference with its sign, "+0,4" or "−2", in the words that show the amount; empty where it would read as nothing. */
export function signed(value: number, show: (amount: number) => string): string {
  const shown = show(Math.abs(value));
  return shown === show(0) ? "" : `${value > 0 ? "+" : "\u2212"}${shown}`;
}

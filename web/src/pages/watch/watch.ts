/** How findings of the watch are told: names, days, and places on a line. */

import type { Finding, Look } from "@/api/watch";
import type { Translate } from "@/i18n";

const WIDTH = 190;

/** Where found, expected and the bounds of chance lie on a line of 200. */
export function placesOf(of: Pick<Finding, "hits" | "expected" | "low" | "high">): { hits: number; expected: number; low: number; high: number } {
  const most = Math.max(of.hits, of.high, 1);
  const place = (value: number): number => Math.round(5 + (Math.max(0, value) / most) * WIDTH);
  return { hits: place(of.hits), expected: place(of.expected), low: place(of.low), high: place(of.high) };
}

export const whoIs = (of: Finding, t: Translate): string => t(`watch.kind.${of.kind}`, { firm: of.firm });

export const day = (at: string, language: string): string =>
  new Date(at).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Paris" });

/** Which word tells a look; names of texts have no dots. */
export const keyOf = (what: Look): "listed" | "exported" | "call" | "caller" | "heard" | "receipt" | "receipts" =>
  ({ "calls.listed": "listed", "calls.exported": "exported", "call.opened": "call", "caller.opened": "caller", "recording.heard": "heard", "receipt.fetched": "receipt", "receipts.fetched": "receipts" } as const)[what];

/** Whether what was seen is a call, which the history shows. */
export const leadsToCall = (subject: string): boolean => subject.startsWith("int_");

/** Found, expected and the bounds of chance in a sentence, as whole callers. */
export function inWords(of: Finding, t: Translate, language: string): string {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  return t("watch.rangeOf", { hits: whole.format(of.hits), expected: whole.format(of.expected), low: whole.format(of.low), high: whole.format(of.high) });
}

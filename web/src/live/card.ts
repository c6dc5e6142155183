/** A card on a call: whether the caller is at his keypad, whether time counts, and what so many seconds cost. */

import type { CardRow, ProductRow } from "./model";

const CENT = 10_000;

export const capturing = (card: CardRow): boolean => card.result === null;

export const counting = (card: CardRow): boolean => card.since !== null && card.until === null;

/** What so many seconds cost in millionths, in whole cents, rounded down: the rule of `cards/consultation.py`. */
export function paidFor(product: ProductRow, seconds: number): number {
  const counted = Math.min(Math.max(Math.floor(seconds), 0), product.most_s);
  if (counted === 0) return 0;
  const exact = product.unit === "packet" ? product.amount : Math.floor((product.amount * counted) / 60);
  return Math.floor(exact / CENT) * CENT;
}

/** The one way to write a receipt (RFC 8785 with whole numbers only), and digests over it. The platform's own words are in synergy/receipt.py. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Keys in order, no spaces; the keys of receipts are plain letters. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const record = value as Record<string, unknown>;
  return `{${Object.keys(record).sort().map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`).join(",")}}`;
}

export const digestOfText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

export const digest = (value: unknown): string => digestOfText(canonical(value));

/** A fingerprint in groups of four, as people compare them. */
export const grouped = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, "$1 ");

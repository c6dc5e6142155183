/** What can be checked of one line, one receipt or one day by itself. */

import { hashes, verify as verifySignature } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical, digest } from "./canonical";
import { charges, whyUnfit } from "./charges";
import { leaf, rootOf } from "./merkle";
import type { DayRoot, Pricing, Receipt, Shape } from "./shapes";
import { finding, type Finding, type Part } from "./verdict";

hashes.sha512 = sha512;

/** A stretch that is said to be longer is not charged again: a forged file could keep the page busy. */
const LONGEST_S = 7 * 86_400;
const TIMES = ["arrived_at", "answered_at", "ended_at", "issued_at"] as const;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const keyId = (key: string): string => bytesToHex(sha256(hexToBytes(key)));

/** The value of a line, or undefined where it is no JSON. */
export function parsed(raw: Uint8Array): { value: unknown; text: string } | null {
  try {
    const text = decoder.decode(raw);
    return { value: JSON.parse(text) as unknown, text };
  } catch {
    return null; // neither UTF-8 nor JSON: the caller says where
  }
}

/** A line's value and what is wrong with its form; only the bytes of the canonical form and a line feed are right. */
export function read<T>(shape: Shape, raw: Uint8Array, part: Part, line = 1, name = ""): { value: T | null; wrong: Finding[] } {
  const got = parsed(raw);
  if (!got) return { value: null, wrong: [finding("file.json", part, { name, line })] };
  const field = shape(got.value, "");
  if (field !== null) return { value: null, wrong: [finding("file.field", part, { name, field, line })] };
  const right = `${canonical(got.value)}\n`;
  const value = got.value as T;
  if (right === got.text) return { value, wrong: [] };
  const bytes = utf8ToBytes(right);
  let at = 0;
  while (at < raw.length && at < bytes.length && raw[at] === bytes[at]) at++;
  return { value, wrong: [finding("file.form", part, { name, found: String(at + 1), line })] };
}

function momentOf(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== text ? null : ms;
}

function times(receipt: Receipt): number[] | null {
  const found = TIMES.map((name) => momentOf(receipt[name]));
  return found.includes(null) ? null : (found as number[]);
}

/** What contradicts itself within a receipt. */
export function checkAlone(receipt: Receipt, line = 1): Finding[] {
  const name = String(receipt.nth);
  const at = times(receipt);
  const found: Finding[] = [];
  if (!at) found.push(finding("receipt.times", "receipt", { name, field: "answered_at", line }));
  else {
    TIMES.slice(1).forEach((after, index) => {
      const before = TIMES[index] ?? "arrived_at";
      if ((at[index + 1] ?? 0) < (at[index] ?? 0)) found.push(finding("receipt.times", "receipt", { name, field: after, expected: receipt[before], found: receipt[after], line }));
    });
    const seconds = Math.floor(((at[2] ?? 0) - (at[1] ?? 0)) / 1000);
    if (seconds !== receipt.seconds) found.push(finding("receipt.seconds", "receipt", { name, field: "seconds", expected: String(seconds), found: String(receipt.seconds), line }));
  }
  const { owner, answering, platform, total } = receipt.charges;
  const sum = BigInt(owner) + BigInt(answering) + BigInt(platform);
  if (sum !== BigInt(total)) found.push(finding("receipt.total", "receipt", { name, field: "charges.total", expected: String(sum), found: String(total), line }));
  return found;
}

export function checkDay(receipt: Receipt, day: string, line = 1): Finding[] {
  if (receipt.issued_at.startsWith(`${day}T`)) return [];
  return [finding("receipt.day", "receipt", { name: String(receipt.nth), field: "issued_at", expected: day, found: receipt.issued_at, line })];
}

/** What is wrong where these receipts are not under the day's root; of no receipt there is nothing to prove. */
export function checkProof(digests: string[], index: number, proof: string[], root: DayRoot, line = 1): Finding[] {
  const name = root.day;
  if (!digests.length) {
    if (!index && !proof.length) return [];
    return [finding("proof.place", "proof", { name, field: index ? "index" : "proof", expected: "0", found: String(index || proof.length), line })];
  }
  if (index + digests.length > root.count) {
    return [finding("proof.place", "proof", { name, field: "index", expected: `< ${root.count}`, found: String(index + digests.length - 1), line })];
  }
  const found = rootOf(digests.map((each) => leaf(hexToBytes(each))), index, root.count, proof.map(hexToBytes));
  if (found && bytesToHex(found) === root.root) return [];
  return [finding("proof.root", "proof", { name, field: "proof", expected: root.root, found: found ? bytesToHex(found) : "", line })];
}

function unsigned(root: DayRoot): Omit<DayRoot, "signature"> {
  const { signature: _, ...rest } = root;
  return rest;
}

export const dayDigest = (root: DayRoot): string => digest(unsigned(root));

/** Whether the holder of this key signed the day. Strict as RFC 8032: no leniency for odd points. */
export function isSigned(root: DayRoot, key: string): boolean {
  try {
    return verifySignature(hexToBytes(root.signature), utf8ToBytes(canonical(unsigned(root))), hexToBytes(key), { zip215: false });
  } catch {
    return false; // these bytes are no key or no signature
  }
}

/** The terms that came with a file, by their digest, and which of them its receipts name. */
export class PriceList {
  readonly findings: Finding[] = [];
  private readonly kept = new Map<string, Pricing>();
  private readonly named = new Set<string>();

  constructor(pricing: Pricing[]) {
    pricing.forEach((each, at) => {
      const fault = whyUnfit(each);
      if (fault) this.findings.push(finding("pricing.unfit", "pricing", { name: String(at + 1), field: fault }));
      else this.kept.set(digest(each), each);
    });
  }

  /** Charges a call again; null where its terms are not there. */
  check(receipt: Receipt, line = 1): Finding[] | null {
    const asked = receipt.agreement.pricing;
    const pricing = asked === null ? undefined : this.kept.get(asked);
    if (asked === null || !pricing) return null;
    this.named.add(asked);
    const at = times(receipt);
    if (!at || receipt.seconds > LONGEST_S) return null;
    const due = charges(pricing, at[1] ?? 0, receipt.seconds);
    const pairs: [string, string, string][] = [
      ["currency", pricing.currency, receipt.currency], ["payer", pricing.payer, receipt.payer],
      ...(["owner", "answering", "platform"] as const).map((side): [string, string, string] => [`charges.${side}`, String(due[side]), String(receipt.charges[side])]),
    ];
    return pairs.filter(([, expected, found]) => expected !== found)
      .map(([field, expected, found]) => finding("receipt.charges", "receipt", { name: String(receipt.nth), field, expected, found, line }));
  }

  strays(): Finding[] {
    return [...this.kept.keys()].filter((each) => !this.named.has(each)).map((found) => finding("pricing.stray", "pricing", { found }));
  }
}

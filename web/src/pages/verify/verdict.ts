/** What a verification found: each fault with its place, or what is proven. */

import type { MonthHead, Receipt } from "./shapes";

export const SHOWN = 200;

export type Code =
  | "file.kind" | "file.json" | "file.field" | "file.form" | "file.order" | "key.pinned" | "key.root"
  | "day.key" | "day.signature" | "day.link" | "day.order" | "day.installation" | "day.count" | "proof.place" | "proof.root"
  | "receipt.digest" | "receipt.number" | "receipt.link" | "receipt.day" | "receipt.times" | "receipt.seconds" | "receipt.total" | "receipt.charges"
  | "head.pair" | "head.month" | "head.count" | "head.totals" | "pricing.stray" | "pricing.unfit";

export type Part = "file" | "head" | "pricing" | "day" | "proof" | "receipt";

export interface Finding {
  code: Code;
  part: Part;
  name: string;
  field: string;
  expected: string;
  found: string;
  /** Which line of the file, from 1; `also` is another in which the fault may lie. */
  line: number;
  also: number;
}

export function finding(code: Code, part: Part, more: Partial<Omit<Finding, "code" | "part">> = {}): Finding {
  return { code, part, name: "", field: "", expected: "", found: "", line: 1, also: 0, ...more };
}

export interface Proven { receipts: number; days: number; charged: number; key: string; isTrusted: boolean }

export interface Verdict {
  findings: Finding[];
  more: number;
  proven: Proven | null;
  receipt: Receipt | null;
  head: MonthHead | null;
  /** Of a month, its last receipt: it names both firms. */
  names: { owner: string; answering: string } | null;
}

export const holds = (verdict: Verdict): boolean => verdict.proven !== null && verdict.findings.length === 0;

/** Findings as they come, the first of them kept. */
export class Findings {
  readonly kept: Finding[] = [];
  count = 0;

  add(...found: Finding[]): void {
    this.count += found.length;
    this.kept.push(...found.slice(0, Math.max(0, SHOWN - this.kept.length)));
  }

  get more(): number {
    return this.count - this.kept.length;
  }
}

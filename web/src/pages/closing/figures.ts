/** What a month's drafts and differences come to. Pure. */

import type { Change, Draft, Finding } from "@/api/ledger";

export type Total = Pick<Draft, "currency" | "net" | "vat" | "total">;

/** A draft's calls and seconds: what was answered. A fee is for the same calls, and counts where there is nothing else. */
export function answeredOf(draft: Draft): { calls: number; seconds: number } {
  const lines = draft.lines.filter((line) => line.kind === "answered");
  const counted = lines.length ? lines : draft.lines;
  return { calls: counted.reduce((sum, line) => sum + line.calls, 0), seconds: counted.reduce((sum, line) => sum + line.seconds, 0) };
}

/** Money by currency. Calls are not added up: one call stands on several statements. */
export function totals(drafts: Draft[]): Total[] {
  const found = new Map<string, Total>();
  for (const { currency, net, vat, total } of drafts) {
    const was = found.get(currency) ?? { currency, net: 0, vat: 0, total: 0 };
    found.set(currency, { currency, net: was.net + net, vat: was.vat + vat, total: was.total + total });
  }
  return [...found.values()];
}

/** How long each difference's bar is, from -1 to 1 of the longest; amounts of different currencies are not compared. */
export function bars(changes: Change[]): number[] {
  return changes.map((one) => {
    const longest = Math.max(...changes.filter((each) => each.currency === one.currency).map((each) => Math.abs(each.now - each.before)));
    return longest === 0 ? 0 : (one.now - one.before) / longest;
  });
}

/** What blocks comes first; else the order stays. */
export const blockingFirst = (findings: Finding[]): Finding[] => [...findings].sort((a, b) => Number(b.blocks) - Number(a.blocks));

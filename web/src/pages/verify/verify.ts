/** Verifies a file of receipts in this browser: nothing is asked of anybody, nothing is sent. The same findings as synergy/verification.py. */

import { checkAlone, checkDay, checkProof, isSigned, keyId, parsed, PriceList, read } from "./checks";
import { digest } from "./canonical";
import { Month } from "./month";
import { MONTH_HEAD, RECEIPT_FILE, type MonthHead, type ReceiptFile } from "./shapes";
import { finding, type Finding, type Verdict } from "./verdict";

/** After so many lines the page is given a moment to draw and to listen. */
const BREATH = 500;

const unreadable = (findings: Finding[]): Verdict => ({ findings, more: 0, proven: null, receipt: null, head: null, names: null });

const plain = (key: string): string => key.replace(/[\s:.-]/g, "").toLowerCase();

const pinned = (key: string, trusted: string): boolean => plain(trusted) !== "" && [key, keyId(key)].includes(plain(trusted));

function checkKey(key: string, trusted: string): Finding[] {
  if (!trusted || pinned(key, trusted)) return [];
  return [finding("key.pinned", "head", { field: "key", expected: trusted, found: keyId(key) })];
}

/** What a file says it is; null where its first line cannot be read. */
function kindOf(first: Uint8Array): string | null {
  const value = parsed(first)?.value;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const { format = "" } = value as { format?: unknown };
  return typeof format === "string" ? format : null;
}

function verifyOne(first: Uint8Array, another: boolean, trusted: string): Verdict {
  const { value: file, wrong } = read<ReceiptFile>(RECEIPT_FILE, first, "file");
  if (!file) return unreadable(wrong);
  const { receipt, root, key } = file;
  const name = String(receipt.nth);
  const found = [...wrong, ...(another ? [finding("file.order", "file", { line: 2 })] : []), ...checkKey(key, trusted)];
  if (keyId(key) !== root.key) found.push(finding("key.root", "head", { name: root.day, field: "key", expected: root.key, found: keyId(key), also: 1 }));
  else if (!isSigned(root, key)) found.push(finding("day.signature", "day", { name: root.day, field: "signature" }));
  const actual = digest(receipt);
  if (actual !== file.digest) found.push(finding("receipt.digest", "receipt", { name, field: "digest", expected: file.digest, found: actual }));
  found.push(...checkProof([actual], file.index, file.proof, root), ...checkAlone(receipt), ...checkDay(receipt, root.day));
  const prices = new PriceList(file.pricing ? [file.pricing] : []);
  const charged = prices.check(receipt);
  found.push(...prices.findings, ...(charged ?? []), ...prices.strays());
  const proven = { receipts: 1, days: 1, charged: charged ? 1 : 0, key: keyId(key), isTrusted: pinned(key, trusted) };
  return { findings: found, more: 0, proven, receipt, head: null, names: { owner: receipt.owner.name, answering: receipt.answering.name } };
}

/** No line of ours is longer; a longer one is cut, and then is no line of ours. */
const LONGEST_LINE = 4_000_000;

/** The lines of a stream, each with its line feed. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let rest = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    let data = value;
    if (rest.length) {
      data = new Uint8Array(rest.length + value.length);
      data.set(rest);
      data.set(value, rest.length);
    }
    let from = 0;
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, from)) {
      yield data.subarray(from, end + 1);
      from = end + 1;
    }
    rest = data.slice(from);
    if (rest.length > LONGEST_LINE) {
      yield rest;
      rest = new Uint8Array(0);
    }
  }
  if (rest.length) yield rest;
}

/** Verifies a file of either kind; `told` hears how many bytes are done. */
export async function verify(stream: ReadableStream<Uint8Array>, trusted = "", told?: (bytes: number) => void): Promise<Verdict> {
  let month: Month | null = null;
  let one: Uint8Array | null = null;
  let line = 0;
  let bytes = 0;
  for await (const raw of linesOf(stream)) {
    line++;
    bytes += raw.length;
    if (month) month.take(line, raw);
    else if (one) return verifyOne(one, true, trusted);
    else {
      const kind = kindOf(raw);
      if (kind === "permanence.receipt-file") one = raw.slice();
      else if (kind !== "permanence.receipts") return unreadable([finding(kind === null ? "file.json" : "file.kind", "file", { found: kind ?? "" })]);
      else {
        const { value: head, wrong } = read<MonthHead>(MONTH_HEAD, raw, "head");
        if (!head) return unreadable(wrong);
        month = new Month(head, pinned(head.key, trusted));
        month.findings.add(...wrong, ...checkKey(head.key, trusted));
      }
    }
    if (told && line % BREATH === 0) {
      told(bytes);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  if (month) return month.close();
  return one ? verifyOne(one, false, trusted) : unreadable([finding("file.json", "file")]);
}

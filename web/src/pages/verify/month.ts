/** The lines of a month's file one after the other, as synergy/verification_month.py looks at them. */

import { canonical, digest } from "./canonical";
import { checkAlone, checkDay, checkProof, dayDigest, isSigned, keyId, PriceList, read } from "./checks";
import { MONTH_DAY, RECEIPT, type DayRoot, type MonthDay, type MonthHead, type Receipt, type Totals } from "./shapes";
import { finding, Findings, type Finding, type Verdict } from "./verdict";

/** How a receipt's line begins, and no day's. */
const BEGIN = [...'{"agent"'].map((letter) => letter.charCodeAt(0));

/** Something that must agree between the head and all lines of a kind. Where no line agrees, it is the head that is wrong. */
class Doubt {
  private readonly wrong = new Findings();
  private seen = 0;

  constructor(private readonly head: Finding) {}

  look(agrees: boolean, otherwise: () => Finding): void {
    this.seen++;
    if (!agrees) this.wrong.add(otherwise());
  }

  close(findings: Findings): void {
    if (this.seen && this.wrong.count === this.seen) findings.add(this.head);
    else findings.add(...this.wrong.kept);
  }
}

function dayAfter(day: string): string {
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return "";
  return new Date(ms + 86_400_000).toISOString().slice(0, 10);
}

const SUMS = ["currency", "calls", "seconds", "owner", "answering", "platform", "total"] as const;

/** Where the totals that are told are not what the receipts add up to. */
function checkTotals(sums: Totals[], told: Totals[]): Finding[] {
  const [expected, found] = [sums, told].map((totals) => totals.map((each) => each.currency).join(", "));
  if (expected !== found) return [finding("head.totals", "head", { field: "totals", expected, found })];
  return sums.flatMap((right, at) => SUMS.filter((field) => right[field] !== told[at]?.[field]).map((field) =>
    finding("head.totals", "head", { field: `${right.currency}, ${field}`, expected: String(right[field]), found: String(told[at]?.[field]) })));
}

export class Month {
  readonly findings = new Findings();
  private readonly prices: PriceList;
  private readonly sums = new Map<string, Totals>();
  private day: MonthDay | null = null;
  private dayLine = 1;
  private lastRoot: DayRoot | null = null;
  private digests: string[] = [];
  private unreadToday = 0;
  private unread = 0;
  private days = 0;
  private receipts = 0;
  private charged = 0;
  /** The number that comes next, and the line that makes one expect it. */
  private next: number;
  private before = 1;
  private names: Verdict["names"] = null;
  /** The end of the chain so far and its line; null after a receipt that could not be read. */
  private end: { name: string; digest: string; line: number } | null;
  private readonly key: string;
  private readonly pair: Doubt;
  private readonly month: Doubt;
  private readonly keys: Doubt;

  constructor(private readonly head: MonthHead, private readonly isTrusted: boolean) {
    this.key = keyId(head.key);
    this.prices = new PriceList(head.pricing);
    this.next = head.first;
    this.end = { name: "", digest: head.previous, line: 1 };
    this.pair = new Doubt(finding("head.pair", "head", { field: "owner, answering", found: `${head.owner}, ${head.answering}` }));
    this.month = new Doubt(finding("head.month", "head", { field: "month", found: head.month }));
    this.keys = new Doubt(finding("key.root", "head", { field: "key", found: this.key }));
  }

  take(line: number, raw: Uint8Array): void {
    if (BEGIN.every((code, at) => raw[at] === code)) this.takeReceipt(line, raw);
    else this.takeDay(line, raw);
  }

  close(): Verdict {
    this.closeDay();
    const { head, findings: found } = this;
    const lines = this.receipts + this.unread;
    if (lines !== head.count) found.add(finding("head.count", "head", { field: "count", expected: String(lines), found: String(head.count) }));
    if (lines === 0 && head.first !== 1) found.add(finding("head.count", "head", { field: "first", expected: "1", found: String(head.first) }));
    if (this.end && this.end.digest !== head.last) {
      found.add(finding("receipt.link", "receipt", { name: this.end.name, field: "last", expected: head.last, found: this.end.digest, line: this.end.line, also: 1 }));
    }
    if (!this.unread) found.add(...checkTotals([...this.sums.values()].sort((one, other) => (one.currency < other.currency ? -1 : 1)), head.totals));
    for (const doubt of [this.pair, this.month, this.keys]) doubt.close(found);
    found.add(...this.prices.findings, ...(this.unread ? [] : this.prices.strays()));
    const proven = { receipts: this.receipts, days: this.days, charged: this.charged, key: this.key, isTrusted: this.isTrusted };
    return { findings: found.kept, more: found.more, proven, receipt: null, head, names: this.names };
  }

  private takeDay(line: number, raw: Uint8Array): void {
    this.closeDay();
    const { value: day, wrong } = read<MonthDay>(MONTH_DAY, raw, "day", line, this.lastRoot ? dayAfter(this.lastRoot.day) : "");
    this.findings.add(...wrong);
    this.day = day;
    this.dayLine = line;
    if (!day) {
      this.lastRoot = null;
      return;
    }
    const { root } = day;
    this.days++;
    const fits = root.key === this.key;
    this.keys.look(fits, () => finding("day.key", "day", { name: root.day, field: "key", expected: this.key, found: root.key, line }));
    if (fits && !isSigned(root, this.head.key)) this.findings.add(finding("day.signature", "day", { name: root.day, field: "signature", line }));
    this.month.look(root.day.startsWith(`${this.head.month}-`), () =>
      finding("head.month", "day", { name: root.day, field: "day", expected: this.head.month, found: root.day, line }));
    if (this.lastRoot) this.checkLink(this.lastRoot, root, line);
    this.lastRoot = root;
  }

  /** A day follows the day before, of the same installation, and names its digest. */
  private checkLink(last: DayRoot, root: DayRoot, line: number): void {
    const previous = dayDigest(last);
    const name = root.day;
    if (root.previous !== previous) this.findings.add(finding("day.link", "day", { name, field: "previous", expected: previous, found: root.previous, line }));
    if (canonical(root.installation) !== canonical(last.installation)) {
      const [expected, found] = [last, root].map(({ installation }) => `${installation.name} (${installation.id})`);
      this.findings.add(finding("day.installation", "day", { name, field: "installation", expected, found, line }));
    }
    const follows = dayAfter(last.day);
    if (root.day !== follows) this.findings.add(finding("day.order", "day", { name, field: "day", expected: follows, found: root.day, line }));
  }

  private closeDay(): void {
    const { day, dayLine: line } = this;
    const lines = this.digests.length + this.unreadToday;
    if (day && lines !== day.count) {
      this.findings.add(finding("day.count", "day", { name: day.root.day, field: "count", expected: String(lines), found: String(day.count), line }));
    } else if (day && !this.unreadToday) this.findings.add(...checkProof(this.digests, day.index, day.proof, day.root, line));
    this.digests = [];
    this.unreadToday = 0;
  }

  private takeReceipt(line: number, raw: Uint8Array): void {
    const { value: receipt, wrong } = read<Receipt>(RECEIPT, raw, "receipt", line, String(this.next));
    this.findings.add(...wrong);
    if (!receipt) {
      this.unreadToday++;
      this.unread++;
      this.next++;
      this.before = line;
      this.end = null;
      return;
    }
    this.receipts++;
    const name = String(receipt.nth);
    const own = digest(receipt);
    if (receipt.nth !== this.next) this.findings.add(finding("receipt.number", "receipt", { name, field: "nth", expected: String(this.next), found: name, line, also: this.before }));
    if (this.end && this.end.digest !== receipt.previous) {
      this.findings.add(finding("receipt.link", "receipt", { name, field: "previous", expected: this.end.digest, found: receipt.previous, line, also: this.end.line }));
    }
    this.next = receipt.nth + 1;
    this.before = line;
    this.end = { name, digest: own, line };
    this.digests.push(own);
    this.names = { owner: receipt.owner.name, answering: receipt.answering.name };
    this.check(receipt, name, line);
  }

  /** Looks at a receipt by itself, and against the head and the day. */
  private check(receipt: Receipt, name: string, line: number): void {
    const pair = `${receipt.owner.id}, ${receipt.answering.id}`;
    const told = `${this.head.owner}, ${this.head.answering}`;
    this.pair.look(pair === told, () => finding("head.pair", "receipt", { name, field: "owner, answering", expected: told, found: pair, line }));
    this.findings.add(...checkAlone(receipt, line));
    if (this.day) this.findings.add(...checkDay(receipt, this.day.root.day, line));
    const charged = this.prices.check(receipt, line);
    if (charged) this.charged++;
    this.findings.add(...(charged ?? []));
    this.add(receipt);
  }

  private add({ currency, seconds, charges }: Receipt): void {
    const sum = this.sums.get(currency) ?? { currency, calls: 0, seconds: 0, owner: 0, answering: 0, platform: 0, total: 0 };
    this.sums.set(currency, {
      currency, calls: sum.calls + 1, seconds: sum.seconds + seconds, owner: sum.owner + charges.owner, answering: sum.answering + charges.answering,
      platform: sum.platform + charges.platform, total: sum.total + charges.total,
    });
  }
}

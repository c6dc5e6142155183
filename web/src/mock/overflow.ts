/** Overflow as it is set up, kept as long as the page lives, and what was answered between firms today and in the days before. */

import type { Answered, Overflow, QueueRule, Reception } from "@/api/overflow";

const RULE: Overflow = { order: "named", nobody: true, danger: false, after_s: 20, apart_s: 10, partners: [{ agreement: "agr_3", share: 1 }, { agreement: "agr_1", share: 1 }] };
const rules = new Map<string, Overflow>([["que_devis", RULE]]);
const receptions = new Map<string, string>();

/** The firm's midnight, near enough for a mock: the browser's own. */
const midnight = (): number => new Date().setHours(0, 0, 0, 0);

function stretch(index: number, since: number, change: Partial<Answered>): Answered {
  const seconds = 45 + ((index * 137) % 540);
  const part = (rate: number): number => Math.round((rate * seconds) / 3600);
  return {
    id: `ans_${index}`, side: "owner", partner: "Voix du Sud", brand: "Toiture Nord", dialled: "+33184800001", alias: "Sophie", country: "FR", caller: "Q8NC-4KXV",
    arrived_at: new Date(since - 32_000).toISOString(), since: new Date(since).toISOString(), until: new Date(since + seconds * 1000).toISOString(), seconds, agreement_id: "agr_3", version: 1,
    owner: part(5_000_000), answering: part(5_500_000), platform: part(500_000), currency: "EUR", call: "int_006", ...change,
  };
}

const OTHERS: Partial<Answered>[] = [
  {}, { side: "answering", partner: "Maison Duval", brand: "Boutique du Port", alias: "Zoé", caller: "9RTC-W3HA", call: null },
  { partner: "Cabinet Étoile", alias: "Anaïs", country: "BE", caller: "?M4T-9WZE", call: "int_012" }, { caller: "7HVE-PD26", call: "int_020" },
  { side: "answering", partner: "Maison Duval", brand: "Boutique du Port", alias: "Camille", caller: "K7QF-2M9X", call: null }, { alias: "Karim", caller: "XC5B-8RWT", call: "int_028" },
];

/** Six today, spread over what is past of the day, and six on each of the five days before; the newest first. */
function answered(): Answered[] {
  const now = Date.now();
  const start = midnight();
  const today = OTHERS.map((change, at) => stretch(at, now - ((at + 1) / 8) * (now - start), change));
  const before = Array.from({ length: 30 }, (_, at) => stretch(6 + at, start - (at + 1) * 4 * 3_600_000, OTHERS[at % 6] ?? {}));
  return [...today, ...before];
}

/** The answer of a route of overflow; undefined where it is none. `bare` is a firm that begins. */
export function overflow(method: string, path: string, body: string, bare: boolean): unknown {
  const [, first, id = "", last] = path.split("/");
  if (first === "overflow") {
    if (method === "GET") return bare ? [] : [...rules].map(([queue_id, rule]): QueueRule => ({ queue_id, rule }));
    const rule = JSON.parse(body) as Overflow;
    if (rule.partners.length) rules.set(id, rule);
    else rules.delete(id);
    return { queue_id: id, rule } satisfies QueueRule;
  }
  if (first === "receptions") return [...receptions].map(([agreement_id, queue_id]): Reception => ({ agreement_id, queue_id }));
  if (first === "agreements" && last === "reception") {
    const { queue_id } = JSON.parse(body) as { queue_id: string | null };
    if (queue_id) receptions.set(id, queue_id);
    else receptions.delete(id);
    return { agreement_id: id, queue_id } satisfies Reception;
  }
  return first === "answered" ? { items: bare ? [] : answered(), next_cursor: null } : undefined;
}

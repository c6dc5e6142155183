/** What receipts, days and their files look like; anything else is refused with the place where it differs. */

export interface Named { id: string; name: string }
export interface Rates {
  owner_per_hour: number; answering_per_hour: number; platform_per_hour: number;
  owner_per_call: number; answering_per_call: number; platform_per_call: number;
}
export interface Band { days: number[]; since: string; until: string; rates: Rates }
export interface Pricing { currency: string; payer: "payout" | "owner"; rates: Rates; bands: Band[]; zone: string; minimum_s: number }
export interface Receipt {
  id: string; nth: number; previous: string; owner: Named; answering: Named; interaction: string; stretch: string;
  agreement: { id: string; version: string; number: number; pricing: string | null };
  called: string; agent: { alias: string; kind: "person" | "automaton"; country: string };
  arrived_at: string; answered_at: string; ended_at: string; issued_at: string; seconds: number;
  charges: { owner: number; answering: number; platform: number; total: number };
  currency: string; payer: "payout" | "owner"; recording: string | null; ladder: string;
}
export interface DayRoot {
  format: string; version: number; installation: Named; day: string; count: number; root: string; previous: string; key: string; signature: string;
}
export interface ReceiptFile { receipt: Receipt; digest: string; index: number; proof: string[]; root: DayRoot; key: string; pricing: Pricing | null }
export interface Totals { currency: string; calls: number; seconds: number; owner: number; answering: number; platform: number; total: number }
export interface MonthHead {
  owner: string; answering: string; month: string; count: number; first: number; previous: string; last: string; totals: Totals[]; pricing: Pricing[]; key: string;
}
export interface MonthDay { root: DayRoot; index: number; count: number; proof: string[] }

/** Says at which path a value has another shape; null where it is right. A field that has a default is put in. */
export type Shape = (value: unknown, path: string) => string | null;

const text = (pattern: RegExp, max = 200, min = 0): Shape => (value, path) =>
  typeof value === "string" && pattern.test(value) && !/\p{Surrogate}/u.test(value) && [...value].length <= max && value.length >= min ? null : path;

const whole = (low: number, high = Number.MAX_SAFE_INTEGER): Shape => (value, path) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= low && value <= high ? null : path;

const one = (...values: (string | number)[]): Shape => (value, path) => (values.includes(value as string | number) ? null : path);

const orNull = (shape: Shape): Shape => (value, path) => (value === null ? null : shape(value, path));

const list = (shape: Shape, max: number, min = 0): Shape => (value, path) => {
  if (!Array.isArray(value)) return path;
  for (const item of value) {
    const wrong = shape(item, path ? `${path}[...]` : "[...]");
    if (wrong !== null) return wrong;
  }
  return value.length > max || value.length < min ? path : null;
};

function struct(fields: Record<string, Shape>, defaults: Record<string, unknown> = {}): Shape {
  const names = Object.keys(fields);
  return (value, path) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return path;
    const record = value as Record<string, unknown>;
    for (const [name, inner] of Object.entries(record)) {
      if (!Object.hasOwn(fields, name)) return path;
      const wrong = fields[name]?.(inner, path ? `${path}.${name}` : name) ?? null;
      if (wrong !== null) return wrong;
    }
    for (const name of names) {
      if (Object.hasOwn(record, name)) continue;
      if (!Object.hasOwn(defaults, name)) return path;
      record[name] = defaults[name];
    }
    return null;
  };
}

const DIGEST = text(/^[0-9a-f]{64}$/);
const COUNT = whole(0);
const NTH = whole(1);
const NAME = text(/^/, 200, 1);
const ID = text(/^[a-z]{3}_[0-9a-z]{1,60}$/);
const INSTANT = text(/^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/);
const CURRENCY = text(/^[A-Z]{3}$/);
const CLOCK = text(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/);
const PAYER = one("payout", "owner");
const MONEY = whole(0, 1e12);
const NAMED = struct({ id: ID, name: NAME });
const RATES = struct(
  { owner_per_hour: MONEY, answering_per_hour: MONEY, platform_per_hour: MONEY, owner_per_call: MONEY, answering_per_call: MONEY, platform_per_call: MONEY },
  { owner_per_hour: 0, answering_per_hour: 0, platform_per_hour: 0, owner_per_call: 0, answering_per_call: 0, platform_per_call: 0 },
);
const PRICING = struct({
  currency: CURRENCY, payer: PAYER, rates: RATES, zone: text(/^[A-Za-z0-9_+/-]+$/, 60, 1), minimum_s: whole(0, 3600),
  bands: list(struct({ days: list(whole(1, 7), 7, 1), since: CLOCK, until: CLOCK, rates: RATES }), 20),
});
const ROOT = struct(
  {
    format: one("permanence.day"), version: one(1), installation: NAMED, day: text(/^2[0-9]{3}-[0-9]{2}-[0-9]{2}$/), count: COUNT, root: DIGEST,
    previous: DIGEST, key: DIGEST, signature: text(/^[0-9a-f]{128}$/),
  },
  { format: "permanence.day", version: 1 },
);
const PROOF = list(DIGEST, 128);

export const RECEIPT = struct(
  {
    format: one("permanence.receipt"), version: one(1), id: ID, nth: NTH, previous: DIGEST, owner: NAMED, answering: NAMED, interaction: ID, stretch: ID,
    agreement: struct({ id: ID, version: ID, number: NTH, pricing: orNull(DIGEST) }, { pricing: null }),
    called: text(/^\+[0-9]{4,15}$/), agent: struct({ alias: NAME, kind: one("person", "automaton"), country: text(/^[A-Z]{2}$/) }),
    arrived_at: INSTANT, answered_at: INSTANT, ended_at: INSTANT, issued_at: INSTANT, seconds: COUNT,
    charges: struct({ owner: COUNT, answering: COUNT, platform: COUNT, total: COUNT }),
    currency: CURRENCY, payer: PAYER, recording: orNull(DIGEST), ladder: DIGEST,
  },
  { format: "permanence.receipt", version: 1 },
);
export const RECEIPT_FILE = struct(
  {
    format: one("permanence.receipt-file"), version: one(1), receipt: RECEIPT, digest: DIGEST, index: COUNT, proof: PROOF, root: ROOT, key: DIGEST,
    pricing: orNull(PRICING),
  },
  { format: "permanence.receipt-file", version: 1 },
);
export const MONTH_HEAD = struct(
  {
    format: one("permanence.receipts"), version: one(1), owner: ID, answering: ID, month: text(/^2[0-9]{3}-[0-9]{2}$/), count: COUNT, first: NTH,
    previous: DIGEST, last: DIGEST, pricing: list(PRICING, 1000), key: DIGEST,
    totals: list(struct({ currency: CURRENCY, calls: NTH, seconds: COUNT, owner: COUNT, answering: COUNT, platform: COUNT, total: COUNT }), 200),
  },
  { format: "permanence.receipts", version: 1 },
);
export const MONTH_DAY = struct({ root: ROOT, index: COUNT, count: COUNT, proof: PROOF });

/** What the seconds of a call are worth by an agreement's terms: the arithmetic of synergy/rating.py, exact to the millionth. */

import type { Band, Pricing, Rates } from "./shapes";

const HOUR_S = 3600n;
const SLOT_MS = 1_800_000; // clocks are put forward or back on whole half hours of UTC

type Sides = { owner: bigint; answering: bigint; platform: bigint };

const clocks = new Map<string, { show: Intl.DateTimeFormat; offsets: Map<number, number> }>();

/** Which field no call can be charged by; null where all are good. */
export function whyUnfit(pricing: Pricing): "zone" | "bands" | null {
  if (clockOf(pricing.zone) === null) return "zone";
  return pricing.bands.every((band) => band.since < band.until) ? null : "bands";
}

function clockOf(zone: string) {
  const known = clocks.get(zone);
  if (known) return known;
  try {
    const show = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    });
    const made = { show, offsets: new Map<number, number>() };
    clocks.set(zone, made);
    return made;
  } catch {
    return null; // no zone has this name
  }
}

/** Milliseconds by which a zone's clocks are ahead of UTC. */
function offsetAt(zone: string, ms: number): number {
  const clock = clockOf(zone);
  if (!clock) throw new Error(zone);
  const slot = Math.floor(ms / SLOT_MS);
  const known = clock.offsets.get(slot);
  if (known !== undefined) return known;
  const begin = slot * SLOT_MS;
  const part = Object.fromEntries(clock.show.formatToParts(begin).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  clock.offsets.set(slot, local - begin);
  return local - begin;
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function ratesAt(pricing: Pricing, ms: number): Rates {
  const local = new Date(ms + offsetAt(pricing.zone, ms));
  const weekday = local.getUTCDay() || 7;
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const within = (band: Band): boolean => band.days.includes(weekday) && minuteOf(band.since) <= minute && minute < minuteOf(band.until);
  return pricing.bands.find(within)?.rates ?? pricing.rates;
}

/** Half a millionth goes to the even neighbour. */
function rounded(numerator: bigint): number {
  const floor = numerator / HOUR_S;
  const twice = (numerator % HOUR_S) * 2n;
  return Number(twice > HOUR_S || (twice === HOUR_S && floor % 2n === 1n) ? floor + 1n : floor);
}

/** Millionths due to each side for so many seconds after the answer; each second has the rates of the moment at which it begins. */
export function charges(pricing: Pricing, answeredMs: number, seconds: number): { owner: number; answering: number; platform: number } {
  if (seconds <= 0) return { owner: 0, answering: 0, platform: 0 };
  const worth: Sides = { owner: 0n, answering: 0n, platform: 0n };
  const last = Math.max(seconds, pricing.minimum_s);
  let first: Rates | null = null;
  for (let nth = 0; nth < last; ) {
    const at = answeredMs + nth * 1000;
    const upto = pricing.bands.length ? Math.min(last, nth + Math.ceil((60_000 - (at % 60_000)) / 1000)) : last;
    const rates = pricing.bands.length ? ratesAt(pricing, at) : pricing.rates;
    first ??= rates;
    const part = BigInt(upto - nth);
    worth.owner += BigInt(rates.owner_per_hour) * part;
    worth.answering += BigInt(rates.answering_per_hour) * part;
    worth.platform += BigInt(rates.platform_per_hour) * part;
    nth = upto;
  }
  const call = (side: bigint, perCall: number | undefined): number => rounded(side + BigInt(perCall ?? 0) * HOUR_S);
  return {
    owner: call(worth.owner, first?.owner_per_call), answering: call(worth.answering, first?.answering_per_call),
    platform: call(worth.platform, first?.platform_per_call),
  };
}

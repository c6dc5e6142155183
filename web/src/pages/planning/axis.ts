/** The time axis of a plan: the quarters of an hour that are worth drawing, side by side, nights left out. Time runs on real
 *  moments, so that a day of 23 or 25 hours has 92 or 100 quarters and a shift keeps its length across the change. Pure. */

export const QUARTER_MS = 900_000;

/** The quarters drawn of one local day: `count` of them from `index` among all quarters, at `slot` on the axis. */
export interface Segment {
  date: string;
  index: number;
  count: number;
  slot: number;
}

export interface Axis {
  zone: string;
  starts: number[];
  segments: Segment[];
  slots: number;
}

export interface Local {
  date: string;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  formats.set(zone, made);
  return made;
}

/** The day and the minute of the day that clocks in a zone show at a moment. */
export function localOf(at: number, zone: string): Local {
  const part = Object.fromEntries(formatOf(zone).formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${part.year}-${part.month}-${part.day}`, minute: Number(part.hour) * 60 + Number(part.minute) };
}

/** "09:15" on the clocks of a zone. */
export function clockOf(at: number, zone: string): string {
  const { minute } = localOf(at, zone);
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** The hours between which something happens on any day, one more on either side; the whole day where nothing does. */
export function openHours(starts: number[], zone: string, busy: (index: number) => boolean): [number, number] {
  const hours = starts.flatMap((at, index) => (busy(index) ? [Math.floor(localOf(at, zone).minute / 60)] : []));
  if (!hours.length) return [0, 24];
  const first = hours.reduce((least, hour) => Math.min(least, hour), 23);
  const last = hours.reduce((most, hour) => Math.max(most, hour), 0);
  return [Math.max(0, first - 1), Math.min(24, last + 2)];
}

/** Draws the quarters whose local hour is within `hours`, of all days or of one. */
export function axisOf(starts: number[], zone: string, hours: [number, number], only: string | null): Axis {
  const segments: Segment[] = [];
  let slots = 0;
  starts.forEach((at, index) => {
    const { date, minute } = localOf(at, zone);
    if ((only !== null && date !== only) || minute < hours[0] * 60 || minute >= hours[1] * 60) return;
    const last = segments.at(-1);
    if (last?.date === date) last.count = index - last.index + 1;
    else segments.push({ date, index, count: 1, slot: slots });
    const open = segments.at(-1)!;
    slots = open.slot + open.count;
  });
  return { zone, starts, segments, slots };
}

/** Where a moment stands on the axis, between 0 and `slots`; what is not drawn stands at the nearest edge that is. */
export function slotOf(axis: Axis, at: number): number {
  const quarter = (at - (axis.starts[0] ?? 0)) / QUARTER_MS;
  for (const segment of axis.segments) {
    if (quarter < segment.index) return segment.slot;
    if (quarter <= segment.index + segment.count) return segment.slot + quarter - segment.index;
  }
  return axis.slots;
}

/** The moment at a place on the axis; the end of the last quarter drawn beyond it, the first one before it. */
export function timeAt(axis: Axis, slot: number): number {
  const place = Math.max(0, slot);
  const inside = axis.segments.find((segment) => place < segment.slot + segment.count) ?? axis.segments.at(-1);
  if (!inside) return 0;
  return (axis.starts[inside.index] ?? 0) + Math.min(inside.count, place - inside.slot) * QUARTER_MS;
}

/** How many quarters a moment goes when it is dragged over so many slots: nights that are not drawn are leapt over. */
export function quartersOver(axis: Axis, at: number, slots: number): number {
  const place = slotOf(axis, at);
  return Math.round((timeAt(axis, place + slots) - timeAt(axis, place)) / QUARTER_MS);
}

/** Which quarter of all is drawn at a slot; the last one beyond the end. */
export function indexAt(axis: Axis, slot: number): number {
  const inside = axis.segments.find((segment) => slot < segment.slot + segment.count) ?? axis.segments.at(-1);
  if (!inside) return 0;
  return inside.index + Math.min(inside.count - 1, Math.max(0, Math.floor(slot) - inside.slot));
}

/** The indices of all quarters drawn, in the order of the axis. */
export function drawn(axis: Axis): number[] {
  return axis.segments.flatMap(({ index, count }) => Array.from({ length: count }, (_, at) => index + at));
}

export interface Tick {
  slot: number;
  label: string;
}

/** Full hours with their labels, no more than fit: at most sixteen to the axis, none over several days. */
export function hourTicks(axis: Axis): Tick[] {
  if (axis.segments.length !== 1) return [];
  const every = axis.slots > 64 ? 120 : 60;
  return drawn(axis).flatMap((index, slot) => {
    const at = axis.starts[index] ?? 0;
    return localOf(at, axis.zone).minute % every === 0 ? [{ slot, label: clockOf(at, axis.zone) }] : [];
  });
}

/** Runs of slots that are shown as one cell, within one day each: few enough (about `most`) that each is as wide as its number. */
export function cells(axis: Axis, most: number): { slot: number; count: number; indices: number[] }[] {
  const group = [1, 2, 4, 6, 8, 12, 16].find((size) => axis.slots / size <= most) ?? 24;
  return axis.segments.flatMap(({ index, count, slot }) => {
    const parts = Math.ceil(count / group); // of nearly one length: a short last one would have no room for its number
    const edge = (part: number): number => Math.round((count * part) / parts);
    return Array.from({ length: parts }, (_, part) => {
      const [from, size] = [edge(part), edge(part + 1) - edge(part)];
      return { slot: slot + from, count: size, indices: Array.from({ length: size }, (_, at) => index + from + at) };
    });
  });
}

/** The least round number that is not below a value, and whose half is short too: 14, 20, 30, 40, … */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 1.4, 2, 3, 4, 6, 8, 10].map((step) => step * power).find((top) => top >= value) ?? 10 * power;
}

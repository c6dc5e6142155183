/** Days and clock times of the firm's zone, and where a time lies in a day's track. */

export const DAY_MIN = 1440;

export interface Local {
  /** The date, as 2026-11-23. */
  day: string;
  /** Minutes since midnight by the clock. */
  minute: number;
}

const shown = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let known = shown.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    });
    shown.set(zone, known);
  }
  return known;
}

export function local(at: string | number, zone: string): Local {
  const parts = Object.fromEntries(format(zone).formatToParts(new Date(at)).map((part) => [part.type, part.value]));
  return { day: `${parts["year"]}-${parts["month"]}-${parts["day"]}`, minute: Number(parts["hour"]) * 60 + Number(parts["minute"]) };
}

/** The moment of a local date and clock time, as ISO 8601 in UTC. */
export function momentOf(day: string, clock: string, zone: string): string {
  const wanted = Date.parse(`${day}T${clock}:00Z`);
  let at = wanted;
  for (let turn = 0; turn < 2; turn++) {
    const found = local(at, zone);
    at += wanted - (Date.parse(`${found.day}T00:00:00Z`) + found.minute * 60_000);
  }
  return new Date(at).toISOString();
}

/** So many days after a date; before it for a negative number. */
export function plus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function mondayOf(day: string): string {
  return plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

export interface Piece {
  day: string;
  from: number;
  to: number;
}

/** A time by local days: what crosses midnight is one piece on each. */
export function pieces(starts: string, ends: string, zone: string): Piece[] {
  const first = local(starts, zone);
  const last = local(ends, zone);
  const found: Piece[] = [];
  for (let day = first.day; day <= last.day; day = plus(day, 1)) {
    const from = day === first.day ? first.minute : 0;
    const to = day === last.day ? last.minute : DAY_MIN;
    if (from < to) found.push({ day, from, to });
  }
  return found;
}

export interface Frame {
  from: number;
  to: number;
}

/** The hours of the day that a week needs, whole hours; the whole day where something crosses midnight. */
export function frameOf(all: Piece[]): Frame {
  if (all.length === 0) return { from: 8 * 60, to: 18 * 60 };
  const from = Math.floor(Math.min(...all.map((piece) => piece.from)) / 60) * 60;
  const to = Math.ceil(Math.max(...all.map((piece) => piece.to)) / 60) * 60;
  return { from, to };
}

/** Where a piece lies in the frame, in percent. */
export function placeOf(piece: Frame, frame: Frame): { left: string; width: string } {
  const size = frame.to - frame.from;
  const from = Math.max(piece.from, frame.from);
  const to = Math.min(piece.to, frame.to);
  return { left: `${((from - frame.from) / size) * 100}%`, width: `${(Math.max(0, to - from) / size) * 100}%` };
}

/** Opening hours as people write them: "9h-12h30, 14:00-18:00". Pure. */

export interface Span {
  opens: string;
  closes: string;
}

const TIME = /^(\d{1,2})(?:[h:.](\d{2})?)?$/i;

function readTime(text: string): string | null {
  const found = TIME.exec(text.trim());
  if (!found) return null;
  const hours = Number(found[1]);
  const minutes = Number(found[2] ?? 0);
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/** Reads the hours of a day; null when they cannot be read, overlap or run backwards. Nothing written is a closed day. */
export function readHours(text: string): Span[] | null {
  const parts = text.split(/[,;]|\s+(?:et|and)\s+|\s{2,}/).map((part) => part.trim()).filter(Boolean);
  const spans: Span[] = [];
  for (const part of parts) {
    const [from, to, ...rest] = part.split(/\s*[-–—]\s*|\s+(?:à|to)\s+/);
    const opens = readTime(from ?? "");
    const closes = readTime(to ?? "");
    if (rest.length || !opens || !closes || opens >= closes) return null;
    spans.push({ opens, closes });
  }
  spans.sort((a, b) => a.opens.localeCompare(b.opens));
  const overlaps = spans.some((span, index) => index > 0 && (spans[index - 1]?.closes ?? "") > span.opens);
  return overlaps ? null : spans;
}

/** The hours of a day as they are shown and may be typed again. */
export function writeHours(spans: readonly Span[]): string {
  return spans.map((span) => `${span.opens}–${span.closes}`).join(", ");
}

/** Where a span lies in the day, as shares of it, for the strip beside the field. */
export function shareOf(span: Span): { from: number; size: number } {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const from = minutes(span.opens) / 1440;
  return { from, size: minutes(span.closes) / 1440 - from };
}

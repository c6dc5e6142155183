/** The filters of the history as they stand in the address of the page. Pure. */

export const FILTERS = ["since", "until", "queue", "agent", "direction", "outcome", "disposition"] as const;
export type Filter = (typeof FILTERS)[number];

const DIGITS = /^\+?[\d\s.()-]{3,}$/;

/** What to ask of the platform for an address: days become the times at which they begin and end here. */
export function questionOf(params: URLSearchParams): Record<string, string> {
  const asked: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = params.get(name);
    if (value) asked[name] = value;
  }
  const { since, until, ...rest } = asked;
  const question: Record<string, string> = rest;
  if (since) question.from = new Date(`${since}T00:00:00`).toISOString();
  if (until) question.to = new Date(`${until}T23:59:59.999`).toISOString();
  const words = params.get("q")?.trim();
  if (words) question[DIGITS.test(words) ? "customer" : "q"] = words;
  return question;
}

/** The address with one filter changed; an empty value takes it away. */
export function changed(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}

export function isFiltered(params: URLSearchParams): boolean {
  return [...FILTERS, "q"].some((name) => params.get(name));
}

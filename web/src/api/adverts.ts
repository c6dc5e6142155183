/** What the routes of advertisements carry. Money is millionths of the report's currency; days have no zone. */

export const MEDIA = ["press", "radio", "television", "web_search", "social", "directory", "flyer", "other"] as const;
export type Medium = (typeof MEDIA)[number];
export const STEPS = ["day", "week", "month"] as const;
export type Step = (typeof STEPS)[number];

/** What was paid for some days, both included. */
export interface Cost {
  first_day: string;
  last_day: string;
  amount: number;
}

export interface AdvertForm {
  name: string;
  medium: Medium;
  first_day: string;
  last_day: string | null;
  costs: Cost[];
  numbers: string[];
  code: string;
  address: string;
}

/** `path`: the address on this platform that counts visits and leads to `address`. */
export interface Advert extends AdvertForm {
  id: string;
  path: string;
}

/** `gain` is earned less cost; what too few calls would make chance is null. */
export interface Figures {
  calls: number;
  new_callers: number;
  answered: number;
  missed: Record<string, number>;
  seconds: number;
  visits: number;
  earned: number;
  cost: number;
  gain: number;
  cost_per_call: number | null;
  cost_per_new_caller: number | null;
  ratio: number | null;
}

/** Without an id: calls that belong to none. */
export interface AdvertLine {
  id: string | null;
  name: string;
  figures: Figures;
}

export interface Column {
  first_day: string;
  calls: Record<string, number>;
}

export interface AdvertReport {
  first_day: string;
  last_day: string;
  step: Step;
  currency: string;
  total: Figures;
  lines: AdvertLine[];
  columns: Column[];
}

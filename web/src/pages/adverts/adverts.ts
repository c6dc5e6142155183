/** Advertisements as they are drawn and written: stacked columns, and the form's euros. Pure. */

import type { Advert, AdvertForm, AdvertLine, Column } from "@/api/adverts";

/** So many advertisements have a colour of their own; the others share the last one. */
export const SERIES = 5;
const NONE = "";

/** The place of a series among the colours: by the order of the lines; calls of no advertisement come last of all. */
export function seriesOf(lines: AdvertLine[]): { key: string; name: string; colour: number | "none" }[] {
  return lines.filter((line) => line.figures.calls > 0).map((line, at) => ({ key: line.id ?? NONE, name: line.name, colour: line.id === null ? "none" : Math.min(at, SERIES - 1) }));
}

/** The pieces of each column from the bottom up, as parts of the highest one. */
export function stacks(columns: Column[], keys: string[]): { key: string; from: number; to: number }[][] {
  const sum = (column: Column): number => Object.values(column.calls).reduce((all, each) => all + each, 0);
  const highest = Math.max(1, ...columns.map(sum));
  return columns.map((column) => {
    let at = 0;
    return keys.filter((key) => column.calls[key]).map((key) => {
      const from = at;
      at += (column.calls[key] ?? 0) / highest;
      return { key, from, to: at };
    });
  });
}

/** The highest column, in calls. */
export const highestOf = (columns: Column[]): number => Math.max(0, ...columns.map((column) => Object.values(column.calls).reduce((all, each) => all + each, 0)));

/** What a new advertisement starts with. */
export const freshForm = (today: string): AdvertForm => ({ name: "", medium: "press", first_day: today, last_day: null, costs: [], numbers: [], code: "", address: "" });

/** What is sent of an advertisement. */
export const formOf = ({ name, medium, first_day, last_day, costs, numbers, code, address }: Advert): AdvertForm => ({ name, medium, first_day, last_day, costs, numbers, code, address });

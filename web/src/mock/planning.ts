/** Planning to look at without a platform: two queues with two years of calls, twenty-two agents, and an honest count of who waits. */

import type { DayPlayed, Forecast, HourNeeds, Judged, PlannedShift, PlanningState, Reading, Requirement, Roster } from "@/api/planning";
import { localOf, QUARTER_MS } from "@/pages/planning/axis";
import { present } from "@/pages/planning/shifts";
import { addDays } from "@/pages/planning/week";

const ZONE = "Europe/Paris";
const LONGEST_MS = 36_000_000;
const AGENTS = ["Camille", "Noémie", "Hugo", "Inès", "Paul", "Léa", "Sofia", "Bruno", "Aïcha", "Marc", "Jeanne", "Youssef", "Élodie", "Karim", "Lucie", "Thomas", "Maud", "Yann", "Nora", "Hélène", "Simon", "Zoé"];
const QUEUES = [
  { id: "que_devis", name: "Devis", peak: 11, handling: 245, week: [1.25, 1.05, 1, 0.95, 0.9, 0.35, 0] },
  { id: "que_sav", name: "Service après-vente", peak: 6, handling: 330, week: [1.3, 1.1, 1, 1, 1.05, 0.3, 0] },
];
const HOLIDAYS: Record<string, string> = { "01-01": "Jour de l'An", "05-01": "Fête du Travail", "11-11": "Armistice", "12-25": "Noël" };

const state: PlanningState = {
  zone: ZONE,
  queues: QUEUES.map(({ id, name }, index) => ({ id, name, from: "2024-11-25", to: "2026-11-21", quarters: 35_040, calls: [91_430, 48_212][index] ?? 0 })),
  terms: { within_s: 180, late: 0.05, patience_s: 120, shrinkage: 0.12, risk: 0.2, cost_per_hour: 21_400_000, currency: "EUR", region: null, rules: {} },
  special_days: [{ date: "2027-01-06", factor: 1.4, note: "soldes" }],
};

const QUALITY = [
  { days: 56, error: 0.11, naive_error: 0.16, quarter_error: 0.31, naive_quarter_error: 0.42, inside: 0.82 },
  { days: 56, error: 0.14, naive_error: 0.13, quarter_error: 0.38, naive_quarter_error: 0.41, inside: 0.84 },
];

/** The quarters of so many local days: real moments, so that the days of the change of clocks are longer or shorter. */
function quarters(from: string, days: number): number[] {
  const midnight = (day: string): number => {
    const noon = Date.parse(`${addDays(day, -1)}T12:00:00Z`); // clocks change at night, after midnight
    return noon + (1440 - localOf(noon, ZONE).minute) * 60_000;
  };
  const last = addDays(from, days);
  const found: number[] = [];
  for (let at = midnight(from); localOf(at, ZONE).date < last; at += QUARTER_MS) found.push(at);
  return found;
}

const bump = (hour: number, at: number, wide: number): number => Math.exp(-(((hour - at) / wide) ** 2));

function expected(at: number, queue: (typeof QUEUES)[number]): number {
  const { date, minute } = localOf(at, ZONE);
  const hour = minute / 60;
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  if (hour < 8 || hour >= 20 || HOLIDAYS[date.slice(5)]) return 0;
  const special = state.special_days.find((day) => day.date === date)?.factor ?? 1;
  const shape = bump(hour, 10.3, 1.7) + 0.85 * bump(hour, 14.8, 1.9) + 0.35 * bump(hour, 17.5, 1.6) + 0.06;
  return queue.peak * shape * (queue.week[weekday] ?? 0) * special;
}

function forecast(from: string, days: number): Forecast {
  const starts = quarters(from, days);
  return {
    from, days, step_s: 900, zone: ZONE, starts: starts.map((at) => new Date(at).toISOString()),
    holidays: Array.from({ length: days }, (_, at) => addDays(from, at)).flatMap((date) => {
      const name = HOLIDAYS[date.slice(5)];
      return name ? [{ date, name }] : [];
    }),
    queues: QUEUES.map((queue, index) => {
      const mean = starts.map((at) => expected(at, queue));
      const spread = mean.map((calls) => 1.28 * Math.sqrt(calls + (0.12 * calls) ** 2));
      return {
        queue_id: queue.id, name: queue.name, mean, p50: mean, p10: mean.map((calls, at) => Math.max(0, calls - (spread[at] ?? 0))),
        p90: mean.map((calls, at) => calls + (spread[at] ?? 0)), handling_s: mean.map(() => queue.handling), spread: 0.12,
        back_test: QUALITY[index]!,
      };
    }),
  };
}

/** Share of calls that wait longer than the promise: Erlang's delay formula; with fewer people than work, those who cannot be served. */
function late(calls: number, handling: number, people: number): number {
  const load = (calls * handling) / 900;
  if (load === 0) return 0;
  if (people <= load) return Math.min(1, 1 - people / load + 0.25);
  let blocked = 1;
  for (let count = 1; count <= people; count++) blocked = (load * blocked) / (count + load * blocked);
  const waits = (people * blocked) / (people - load * (1 - blocked));
  return waits * Math.exp((-(people - load) * state.terms.within_s) / handling);
}

function needed(calls: number, handling: number): number {
  if (calls < 0.08) return 0;
  let people = 1;
  while (late(calls, handling, people) > state.terms.late) people += 1;
  return people;
}

function requirement(from: string, days: number): Requirement {
  const starts = quarters(from, days);
  const { within_s, late: allowed, shrinkage } = state.terms;
  return {
    starts: starts.map((at) => new Date(at).toISOString()), within_s, late: allowed, shrinkage,
    queues: QUEUES.map((queue) => ({ queue_id: queue.id, name: queue.name, agents: starts.map((at) => needed(expected(at, queue), queue.handling)) })),
  };
}

function judge(from: string, days: number, shifts: PlannedShift[]): Judged {
  const starts = quarters(from, days);
  const need = requirement(from, days);
  const there = present(shifts, starts);
  const hours = there.reduce((sum, people) => sum + people, 0) / 4;
  const queues = QUEUES.map((queue, index) => {
    const required = need.queues[index]?.agents ?? [];
    const planned = starts.map((_, at) => {
      const all = need.queues.reduce((sum, one) => sum + (one.agents[at] ?? 0), 0);
      const share = Math.round(((there[at] ?? 0) * (required[at] ?? 0)) / Math.max(1, all));
      return index === 0 ? share : (there[at] ?? 0) - Math.round(((there[at] ?? 0) * (need.queues[0]?.agents[at] ?? 0)) / Math.max(1, all));
    });
    return { queue_id: queue.id, name: queue.name, required, planned, late: starts.map((at, slot) => late(expected(at, queue), queue.handling, planned[slot] ?? 0)) };
  });
  const calls = queues.flatMap((queue, index) => starts.map((at, slot) => [expected(at, QUEUES[index]!), queue.late[slot] ?? 0] as const));
  const all = calls.reduce((sum, [count]) => sum + count, 0);
  return {
    starts: need.starts, queues, hours, cost: Math.round(hours * state.terms.cost_per_hour),
    late_mean: all ? calls.reduce((sum, [count, share]) => sum + count * share, 0) / all : 0,
    late_worst: calls.reduce((worst, [, share]) => Math.max(worst, share), 0),
    broken: shifts
      .filter((one) => Date.parse(one.ends) - Date.parse(one.starts) > LONGEST_MS)
      .map((one) => ({ agent_id: one.agent_id, alias: AGENTS.find((alias) => idOf(alias) === one.agent_id) ?? "", rules: ["plus de 10 heures dans une journée"] })),
  };
}

const idOf = (alias: string): string => `agt_${alias.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()}`;

/** Full days with a lunch hour and a rest, and some short days, put one by one where most people are missing. */
function shiftsFor(from: string, days: number): PlannedShift[] {
  const starts = quarters(from, days);
  const need = requirement(from, days);
  const lacking = starts.map((_, at) => need.queues.reduce((sum, queue) => sum + (queue.agents[at] ?? 0), 0));
  const found: PlannedShift[] = [];
  const span = (first: number, length: number) => ({ starts: new Date(starts[first] ?? 0).toISOString(), ends: new Date((starts[first] ?? 0) + length * QUARTER_MS).toISOString() });
  for (let day = 0; day < days; day++) {
    const first = starts.findIndex((at) => localOf(at, ZONE).date === addDays(from, day));
    AGENTS.forEach((alias, index) => {
      const length = index % 3 === 2 ? 20 : 30;
      if ((day + index * 3) % 7 === 6 || (day === 5 && index % 2)) return;
      const gain = (at: number): number => lacking.slice(at, at + length).reduce((sum, people) => sum + Math.sign(people) * people ** 2, 0);
      const at = Array.from({ length: 81 - 32 - length }, (_, step) => first + 32 + step).reduce((best, one) => (gain(one) > gain(best) ? one : best));
      if (gain(at) < 8) return;
      const pauses: [number, number][] = length === 30 ? [[12 + (index % 6), 4], [23 + (index % 5), 1]] : [[9 + (index % 4), 1]];
      const breaks = pauses.map(([after, long]) => span(at + after, long));
      found.push({ agent_id: idOf(alias), alias, ...span(at, length), breaks });
      for (let slot = at; slot < at + length; slot++) lacking[slot] = (lacking[slot] ?? 0) - 1;
      for (const [after, long] of pauses) for (let slot = at + after; slot < at + after + long; slot++) lacking[slot] = (lacking[slot] ?? 0) + 1;
    });
  }
  return found;
}

function read(text: string): Reading {
  const lines = Math.max(1, text.trim().split("\n").length - 1);
  const refused = [
    { line: 4, column: "debut", reason: "« 2025-02-30 09:15 » n’est pas une date : le 30 février n’existe pas." },
    { line: 17, column: "appels", reason: "« douze » n’est pas un nombre." },
    { line: 18, column: "file", reason: "Le nom de la file manque." },
  ].filter((no) => no.line <= lines + 1);
  return {
    lines, accepted: lines - refused.length, refused, refused_total: refused.length,
    queues: [
      { name: "Devis", queue_id: "que_devis", calls: 45_120, from: "2025-11-24", to: "2026-11-21" },
      { name: "SAV Lille", queue_id: null, calls: 310, from: "2026-09-01", to: "2026-11-21" },
    ],
  };
}

/** Playing finds somewhat fewer waiting than the formula, since some serve both queues. */
function playedDay(from: string, days: number, day: string, shifts: PlannedShift[]): DayPlayed {
  const judged = judge(from, days, shifts);
  const at = judged.starts.flatMap((start, index) => (localOf(Date.parse(start), ZONE).date === day ? [index] : []));
  const queues = judged.queues.map((queue) => {
    const calls = at.map((index) => ((queue.required[index] ?? 0) > 0 ? 200 : 0));
    return { queue_id: queue.queue_id, calls, late: at.map((index, place) => Math.round((calls[place] ?? 0) * (queue.late[index] ?? 0) * 0.6)), broken: 3 };
  });
  return { day, starts: at.map((index) => judged.starts[index]!), plays: 40, broken: 3, queues };
}

function playedHour(from: string, days: number, starts: string): HourNeeds {
  const need = requirement(from, days);
  const at = need.starts.indexOf(starts);
  const alone = need.queues.map((queue) => Math.max(...queue.agents.slice(at, at + 4)));
  const kinds = need.queues.map((queue, index) => ({ queue_ids: [queue.queue_id], people: Math.max(0, (alone[index] ?? 0) - 1), there: 6 }));
  const both = { queue_ids: need.queues.map((queue) => queue.queue_id), people: 1, there: 2 };
  return { starts, kept: true, people: kinds.reduce((sum, kind) => sum + kind.people, 1), kinds: [...kinds, both] };
}

interface Asked {
  from: string;
  days: number;
  shifts: PlannedShift[];
}

function special(method: string, date: string, body: string): void {
  state.special_days = state.special_days.filter((day) => day.date !== date);
  if (method === "PUT") state.special_days.push({ date, ...(JSON.parse(body) as { factor: number; note: string }) });
  state.special_days.sort((a, b) => a.date.localeCompare(b.date));
}

/** The answer of a route of planning, and after how many milliseconds; undefined where it is none. `bare` is a firm without past calls. */
export function planning(method: string, path: string, params: URLSearchParams, body: string, bare: boolean): { body: unknown; after?: number } | undefined {
  const [, first, what, date = ""] = path.split("/");
  if (path === "/duty/shifts" && method === "POST") return { body: { kept: (JSON.parse(body) as Asked).shifts.length } };
  if (first !== "planning") return undefined;
  const asked = (): Asked => JSON.parse(body) as Asked;
  if (what === "state") return { body: bare ? { ...state, special_days: [], queues: state.queues.map((queue) => ({ ...queue, from: null, to: null, quarters: 0, calls: 0 })) } : state };
  if (what === "history") return { body: read(body), after: 300 };
  if (what === "forecast") return { body: forecast(params.get("from") ?? "", Number(params.get("days") ?? 7)) };
  if (what === "requirement") return { body: requirement(asked().from, asked().days) };
  if (what === "judge") return { body: judge(asked().from, asked().days, asked().shifts) };
  if (what === "played-day") return { body: playedDay(asked().from, asked().days, (asked() as Asked & { day: string }).day, asked().shifts), after: 500 };
  if (what === "played-hour") return { body: playedHour(asked().from, asked().days, (asked() as Asked & { starts: string }).starts), after: 300 };
  if (what === "terms") return { body: Object.assign(state.terms, JSON.parse(body)) };
  if (what === "special-days") return { body: special(method, date, body) };
  if (method === "GET") {
    const from = params.get("from") ?? "";
    const published = shiftsFor(from, 5).slice(0, -3);
    return { body: { shifts: published, judged: judge(from, 7, published), seconds: 0.3, notes: [] } satisfies Roster, after: 300 };
  }
  const shifts = shiftsFor(asked().from, asked().days);
  const notes = ["Youssef n’a que quatre services : il est en formation mardi.", "Samedi, deux personnes manquent entre 10:00 et 11:30 : personne d’autre n’est disponible."];
  return { body: { shifts, judged: judge(asked().from, asked().days, shifts), seconds: 2.4, notes } satisfies Roster, after: 1200 };
}

/** The rules of distribution as values: what the routes carry, what a draft changed, and rules in words. */

import { spell, type Lang } from "@/format/time";
import type { Translate } from "@/i18n";
import type { WideningStep } from "@/pages/admin/StepsField";

export interface Rule {
  queue: string;
  target_s: number;
  priority: number;
  prefer_s: number;
  skills: Record<string, number>;
  teams: string[];
  steps: WideningStep[];
}

export interface Change {
  mean: number;
  half_width: number | null;
}

/** Figures come in threes: what really happened, the rules in force, the draft. */
export interface Outcome {
  queue: string | null;
  name: string;
  calls: number;
  late: [number, number, number];
  mean_wait_s: [number, number, number];
  late_change: Change;
  mean_wait_change: Change;
}

export interface Trial {
  id: string;
  days: string[];
  rules: Rule[];
  state: "waiting" | "playing" | "done" | "failed";
  done: number;
  of: number;
  agents: number;
  outcomes: Outcome[];
  /** Seconds since midnight, mean wait by the rules in force and by the draft's. */
  line: [number, number | null, number | null][];
}

export interface Policy {
  id: string;
  status: "draft" | "published" | "former";
  rules: Rule[];
  ground: Rule[];
  note: string;
  made_at: string;
  made_by: string | null;
  published_at: string | null;
  published_by: string | null;
  trial: Trial | null;
}

export interface InForce {
  rules: Rule[];
  version: string | null;
  changed: string[];
  draft: string | null;
}

export interface DayWithCalls {
  day: string;
  calls: number;
}

/** A rule as text that is equal for equal rules, in whatever order its parts stand. */
function shapeOf(rule: Rule): string {
  const levels = Object.entries(rule.skills).sort(([one], [other]) => one.localeCompare(other));
  const steps = [...rule.steps].sort((one, other) => one.after_s - other.after_s).map((step) => [step.after_s, step.lower, [...step.teams].sort()]);
  return JSON.stringify([rule.queue, rule.target_s, rule.priority, rule.prefer_s, levels, [...rule.teams].sort(), steps]);
}

/** The queues whose rules differ. */
export function changedQueues(rules: Rule[], ground: Rule[]): string[] {
  const before = new Map(ground.map((rule) => [rule.queue, shapeOf(rule)]));
  return rules.filter((rule) => before.get(rule.queue) !== shapeOf(rule)).map((rule) => rule.queue);
}

type Names = (id: string) => string;

export function skillsText(rule: Rule, names: Names, t: Translate): string {
  const parts = Object.entries(rule.skills).map(([skill, level]) => t("rules.force.skill", { name: names(skill), level }));
  return parts.join(", ") || t("rules.force.noSkill");
}

export function teamsText(teams: string[], names: Names, t: Translate): string {
  return teams.map(names).join(", ") || t("rules.force.everybody");
}

export function stepsText(rule: Rule, names: Names, t: Translate, lang: Lang): string {
  const steps = [...rule.steps].sort((one, other) => one.after_s - other.after_s).map((step) => {
    const what = [
      ...(step.lower ? [t("rules.force.lower", { count: step.lower })] : []),
      ...(step.teams.length ? [t("rules.force.more", { teams: step.teams.map(names).join(", ") })] : []),
    ];
    return t("rules.force.step", { time: spell(step.after_s, lang), what: what.join(", ") });
  });
  return steps.join(" · ") || t("rules.force.narrow");
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value).replace("-", "−"));

/** A part of 0 to 1 in percent, with one decimal where it is small. */
export function percent(part: number, t: Translate, lang: Lang): string {
  const value = Math.round(part * 1000) / 10;
  return t("rules.trial.percent", { value: lang === "fr" ? String(value).replace(".", ",") : value });
}

/** By how much the draft differs, in percentage points. */
export function points(change: Change, t: Translate, lang: Lang): string {
  const value = Math.round(change.mean * 1000) / 10;
  const shown = lang === "fr" ? signed(value).replace(".", ",") : signed(value);
  return withInterval(t("rules.trial.points", { value: shown }), change, 100, t);
}

/** By how much the draft differs, in seconds. */
export function seconds(change: Change, t: Translate, lang: Lang): string {
  const sign = change.mean < -0.5 ? "−" : change.mean > 0.5 ? "+" : "";
  return withInterval(`${sign}${spell(Math.abs(change.mean), lang)}`, change, 1, t);
}

function withInterval(text: string, change: Change, factor: number, t: Translate): string {
  if (change.half_width === null) return text;
  return `${text} ${t("rules.trial.within", { value: Math.round(change.half_width * factor) })}`;
}

/** Whether the change is larger than its interval; a single day has none, and says nothing of it. */
export function isClear(change: Change): boolean {
  return change.half_width === null || Math.abs(change.mean) > change.half_width;
}

/** The points of a line in a box of these sizes, in pieces where nobody came. */
export function pieces(line: Trial["line"], which: 1 | 2, width: number, height: number): string[] {
  const most = Math.max(1, ...line.flatMap(([, before, after]) => [before ?? 0, after ?? 0]));
  const from = line[0]?.[0] ?? 0;
  const span = Math.max(1, (line.at(-1)?.[0] ?? 0) - from);
  const found: string[][] = [[]];
  for (const row of line) {
    const value = row[which];
    if (value === null) found.push([]);
    else found.at(-1)?.push(`${Math.round(((row[0] - from) / span) * width)},${Math.round(height - (value / most) * height)}`);
  }
  return found.filter((piece) => piece.length > 0).map((piece) => piece.join(" "));
}

export const highest = (line: Trial["line"]): number => Math.max(0, ...line.flatMap(([, before, after]) => [before ?? 0, after ?? 0]));


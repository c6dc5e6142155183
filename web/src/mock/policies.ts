/** What the routes of the rules would answer: a draft that was tried, and versions. */

import { settings } from "./data";

type Rule = { queue: string; priority: number } & Record<string, unknown>;

const rules: Rule[] = (settings.queues as Rule[]).map((queue) => ({
  queue: String(queue.id), target_s: queue.target_s, priority: queue.priority, prefer_s: queue.prefer_s, skills: queue.skills, teams: queue.teams, steps: queue.steps,
}));
const drafted = rules.map((rule) => (rule.queue === "que_devis" ? { ...rule, priority: 2, steps: [{ after_s: 45, lower: 0, teams: ["tem_reserve"] }] } : rule));
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const dayOf = (days: number): string => ago(days).slice(0, 10);

const outcome = (queue: string | null, name: string, calls: number, late: number[], wait: number[]) => ({
  queue, name, calls, late, gave_up: [0.05, 0.05, 0.04], mean_wait_s: wait, wait_90_s: [140, 138, 101],
  late_change: { mean: (late[2] ?? 0) - (late[1] ?? 0), half_width: null }, mean_wait_change: { mean: (wait[2] ?? 0) - (wait[1] ?? 0), half_width: null },
});

const trial = {
  id: "pol_t", days: [dayOf(1)], rules: drafted, asked_at: ago(0), state: "done", done: 2, of: 2, trouble: null, agents: 14,
  outcomes: [
    outcome(null, "", 612, [0.112, 0.108, 0.061], [64, 62, 41]),
    outcome("que_devis", "Devis", 402, [0.131, 0.127, 0.052], [71, 69, 35]),
    outcome("que_sav", "Service après-vente", 210, [0.075, 0.071, 0.079], [51, 49, 53]),
  ],
  line: Array.from({ length: 40 }, (_, at) => [
    32_400 + at * 900, at === 18 ? null : 40 + 60 * Math.max(0, Math.sin(at / 4)), at === 18 ? null : 30 + 32 * Math.max(0, Math.sin(at / 4 + 0.2)),
  ]),
};

const base = { rules, ground: rules, note: "", made_at: ago(2), made_by: "Léa Martin", published_at: null, published_by: null, trial: null };
const draft = { ...base, id: "pol_draft", status: "draft", rules: drafted, made_at: ago(0.1), trial };
const versions = [
  { ...base, id: "pol_2", status: "published", published_at: ago(6), published_by: "Léa Martin", note: "Réserve pour l'après-vente dès 30 s" },
  { ...base, id: "pol_1", status: "former", published_at: ago(40), published_by: "Alix Bernard", note: "Première version" },
];

/** `?rules=` new: nothing was ever drafted; trying: a trial is under way; empty: no queue at all. */
export function policiesAnswer(method: string, id: string, scene: string): unknown {
  if (id === "in-force") {
    if (scene === "empty") return { rules: [], version: null, changed: [], draft: null };
    return scene === "new" ? { rules, version: null, changed: [], draft: null } : { rules, version: "pol_2", changed: ["que_sav"], draft: "pol_draft" };
  }
  if (id === "days") return scene === "new" ? [] : Array.from({ length: 9 }, (_, at) => ({ day: dayOf(at + 1), calls: 612 - 13 * at }));
  const shown = scene === "trying" ? { ...draft, trial: { ...trial, state: "playing", done: 1, outcomes: [], line: [] } } : draft;
  if (id || method !== "GET") return shown;
  return { items: scene === "ready" || scene === "trying" ? [shown, ...versions] : [], next_cursor: null };
}

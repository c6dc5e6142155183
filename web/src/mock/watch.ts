/** What the watch finds, and a case with its steps, kept as long as the page lives. */

import type { Access, Case, Decision, Finding, Watch } from "@/api/watch";

function finding(change: Partial<Finding>): Finding {
  return { kind: "partner", measure: "lost", name: "Voix du Sud", firm: "Voix du Sud", answered: 1310, hits: 741, expected: 641.2, low: 610.4, high: 672, evidence: 1, is_alarm: true, since: "2026-07-06", until: "2026-10-12", ...change };
}

const FINDINGS = [
  finding({}), finding({ kind: "partners_agent", name: "Karim", answered: 402, hits: 219, expected: 198.3, low: 180.1, high: 216.5, evidence: 0.41, is_alarm: false }),
  finding({ name: "Cabinet Étoile", firm: "Cabinet Étoile", answered: 288, hits: 131, expected: 139.9, low: 125.2, high: 154.6, evidence: 0, is_alarm: false }),
  finding({ measure: "seen", name: "Cabinet Étoile", firm: "Cabinet Étoile", answered: 288, hits: 3, expected: 2.4, low: 0, high: 5.4, evidence: 0.05, is_alarm: false }),
  finding({ kind: "own_agent", name: "Camille", firm: "Nord Accueil", answered: 955, hits: 431, expected: 436.8, low: 410.9, high: 462.7, evidence: 0, is_alarm: false }),
];

let open: Case = {
  id: "cas_1", is_owner: true, owner: "Nord Accueil", standing: "answered", finding: finding({}), calls: ["ans_003", "ans_007", "ans_011"], opened_at: "2026-11-16T03:10:00Z",
  steps: [{ decision: "answered", firm: "fir_sud", name: "Lucie Arnal", at: "2026-11-18T09:30:00Z", text: "Nos appels venaient surtout d'une opération de saison. Nous joignons le détail." }],
  allowed: ["noted", "unfounded", "settled", "suspended", "ended"],
};

const LOOKS: Access[] = [
  { id: "lok_6", at: "2026-11-20T16:42:00Z", firm: "Nord Accueil", person: "Ada Roussel", is_own: true, what: "recording.heard", subject: "int_06" },
  { id: "lok_5", at: "2026-11-20T16:40:00Z", firm: "Nord Accueil", person: "Ada Roussel", is_own: true, what: "call.opened", subject: "int_06" },
  { id: "lok_4", at: "2026-11-20T09:12:00Z", firm: "Voix du Sud", person: "Lucie Arnal", is_own: false, what: "receipts.fetched", subject: "2026-10" },
  { id: "lok_3", at: "2026-11-19T14:05:00Z", firm: "Nord Accueil", person: "Camille Petit", is_own: true, what: "caller.opened", subject: "int_04" },
  { id: "lok_2", at: "2026-11-19T13:58:00Z", firm: "Nord Accueil", person: "Ada Roussel", is_own: true, what: "calls.exported", subject: "" },
  { id: "lok_1", at: "2026-11-19T13:50:00Z", firm: "Nord Accueil", person: "Ada Roussel", is_own: true, what: "calls.listed", subject: "" },
];

/** The answer of a route of the watch; undefined where it is none. `bare` is a firm that begins. */
export function watch(method: string, path: string, body: string, bare: boolean): unknown {
  if (path === "/watch") return { until: bare ? null : "2026-10-12", alarms_per_month: 0.05, window_days: 30, open_cases: bare ? 0 : 1, findings: bare ? [] : FINDINGS } satisfies Watch;
  if (path === "/watch/cases") return bare ? [] : [open];
  if (path === "/watch/accesses") return { items: bare ? [] : LOOKS, next_cursor: null };
  if (method !== "POST" || !path.startsWith("/watch/cases/")) return undefined;
  const { decision, text } = JSON.parse(body) as { decision: Decision; text: string };
  const isOver = decision === "unfounded" || decision === "settled" || decision === "ended";
  open = { ...open, standing: isOver ? "closed" : decision === "suspended" ? "suspended" : open.standing, allowed: isOver ? [] : open.allowed, steps: [...open.steps, { decision, firm: "fir_nord", name: "Ada", at: new Date().toISOString(), text }] };
  return open;
}

/** What the routes of the watch over diverted callers carry. */

export type SubjectKind = "partner" | "partners_agent" | "own_agent";
export type Measure = "lost" | "seen";
export type Decision = "noted" | "answered" | "unfounded" | "settled" | "suspended" | "ended";

/** Of `answered` callers so many are `hits`; `low` to `high` is what chance does (95 %); `evidence` is the part of what opens a case. */
export interface Finding {
  kind: SubjectKind;
  measure: Measure;
  name: string;
  firm: string;
  answered: number;
  hits: number;
  expected: number;
  low: number;
  high: number;
  evidence: number;
  is_alarm: boolean;
  since: string;
  until: string;
}

export interface Watch {
  until: string | null;
  alarms_per_month: number;
  window_days: number;
  open_cases: number;
  findings: Finding[];
}

export interface Step {
  decision: Decision;
  firm: string;
  name: string;
  at: string;
  text: string;
}

export interface Case {
  id: string;
  is_owner: boolean;
  owner: string;
  standing: "open" | "answered" | "suspended" | "closed";
  finding: Finding;
  calls: string[];
  opened_at: string;
  steps: Step[];
  allowed: Decision[];
}

export type Look = "calls.listed" | "calls.exported" | "call.opened" | "caller.opened" | "recording.heard" | "receipt.fetched" | "receipts.fetched";

/** A look at callers of the firm; `subject` is the call, the receipt or the month, empty for lists. */
export interface Access {
  id: string;
  at: string;
  firm: string;
  person: string;
  is_own: boolean;
  what: Look;
  subject: string;
}

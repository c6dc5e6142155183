/** What the routes of duty rosters carry. Times are ISO 8601 in UTC; days are dates of the firm's zone. */

export interface Times {
  starts: string;
  ends: string;
}

export interface Shift extends Times {
  agent: string;
  breaks: Times[];
}

export type AbsenceKind = "leave" | "sickness" | "training" | "meeting" | "other" | "swapped";

export interface Absence extends Times {
  id: string;
  agent_id: string;
  kind: AbsenceKind;
  note: string;
}

export interface OwnDay {
  agent_id: string;
  day: string;
  turns: { starts: string; ends: string }[];
}

export interface Hole extends Times {
  kind: "queue" | "number";
  id: string;
  name: string;
  people: number;
  wanted: number;
  /** The firms that callers are offered to all that time. */
  partners: string[];
}

export interface Coverage {
  kind: "queue" | "number";
  id: string;
  name: string;
  wanted: number;
  people: (number | null)[];
}

export type RequestState = "asked" | "open" | "approved" | "refused" | "declined" | "withdrawn";
export type Deed = "accept" | "decline" | "approve" | "refuse" | "withdraw";

export interface DutyRequest extends Times {
  id: string;
  kind: "leave" | "swap";
  agent_id: string;
  colleague_id: string | null;
  back_starts: string | null;
  back_ends: string | null;
  note: string;
  state: RequestState;
  asked_at: string;
  reason: string;
}

export interface Week extends Times {
  first: string;
  time_zone: string;
  agents: { agent_id: string; alias: string; shifts: Shift[]; absences: Absence[]; days: OwnDay[] }[];
  coverage: Coverage[];
  holes: Hole[];
  holidays: { day: string; name: string }[];
  requests: DutyRequest[];
}

export type Standing = "off" | "to_come" | "working" | "on_break" | "break_due" | "paused" | "missing" | "unknown" | "over";
export type DeviationKind = "absent" | "late" | "early" | "away" | "long_break";

export interface Seen {
  doing: "present" | "paused" | "unreachable";
  starts: string;
  ends: string | null;
}

export interface AdherenceRow {
  agent_id: string;
  alias: string;
  shifts: Shift[];
  seen: Seen[];
  kept: {
    planned_min: number;
    kept_min: number;
    percent: number | null;
    standing: Standing;
    deviations: (Times & { kind: DeviationKind; minutes: number })[];
  };
}

export interface Day extends Times {
  day: string;
  time_zone: string;
  now: string;
  percent: number | null;
  watched: [string, string][];
  rows: AdherenceRow[];
}

export interface Mine {
  agent_id: string;
  time_zone: string;
  now: string;
  shifts: Shift[];
  absences: Absence[];
  requests: DutyRequest[];
  colleagues: { agent_id: string; alias: string; shifts: [string, string][] }[];
  calendar_since: string | null;
}

export interface Pattern {
  id: string;
  agent_id: string;
  weekdays: number[];
  turn: { starts: string; ends: string; breaks: { starts: string; ends: string }[] };
  time_zone: string;
  first: string;
  last: string | null;
  every_weeks: number;
  on_holidays: boolean;
}

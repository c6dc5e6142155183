/** What the routes of planning carry: shares are between 0 and 1, money is in millionths, moments are ISO with a zone. */

export interface Terms {
  within_s: number;
  late: number;
  /** Nothing where nobody gives up. */
  patience_s: number | null;
  shrinkage: number;
  risk: number;
  cost_per_hour: number;
  currency: string;
  region: string | null;
  rules: Record<string, unknown>;
}

export interface SpecialDay {
  date: string;
  factor: number;
  note: string;
}

/** Where planning stands: the calls it knows, queue by queue (no dates where there are none), and its assumptions. */
export interface PlanningState {
  zone: string;
  queues: { id: string; name: string; from: string | null; to: string | null; quarters: number; calls: number }[];
  terms: Terms;
  special_days: SpecialDay[];
}

/** What was understood of a file of calls; with `dry_run` nothing of it is kept. */
export interface Reading {
  lines: number;
  accepted: number;
  refused: { line: number; column: string; reason: string }[];
  refused_total: number;
  queues: { name: string; queue_id: string | null; calls: number; from: string | null; to: string | null }[];
}

/** How forecasts made in the past came out, beside repeating the week before; `inside` is the share of quarters within the
 *  band. Nothing where the past is too short. */
export interface BackTest {
  days: number;
  error: number | null;
  naive_error: number | null;
  quarter_error: number | null;
  naive_quarter_error: number | null;
  inside: number | null;
}

export interface QueueForecast {
  queue_id: string;
  name: string;
  p10: number[];
  p50: number[];
  p90: number[];
  mean: number[];
  handling_s: number[];
  spread: number;
  back_test: BackTest;
}

export interface Forecast {
  from: string;
  days: number;
  step_s: number;
  zone: string;
  starts: string[];
  holidays: { date: string; name: string }[];
  queues: QueueForecast[];
}

export interface Requirement {
  starts: string[];
  queues: { queue_id: string; name: string; agents: number[] }[];
  within_s: number;
  late: number;
  shrinkage: number;
}

export interface Span {
  starts: string;
  ends: string;
}

export interface PlannedShift extends Span {
  agent_id: string;
  alias: string;
  breaks: Span[];
}

/** What a roster comes to: the share of calls that wait too long in each quarter, on the mean, at worst; hours; cost. */
export interface Judged {
  starts: string[];
  queues: { queue_id: string; name: string; required: number[]; planned: number[]; late: number[] }[];
  late_mean: number;
  late_worst: number;
  hours: number;
  cost: number;
  /** What agents' shifts break of the working rules, in sentences. */
  broken: { agent_id: string; alias: string; rules: string[] }[];
}

export interface Roster {
  shifts: PlannedShift[];
  judged: Judged;
  seconds: number;
  notes: string[];
}

/** A day that was played so often with a roster: callers by quarter, and those who waited too long. */
export interface DayPlayed {
  day: string;
  starts: string[];
  plays: number;
  /** Plays in which any queue broke the promise. */
  broken: number;
  queues: { queue_id: string; calls: number[]; late: number[]; broken: number }[];
}

/** The people whom an hour takes, found by playing it, by what they serve. */
export interface HourNeeds {
  starts: string;
  people: number;
  kept: boolean;
  kinds: { queue_ids: string[]; people: number; there: number }[];
}

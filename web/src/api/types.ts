/** What the platform's routes carry, as far as the pages use it. */

import type { SoftphoneAccount } from "@/phone/softphone";

export interface Me {
  person: { id: string; name: string; email: string; language: "fr" | "en"; must_change_password: boolean };
  firm: { id: string; name: string; language: "fr" | "en"; country: string; time_zone: string };
  roles: string[];
  rights: string[];
  agent: { id: string; alias: string; supervises: boolean; device: "browser" | "phone" | "fixed" } | null;
  softphone: SoftphoneAccount | null;
  demonstration: boolean;
}

export interface List<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Disposition {
  code: string;
  label_fr: string;
  label_en: string;
  position: number;
}

export interface Brand {
  id: string;
  name: string;
  greeting: string;
  colour: string;
  language: string;
}

/** A call of the history, as lists show it; brand, queue and agent are ids. */
export interface Call {
  id: string;
  direction: "inbound" | "outbound";
  phase: string;
  arrived_at: string;
  answered_at: string | null;
  ended_at: string | null;
  customer: string | null;
  dialled: string | null;
  language: string;
  number: string | null;
  brand: string | null;
  queue: string | null;
  agent: string | null;
  outcome: string | null;
  ended_by: string | null;
  cause: number | null;
  disposition: string | null;
  notes: string;
  wait_s: number | null;
  talk_s: number | null;
  hold_s: number | null;
  recording: string | null;
}

export interface Rung {
  seq: number;
  at: string;
  ms: number;
  kind: string;
  data: Record<string, unknown>;
}

export interface RecordingMark {
  kind: string;
  from_ms: number;
  to_ms: number;
}

export interface Recording {
  id: string;
  status: "open" | "closed" | "sealed" | "failed" | "erased";
  started_at: string;
  started_ms: number;
  duration_ms: number | null;
  purpose: string;
  retention_until: string;
  marks: (RecordingMark | [string, number, number])[];
  may_listen: boolean;
}

export interface CallDetails {
  call: Call;
  ladder: Rung[];
  recordings: Recording[];
}

/** Levels between 0 and 1: what the customer said, what the customer heard. */
export interface Waveform {
  left: number[];
  right: number[];
}

/** Callers counted together; `callers` are those to whom the promise was kept or broken. */
export interface Tally {
  callers: number;
  kept: number;
  late: number;
  lost: number;
  gave_up: number;
  share: number | null;
  mean_s: number | null;
  p95_s: number | null;
  longest_s: number | null;
}

export interface QueueTally extends Tally {
  queue: string | null;
  name: string | null;
  promised_s: number | null;
}

export interface PromiseReport {
  first_day: string;
  last_day: string;
  time_zone: string;
  total: Tally;
  queues: QueueTally[];
  days: (Tally & { day: string })[];
  hours: (Tally & { hour: number })[];
  cells: { day: string; hour: number; callers: number; kept: number }[];
  causes: { cause: string; callers: number; seconds: number }[];
  worst: {
    call: string;
    arrived_at: string;
    queue: string | null;
    name: string | null;
    verdict: "late" | "lost";
    waited_s: number;
    promised_s: number;
    cause: string | null;
    seconds: Record<string, number>;
  }[];
  closed: number;
  menu: number;
  open: number;
}

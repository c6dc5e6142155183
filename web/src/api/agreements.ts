/** What the routes of agreements carry: money is in millionths, days are "2026-11-23", moments are ISO with a zone. */

export type Side = "owner" | "answering";
export type Standing = "proposed" | "refused" | "to_come" | "in_force" | "ending" | "ended";
export type Decision = "accepted" | "refused" | "withdrawn";

export interface Rates {
  owner_per_hour: number;
  answering_per_hour: number;
  platform_per_hour: number;
  owner_per_call: number;
  answering_per_call: number;
  platform_per_call: number;
}

/** Other rates on some weekdays (1 is Monday) from one moment of the local day up to another. */
export interface Band {
  days: number[];
  since: string;
  until: string;
  rates: Rates;
}

export interface AgreedTerms {
  currency: string;
  payer: "payout" | "owner";
  rates: Rates;
  bands: Band[];
  zone: string;
  minimum_s: number;
  at_once: number | null;
  a_day: number | null;
  budget_a_month: number | null;
  countries: string[];
  services: string[];
  forbidden: string[];
  cards: boolean;
  recording: boolean;
  listening: boolean;
  shows_history: boolean;
  quality_floor: number | null;
  notice_days: number;
}

export interface Signed {
  name: string;
  side: Side;
  at: string;
  note: string;
}

export interface AgreementVersion {
  id: string;
  number: number;
  terms: AgreedTerms;
  starts_on: string;
  proposed: Signed;
  decision: Decision | null;
  answered: Signed | null;
  effective_on: string | null;
}

/** An agreement, seen from one side; `in_force` and `open` are versions by their id. */
export interface Agreement {
  id: string;
  side: Side;
  owner_name: string;
  answering_name: string;
  made_at: string;
  standing: Standing;
  in_force: string | null;
  open: string | null;
  versions: AgreementVersion[];
  last_day: string | null;
  ended: Signed | null;
  earliest_end: string;
}

export interface ShownFirm {
  firm_id: string;
  name: string;
  country: string;
  answers: boolean;
  seeks: boolean;
  languages: string[];
  text: string;
}

export interface Listing {
  name: string;
  country: string;
  answers: boolean;
  seeks: boolean;
  languages: string[];
  text: string;
  shown: boolean;
}

export interface Rated {
  owner: number;
  answering: number;
  platform: number;
  total: number;
}

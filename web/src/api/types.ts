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

/** A call of the history, as lists show it. */
export interface Call {
  id: string;
  direction: "inbound" | "outbound";
  customer: string | null;
  dialled: string;
  brand: string;
  queue_id: string | null;
  queue: string | null;
  agent_id: string | null;
  agent: string | null;
  arrived_at: string;
  answered_at: string | null;
  ended_at: string | null;
  outcome: string | null;
  ended_by: string | null;
  disposition: string | null;
  notes: string;
  recorded: boolean;
}

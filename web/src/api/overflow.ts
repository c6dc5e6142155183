/** What the routes of overflow carry: when queues ask partners, who receives, and what was answered; money is in millionths. */

import type { Side } from "./agreements";

export type Order = "named" | "share" | "price";

export interface ChosenPartner {
  agreement: string;
  share: number;
}

/** `after_s`: 0 is at once, null not for waiting alone; `apart_s` go by from one partner to the next. */
export interface Overflow {
  order: Order;
  nobody: boolean;
  danger: boolean;
  after_s: number | null;
  apart_s: number;
  partners: ChosenPartner[];
}

export interface QueueRule {
  queue_id: string;
  rule: Overflow;
}

export interface Reception {
  agreement_id: string;
  queue_id: string | null;
}

/** A stretch that a partner's agent had, seen from one side; `caller` is an alias, `call` the owner's own call. */
export interface Answered {
  id: string;
  side: Side;
  partner: string;
  brand: string;
  dialled: string;
  alias: string;
  country: string;
  caller: string;
  arrived_at: string;
  since: string;
  until: string;
  seconds: number;
  agreement_id: string;
  version: number;
  owner: number;
  answering: number;
  platform: number;
  currency: string;
  call: string | null;
}

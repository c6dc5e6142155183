/** What the routes of webhooks and keys carry. */

export type Stopped = "by_hand" | "unanswered" | "gone";

export interface Webhook {
  id: string;
  address: string;
  label: string;
  kinds: string[];
  stopped: Stopped | null;
  stopped_at: string | null;
  failing_since: string | null;
  tried_at: string | null;
  trouble: string | null;
  old_until: string | null;
  created_at: string;
}

export interface EventKind {
  kind: string;
  tells: string;
}

export type DeliveryStatus = "waiting" | "delivered" | "failed";

export interface Delivery {
  id: string;
  subscription_id: string;
  event_id: string;
  kind: string;
  sequence: number;
  nth: number;
  status: DeliveryStatus;
  tries: number;
  due_at: string;
  tried_at: string | null;
  code: number | null;
  trouble: string | null;
  answer: string | null;
  took_ms: number | null;
  made_at: string;
}

export interface AccessKey {
  id: string;
  name: string;
  role: "director" | "supervisor";
  start: string;
  person_name: string;
  created_at: string;
  used_at: string | null;
}

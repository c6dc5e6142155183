/** Webhooks and keys to look at without a platform: one that is told, one that stopped; deliveries of each kind. */

import type { AccessKey, Delivery, EventKind, Webhook } from "@/api/webhooks";

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const KINDS = [
  "call.arrived", "call.answered", "call.ended", "call.missed", "agreement.proposed", "agreement.accepted", "agreement.refused", "agreement.withdrawn",
  "agreement.ended", "partner.served", "receipts.signed", "month.closed", "statement.issued", "dispute.raised", "dispute.accepted", "dispute.rejected",
  "dispute.withdrawn",
];
const hook = (id: string, change: Partial<Webhook>): Webhook => ({
  id, address: "https://crm.toiture-nord.example/permanence", label: "CRM", kinds: ["call.missed", "call.ended", "partner.served"], stopped: null, stopped_at: null,
  failing_since: null, tried_at: ago(3), trouble: null, old_until: null, created_at: ago(60_000), ...change,
});
const HOOKS = [
  hook("whk_1", {}),
  hook("whk_2", { address: "https://compta.toiture-nord.example/releves", label: "Comptabilité", kinds: ["statement.issued", "dispute.raised"], stopped: "unanswered", stopped_at: ago(700), failing_since: ago(5_100), tried_at: ago(700), trouble: "HTTP 503" }),
];
const sent = (nth: number, change: Partial<Delivery>): Delivery => ({
  id: `dlv_${nth}`, subscription_id: "whk_1", event_id: `evt_${nth}`, kind: "call.ended", sequence: 412 - nth, nth: 0, status: "delivered", tries: 1, due_at: ago(3 + nth * 7),
  tried_at: ago(3 + nth * 7), code: 204, trouble: null, answer: "", took_ms: 38 + nth, made_at: ago(3 + nth * 7), ...change,
});
const SENT = [
  sent(0, {}), sent(1, { kind: "call.missed" }), sent(2, { kind: "partner.served", status: "waiting", tries: 2, code: null, trouble: "time", took_ms: 15_002 }), sent(3, { nth: 1 }),
  sent(4, { subscription_id: "whk_2", kind: "statement.issued", status: "failed", tries: 9, code: 503, trouble: "HTTP 503", answer: "Service indisponible" }),
];
const KEYS: AccessKey[] = [
  { id: "key_1", name: "CRM", role: "supervisor", start: "prm_kQ3v9Zt1", person_name: "Léa Martin", created_at: ago(40_000), used_at: ago(2) },
  { id: "key_2", name: "Export comptable", role: "director", start: "prm_w0Xe7LmP", person_name: "Léa Martin", created_at: ago(9_000), used_at: null },
];

/** The answer of a route of webhooks or keys; undefined where it is none. `bare` is a firm that begins. */
export function webhooks(method: string, path: string, bare: boolean): unknown {
  const [, first = "", id] = path.split("/");
  if (first === "webhook-events") return KINDS.map((kind): EventKind => ({ kind, tells: "" }));
  if (first === "webhook-deliveries") return method === "GET" ? { items: bare ? [] : SENT, next_cursor: null } : null;
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwQ0mV7xYb3Zk=";
  if (first === "webhooks") return method === "GET" ? (bare ? [] : HOOKS) : method === "POST" ? { webhook: HOOKS[0], secret, events: 3 } : (HOOKS.find((each) => each.id === id) ?? null);
  if (first === "access-keys") return method === "GET" ? (bare ? [] : KEYS) : method === "POST" ? { key: KEYS[0], secret: "prm_kQ3v9Zt1c0sYb2Jr8mUe5HnWx4LdPa7Tg6FiVoRqE1A" } : null;
  return undefined;
}

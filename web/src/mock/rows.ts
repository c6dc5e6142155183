/** A floor to look at without a platform: rows as the live examples have them, and scenes to put the desk in. */

import type { AgentRow, CallRow, CardRow, GuestRow, NoticeRow, ProductRow, QueueRow } from "@/live/model";

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

export const ME = "agt_camille";

const agent = (id: string, alias: string, change: Partial<AgentRow> = {}): AgentRow => ({
  id, alias, presence: "ready", since: ago(134), skills: ["ski_devis"], supervises: false, device: "browser", device_up: true,
  pause_wanted: null, reason: null, call: null, wrap_up_until: null, wrap_up_call: null, monitoring: null, monitor_mode: null,
  monitor_auto_answer: false, ...change,
});

export const call = (id: string, change: Partial<CallRow> = {}): CallRow => ({
  id, direction: "inbound", phase: "queued", arrived_at: ago(95), customer: "06••••••78", dialled: "+33184800001",
  brand: "Toiture Nord", greeting: "Toiture Nord, bonjour, Camille à votre écoute. Que puis-je faire pour vous ?", language: "fr",
  path: ["Français", "Devis"], queue: "que_devis", queue_name: "Devis", queued_at: ago(70), position: 1, offered_to: null,
  agent: null, leg: null, auto_answer: false, answered_at: null, held: false, muted: false, private: false, recorded: false,
  consult: null, transfer: null, monitors: [], call_back: null, agent_alias: null, partner: null, listening: true,
  partners_asked: [], card: null, products: [], guest: null, ...change,
});

const GUEST: GuestRow = {
  owner: "Maison Duval", agreement: "agr_4", services: ["Horaires et itinéraire", "Réservation", "Échange d’article"],
  forbidden: ["Abonnements", "Extension de garantie"], cards: false,
  dispositions: [{ code: "booked", label_fr: "Réservation faite", label_en: "Booked" }, { code: "told", label_fr: "Renseigné", label_en: "Told" }],
};

/** Another firm's caller at one of our agents. */
const guest = (id: string, alias: string, customer: string, change: Partial<CallRow> = {}): CallRow =>
  call(id, {
    customer, dialled: "+33184800077", brand: "Boutique du Port", greeting: "Boutique du Port, bonjour, {alias} à votre écoute.", path: ["Réservation"],
    queue: null, queue_name: null, agent_alias: alias, partner: "Toiture Nord", guest: GUEST, ...change,
  });

export type Scene =
  | "offline" | "ready" | "paused" | "missed" | "unreachable" | "offered" | "talking" | "held" | "consult" | "monitored" | "private"
  | "reconnecting" | "wrap" | "dialling" | "notices" | "unplanned" | "owed" | "guest" | "guest_offered" | "card" | "card_offer" | "card_counting";

const mine = (change: Partial<CallRow>): CallRow =>
  call("int_mine", { phase: "talking", agent: ME, leg: "up", answered_at: ago(47), recorded: true, position: null, ...change });

const ADVICE: ProductRow = { id: "pdt_1", name: "Avis technique", unit: "minute", amount: 2_500_000, most_s: 1800, currency: "EUR" };
const SURVEY: ProductRow = { id: "pdt_2", name: "Diagnostic", unit: "packet", amount: 35_000_000, most_s: 1200, currency: "EUR" };
const CARD: CardRow = { id: "con_1", product: ADVICE, stage: "number", digits: 11, tries: 2, result: null, last_four: "", since: null, until: null };

const SCENES: Record<Scene, [Partial<AgentRow>, CallRow | null]> = {
  offline: [{ presence: "offline" }, null],
  ready: [{}, null],
  paused: [{ presence: "paused", reason: "lunch" }, null],
  missed: [{ presence: "paused", reason: "no_answer" }, null],
  unreachable: [{ presence: "unreachable", reason: "page_asleep", device_up: false }, null],
  offered: [{ presence: "offered", call: "int_mine", since: ago(3) }, call("int_mine", { offered_to: ME, leg: "ringing" })],
  owed: [{ presence: "offered", call: "int_mine", since: ago(3) }, call("int_mine", { offered_to: ME, leg: "ringing", call_back: "kept", queued_at: ago(340) })],
  talking: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({})],
  held: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ held: true })],
  consult: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ consult: { label: "Noémie", state: "up", agent: "agt_noemie" } })],
  monitored: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ monitors: [{ supervisor: "agt_lea", alias: "Léa", mode: "listen", state: "up" }] })],
  private: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ private: true })],
  reconnecting: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ phase: "reconnecting" })],
  wrap: [{ presence: "wrap_up", wrap_up_call: "int_mine", wrap_up_until: ago(-24), since: ago(6) }, null],
  dialling: [{ presence: "talking", call: "int_mine", since: ago(4) }, mine({ direction: "outbound", phase: "dialling", answered_at: null, queue: null, queue_name: null, path: [], greeting: "" })],
  notices: [{}, null],
  guest: [{ presence: "talking", call: "int_mine", since: ago(47) }, guest("int_mine", "Camille", "K7QF-2M9X", { phase: "talking", agent: ME, leg: "up", answered_at: ago(47), recorded: true })],
  guest_offered: [{ presence: "offered", call: "int_mine", since: ago(3) }, guest("int_mine", "Camille", "?M4T-9WZE", { offered_to: ME, leg: "ringing" })],
  card_offer: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ products: [ADVICE, SURVEY], card: { ...CARD, result: "no_keys", stage: "ended", digits: 0 } })],
  card: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ products: [ADVICE], card: CARD })],
  card_counting: [{ presence: "talking", call: "int_mine", since: ago(47) }, mine({ products: [ADVICE], card: { ...CARD, stage: "ended", digits: 0, result: "authorised", last_four: "4242", since: ago(94) } })],
  unplanned: [{}, null],
};

const queue = (id: string, name: string, waiting: CallRow[], change: Partial<QueueRow> = {}): QueueRow => ({
  id, name, waiting: waiting.map((row) => row.id), longest_since: waiting[0]?.queued_at ?? null, ready: 2, talking: 3, signed_in: 7,
  target_s: 180, expected_s: waiting.length > 1 ? 150 : waiting.length ? 40 : null, late: 0, alarm: waiting.length > 1 ? "danger" : "kept",
  pulls: waiting.length > 1 ? { hold: 2, recall: 1 } : {},
  ...change,
});

const byId = <T extends { id: string }>(rows: T[]): Record<string, Record<string, unknown>> =>
  Object.fromEntries(rows.map((row) => [row.id, { ...row } as Record<string, unknown>]));

export function floorOf(scene: Scene): Record<"agent" | "queue" | "call" | "notice", Record<string, Record<string, unknown>>> {
  const [change, own] = SCENES[scene];
  const waiting = [
    call("int_w1", { queued_at: ago(100), customer: "07••••••12", partners_asked: ["Voix du Sud", "Nord Accueil"] }),
    call("int_w2", { queued_at: ago(41), customer: null, position: 2, path: ["English"], language: "en" }),
    call("int_w3", { queued_at: ago(12), customer: "02••••••40", queue: "que_sav", queue_name: "Service après-vente", position: 1 }),
  ];
  const busy = call("int_noemie", { phase: "talking", agent: "agt_noemie", leg: "up", answered_at: ago(312), recorded: true, customer: "06••••••05" });
  const held = call("int_hugo", { phase: "talking", agent: "agt_hugo", leg: "up", answered_at: ago(65), held: true, customer: "01••••••33", brand: "Dépannage Éclair" });
  const away = call("int_sophie", {
    phase: "talking", agent: "agt_far_sophie", leg: "up", answered_at: ago(134), recorded: true, customer: "06••••••51", agent_alias: "Sophie", partner: "Voix du Sud",
  });
  const forThem = guest("int_zoe", "Zoé", "9RTC-W3HA", { phase: "talking", agent: "agt_zoe", leg: "up", answered_at: ago(201), recorded: true, listening: false });
  const agents = [
    agent(ME, "Camille", change),
    agent("agt_noemie", "Noémie", { presence: "talking", call: "int_noemie", since: ago(312) }),
    agent("agt_hugo", "Hugo", { presence: "talking", call: "int_hugo", since: ago(65), pause_wanted: "lunch" }),
    agent("agt_ines", "Inès", { presence: "wrap_up", since: ago(18), wrap_up_until: ago(-12) }),
    agent("agt_paul", "Paul", { presence: "paused", reason: "lunch", since: ago(1260) }),
    agent("agt_zoe", "Zoé", { presence: "talking", call: "int_zoe", since: ago(201) }),
    agent("agt_sam", "Sam", { since: ago(8) }),
    agent("agt_yara", "Yara", { presence: "unreachable", reason: "page_asleep", since: ago(95), device_up: false }),
    agent("agt_lea", "Léa", { presence: "paused", reason: "signed_in", supervises: true, since: ago(2400) }),
    agent("agt_marc", "Marc", { presence: "offline", since: ago(30000) }),
  ];
  const notices: NoticeRow[] = scene === "notices"
    ? [{ id: "database_away", code: "database_away", since: ago(30) }, { id: "switch_away", code: "switch_away", since: ago(30) }]
    : [];
  return {
    agent: byId(agents),
    queue: byId([
      queue("que_devis", "Devis", waiting.slice(0, 2)),
      queue("que_sav", "Service après-vente", waiting.slice(2), { ready: 0, talking: 1 }),
      queue("que_nuit", "Permanence de nuit", [], { ready: 1, talking: 0, signed_in: 2 }),
    ]),
    call: byId([...waiting, busy, held, away, forThem, ...(own ? [own] : [])]),
    notice: byId(notices),
  };
}

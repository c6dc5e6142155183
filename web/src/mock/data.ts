/** What the routes would answer: a firm with people, settings and a day of calls. */

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

export const PEOPLE = {
  agent: { rights: ["desk", "history"], roles: ["agent"], name: "Camille Durand", agent: { id: "agt_camille", alias: "Camille", supervises: false, device: "phone" } },
  supervisor: { rights: ["desk", "supervise", "history", "listen"], roles: ["supervisor", "agent"], name: "Léa Martin", agent: { id: "agt_lea", alias: "Léa", supervises: true, device: "phone" } },
  operator: { rights: ["platform"], roles: ["operator"], name: "Victor Blanchet", agent: null },
  director: { rights: ["supervise", "history", "listen", "admin"], roles: ["director"], name: "Alix Bernard", agent: null },
} as const;

export type Who = keyof typeof PEOPLE;

export function meOf(who: Who) {
  const person = PEOPLE[who];
  return {
    person: { id: `per_${who}`, name: person.name, email: `${who}@toiture-nord.example`, language: "fr", must_change_password: false },
    firm: { ...(who === "operator" ? { id: "fir_regie", name: "Régie Permanence" } : { id: "fir_nord", name: "Toiture Nord" }), language: "fr", country: "FR", time_zone: "Europe/Paris" },
    firms: [], roles: person.roles, rights: person.rights, agent: person.agent, softphone: null, demonstration: true,
  };
}

export const dispositions = [
  ["appointment", "Rendez-vous", "Appointment"], ["callback", "Rappel", "Call back"], ["quote", "Devis", "Quote"],
  ["complaint", "Réclamation", "Complaint"], ["information", "Renseignement", "Information"], ["wrong", "Faux numéro", "Wrong number"],
].map(([code, label_fr, label_en], position) => ({ code, label_fr, label_en, position }));

export const brands = [
  { id: "bra_nord", name: "Toiture Nord", greeting: "Toiture Nord, bonjour, que puis-je faire pour vous ?", colour: "#b4531f", language: "fr" },
  { id: "bra_eclair", name: "Dépannage Éclair", greeting: "Dépannage Éclair, bonjour.", colour: "#2b6cb0", language: "fr" },
];

const outcomes = ["answered", "answered", "answered", "abandoned", "answered", "closed", "answered", "left_in_menu"];
const customers = ["06••••••78", "07••••••12", null, "01••••••33", "02••••••40"];

export const calls = Array.from({ length: 60 }, (_, index) => {
  const outcome = outcomes[index % outcomes.length] ?? "answered";
  const answered = outcome === "answered";
  return {
    id: `int_${String(index).padStart(3, "0")}`, direction: index % 6 === 4 ? "outbound" : "inbound", phase: "ended",
    arrived_at: ago(4 + index * 17), answered_at: answered ? ago(3.4 + index * 17) : null, ended_at: ago(index * 17),
    customer: customers[index % customers.length] ?? null, dialled: "+33184800001", language: "fr", number: "num_1",
    brand: index % 3 ? "bra_nord" : "bra_eclair", queue: index % 3 ? "que_devis" : "que_sav",
    agent: answered && index !== 6 ? ["agt_camille", "agt_noemie", "agt_hugo"][index % 3] : null, outcome, ended_by: "customer", cause: 16,
    disposition: answered ? dispositions[index % 6]?.code : null, wait_s: 36, talk_s: answered ? 204 : null, hold_s: 15,
    notes: index % 4 ? "" : "Rappeler avant midi, devis pour 80 m² d'ardoise.", recording: answered && index % 2 ? "rec_1" : null,
  };
});

export const agents = ["Camille", "Noémie", "Hugo", "Inès", "Paul"].map((alias, index) => ({
  id: `agt_${["camille", "noemie", "hugo", "ines", "paul"][index]}`, person_id: `per_${index}`, alias, device: index === 4 ? "phone" : "browser",
  endpoint: "", skills: { ski_devis: 5, ...(index % 2 ? { ski_sav: 3 } : {}) },
}));

export const people = ["Camille Durand", "Noémie Petit", "Hugo Leroy", "Inès Moreau", "Paul Roux", "Léa Martin", "Alix Bernard"].map((name, index) => ({
  id: `per_${index}`, name, email: `${name.split(" ")[0]?.toLowerCase()}@toiture-nord.example`,
  roles: index === 6 ? ["director"] : index === 5 ? ["supervisor", "agent"] : ["agent"], language: index === 1 ? "en" : "fr",
  status: index === 4 ? "disabled" : "active", must_change_password: index === 3, agent_id: index < 5 ? agents[index]?.id : null,
}));

const office = [{ opens: "09:00", closes: "12:30" }, { opens: "14:00", closes: "18:00" }];

export const settings: Record<string, unknown[]> = {
  people, agents, dispositions, brands,
  skills: [{ id: "ski_devis", name: "Devis" }, { id: "ski_sav", name: "Service après-vente" }, { id: "ski_en", name: "Anglais" }],
  teams: [{ id: "tem_jour", name: "Jour" }, { id: "tem_reserve", name: "Réserve" }],
  queues: [
    { id: "que_devis", name: "Devis", skills: { ski_devis: 1 }, teams: [], target_s: 180, prefer_s: 0, steps: [], ring_s: 20, wrap_up_s: 30, music: "default", announce_every_s: 45, record: true, priority: 0 },
    { id: "que_sav", name: "Service après-vente", skills: { ski_sav: 3 }, teams: [], target_s: 180, prefer_s: 0, steps: [{ after_s: 30, lower: 1, teams: ["tem_reserve"] }], ring_s: 20, wrap_up_s: 60, music: "default", announce_every_s: 60, record: false, priority: 1 },
  ],
  numbers: [{ id: "num_1", e164: "+33184800001", label: "Accueil", brand_id: "bra_nord", flow_id: "flo_accueil", language: "fr", country: "FR", recording_purpose: "quality", notice_prompt_id: "pro_notice", whisper_prompt_id: null, trunk: "carrier" }],
  prompts: [
    { id: "pro_bienvenue", name: "Bienvenue", language: "fr", text: "Bienvenue chez Toiture Nord.", status: "ready", duration_ms: 3200 },
    { id: "pro_menu", name: "Menu", language: "fr", text: "Pour un devis, tapez 1. Pour le service après-vente, tapez 2.", status: "ready", duration_ms: 5400 },
    { id: "pro_ferme", name: "Fermé", language: "fr", text: "Nos bureaux sont fermés.", status: "empty", duration_ms: null },
  ],
  plans: [{
    id: "pla_bureau", name: "Bureau", time_zone: "Europe/Paris", weekly: [office, office, office, office, office, [{ opens: "09:00", closes: "12:00" }], []],
    holiday_country: "FR", holiday_subdivision: null, exceptions: [{ day: "2026-12-24", spans: [{ opens: "09:00", closes: "12:00" }], label: "Veille de Noël" }],
  }],
  flows: [{
    id: "flo_accueil", name: "Accueil", version: 3, start: "heures",
    nodes: {
      heures: { kind: "hours", id: "heures", plan: "pla_bureau", open: "bienvenue", closed: "ferme" },
      bienvenue: { kind: "message", id: "bienvenue", prompts: ["pro_bienvenue"], next: "menu" },
      menu: { kind: "menu", id: "menu", prompts: ["pro_menu"], choices: { 1: "devis", 2: "sav" }, otherwise: "devis", invalid: [], timeout_s: 5, tries: 3, labels: { 1: "Devis", 2: "Service après-vente" } },
      devis: { kind: "queue", id: "devis", queue: "que_devis" },
      sav: { kind: "queue", id: "sav", queue: "que_sav" },
      ferme: { kind: "end", id: "ferme", prompts: ["pro_ferme"], closed: true },
    },
  }],
  audit: [
    { id: "1", at: ago(4), person_id: "per_6", person_name: "Alix Bernard", action: "queue.changed", subject: "que_devis", detail: {} },
    { id: "2", at: ago(90), person_id: "per_5", person_name: "Léa Martin", action: "recording.listened", subject: "int_004", detail: {} },
  ],
};

export const firm = { id: "fir_nord", name: "Toiture Nord", language: "fr", country: "FR", time_zone: "Europe/Paris", recording_days: 90 };

export const ladder = [
  ["interaction.call_arrived", 0, { dialled: "+33184800001", customer: "06••••••78", waited_in_switch_s: 0 }],
  ["interaction.call_picked_up", 0.1, {}],
  ["interaction.prompt_started", 0.2, { node: "bienvenue", media: ["sound:bienvenue"] }],
  ["interaction.key_pressed", 6, { node: "menu", digit: "1" }],
  ["interaction.call_queued", 6.1, { queue: "que_devis", name: "Devis" }],
  ["interaction.wait_announced", 20, { position: 1, wait_s: 120 }],
  ["interaction.call_offered", 22, { agent: "agt_hugo", alias: "Hugo" }],
  ["interaction.offer_failed", 42, { agent: "agt_hugo", reason: "no_answer" }],
  ["interaction.call_offered", 42.1, { agent: "agt_camille", alias: "Camille" }],
  ["interaction.agent_answered", 45, { agent: "agt_camille", alias: "Camille", waited_s: 38.9 }],
  ["interaction.recording_started", 45.1, { recording: "rec_1", purpose: "quality" }],
  ["interaction.call_held", 80, {}],
  ["interaction.call_resumed", 95, {}],
  ["interaction.private_started", 100, {}],
  ["interaction.private_ended", 112, {}],
  ["interaction.monitor_started", 115, { supervisor: "agt_lea", label: "Léa", mode: "listen" }],
  ["interaction.call_ended", 150, { outcome: "answered", by: "customer", cause: 16 }],
  ["interaction.disposition_saved", 158, { agent: "agt_camille", disposition: "quote", notes: "Rappeler avant midi." }],
] as const;

export const partnerLadder = [
  ...ladder.slice(0, 5),
  ["interaction.partners_asked", 26.1, { partners: ["Voix du Sud"], why: "in_time" }],
  ["interaction.partners_asked", 36.1, { partners: ["Cabinet Étoile"], why: "in_time" }],
  ["interaction.call_offered", 37, { agent: "agt_far_1", alias: "Anaïs", partner: "Cabinet Étoile" }],
  ["interaction.offer_failed", 41, { agent: "agt_far_1", alias: "Anaïs", reason: "rejected" }],
  ["interaction.partners_withdrawn", 41, { partners: ["Cabinet Étoile"], why: "refused" }],
  ["interaction.call_offered", 43, { agent: "agt_far_2", alias: "Sophie", partner: "Voix du Sud", why: "next_in_line" }],
  ["interaction.agent_answered", 45, { agent: "agt_far_2", alias: "Sophie", partner: "Voix du Sud", waited_s: 38.9 }],
  ["interaction.partners_withdrawn", 45, { partners: ["Voix du Sud"], why: "not_needed" }],
  ["interaction.recording_started", 45.1, { recording: "rec_1", purpose: "quality" }],
  ["interaction.call_ended", 150, { outcome: "answered", by: "customer", cause: 16 }],
  ["interaction.partner_served", 150, { alias: "Sophie", name: "Voix du Sud", since: "2026-11-22T09:00:45Z", until: "2026-11-22T09:02:30Z" }],
] as const;

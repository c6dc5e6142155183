/** Agreements at each of their stages, and two firms on the market. */

import type { Agreement, AgreementVersion, Listing, Rated, ShownFirm } from "@/api/agreements";
import type { Notice, PublishedNotice } from "@/api/market";
import { newNotice } from "@/pages/partners/notices";
import { USUAL } from "@/pages/partners/terms";

const at = (day: number): string => `2026-11-${String(day).padStart(2, "0")}T09:30:00Z`;

function version(number: number, side: "owner" | "answering", change: Partial<AgreementVersion> = {}): AgreementVersion {
  return {
    id: `agv_${number}`, number, terms: USUAL, starts_on: "2026-12-01", decision: null, answered: null, effective_on: null,
    proposed: { name: side === "owner" ? "Léa Martin" : "Ann Roy", side, at: at(number), note: "" }, ...change,
  };
}

const accepted = { decision: "accepted", effective_on: "2026-11-02", starts_on: "2026-11-02", answered: { name: "Ann Roy", side: "answering", at: at(2), note: "Bienvenue !" } } as const;
const night = { days: [1, 2, 3, 4, 5, 6, 7], since: "22:00", until: "24:00", rates: { ...USUAL.rates, answering_per_hour: 7_500_000 } };

const AGREEMENTS: Agreement[] = [
  {
    id: "agr_1", side: "owner", owner_name: "Toiture Nord", answering_name: "Cabinet Étoile", made_at: at(1), standing: "in_force", in_force: "agv_1", open: "agv_2",
    versions: [version(1, "owner", accepted), version(2, "answering", { terms: { ...USUAL, bands: [night], minimum_s: 30, forbidden: ["Abonnements"] }, proposed: { name: "Ann Roy", side: "answering", at: at(20), note: "La nuit coûte davantage." } })],
    last_day: null, ended: null, earliest_end: "2026-12-22",
  },
  {
    id: "agr_2", side: "answering", owner_name: "Boutique du Port", answering_name: "Toiture Nord", made_at: at(18), standing: "proposed", in_force: null, open: "agv_1",
    versions: [version(1, "answering", { terms: { ...USUAL, payer: "owner", countries: ["FR", "BE"], at_once: 4 } })], last_day: null, ended: null, earliest_end: "2026-11-22",
  },
  {
    id: "agr_3", side: "owner", owner_name: "Toiture Nord", answering_name: "Voix du Sud", made_at: at(3), standing: "in_force", in_force: "agv_1", open: null,
    versions: [version(1, "owner", { ...accepted, terms: { ...USUAL, listening: true, forbidden: ["Abonnements"] } })], last_day: null, ended: null, earliest_end: "2026-12-22",
  },
  {
    id: "agr_4", side: "answering", owner_name: "Maison Duval", answering_name: "Toiture Nord", made_at: at(4), standing: "in_force", in_force: "agv_1", open: null,
    versions: [version(1, "answering", { ...accepted, terms: { ...USUAL, forbidden: ["Abonnements", "Extension de garantie"] } })], last_day: null, ended: null, earliest_end: "2026-12-22",
  },
  {
    id: "agr_5", side: "owner", owner_name: "Toiture Nord", answering_name: "Nord Accueil", made_at: at(19), standing: "to_come", in_force: null, open: null,
    versions: [version(1, "owner", { ...accepted, starts_on: "2026-12-01", effective_on: "2026-12-01" })], last_day: null, ended: null, earliest_end: "2026-12-22",
  },
];
const MARKET: ShownFirm[] = [
  { firm_id: "frm_2", name: "Cabinet Étoile", country: "FR", answers: true, seeks: false, languages: ["fr", "en"], text: "Quarante conseillers, de jour comme de nuit, consultations et prise de rendez-vous." },
  { firm_id: "frm_3", name: "Boutique du Port", country: "FR", answers: false, seeks: true, languages: ["fr"], text: "Nous fermons à midi ; qui prend nos appels ?" },
];
const LISTING: Listing = { name: "Toiture Nord", country: "FR", answers: true, seeks: true, languages: ["fr"], text: "Devis et urgences de toiture.", shown: true };

const notice = (change: Partial<Notice>): Notice => ({ ...newNotice("2026-11-23", "Europe/Paris"), ...change });
const by = (id: string, firm_id: string, firm_name: string, of: Notice): PublishedNotice => ({ id, firm_id, firm_name, published_at: at(20), own: firm_id === "frm_1", expired: false, notice: of });
let notices: PublishedNotice[] = [
  by("ntc_1", "frm_1", "Toiture Nord", notice({ kind: "hole", windows: [], once: { first: "2026-12-24", since: "12:00", last: "2026-12-26", until: "08:00" }, at_once: 2, per_hour: null, expires_on: "2026-12-24" })),
  by("ntc_2", "frm_2", "Cabinet Étoile", notice({ windows: [{ days: [1, 2, 3, 4, 5], since: "20:00", until: "06:00" }, { days: [6, 7], since: "08:00", until: "20:00" }], at_once: 6, languages: ["fr", "en"], skills: ["Devis", "Prise de rendez-vous"], countries: ["FR", "BE"], per_hour: 7_000_000, note: "Une équipe formée aux urgences du bâtiment." })),
  by("ntc_3", "frm_3", "Boutique du Port", notice({ kind: "hole", windows: [{ days: [1, 2, 3, 4, 5], since: "12:00", until: "14:00" }], skills: ["Commandes"] })),
];

/** The notices of the market, kept as long as the page lives. */
function market(method: string, path: string, body: string): unknown {
  if (method === "DELETE") {
    notices = notices.filter((each) => !path.endsWith(each.id));
    return null;
  }
  if (method === "GET") return notices;
  const made = by(`ntc_${Date.now()}`, "frm_1", "Toiture Nord", JSON.parse(body) as Notice);
  notices = [made, ...notices];
  return made;
}

/** The answer of a route of agreements or of the market; undefined where it is neither. `bare` is a firm that begins. */
export function agreements(method: string, path: string, body: string, bare: boolean): unknown {
  if (path === "/synergy/market") return bare ? [] : MARKET;
  if (path === "/synergy/listing") return method === "PUT" ? JSON.parse(body) : bare ? { ...LISTING, shown: false, text: "" } : LISTING;
  if (path.startsWith("/synergy/notices")) return bare && method === "GET" ? [] : market(method, path, body);
  if (path === "/agreements/rating") {
    const { terms, seconds } = JSON.parse(body) as { terms: typeof USUAL; seconds: number };
    const [owner, answering, platform] = [terms.rates.owner_per_hour, terms.rates.answering_per_hour, terms.rates.platform_per_hour].map((rate) => Math.round((rate * seconds) / 3600)) as [number, number, number];
    return { owner, answering, platform, total: owner + answering + platform } satisfies Rated;
  }
  if (!path.startsWith("/agreements")) return undefined;
  return method === "GET" ? (bare ? [] : AGREEMENTS) : AGREEMENTS[0];
}

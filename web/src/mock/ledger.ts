/** Money to look at without a platform: a firm's statements with a dispute, the operator's months at three of their stages. */

import type { Account, Billing, Difference, Dispute, Draft, Month, MonthPayments, Movement, Paid, Party, PrepaidAccount, Preview, Statement, StatementLine, StatementShort, TopUps, Verdict } from "@/api/ledger";
import { monthBefore, payDay } from "@/pages/statements/money";
import { addDays } from "@/pages/planning/week";

const TODAY = new Date().toISOString().slice(0, 10);
const ISSUED = addDays(TODAY, -6);
const month = (before: number): string => monthBefore(TODAY, before);
const moment = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
const WRITES_MS = 1_200;

function party(firm: string, name: string, change: Partial<Party>): Party {
  return { firm, name, address: [], postcode: "", city: "", country: "FR", registration: "", vat: "", iban: "", bic: "", email: "", ...change };
}
const NORD = party("fir_nord", "Toiture Nord SAS", { address: ["4 quai des Ardoises"], postcode: "59000", city: "Lille", registration: "999001019", vat: "FR83999001019", iban: "FR7699999000100000000000271", email: "comptes@toiture-nord.example" });
const ETOILE = party("fir_etoile", "Cabinet Étoile SARL", { address: ["12 rue des Lilas"], postcode: "75011", city: "Paris", registration: "999000003", vat: "FR42999000003", iban: "FR7699999000100000000000174", email: "comptes@cabinet-etoile.example" });
const REGIE = party("fir_regie", "Régie Permanence SA", { address: ["1 place du Standard"], postcode: "69002", city: "Lyon", registration: "999002025", vat: "FR94999002025", iban: "FR7699999000100000000000368" });

const line = (kind: StatementLine["kind"], calls: number, seconds: number, amount: number, about = ""): StatementLine => ({ kind, calls, seconds, amount, cents: Math.round(amount / 10_000), about });

function statement(id: string, number: string, seller: Party, buyer: Party, lines: StatementLine[], change: Partial<Statement> = {}): Statement {
  const net = lines.reduce((sum, each) => sum + each.cents, 0);
  const vat = Math.round(net / 5);
  return {
    id, number, kind: "389", month: month(1), owner: ETOILE, answering: NORD, seller, buyer, currency: "EUR", lines, net, vat_rate: 2000, vat, total: net + vat,
    issued_on: ISSUED, due_on: payDay(ISSUED, "net_30").day, due_why: "rule", exemption: "", mandate: "2026-AF-07", corrects: "", note: "", ...change,
  };
}

const STATEMENTS: Statement[] = [
  statement("stm_1", "2026-000004", NORD, REGIE, [line("answered", 1284, 231_120, 353_100_000), line("correction", 2, 310, 473_611, "2026-000003")]),
  statement("stm_2", "2026-000012", ETOILE, NORD, [line("answered", 96, 19_440, 32_400_000)], { owner: NORD, answering: ETOILE, due_why: "clamped", due_on: payDay(ISSUED, "C").day }),
  statement("stm_3", "2026-000011", ETOILE, REGIE, [line("answered", 1284, 231_120, 321_000_000)], { due_why: "moved", due_on: addDays(ISSUED, 28) }),
  statement("stm_4", "2026-000003", NORD, REGIE, [line("correction", 7, 1410, 2_154_167, "2026-000002")], { kind: "261", month: month(3), corrects: "2026-000002", due_why: "put_off" }),
];

let disputes: Dispute[] = [{
  id: "dsp_1", statement_id: "stm_1", call: "ans_01JD8Q4T6V", reason: "L'appelant a raccroché pendant la musique ; personne ne lui a parlé.", own: false, raised_by: "Ann Roy", raised_at: moment(3),
  verdict: null, answer: "", answered_by: null, answered_at: null, settled_at: null,
}];

let billing: Billing = { ...NORD, vat_rate: 2000, exemption: "", pay_rule: "A", mandate: "2026-AF-07" };

const ACCOUNTS: Record<string, Account[]> = {
  fir_nord: [{ kind: "prepaid", currency: "EUR", amount: 150_000_000 }, { kind: "held", currency: "EUR", amount: 4_250_000 }, { kind: "due", currency: "EUR", amount: 389_130_000 }],
  fir_regie: [
    { kind: "due", currency: "EUR", amount: -809_466_000 }, { kind: "payout", currency: "EUR", amount: -706_573_611 }, { kind: "fees", currency: "EUR", amount: 32_100_000 },
    { kind: "rounding", currency: "EUR", amount: -1_389 }, { kind: "vat", currency: "EUR", amount: -134_910_000 }, { kind: "bank", currency: "EUR", amount: 0 },
  ],
};

const months: Month[] = [
  { month: month(1), stage: "open", proposed: null, approved: null, closed_at: null, statements: 0 },
  { month: month(2), stage: "proposed", proposed: { name: "Agathe Lenoir", at: moment(0.1), own: false }, approved: null, closed_at: null, statements: 0 },
  { month: month(3), stage: "closed", proposed: { name: "Victor Blanchet", at: moment(21), own: true }, approved: { name: "Agathe Lenoir", at: moment(20.9), own: false }, closed_at: moment(20.9), statements: 3 },
];
let frozenAt = 0;

function draft(seller: Party, buyer: Party, lines: StatementLine[], owner = ETOILE, answering = NORD): Draft {
  const net = lines.reduce((sum, each) => sum + each.cents, 0);
  const vat = Math.round(net / 5);
  return { owner: owner.name, answering: answering.name, seller: seller.name, buyer: buyer.name, currency: "EUR", lines, net, vat, total: net + vat };
}

const DRAFTS: Draft[] = [
  draft(NORD, REGIE, [line("answered", 1284, 231_120, 353_100_000), line("correction", 2, 310, -473_611, "2026-000003")]),
  draft(ETOILE, REGIE, [line("answered", 1284, 231_120, 321_000_000)]),
  draft(ETOILE, NORD, [line("answered", 96, 19_440, 32_400_000)], NORD, ETOILE),
  draft(REGIE, NORD, [line("fee", 96, 19_440, 2_700_000)], NORD, ETOILE),
];

function preview(of: Month): Preview {
  return {
    month: of, drafts: DRAFTS, digest: `digest-${of.month}`,
    changes: [{ firm: NORD.name, currency: "EUR", before: 28_412, now: 35_263 }, { firm: ETOILE.name, currency: "EUR", before: 37_900, now: 35_340 }, { firm: REGIE.name, currency: "EUR", before: 270, now: 270 }],
    findings: of.stage === "open" ? [{ trouble: "no_iban", firm: ETOILE.name, blocks: false }, { trouble: "no_mandate", firm: ETOILE.name, blocks: false }] : [],
  };
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** A refusal as the platform would word it. */
function no(status: number, code: string, french: string, english: string, param?: string): Response {
  const detail = document.documentElement.lang === "fr" ? french : english;
  return json({ status, code, title: detail, detail, param }, status);
}

function short(of: Statement, firm: string): StatementShort {
  const role = of.seller.firm === firm ? "seller" : of.buyer.firm === firm ? "buyer" : "partner";
  const sum = (part: "calls" | "seconds"): number => of.lines.reduce((all, each) => all + each[part], 0);
  const reader = [of.owner.firm, of.answering.firm].includes(firm) ? firm : of.seller.firm;
  const partner = of.owner.firm === reader ? of.answering : of.owner;
  return { ...of, role, seller: of.seller.name, buyer: of.buyer.name, partner: partner.name, calls: sum("calls"), seconds: sum("seconds"), paid_on: of.id === "stm_3" ? addDays(TODAY, -2) : null };
}

function file(name: string): Response {
  return new Response(name, { headers: { "Content-Type": "application/octet-stream", "Content-Disposition": `attachment; filename="${name}"` } });
}

const PAID: Paid[] = [
  { statement_id: "stm_6", number: "2026-000007", seller: NORD.name, currency: "EUR", cents: 38_913, paid_on: addDays(TODAY, -2), reference: "VIR 2026-11-88", returned_on: null, reason: "" },
  { statement_id: "stm_7", number: "2026-000009", seller: "Garage Lumière", currency: "EUR", cents: 12_480, paid_on: addDays(TODAY, -2), reference: "VIR 2026-11-88", returned_on: addDays(TODAY, -1), reason: "Compte clos" },
];
const payments: MonthPayments = {
  open: [{ id: "stm_8", number: "2026-000011", seller: ETOILE.name, currency: "EUR", cents: 38_520, due_on: addDays(TODAY, 12) }, { id: "stm_7", number: "2026-000009", seller: "Garage Lumière", currency: "EUR", cents: 12_480, due_on: addDays(TODAY, 12) }],
  remittances: [
    { id: "rem_2", executed_on: TODAY, reference: "VIR 2026-11-93", statements: 1, cents: 38_520, proposed: { name: "Agathe Lenoir", at: moment(0.05), own: false }, approved: null, posted_at: null, paid: [] },
    { id: "rem_1", executed_on: addDays(TODAY, -2), reference: "VIR 2026-11-88", statements: 2, cents: 51_393, proposed: { name: "Victor Blanchet", at: moment(1.5), own: true }, approved: { name: "Agathe Lenoir", at: moment(1.4), own: false }, posted_at: moment(1.4), paid: PAID },
  ],
};

const MOVEMENTS: Movement[] = [
  { id: "trf_3", at: moment(2), amount: -4_250_000, other: "held", note: "" },
  { id: "trf_2", at: moment(9), amount: -95_750_000, other: "due", note: "VIR 2026-07-31" },
  { id: "trf_1", at: moment(12), amount: 250_000_000, other: "bank", note: "VIR 2026-11-09" },
];
const TOP_UPS: TopUps = {
  items: [{ id: "tup_1", firm: NORD.name, amount: 250_000_000, paid_on: addDays(TODAY, -12), until: addDays(TODAY, 48), reference: "VIR 2026-11-09", recorded_by: "Victor Blanchet", recorded_at: moment(12) }],
  firms: [{ id: NORD.firm, name: NORD.name }, { id: ETOILE.firm, name: ETOILE.name }],
};
let level: number | null = 200_000_000;

function prepaid(method: string, body: string, none: boolean): PrepaidAccount {
  if (method === "PUT") level = (JSON.parse(body) as { level: number | null }).level;
  const balance = none ? 0 : 150_000_000;
  const advances = [{ id: "tup_1", amount: 250_000_000, left: 150_000_000, paid_on: addDays(TODAY, -12), until: addDays(TODAY, 48), reference: "VIR 2026-11-09" }];
  return { currency: "EUR", balance, held: none ? 0 : 4_250_000, level, low: level !== null && balance < level, advances: none ? [] : advances };
}

function oneMonth(method: string, name: string, what: string, body: string): Response {
  const at = months.findIndex((each) => each.month.startsWith(name));
  const found = months[at];
  if (!found) return no(422, "month.unreadable", "Ce n'est pas un mois ; écrivez-le comme 2026-10.", "This is no month; write it as 2026-10.", "month");
  const set = (change: Partial<Month>): Response => json((months[at] = { ...found, ...change }));
  if (what === "payments") return json(payments);
  if (method === "GET") return json(preview(found));
  if (what === "proposal") {
    const earlier = months.slice(at + 1).find((each) => each.stage === "open" || each.stage === "proposed");
    if (earlier) return no(409, "month.earlier_open", `Le mois ${earlier.month.slice(0, 7)} vient d’abord ; clôturez-le avant celui-ci.`, `The month ${earlier.month.slice(0, 7)} comes first; close it before this one.`);
    if ((JSON.parse(body) as { digest: string }).digest !== preview(found).digest) return no(409, "month.figures_changed", "Les chiffres ont changé.", "The figures have changed.");
    return set({ stage: "proposed", proposed: { name: "Victor Blanchet", at: moment(0), own: true } });
  }
  if (found.proposed?.own) return no(409, "month.same_person", "Qui a proposé un mois ne peut pas l’approuver.", "Who proposed a month cannot approve it.");
  frozenAt = Date.now();
  return set({ stage: "approved", approved: { name: "Victor Blanchet", at: moment(0), own: true } });
}

/** What the worker does within seconds of an approval. */
function writeStatements(): void {
  const at = months.findIndex((each) => each.stage === "approved");
  const found = months[at];
  if (found && Date.now() - frozenAt > WRITES_MS) months[at] = { ...found, stage: "closed", closed_at: moment(0), statements: DRAFTS.length };
}

function keepBilling(body: string): Response {
  const sent = JSON.parse(body) as Billing;
  if (sent.vat_rate === null && !sent.exemption.trim()) return no(422, "billing.rate", "Il faut un taux ou une raison.", "A rate or a reason is needed.", "exemption");
  if (sent.vat_rate !== null && (sent.vat_rate < 0 || sent.vat_rate > 10_000)) return no(422, "billing.rate", "Ce taux ne va pas.", "This rate does not fit.", "vat_rate");
  if (sent.iban && !/^FR\d{12}[0-9A-Z]{11}\d{2}$/.test(sent.iban)) return no(422, "iban", `« ${sent.iban} » n’est pas un numéro de compte bancaire (IBAN) d’un pays SEPA ; recopiez-le du relevé d’identité bancaire.`, `'${sent.iban}' is no bank account number (IBAN) of a SEPA country; copy it from the bank's own document.`, "iban");
  billing = sent;
  return json(billing);
}

function raise(body: string): Response {
  const sent = JSON.parse(body) as { statement_id: string; reason: string; call: string };
  if (!sent.reason) return no(422, "dispute.reason", "Dites pourquoi, pour que l’autre entreprise puisse agir.", "Say why, so that the other firm can act on it.", "reason");
  if (sent.call && !sent.call.startsWith("ans_")) return no(422, "dispute.call", "Cet appel n’est pas sur le relevé.", "This call is not on the statement.", "call");
  const made: Dispute = { id: `dsp_${disputes.length + 1}`, ...sent, own: true, raised_by: "Alix Bernard", raised_at: moment(0), verdict: null, answer: "", answered_by: null, answered_at: null, settled_at: null };
  disputes = [made, ...disputes];
  return json(made, 201);
}

function answer(id: string, body: string): Response {
  const { verdict, reason } = JSON.parse(body) as { verdict: Verdict; reason: string };
  if (verdict === "rejected" && !reason) return no(422, "dispute.reason", "Dites pourquoi, pour que l’autre entreprise puisse agir.", "Say why, so that the other firm can act on it.", "reason");
  disputes = disputes.map((each) => (each.id === id ? { ...each, verdict, answer: reason, answered_by: "Alix Bernard", answered_at: moment(0) } : each));
  return json(disputes.find((each) => each.id === id));
}

/** The answer of a route of the ledger to somebody of a firm; null where it is none. `bare`: nothing has happened yet. */
export function ledger(method: string, path: string, params: URLSearchParams, body: string, firm: string, bare: boolean): Response | null {
  const [, first = "", id = "", rest = ""] = path.split("/");
  writeStatements();
  if (path === "/ledger/billing") return method === "PUT" ? keepBilling(body) : json(billing);
  if (path === "/ledger/accounts") return json(bare ? [] : ACCOUNTS[firm]);
  if (path === "/prepaid/movements") return json({ items: MOVEMENTS, next_cursor: null });
  if (path === "/prepaid" || path === "/prepaid/alarm") return json(prepaid(method, body, bare || firm === "fir_regie"));
  if (path === "/top-ups") return json(bare ? { items: [], firms: [] } : TOP_UPS);
  if (path === "/ledger/check") return json(bare ? ([{ what: "balance", firm: ETOILE.firm, kind: "due", currency: "EUR", expected: 321_000_000, kept: 320_990_000 }] satisfies Difference[]) : []);
  if (first === "statements" && rest === "payments") return json(id === "stm_3" ? PAID.slice(0, 1) : []);
  if (first === "statements" && rest) return rest === "factur-x.pdf" && id === "stm_3" ? no(422, "paper.lacks", "Ce document ne peut pas être fait : il manque le numéro de TVA.", "This paper cannot be made: the VAT number is missing.") : file(rest);
  if (first === "statements" && id) return json(STATEMENTS.find((each) => each.id === id) ?? STATEMENTS[0]);
  if (first === "statements") {
    const wanted = params.get("month");
    return json({ items: bare ? [] : STATEMENTS.filter((each) => !wanted || each.month === wanted).map((each) => short(each, firm)), next_cursor: null });
  }
  if (first === "remittances") return json(payments);
  if (first === "payments") return file(`payments-${id.slice(0, 7)}.xml`);
  if (first === "disputes") return id ? answer(id, body) : method === "POST" ? raise(body) : json(disputes.filter((each) => each.statement_id === params.get("statement")));
  if (path === "/months") return json(bare ? [] : months);
  return first === "months" ? oneMonth(method, id, rest, body) : null;
}

/** Tariffs to look at without a platform: a free number for sales, a surcharged one, a month with differences. */

import type { ComparedCall, FileHeader, FileRead, MonthTotals, PricedNumber, Tariff, TariffPreview, TariffVersion } from "@/api/tariffs";
import { monthBefore } from "@/pages/statements/money";
import { addDays } from "@/pages/planning/week";

const TODAY = new Date().toISOString().slice(0, 10);
const NEXT = monthBefore(addDays(TODAY, 7), -1);
const FREE: Tariff = { use: "sales", basis: "free", price: 0, payout_permille: 0, announcement: null, warning: null, capped: null, longest_s: null };
const MINUTE: Tariff = { use: "other", basis: "per_minute", price: 500_000, payout_permille: 600, announcement: "pro_bienvenue", warning: null, capped: null, longest_s: null };
const version = (id: string, starts_on: string, tariff: Tariff, begun = true): TariffVersion => ({ id, starts_on, begun, tariff });

function number(id: string, change: Partial<PricedNumber>): PricedNumber {
  return {
    id, number: "+33800000010", label: "", country: "FR", language: "fr", category: "free", minute_max: 0, call_max: 0, currency: "EUR", call_cap: 24_000_000,
    month_cap: 300_000_000, sure: true, source: "", earliest: NEXT, today: null, others: [], ...change,
  };
}
let numbers = [
  number("num_1", { label: "Devis", today: version("tar_1", "2026-01-01", FREE) }),
  number("num_2", { number: "+33892000010", label: "Conseil toiture", category: "surcharged", minute_max: 800_000, call_max: 3_000_000, today: version("tar_2", "2026-02-01", MINUTE), others: [version("tar_3", NEXT, { ...MINUTE, price: 800_000 }, false)] }),
  number("num_3", { number: "+33806000010", label: "Service après-vente", category: "ordinary" }),
];
const TOTALS: MonthTotals[] = [{
  number_id: "num_2", month: TODAY, currency: "EUR", calls: 412, seconds: 98_880, estimated: 824_000_000, estimated_payout: 412_000_000, confirmed_calls: 409, confirmed: 818_400_000,
  confirmed_payout: 409_200_000, same: 402, differs: 6, ours: 4, carriers: 1, answered: 371, answered_s: 188_400, cost: 1_465_333_333, financed_permille: 279,
}];
const at = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const CALLS: ComparedCall[] = [
  { standing: "same", call: "int_001", since: at(300), seconds: 240, estimated: 2_000_000, line: 2, confirmed_seconds: 240, confirmed: 2_000_000, payout: 1_000_000, difference: 0 },
  { standing: "differs", call: "int_002", since: at(240), seconds: 181, estimated: 1_508_333, line: 3, confirmed_seconds: 176, confirmed: 1_466_667, payout: 733_333, difference: -41_666 },
  { standing: "ours", call: "int_003", since: at(180), seconds: 62, estimated: 516_667, line: null, confirmed_seconds: null, confirmed: null, payout: null, difference: -516_667 },
  { standing: "carriers", call: null, since: at(90), seconds: null, estimated: null, line: 4, confirmed_seconds: 35, confirmed: 291_667, payout: 145_833, difference: 291_667 },
];
const HEADER: FileHeader = { columns: ["Numéro", "Date", "Durée", "Montant"], proposed: { number: "Numéro", moment: "Date", seconds: "Durée", price: "Montant" }, sample: [["0892000010", "23/11/2026 13:00:05", "240", "2,00"]] };
const READ: FileRead = { file: { id: "cfl_1", name: "octobre.csv", imported_at: at(1440), lines: 411, accepted: 409, added: 409 }, refused: [{ line: 7, column: "Numéro", reason: "not_yours", shown: "0899123456" }], refused_total: 2 };

const json = (body: unknown, status = 200): Response => new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** A refusal as the platform would word it. */
function no(code: string, french: string, english: string, param: string): Response {
  const detail = document.documentElement.lang === "fr" ? french : english;
  return json({ status: 422, code, title: detail, detail, param }, 422);
}

function preview(tariff: Tariff): Response {
  if (tariff.use === "support" && tariff.price > 0) return no("tariff.support", "L’assistance sur un contrat déjà conclu ne peut pas être surtaxée dans ce pays.", "Help with a contract already sold cannot be surcharged in this country.", "use");
  const charged = tariff.price > 0;
  const longest = tariff.basis === "per_minute" ? Math.floor((24_000_000 * 60) / tariff.price) : null;
  return json({
    free_s: charged ? 10 : null, skip_key: "#", longest_s: charged ? longest : null, warn_s: charged && longest !== null ? longest - 60 : null, sure: true, currency: "EUR",
    first_minute: tariff.price, first_payout: Math.round((tariff.price / 1.2) * (tariff.payout_permille / 1000)), longest_price: charged && longest !== null ? 24_000_000 : tariff.price,
  } satisfies TariffPreview);
}

/** The answer of a route of tariffs; null where it is none. `bare`: nothing was set up yet. */
export function tariffs(method: string, path: string, body: string, bare: boolean): Response | null {
  const [, first = "", second = "", third = "", fourth = ""] = path.split("/");
  if (first !== "tariffs") return null;
  if (!second) return json(bare ? [] : numbers);
  if (second === "terms") return json(method === "PUT" ? JSON.parse(body) : { hour_cost: 28_000_000 });
  if (second === "files") return third === "look" ? json(HEADER) : json(method === "POST" ? READ : [READ.file]);
  if (second === "months") return json(third === TODAY.slice(0, 7) ? (fourth ? CALLS : TOTALS) : []);
  if (second !== "numbers") {
    numbers = numbers.map((each) => ({ ...each, others: each.others.filter((one) => one.id !== second) }));
    return json(null, 204);
  }
  const form = JSON.parse(body) as { tariff: Tariff; starts_on: string };
  if (fourth === "preview") return preview(form.tariff);
  const made = version(`tar_${third}_${form.starts_on}`, form.starts_on, form.tariff, form.starts_on <= TODAY);
  numbers = numbers.map((each) => (each.id !== third ? each : made.begun ? { ...each, today: made } : { ...each, others: [made, ...each.others] }));
  return json(made, 201);
}

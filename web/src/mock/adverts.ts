/** Advertisements of a firm that only brings callers, with a month of their calls. */

import type { Advert, AdvertForm, AdvertReport, Figures, Step } from "@/api/adverts";
import { addDays } from "@/pages/planning/week";

const TODAY = new Date().toISOString().slice(0, 10);
const EURO = 1_000_000;
let adverts: Advert[] = [
  { id: "adv_3", name: "Prospectus boîtes aux lettres", medium: "flyer", first_day: addDays(TODAY, -3), last_day: null, costs: [], numbers: [], code: "417", address: "https://toiture-nord.example/devis", path: "/a/8k2m4n6p8q0r2s4t" },
  { id: "adv_2", name: "Radio Flandre, le matin", medium: "radio", first_day: addDays(TODAY, -25), last_day: addDays(TODAY, 5), costs: [{ first_day: addDays(TODAY, -25), last_day: addDays(TODAY, 5), amount: 930 * EURO }], numbers: [], code: "250", address: "", path: "" },
  { id: "adv_1", name: "La Voix du Nord", medium: "press", first_day: addDays(TODAY, -60), last_day: null, costs: [{ first_day: addDays(TODAY, -29), last_day: TODAY, amount: 450 * EURO }], numbers: ["num_1"], code: "", address: "", path: "" },
];

const figures = (change: Partial<Figures>): Figures => ({ calls: 0, new_callers: 0, answered: 0, missed: {}, seconds: 0, visits: 0, earned: 0, cost: 0, gain: 0, cost_per_call: null, cost_per_new_caller: null, ratio: null, ...change });
const PRESS = figures({ calls: 214, new_callers: 131, answered: 187, missed: { abandoned: 19, closed: 8 }, seconds: 33_660, earned: 812_400_000, cost: 450 * EURO, gain: 362_400_000, cost_per_call: 2_102_804, cost_per_new_caller: 3_435_115, ratio: 1.805 });
const RADIO = figures({ calls: 96, new_callers: 80, answered: 71, missed: { abandoned: 25 }, seconds: 9_940, earned: 301_750_000, cost: 780 * EURO, gain: -478_250_000, cost_per_call: 8_125_000, cost_per_new_caller: 9_750_000, ratio: 0.387 });
const FLYER = figures({ calls: 3, new_callers: 3, answered: 3, seconds: 512, visits: 41, earned: 9_216_000, gain: 9_216_000 });
const OTHER = figures({ calls: 41, new_callers: 6, answered: 38, missed: { abandoned: 3 }, seconds: 5_700, earned: 151_900_000, gain: 151_900_000 });
const TOTAL = figures({ calls: 354, new_callers: 220, answered: 299, missed: { abandoned: 47, closed: 8 }, seconds: 49_812, visits: 41, earned: 1_275_266_000, cost: 1230 * EURO, gain: 45_266_000, cost_per_call: 3_474_576, cost_per_new_caller: 5_590_909, ratio: 1.037 });

function report(params: URLSearchParams, bare: boolean): AdvertReport {
  const to = params.get("to") ?? TODAY;
  const from = params.get("from") ?? addDays(to, -29);
  const step = (params.get("step") ?? "day") as Step;
  const lines = [{ id: "adv_1", name: "La Voix du Nord", figures: PRESS }, { id: "adv_2", name: "Radio Flandre, le matin", figures: RADIO }, { id: "adv_3", name: "Prospectus boîtes aux lettres", figures: FLYER }, { id: null, name: "", figures: OTHER }];
  const columns = Array.from({ length: 30 }, (_, at) => ({ first_day: addDays(from, at), calls: { adv_1: 4 + ((at * 7) % 8), ...(at > 4 ? { adv_2: (at * 5) % 7 } : {}), ...(at > 26 ? { adv_3: 1 } : {}), "": at % 3 } as Record<string, number> }));
  return bare ? { first_day: from, last_day: to, step, currency: "EUR", total: figures({}), lines: [], columns: [] } : { first_day: from, last_day: to, step, currency: "EUR", total: TOTAL, lines, columns };
}

/** What a route of advertisements answers; undefined where it is none. `bare`: nothing has been written yet. */
export function advertising(method: string, path: string, params: URLSearchParams, body: string, bare: boolean): unknown {
  if (path === "/reports/adverts") return report(params, bare && adverts.length < 4);
  if (path !== "/adverts" && !path.startsWith("/adverts/")) return undefined;
  const id = path.split("/")[2];
  if (method === "GET") return bare && adverts.length < 4 ? [] : adverts;
  if (method === "DELETE") {
    adverts = adverts.filter((each) => each.id !== id);
    return null;
  }
  const sent = JSON.parse(body) as AdvertForm;
  const made: Advert = { ...sent, id: id ?? `adv_${adverts.length + 1}`, path: sent.address ? "/a/8k2m4n6p8q0r2s4t" : "" };
  adverts = id ? adverts.map((each) => (each.id === id ? made : each)) : [made, ...adverts];
  return made;
}

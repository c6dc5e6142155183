/** What the routes of duty rosters would answer: five agents, a week with holes, a day that did not go as planned. */

import { momentOf, mondayOf, plus, local } from "@/pages/duty/local";
import type { Absence, AdherenceRow, Day, DutyRequest, Hole, Mine, Pattern, Shift, Week } from "@/pages/duty/model";

const ZONE = "Europe/Paris";
const TURNS: Record<string, [string, string, string, string]> = {
  agt_camille: ["08:30", "16:30", "12:00", "13:00"], agt_hugo: ["09:00", "17:00", "12:30", "13:30"], agt_ines: ["10:00", "18:00", "13:00", "14:00"],
  agt_noemie: ["08:30", "12:30", "10:30", "10:45"], agt_paul: ["14:00", "19:00", "16:00", "16:15"],
};
const ALIASES: Record<string, string> = { agt_camille: "Camille", agt_hugo: "Hugo", agt_ines: "Inès", agt_noemie: "Noémie", agt_paul: "Paul" };
const LOOKED = "14:10";

const today = (): string => local(Date.now(), ZONE).day;
const at = (day: string, clock: string): string => momentOf(day, clock, ZONE);

function shift(agent: string, day: string): Shift {
  const [starts, ends, from, to] = TURNS[agent] ?? ["09:00", "17:00", "12:00", "13:00"];
  return { agent, starts: at(day, starts), ends: at(day, ends), breaks: [{ starts: at(day, from), ends: at(day, to) }] };
}

function shiftsOf(agent: string, first: string, days: number): Shift[] {
  const all = Array.from({ length: days }, (_, index) => index).filter((index) => index % 7 < 5 && !(agent === "agt_ines" && index === 3));
  return all.map((index) => shift(agent, plus(first, index)));
}

const requests = (): DutyRequest[] => [
  { id: "drq_1", kind: "leave", agent_id: "agt_hugo", colleague_id: null, starts: at(plus(today(), 9), "00:00"), ends: at(plus(today(), 11), "00:00"), back_starts: null, back_ends: null, note: "Mariage de ma sœur", state: "open", asked_at: at(today(), "08:00"), reason: "" },
  { id: "drq_2", kind: "swap", agent_id: "agt_noemie", colleague_id: "agt_camille", starts: at(plus(today(), 3), "08:30"), ends: at(plus(today(), 3), "12:30"), back_starts: at(plus(today(), 4), "08:30"), back_ends: at(plus(today(), 4), "16:30"), note: "", state: "asked", asked_at: at(today(), "07:30"), reason: "" },
  { id: "drq_3", kind: "leave", agent_id: "agt_camille", colleague_id: null, starts: at(plus(today(), 20), "00:00"), ends: at(plus(today(), 21), "00:00"), back_starts: null, back_ends: null, note: "", state: "refused", asked_at: at(plus(today(), -2), "09:00"), reason: "Salon de l'habitat ce jour-là." },
];

function weekOf(first: string): Week {
  const absence: Absence = { id: "abs_1", agent_id: "agt_ines", kind: "training", starts: at(plus(first, 3), "00:00"), ends: at(plus(first, 4), "00:00"), note: "" };
  const hole = (day: number, from: string, to: string, people: number): Hole =>
    ({ kind: "queue", id: "que_devis", name: "Devis", starts: at(plus(first, day), from), ends: at(plus(first, day), to), people, wanted: 2, partners: [] });
  const holes = [hole(1, "12:30", "13:00", 1), hole(3, "12:30", "13:30", 0), hole(3, "17:00", "18:00", 1), hole(4, "12:30", "13:00", 1), { ...hole(5, "09:00", "12:00", 0), partners: ["Voix du Sud"] }];
  return {
    first, time_zone: ZONE, starts: at(first, "00:00"), ends: at(plus(first, 7), "00:00"),
    agents: Object.keys(TURNS).map((id) => ({ agent_id: id, alias: ALIASES[id] ?? "", shifts: shiftsOf(id, first, 5), absences: id === "agt_ines" ? [absence] : [], days: id === "agt_paul" ? [{ agent_id: id, day: plus(first, 5), turns: [] }] : [] })),
    coverage: [
      { kind: "queue", id: "que_devis", name: "Devis", wanted: 2, people: [] }, { kind: "queue", id: "que_sav", name: "Service après-vente", wanted: 1, people: [] },
      { kind: "number", id: "num_1", name: "+33184800001", wanted: 1, people: [] },
    ],
    holes: [...holes, { ...hole(5, "09:00", "12:00", 0), partners: ["Voix du Sud"], kind: "number", id: "num_1", name: "+33184800001", wanted: 1 }], holidays: [], requests: requests(),
  };
}

function dayOf(day: string): Day {
  const now = at(day, LOOKED);
  const row = (agent: string, kept: AdherenceRow["kept"], seen: [AdherenceRow["seen"][number]["doing"], string, string | null][]): AdherenceRow => ({
    agent_id: agent, alias: ALIASES[agent] ?? "", shifts: [shift(agent, day)], kept,
    seen: seen.map(([doing, from, to]) => ({ doing, starts: at(day, from), ends: to ? at(day, to) : null })),
  });
  return {
    day, time_zone: ZONE, starts: at(day, "00:00"), ends: at(plus(day, 1), "00:00"), now, percent: 90.7, watched: [[at(day, "00:00"), now]],
    rows: [
      row("agt_camille", { planned_min: 340, kept_min: 338, percent: 99.4, standing: "working", deviations: [] }, [["present", "08:29", "12:01"], ["paused", "12:01", "12:59"], ["present", "12:59", null]]),
      row("agt_hugo", { planned_min: 310, kept_min: 286, percent: 92.3, standing: "working", deviations: [{ kind: "late", starts: at(day, "09:00"), ends: at(day, "09:24"), minutes: 24 }] }, [["present", "09:24", "12:30"], ["paused", "12:30", "13:29"], ["present", "13:29", null]]),
      row("agt_ines", { planned_min: 250, kept_min: 231, percent: 92.4, standing: "paused", deviations: [{ kind: "long_break", starts: at(day, "13:00"), ends: at(day, LOOKED), minutes: 10 }] }, [["present", "10:02", "13:00"], ["paused", "13:00", null]]),
      row("agt_noemie", { planned_min: 240, kept_min: 222, percent: 92.5, standing: "over", deviations: [{ kind: "early", starts: at(day, "12:12"), ends: at(day, "12:30"), minutes: 18 }] }, [["present", "08:30", "10:31"], ["paused", "10:31", "10:44"], ["unreachable", "10:44", "10:50"], ["present", "10:50", "12:12"]]),
      row("agt_paul", { planned_min: 10, kept_min: 0, percent: 0, standing: "missing", deviations: [{ kind: "absent", starts: at(day, "14:00"), ends: at(day, LOOKED), minutes: 10 }] }, []),
    ],
  };
}

function mine(agent: string): Mine {
  const first = mondayOf(today());
  const colleagues = Object.keys(TURNS).filter((id) => id !== agent);
  return {
    agent_id: agent, time_zone: ZONE, now: new Date().toISOString(), shifts: shiftsOf("agt_camille", first, 40).map((one) => ({ ...one, agent })), absences: [],
    requests: requests().filter((one) => one.agent_id === agent || one.colleague_id === agent), calendar_since: at(plus(today(), -30), "09:00"),
    colleagues: colleagues.map((id) => ({ agent_id: id, alias: ALIASES[id] ?? "", shifts: shiftsOf(id, plus(first, 7), 5).map((one) => [one.starts, one.ends]) })),
  };
}

const patterns = (agent: string): Pattern[] => {
  const [starts, ends, from, to] = TURNS[agent] ?? ["09:00", "17:00", "12:00", "13:00"];
  return [{ id: "ptn_1", agent_id: agent, weekdays: [0, 1, 2, 3, 4], turn: { starts, ends, breaks: [{ starts: from, ends: to }] }, time_zone: ZONE, first: "2026-01-05", last: null, every_weeks: 1, on_holidays: false }];
};

/** The answer of a route below /duty, null where there is none. */
export function duty(path: string, params: URLSearchParams, agent: string | null): unknown {
  if (path === "/duty/week") return weekOf(params.get("from") ?? mondayOf(today()));
  if (path === "/duty/adherence") return dayOf(params.get("day") ?? today());
  if (path === "/duty/patterns") return { items: patterns(params.get("agent") ?? "") };
  if (path === "/me/duty") return mine(agent ?? "agt_camille");
  if (path === "/me/duty/break") {
    const when = params.get("on_call") ? "after_call" : Number(params.get("waiting")) ? "callers_wait" : "now";
    return { next: { starts: at(today(), "12:30"), ends: at(today(), "13:30"), when } };
  }
  if (path === "/me/duty/calendar") return { path: "/api/v1/duty/calendar/frm_nord/kX3v9cPq.ics" };
  return null;
}

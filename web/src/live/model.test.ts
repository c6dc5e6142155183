import { describe, expect, it } from "vitest";
import { aliasOf, atPartners, byNeed, commandsOf, deskOf, helperOf, picksUpAlone, ringsFor, stageOf, totalsOf, waitingIn, type AgentRow, type CallRow } from "./model";
import { emptyRows, type Rows } from "./reducer";

const agent = (change: Partial<AgentRow> = {}): AgentRow => ({
  id: "agt_1", alias: "Camille", presence: "ready", since: "2026-11-22T08:00:00Z", skills: [], supervises: false,
  device: "browser", device_up: true, pause_wanted: null, reason: null, call: null, wrap_up_until: null,
  wrap_up_call: null, monitoring: null, monitor_mode: null, monitor_auto_answer: false, ...change,
});

const call = (change: Partial<CallRow> = {}): CallRow => ({
  id: "int_1", direction: "inbound", phase: "talking", arrived_at: "2026-11-22T08:00:00Z", customer: "06••••••78",
  dialled: "+33184800001", brand: "Toiture Nord", greeting: "", language: "fr", path: [], queue: "que_1", queue_name: "Devis",
  queued_at: null, position: null, offered_to: null, agent: "agt_1", leg: "up", auto_answer: false, answered_at: null,
  held: false, muted: false, private: false, recorded: true, consult: null, transfer: null, monitors: [], call_back: null, agent_alias: null, partner: null, listening: true, partners_asked: [], card: null, products: [], guest: null, ...change,
});

const rows = (agents: AgentRow[], calls: CallRow[] = []): Rows => ({
  ...emptyRows,
  agent: Object.fromEntries(agents.map((row) => [row.id, { ...row }])),
  call: Object.fromEntries(calls.map((row) => [row.id, { ...row }])),
});

describe("where an agent stands", () => {
  it.each([
    [agent({ presence: "offline" }), null, "offline"],
    [agent(), null, "idle"],
    [agent({ presence: "paused" }), null, "idle"],
    [agent({ presence: "unreachable" }), null, "idle"],
    [agent({ presence: "offered", call: "int_1" }), call({ phase: "queued" }), "offered"],
    [agent({ presence: "talking", call: "int_1" }), call({ phase: "dialling" }), "dialling"],
    [agent({ presence: "talking", call: "int_1" }), call(), "talking"],
    [agent({ presence: "wrap_up" }), null, "wrap_up"],
    [null, null, "offline"],
  ])("is told by the rows (%#)", (row, held, stage) => expect(stageOf(row, held)).toBe(stage));
});

describe("what may be done", () => {
  const talking = (change: Partial<CallRow>) => commandsOf(deskOf(rows([agent({ presence: "talking", call: "int_1" })], [call(change)]), "agt_1"));
  it("offers the whole call bar while talking", () =>
    expect(talking({})).toMatchObject({ hangUp: true, hold: true, private: true, transfer: true, dial: false }));
  it("has no private moment where nothing is recorded", () => expect(talking({ recorded: false }).private).toBe(false));
  it("does not hold while a third party is consulted", () =>
    expect(talking({ consult: { label: "Noé", state: "up", agent: null } }).hold).toBe(false));
  it("lets a consulted colleague only hang up and mute", () =>
    expect(talking({ agent: "agt_2" })).toMatchObject({ hangUp: true, mute: true, hold: false, transfer: false }));
  it("keeps a paused agent able to dial and to get ready", () =>
    expect(commandsOf(deskOf(rows([agent({ presence: "paused" })]), "agt_1"))).toMatchObject({ dial: true, ready: true, answer: false }));
});

describe("the telephone", () => {
  const offered = (change: Partial<CallRow>, mine: Partial<AgentRow> = {}) =>
    deskOf(rows([agent({ presence: "offered", call: "int_1", ...mine })], [call({ phase: "queued", leg: "ringing", ...change })]), "agt_1");
  it("rings for an offer and waits for the key", () => {
    expect(ringsFor(offered({}))).toBe(true);
    expect(picksUpAlone(offered({}))).toBeNull();
  });
  it("picks up by itself only where the row says so", () => {
    expect(picksUpAlone(offered({ auto_answer: true }))).toBe("call");
    expect(ringsFor(offered({ auto_answer: true }))).toBe(false);
    expect(picksUpAlone(offered({}, { monitor_auto_answer: true }))).toBe("monitor");
  });
  it("does not ring once the offer is gone", () => expect(ringsFor(deskOf(rows([agent()]), "agt_1"))).toBe(false));
});

describe("the floor", () => {
  const queue = { id: "que_1", name: "Devis", waiting: ["int_2", "int_gone"], longest_since: "2026-11-22T08:00:00Z", ready: 0, talking: 0, signed_in: 1, target_s: 180, expected_s: null, late: 0, alarm: "kept" as const, pulls: {} };
  const floor: Rows = { ...rows([agent(), agent({ id: "agt_2", presence: "unreachable" })], [call({ id: "int_2", phase: "queued" })]), queue: { que_1: queue } };
  it("puts trouble first", () => expect(byNeed([agent(), agent({ id: "agt_2", presence: "unreachable" })])[0]?.id).toBe("agt_2"));
  it("lists the callers who wait and are known", () => expect(waitingIn(floor, queue).map((row) => row.id)).toEqual(["int_2"]));
  it("adds up", () => expect(totalsOf(floor)).toMatchObject({ waiting: 2, longestSince: "2026-11-22T08:00:00Z", byPresence: { ready: 1, unreachable: 1 } }));
});

describe("calls between firms", () => {
  const away = call({ id: "int_3", agent: "agt_far", agent_alias: "Sophie", partner: "Voix du Sud" });
  const guest = { owner: "Boutique", agreement: "agr_1", services: [], forbidden: [], cards: false, dispositions: [] };
  it("names the agent and the firm who have one's own call", () => expect([helperOf(away), helperOf(call())]).toEqual(["Sophie · Voix du Sud", null]));
  it("does not take one's own agent on a guest's call for a partner's", () =>
    expect(helperOf(call({ guest, partner: "Toiture Nord", agent_alias: "Camille" }))).toBeNull());
  it("lists those that are up, not those that ring", () =>
    expect(atPartners(rows([], [away, call({ ...away, id: "int_4", leg: "ringing" }), call()])).map((row) => row.id)).toEqual(["int_3"]));
  it("knows a partner's agent by the call that he has", () =>
    expect(["agt_far", "agt_1", "agt_none", null].map((id) => aliasOf(rows([agent()], [away]), id))).toEqual(["Sophie", "Camille", null, null]));
});

/** The rows of the live floor, as the platform writes them, and what the pages read out of them. Pure. */

import { capturing } from "./card";
import type { Rows } from "./reducer";
import type { Mark } from "@/theme/Glyph";

export type Presence = "offline" | "ready" | "offered" | "talking" | "wrap_up" | "paused" | "unreachable";
export type Phase = "flow" | "queued" | "dialling" | "talking" | "reconnecting" | "transferring" | "ended";
export type MonitorMode = "listen" | "whisper" | "barge";

export interface PartyRow {
  label: string;
  state: "ringing" | "up" | "joined";
  agent: string | null;
}

export interface MonitorRow {
  supervisor: string;
  alias: string;
  mode: MonitorMode;
  state: "ringing" | "up";
}

/** What a partner's agent must know of a call that is another firm's. */
export interface GuestRow {
  owner: string;
  agreement: string;
  services: string[];
  forbidden: string[];
  cards: boolean;
  /** Those of the firm that the call is for. */
  dispositions: { code: string; label_fr: string; label_en: string }[];
}

export interface ProductRow {
  id: string;
  name: string;
  unit: "minute" | "packet";
  /** Millionths of the currency, for a minute or for the packet. */
  amount: number;
  most_s: number;
  currency: string;
}

export interface CardRow {
  id: string;
  product: ProductRow;
  stage: string;
  /** How many digits are there, never which. */
  digits: number;
  tries: number;
  result: string | null;
  last_four: string;
  since: string | null;
  until: string | null;
}

export interface CallRow {
  id: string;
  direction: "inbound" | "outbound";
  phase: Phase;
  arrived_at: string;
  customer: string | null;
  dialled: string;
  brand: string;
  greeting: string;
  language: string;
  path: string[];
  queue: string | null;
  queue_name: string | null;
  queued_at: string | null;
  position: number | null;
  offered_to: string | null;
  agent: string | null;
  leg: "ringing" | "up" | null;
  auto_answer: boolean;
  answered_at: string | null;
  held: boolean;
  muted: boolean;
  private: boolean;
  recorded: boolean;
  consult: PartyRow | null;
  transfer: PartyRow | null;
  monitors: MonitorRow[];
  /** Kept: the customer is not on the line, and is called once an agent is there. */
  call_back: "offered" | "kept" | null;
  /** An agent of another firm who is rung or has the call, and that firm. */
  agent_alias: string | null;
  partner: string | null;
  /** Their agreement lets supervisors onto the call. */
  listening: boolean;
  /** The firms at which the caller waits too. */
  partners_asked: string[];
  /** What the caller pays by card, and what the agent may ask him to. */
  card: CardRow | null;
  products: ProductRow[];
  /** Another firm's call, of which `customer` is an alias. */
  guest: GuestRow | null;
}

export interface AgentRow {
  id: string;
  alias: string;
  presence: Presence;
  since: string;
  skills: string[];
  supervises: boolean;
  device: "browser" | "phone" | "fixed";
  device_up: boolean;
  pause_wanted: string | null;
  reason: string | null;
  call: string | null;
  wrap_up_until: string | null;
  wrap_up_call: string | null;
  monitoring: string | null;
  monitor_mode: MonitorMode | null;
  monitor_auto_answer: boolean;
}

export interface QueueRow {
  id: string;
  name: string;
  waiting: string[];
  longest_since: string | null;
  ready: number;
  talking: number;
  signed_in: number;
  target_s: number;
  expected_s: number | null;
  late: number;
  alarm: "kept" | "danger" | "broken" | "nobody";
  /** What is being done for the promise, with how many agents (from widen on: callers) it has moved. */
  pulls: Partial<Record<Pull, number>>;
}

export const PULLS = ["hold", "recall", "widen", "call_back", "partner"] as const;
export type Pull = (typeof PULLS)[number];

export interface NoticeRow {
  id: string;
  code: string;
  since: string;
}

const table = <T>(rows: Rows, kind: keyof Rows): Record<string, T> => rows[kind] as unknown as Record<string, T>;

export const agentsOf = (rows: Rows): AgentRow[] => Object.values(table<AgentRow>(rows, "agent"));
export const queuesOf = (rows: Rows): QueueRow[] => Object.values(table<QueueRow>(rows, "queue"));
export const callsOf = (rows: Rows): CallRow[] => Object.values(table<CallRow>(rows, "call"));
export const noticesOf = (rows: Rows): NoticeRow[] => Object.values(table<NoticeRow>(rows, "notice"));
export const agentOf = (rows: Rows, id: string | null | undefined): AgentRow | null =>
  (id && table<AgentRow>(rows, "agent")[id]) || null;
export const callOf = (rows: Rows, id: string | null | undefined): CallRow | null =>
  (id && table<CallRow>(rows, "call")[id]) || null;

/** What an agent is called, of whichever firm: a partner's agent is known by the call that he has. */
export const aliasOf = (rows: Rows, id: string | null | undefined): string | null =>
  agentOf(rows, id)?.alias ?? (id ? callsOf(rows).find((call) => call.agent === id && call.agent_alias !== null)?.agent_alias : null) ?? null;

/** "Sophie · Voix du Sud" where an agent of another firm is rung or has the call; null where it is one's own. */
export const helperOf = (call: CallRow): string | null => (call.partner === null || call.guest ? null : [call.agent_alias, call.partner].filter(Boolean).join(" · "));

/** One's own calls that partners' agents have, the oldest first. */
export const atPartners = (rows: Rows): CallRow[] =>
  callsOf(rows).filter((call) => helperOf(call) !== null && call.leg === "up").sort((a, b) => a.arrived_at.localeCompare(b.arrived_at));

const MARKS: Record<Presence, Mark> = {
  offline: "offline", ready: "ready", offered: "call", talking: "call", wrap_up: "wrap", paused: "pause", unreachable: "alert",
};

export const markOf = (presence: Presence): Mark => MARKS[presence] ?? "alert";

/** Where an agent stands, as the desk draws it. */
export type Stage = "offline" | "idle" | "offered" | "dialling" | "talking" | "monitoring" | "wrap_up";

export interface Desk {
  agent: AgentRow | null;
  call: CallRow | null;
  stage: Stage;
}

export function stageOf(agent: AgentRow | null, call: CallRow | null): Stage {
  if (!agent || agent.presence === "offline") return "offline";
  if (agent.presence === "offered") return "offered";
  if (agent.presence === "wrap_up") return "wrap_up";
  if (agent.monitoring) return "monitoring";
  if (agent.presence === "talking") return call?.phase === "dialling" ? "dialling" : "talking";
  return "idle";
}

export function deskOf(rows: Rows, agentId: string | null): Desk {
  const agent = agentOf(rows, agentId);
  const call = callOf(rows, agent?.call);
  return { agent, call, stage: stageOf(agent, call) };
}

/** Which commands make sense now. The platform decides in the end; this only greys what it would refuse. */
export interface Commands {
  answer: boolean;
  decline: boolean;
  hangUp: boolean;
  mute: boolean;
  hold: boolean;
  private: boolean;
  transfer: boolean;
  dial: boolean;
  ready: boolean;
  pause: boolean;
}

export function commandsOf({ agent, call, stage }: Desk): Commands {
  const owns = stage === "talking" && call !== null && call.agent === agent?.id;
  const steady = owns && call.phase === "talking" && !(call.card && capturing(call.card));
  return {
    answer: stage === "offered",
    decline: stage === "offered",
    hangUp: stage === "talking" || stage === "dialling" || stage === "monitoring",
    mute: stage === "talking",
    hold: steady && !call.consult,
    private: steady && call.recorded,
    transfer: steady,
    dial: stage === "idle",
    ready: stage === "wrap_up" || (stage === "idle" && agent?.presence !== "ready"),
    pause: stage === "idle" || stage === "wrap_up" || stage === "talking",
  };
}

/** Whether the page's telephone picks up by itself: only where the live row says so. */
export function picksUpAlone(desk: Desk): "call" | "monitor" | null {
  if (desk.agent?.monitor_auto_answer) return "monitor";
  return desk.call?.auto_answer && desk.call.leg === "ringing" ? "call" : null;
}

/** Whether the floor still offers this agent a call: the proof without which nothing rings. */
export function ringsFor(desk: Desk): boolean {
  return desk.stage === "offered" && !desk.call?.auto_answer;
}

const ORDER: Presence[] = ["unreachable", "talking", "offered", "wrap_up", "ready", "paused", "offline"];

/** Agents as a supervisor wants them: trouble first, then those on calls, the longest in their state first. */
export function byNeed(agents: AgentRow[]): AgentRow[] {
  return [...agents].sort(
    (a, b) =>
      ORDER.indexOf(a.presence) - ORDER.indexOf(b.presence) ||
      a.since.localeCompare(b.since) ||
      a.alias.localeCompare(b.alias),
  );
}

/** Agents by name, in an order that does not move under the eye. */
export const byName = (agents: AgentRow[]): AgentRow[] => [...agents].sort((a, b) => a.alias.localeCompare(b.alias));

export function waitingIn(rows: Rows, queue: QueueRow): CallRow[] {
  return queue.waiting.map((id) => callOf(rows, id)).filter((call): call is CallRow => call !== null);
}

export interface Totals {
  waiting: number;
  longestSince: string | null;
  byPresence: Record<Presence, number>;
}

export function totalsOf(rows: Rows): Totals {
  const byPresence = { offline: 0, ready: 0, offered: 0, talking: 0, wrap_up: 0, paused: 0, unreachable: 0 };
  for (const agent of agentsOf(rows)) byPresence[agent.presence] += 1;
  const queues = queuesOf(rows);
  const since = queues.map((queue) => queue.longest_since).filter((at): at is string => at !== null).sort();
  return { waiting: queues.reduce((sum, queue) => sum + queue.waiting.length, 0), longestSince: since[0] ?? null, byPresence };
}

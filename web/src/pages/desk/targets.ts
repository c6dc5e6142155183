/** Whom a call can go to: colleagues, queues, and the number that was typed; another firm's call colleagues or back. Pure. */

import { plain } from "@/format/plain";
import { readPhone, showPhone } from "@/format/phone";
import { agentsOf, byName, queuesOf, type AgentRow, type CallRow, type QueueRow } from "@/live/model";
import type { Rows } from "@/live/reducer";

export interface Target {
  kind: "agent" | "queue" | "number";
  id: string;
  label: string;
  agent?: AgentRow;
  queue?: QueueRow;
}

/** Colleagues first (those who are ready before the others), then queues, then the number; accents do not matter. A guest's call
 *  goes to no other queue and to no number: after the colleagues there is its own queue, which has no name here, in the words of `back`. */
export function targetsFor(rows: Rows, me: string | null, typed: string, call: CallRow | null = null, back = ""): Target[] {
  const wanted = plain(typed.trim());
  const fits = (label: string): boolean => plain(label).includes(wanted);
  const agents = byName(agentsOf(rows))
    .filter((agent) => agent.id !== me && agent.presence !== "offline" && fits(agent.alias))
    .sort((a, b) => Number(b.presence === "ready") - Number(a.presence === "ready"))
    .map((agent): Target => ({ kind: "agent", id: agent.id, label: agent.alias, agent }));
  if (call?.guest) return fits(back) ? [...agents, { kind: "queue", id: "", label: back }] : agents;
  const queues = queuesOf(rows)
    .filter((queue) => fits(queue.name))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((queue): Target => ({ kind: "queue", id: queue.id, label: queue.name, queue }));
  const number = readPhone(typed);
  const numbers: Target[] = number ? [{ kind: "number", id: number, label: showPhone(number) }] : [];
  return [...agents, ...queues, ...numbers];
}

/** Only people can be asked first; a queue takes the call over without a word. */
export const canConsult = (target: Target | undefined): boolean => target !== undefined && target.kind !== "queue";

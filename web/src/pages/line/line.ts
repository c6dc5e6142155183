/** What happened on one's own line and on those of others, counted for a director. Pure. */

import type { Side } from "@/api/agreements";
import type { Answered } from "@/api/overflow";
import type { Call, PromiseReport } from "@/api/types";
import { agentsOf, type AgentRow } from "@/live/model";
import type { Rows } from "@/live/reducer";
import { addDays, dayIn } from "@/pages/planning/week";

/** The first local day of a stretch of so many days that ends today. */
export const firstDay = (now: Date, zone: string, days: number): string => addDays(dayIn(now, zone), 1 - days);

/** Whether a moment lies on this local day or after it. */
export const isSince = (at: string, day: string, zone: string): boolean => dayIn(new Date(at), zone) >= day;

/** So far back one must ask to have a whole local day, which may have 25 hours, and those before it. */
export const askedFrom = (now: Date, days: number): string => new Date(now.getTime() - (24 * days + 2) * 3_600_000).toISOString();

export interface Sum {
  currency: string;
  calls: number;
  seconds: number;
  owner: number;
  answering: number;
  platform: number;
}

/** What calls of one side come to, one sum for each currency, the most calls first. */
export function sumsOf(answered: Answered[], side: Side): Sum[] {
  const sums = new Map<string, Sum>();
  for (const each of answered.filter((one) => one.side === side)) {
    const was = sums.get(each.currency) ?? { currency: each.currency, calls: 0, seconds: 0, owner: 0, answering: 0, platform: 0 };
    sums.set(each.currency, {
      ...was, calls: was.calls + 1, seconds: was.seconds + each.seconds,
      owner: was.owner + each.owner, answering: was.answering + each.answering, platform: was.platform + each.platform,
    });
  }
  return [...sums.values()].sort((a, b) => b.calls - a.calls || a.currency.localeCompare(b.currency));
}

/** Why a caller left: a cause of the report, that he did not wait as long as was promised, or null where it is not known. */
export function whyMissed(call: Call, report: PromiseReport): { cause: string } | "gave_up" | null {
  const told = report.worst.find((each) => each.call === call.id);
  if (told?.cause) return { cause: told.cause };
  const promised = report.queues.find((each) => each.queue === call.queue)?.promised_s ?? null;
  return call.wait_s !== null && promised !== null && call.wait_s <= promised ? "gave_up" : null;
}

export interface There {
  ready: AgentRow[];
  talking: AgentRow[];
}

const byAlias = (a: AgentRow, b: AgentRow): number => a.alias.localeCompare(b.alias) || a.id.localeCompare(b.id);

/** Who of one's own answers now: free for a call, or on one (a supervisor who listens is on none). */
export function thereNow(rows: Rows): There {
  const agents = agentsOf(rows).sort(byAlias);
  return {
    ready: agents.filter((agent) => agent.presence === "ready"),
    talking: agents.filter((agent) => (agent.presence === "talking" || agent.presence === "offered") && !agent.monitoring),
  };
}

/** The agents as a grid that the arrow keys walk through. */

import { useRef } from "react";
import { clock } from "@/format/time";
import { useTexts, type Translate } from "@/i18n";
import { aliasOf, callOf, markOf, type AgentRow } from "@/live/model";
import { secondsSince, useRows } from "@/live/provider";
import type { Rows } from "@/live/reducer";
import { whoOf } from "@/pages/desk/CallBar";
import { reasonText } from "@/pages/desk/reasons";
import { WORD } from "@/pages/desk/StateBar";
import { Glyph } from "@/theme/Glyph";

function detailOf(agent: AgentRow, rows: Rows, t: Translate): string {
  const call = callOf(rows, agent.call);
  const parts: (string | null | false)[] = [];
  if (agent.monitoring) parts.push(t("floor.listens", { who: aliasOf(rows, agent.monitoring) ?? "?" }));
  else if (call) {
    parts.push(whoOf(call, t), call.guest ? t("floor.forBrand", { brand: call.brand }) : (call.queue_name ?? call.brand));
    parts.push(call.held && t("floor.held"), call.private && t("floor.private"), call.phase === "reconnecting" && t("floor.phase.reconnecting"));
    parts.push(call.consult && t("floor.consulting", { who: call.consult.label }));
    parts.push(...call.monitors.map((monitor) => t("floor.monitored", { who: monitor.alias })));
  } else if (agent.reason) parts.push(reasonText(agent.reason, t));
  if (agent.pause_wanted && agent.presence !== "paused") parts.push(t("floor.paused", { reason: reasonText(agent.pause_wanted, t) }));
  return parts.filter(Boolean).join(" · ");
}

export function AgentGrid({ agents, now, chosen, choose }: {
  agents: AgentRow[]; now: number; chosen: string | null; choose: (id: string) => void;
}) {
  const { t } = useTexts();
  const rows = useRows();
  const body = useRef<HTMLDivElement>(null);
  const at = Math.max(0, agents.findIndex((agent) => agent.id === chosen));
  const onKey = (event: React.KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -agents.length, End: agents.length };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(agents.length - 1, at + step));
    const agent = agents[next];
    if (!agent) return;
    choose(agent.id);
    (body.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div role="grid" aria-labelledby="floor-agents" className="floor-grid p-card">
      <div role="rowgroup" className="floor-grid-head">
        <div role="row" className="floor-row">
          <span role="columnheader">{t("floor.col.state")}</span>
          <span role="columnheader">{t("floor.col.since")}</span>
          <span role="columnheader">{t("floor.col.agent")}</span>
          <span role="columnheader">{t("floor.col.doing")}</span>
        </div>
      </div>
      <div role="rowgroup" ref={body} onKeyDown={onKey} className="floor-grid-body">
        {agents.map((agent, index) => (
          <div
            key={agent.id} role="row" className="floor-row" tabIndex={index === at ? 0 : -1} aria-selected={agent.id === chosen}
            data-offline={agent.presence === "offline"} onClick={() => choose(agent.id)} onFocus={() => choose(agent.id)}
          >
            <span role="gridcell" className="p-nowrap">
              <Glyph mark={markOf(agent.presence)} /> {t(`common.state.${WORD[agent.presence]}`)}
            </span>
            <span role="gridcell" className="desk-clock">{agent.presence === "offline" ? "" : clock(secondsSince(agent.since, now))}</span>
            <span role="gridcell" className="p-cut">{agent.alias}</span>
            <span role="gridcell" className="p-cut p-quiet">{detailOf(agent, rows, t)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The supervisor's live floor: who does what since when, who waits where, and the way into a call. */

import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { hourSeconds, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { bindings } from "@/keys/keymap";
import { useKeys } from "@/keys/useKeys";
import { agentOf, agentsOf, aliasOf, byName, byNeed, callOf, totalsOf, type AgentRow, type MonitorMode } from "@/live/model";
import { secondsSince, useDo, useLive, useNow, useRows } from "@/live/provider";
import { CallMe } from "@/pages/desk/Stage";
import { usePrefs } from "@/prefs";
import { useMe } from "@/me";
import { Key, keyName } from "@/shell/KeyHelp";
import { Empty, Loading, Page } from "@/shell/Page";
import { Glyph, type Mark } from "@/theme/Glyph";
import { AgentGrid } from "./AgentGrid";
import { AtPartners } from "./AtPartners";
import { Calls, Queues } from "./Traffic";
import "./floor.css";

function Totals({ now }: { now: number }) {
  const { t, lang } = useTexts();
  const totals = totalsOf(useRows());
  const { byPresence: by } = totals;
  const figures: [Mark, string, number][] = [
    ["ready", t("common.state.ready"), by.ready],
    ["call", t("common.state.call"), by.talking + by.offered],
    ["wrap", t("common.state.wrap"), by.wrap_up],
    ["pause", t("common.state.pause"), by.paused],
    ["alert", t("common.state.unreachable"), by.unreachable],
  ];
  return (
    <div className="floor-totals">
      <span className="floor-waiting">
        <strong>{t("desk.waiting", { count: totals.waiting })}</strong>
        {totals.longestSince && <> · {t("desk.longest", { time: spell(secondsSince(totals.longestSince, now), lang) })}</>}
      </span>
      {figures.map(([mark, word, figure]) => (
        <span key={mark} data-none={figure === 0}>
          <Glyph mark={mark} /> <strong>{figure}</strong> {word}
        </span>
      ))}
    </div>
  );
}

function Watermark() {
  const { t, lang } = useTexts();
  const { heard } = useLive();
  useNow();
  if (heard === null || Date.now() - heard < 10_000) return null;
  return (
    <div className="floor-stale" role="status">
      {t("floor.watermark", { time: hourSeconds(new Date(heard), lang) })}
    </div>
  );
}

function Monitoring({ mine, act }: { mine: AgentRow; act: (mode: MonitorMode | null) => void }) {
  const { t } = useTexts();
  const rows = useRows();
  const who = aliasOf(rows, mine.monitoring) ?? "";
  const mode = mine.monitor_mode ?? "listen";
  return (
    <div className="floor-monitoring" role="status">
      <Glyph mark="call" />
      <strong>{mine.monitor_auto_answer ? t("floor.connecting") : t(`floor.on.${mode}`, { who })}</strong>
      {(["listen", "whisper", "barge"] as const).map((other) => (
        <Button key={other} size="compact-md" aria-pressed={mode === other} variant={mode === other ? "light" : "default"} onClick={() => act(other)}>
          {t(`floor.${other}`)}&nbsp;
          <Key action={other} />
        </Button>
      ))}
      <Button size="compact-md" variant="filled" onClick={() => act(null)}>
        {t("floor.leave")}&nbsp;
        <Key action="leave" />
      </Button>
    </div>
  );
}

/** `agreed`: no agreement bars supervisors from the call of the chosen one. */
function Actions({ chosen, act, able, agreed }: { chosen: AgentRow | null; act: (mode: MonitorMode) => void; able: boolean; agreed: boolean }) {
  const { t } = useTexts();
  const send = useDo();
  const [asking, setAsking] = useState(false);
  if (!chosen) return <p className="p-meta">{t("floor.choose")}</p>;
  const on = chosen.presence === "talking";
  const set = (to: string) => void send({ type: "set_agent", agent: chosen.id, to });
  return (
    <div className="floor-actions" role="group" aria-label={t("floor.chosen", { who: chosen.alias })}>
      <strong className="p-cut">{chosen.alias}</strong>
      {!agreed && <span className="p-meta">{t("floor.notAgreed")}</span>}
      {agreed && (["listen", "whisper", "barge"] as const).map((mode) => (
        <Button key={mode} size="compact-md" disabled={!able || !on} onClick={() => act(mode)}>
          {t(`floor.${mode}`)}&nbsp;
          <Key action={mode} />
        </Button>
      ))}
      <span className="desk-gap" />
      <Button size="compact-md" disabled={chosen.presence === "ready" || chosen.presence === "offline"} onClick={() => set("ready")}>{t("floor.setReady")}</Button>
      <Button size="compact-md" disabled={chosen.presence === "paused" || chosen.presence === "offline"} onClick={() => set("paused")}>{t("floor.setPaused")}</Button>
      {asking ? (
        <span className="floor-confirm" role="alert">
          {t("floor.confirmOffline", { who: chosen.alias })}
          <Button size="compact-md" color="danger" variant="filled" autoFocus onClick={() => { set("offline"); setAsking(false); }}>{t("floor.setOffline")}</Button>
          <Button size="compact-md" onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
        </span>
      ) : (
        <Button size="compact-md" disabled={chosen.presence === "offline"} onClick={() => setAsking(true)}>{t("floor.setOffline")}</Button>
      )}
    </div>
  );
}

function Help() {
  const { t } = useTexts();
  const { keys } = usePrefs();
  const map = bindings(keys);
  const name = (action: "listen" | "whisper" | "barge" | "leave") => keyName(map[action], t);
  return <p className="p-meta">{t("floor.grid", { listen: name("listen"), whisper: name("whisper"), barge: name("barge"), leave: name("leave") })}</p>;
}

export default function FloorPage() {
  const { t } = useTexts();
  const me = useMe();
  const { state } = useLive();
  const now = useNow();
  const send = useDo();
  const [order, setOrder] = useState<"need" | "name">("need");
  const [chosenId, setChosen] = useState<string | null>(null);
  const rows = state.rows;
  const mine = agentOf(rows, me.agent?.id);
  const chosen = agentOf(rows, chosenId);
  const all = agentsOf(rows);
  const present = all.filter((agent) => agent.presence !== "offline");
  const sorted = [...(order === "need" ? byNeed : byName)(present), ...byName(all.filter((agent) => agent.presence === "offline"))];
  const monitor = (mode: MonitorMode | null): void => {
    if (mode === null) {
      if (mine?.monitoring) void send({ type: "leave_monitor" });
      return;
    }
    const agent = mine?.monitoring ?? chosen?.id;
    if (agent && mine) void send({ type: "monitor", agent, mode });
  };
  const other = (mode: MonitorMode) => void (mine && chosen?.presence === "talking" && chosen.id !== mine.id && send({ type: "monitor", agent: chosen.id, mode }));
  const key = (mode: MonitorMode) => () => (mine?.monitoring && (!chosen || chosen.id === mine.monitoring) ? monitor(mode) : other(mode));
  useKeys({ listen: key("listen"), whisper: key("whisper"), barge: key("barge"), leave: () => monitor(null) });
  const { waiting } = totalsOf(rows);
  if (state.seq === null) return <Page title={t("floor.title")}><Loading /></Page>;
  return (
    <Page title={t("floor.title")} tab={`${waiting ? `(${waiting}) ` : ""}${t("floor.title")}`} actions={<><CallMe /><Link to="/rules">{t("rules.title")}</Link></>}>
      <Totals now={now} />
      <Watermark />
      {mine?.monitoring && <Monitoring mine={mine} act={monitor} />}
      <div className="floor">
        <section aria-labelledby="floor-agents">
          <div className="floor-head">
            <h2 id="floor-agents">{t("floor.agents")}</h2>
            <SegmentedControl
              size="xs" aria-label={t("floor.order.label")} value={order} onChange={(value) => setOrder(value as "need" | "name")}
              data={[{ value: "need", label: t("floor.order.need") }, { value: "name", label: t("floor.order.name") }]}
            />
          </div>
          {all.length === 0 && <Empty title={t("floor.none")} text={t("floor.noneText")} />}
          <AgentGrid agents={sorted} now={now} chosen={chosenId} choose={setChosen} />
          <AtPartners now={now} listen={mine ? (agent) => void send({ type: "monitor", agent, mode: "listen" }) : null} hears={mine?.monitoring ?? null} />
          {mine ? <Actions key={chosenId} chosen={chosen} act={other} able={chosen?.id !== mine.id} agreed={callOf(rows, chosen?.call)?.listening ?? true} /> : <p className="p-meta">{t("floor.noDevice")}</p>}
          <Help />
        </section>
        <div>
          <Queues now={now} />
          <Calls now={now} />
        </div>
      </div>
    </Page>
  );
}

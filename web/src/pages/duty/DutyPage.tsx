/** Duties. For supervisors the week with its holes, today against the plan, and requests; for agents their own weeks. */

import { Button, NumberInput, Tabs } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api } from "@/api/client";
import { useTexts } from "@/i18n";
import { may, useMe } from "@/me";
import { PlanningTabs } from "@/pages/planning/Tabs";
import { Empty, Loaded, Page, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { AgentSheet } from "./AgentSheet";
import { local, mondayOf, plus } from "./local";
import { Mine } from "./Mine";
import type { Week } from "./model";
import { Requests } from "./Requests";
import { Today } from "./Today";
import { WeekTable } from "./Week";
import { useWords } from "./words";
import "./duty.css";

const VIEWS = ["week", "today", "requests", "mine"] as const;
type View = (typeof VIEWS)[number];

function Wanted({ week }: { week: Week }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const set = async (queue: string, people: number): Promise<void> => {
    try {
      await api.put(`/duty/wanted/${queue}`, { people });
      await client.invalidateQueries({ queryKey: ["duty", "week"] });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  const queues = week.coverage.filter((one) => one.kind === "queue");
  if (queues.length === 0) return null;
  return (
    <fieldset className="duty-wanted">
      <legend>{t("duty.wanted")}</legend>
      {queues.map((one) => (
        <NumberInput key={one.id} label={one.name} min={0} max={1000} value={one.wanted} onChange={(value) => value !== "" && Number(value) !== one.wanted && void set(one.id, Number(value))} />
      ))}
    </fieldset>
  );
}

function Supervised({ week, view }: { week: Week; view: View }) {
  const me = useMe();
  const words = useWords(week.time_zone);
  const [agent, setAgent] = useState<string | null>(null);
  const names = new Map(week.agents.map((row) => [row.agent_id, row.alias]));
  if (view === "requests") return <Requests requests={week.requests} agent={me.agent?.id ?? null} supervises name={(id) => names.get(id) ?? ""} words={words} />;
  return (
    <>
      <WeekTable week={week} open={setAgent} />
      <Wanted week={week} />
      <AgentSheet agent={agent} week={week} close={() => setAgent(null)} words={words} />
    </>
  );
}

function WeekChoice({ first, set }: { first: string; set: (day: string) => void }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const show = new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return (
    <div className="duty-weeks" role="group" aria-label={t("duty.weekChoice")}>
      <Button onClick={() => set(plus(first, -7))}>{t("common.previous")}</Button>
      <Button onClick={() => set(mondayOf(local(Date.now(), me.firm.time_zone).day))}>{t("duty.thisWeek")}</Button>
      <Button onClick={() => set(plus(first, 7))}>{t("common.next")}</Button>
      <strong>{t("duty.weekOf", { day: show.format(new Date(`${first}T12:00:00Z`)) })}</strong>
    </div>
  );
}

function Supervisor({ view, first, own, put }: { view: View; first: string; own: boolean; put: (name: string, value: string) => void }) {
  const { t } = useTexts();
  const query = useQuery({ queryKey: ["duty", "week", first], queryFn: () => api.get<Week>(`/duty/week?from=${first}`) });
  const open = query.data?.requests.filter((one) => one.state === "open").length ?? 0;
  return (
    <Tabs value={view} onChange={(value) => put("view", value ?? "week")} keepMounted={false}>
      <Tabs.List>
        {VIEWS.filter((name) => name !== "mine" || own).map((name) => (
          <Tabs.Tab key={name} value={name}>{name === "requests" ? t("duty.requestsTab", { count: open }) : t(`duty.${name}`)}</Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="week" className="duty-panel">
        <WeekChoice first={first} set={(day) => put("week", day)} />
        <Loaded of={query}>{(week) => <Supervised week={week} view="week" />}</Loaded>
      </Tabs.Panel>
      <Tabs.Panel value="today" className="duty-panel"><Today /></Tabs.Panel>
      <Tabs.Panel value="requests" className="duty-panel"><Loaded of={query}>{(week) => <Supervised week={week} view="requests" />}</Loaded></Tabs.Panel>
      {own && <Tabs.Panel value="mine" className="duty-panel"><Mine /></Tabs.Panel>}
    </Tabs>
  );
}

export default function DutyPage() {
  const { t } = useTexts();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((name) => name === params.get("view")) ?? "week";
  const asked = params.get("week");
  const first = asked && /^20\d\d-\d\d-\d\d$/.test(asked) ? mondayOf(asked) : mondayOf(local(Date.now(), me.firm.time_zone).day);
  const put = (name: string, value: string): void => {
    params.set(name, value);
    setParams(params, { replace: true });
  };
  const own = may(me, "desk");
  if (may(me, "supervise")) return <Page title={t("duty.title")} actions={<PlanningTabs />}><Supervisor view={view} first={first} own={own} put={put} /></Page>;
  if (!own) return <Page title={t("common.error.title")}><Empty title={t("common.error.forbidden")} /></Page>;
  return <Page title={t("duty.mine")}><Mine /></Page>;
}

/** The planner's page, top to bottom: past calls, forecast, people needed, roster. The week and the day are in the address. */

import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Forecast, PlanningState } from "@/api/planning";
import { useTexts } from "@/i18n";
import { Empty, Loaded, Page } from "@/shell/Page";
import { axisOf, openHours } from "./axis";
import { useForecast, usePlanningState } from "./data";
import { ForecastPart } from "./ForecastPart";
import { HistoryPart } from "./HistoryPart";
import { NeedPart } from "./NeedPart";
import { RosterPart } from "./RosterPart";
import { PlanningTabs } from "./Tabs";
import { isDay, mondayOf, weekOf, weekToPlan } from "./week";
import { WeekBar } from "./WeekBar";
import "./planning.css";

/** Less than one call in three hours: nobody would open for it. */
const QUIET_CALLS = 0.08;

export interface View {
  from: string;
  day: string | null;
  queue: string;
}

function useView(zone: string): [View, (change: Partial<View>) => void] {
  const [params, setParams] = useSearchParams();
  const asked = params.get("week");
  const from = isDay(asked) ? mondayOf(asked) : weekToPlan(new Date(), zone);
  const day = params.get("day");
  const view = { from, day: day && weekOf(from).includes(day) ? day : null, queue: params.get("queue") ?? "" };
  const set = (change: Partial<View>): void => {
    const next = { ...view, ...change };
    const kept = new URLSearchParams(params);
    for (const [name, value] of [["week", next.from], ["day", next.day], ["queue", next.queue]] as const) {
      if (value) kept.set(name, value);
      else kept.delete(name);
    }
    setParams(kept, { replace: true });
  };
  return [view, set];
}

/** The axis that the charts of the page share: the hours in which anybody calls in this week. */
function useAxis(forecast: Forecast, day: string | null) {
  const starts = useMemo(() => forecast.starts.map((at) => Date.parse(at)), [forecast.starts]);
  const hours = useMemo(
    () => openHours(starts, forecast.zone, (index) => forecast.queues.reduce((sum, queue) => sum + (queue.mean[index] ?? 0), 0) > QUIET_CALLS),
    [starts, forecast],
  );
  return useMemo(() => axisOf(starts, forecast.zone, hours, day), [starts, forecast.zone, hours, day]);
}

function Planned({ state, forecast, view, setView }: { state: PlanningState; forecast: Forecast; view: View; setView: (change: Partial<View>) => void }) {
  const axis = useAxis(forecast, view.day);
  return (
    <>
      <ForecastPart state={state} forecast={forecast} axis={axis} view={view} setView={setView} />
      <NeedPart terms={state.terms} axis={axis} view={view} />
      <RosterPart key={view.from} terms={state.terms} axis={axis} view={view} />
    </>
  );
}

function Week({ state }: { state: PlanningState }) {
  const [view, setView] = useView(state.zone);
  const forecast = useForecast(view.from);
  return (
    <>
      <WeekBar view={view} setView={setView} />
      <Loaded of={forecast} lines={12}>
        {(found) => <Planned state={state} forecast={found} view={forecast.isPlaceholderData ? { ...view, from: found.from, day: null } : view} setView={setView} />}
      </Loaded>
    </>
  );
}

export default function PlanningPage() {
  const { t } = useTexts();
  const state = usePlanningState();
  return (
    <Page title={t("planning.title")} actions={<PlanningTabs />}>
      <Loaded of={state} lines={14}>
        {(found) => (
          <div className="plan">
            <HistoryPart state={found} />
            {found.queues.some((queue) => queue.quarters > 0) ? <Week state={found} /> : <Empty title={t("planning.forecast.none")} text={t("planning.forecast.noneText")} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

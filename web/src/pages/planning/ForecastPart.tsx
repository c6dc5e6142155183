/** How many calls are expected, within which bounds, and how well such forecasts have come out so far. */

import { NativeSelect } from "@mantine/core";
import type { BackTest, Forecast, PlanningState, QueueForecast } from "@/api/planning";
import { decimal, percent } from "@/format/number";
import { clock, count } from "@/format/time";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import { clockOf, drawn, localOf, type Axis } from "./axis";
import { Chart } from "./Chart";
import { Part } from "./Part";
import type { View } from "./PlanningPage";
import { SpecialDays } from "./SpecialDays";
import { dayName } from "./week";

const WEEK = 7;

function Tested({ test }: { test: BackTest }) {
  const { t, lang } = useTexts();
  if (test.error === null || test.naive_error === null) return <p>{t("planning.forecast.testNone")}</p>;
  const values = { error: percent(test.error, lang), naive: percent(test.naive_error, lang) };
  const worse = test.error >= test.naive_error;
  return (
    <>
      <p>
        <Glyph mark={worse ? "alert" : "ready"} />{" "}
        {test.days % WEEK === 0
          ? t("planning.forecast.testWeeks", { ...values, count: test.days / WEEK })
          : t("planning.forecast.testDays", { ...values, count: test.days })}
      </p>
      {worse && <p>{t("planning.forecast.testWorse")}</p>}
      {test.inside !== null && test.quarter_error !== null && test.naive_quarter_error !== null && (
        <p className="p-meta">
          {t("planning.forecast.testInside", {
            share: percent(test.inside, lang), error: percent(test.quarter_error, lang), naive: percent(test.naive_quarter_error, lang),
          })}
        </p>
      )}
    </>
  );
}

function Holidays({ forecast }: { forecast: Forecast }) {
  const { t, lang } = useTexts();
  if (!forecast.holidays.length) return null;
  return (
    <ul className="plan-known">
      {forecast.holidays.map(({ date, name }) => (
        <li key={date}><Glyph mark="pause" /> {t("planning.forecast.holiday", { day: dayName(date, lang), name })}</li>
      ))}
    </ul>
  );
}

function Expected({ queue, axis, marked }: { queue: QueueForecast; axis: Axis; marked: Map<string, string> }) {
  const { t, lang } = useTexts();
  const indices = drawn(axis);
  const total = indices.reduce((sum, index) => sum + (queue.mean[index] ?? 0), 0);
  const peak = indices.reduce((best, index) => ((queue.p50[index] ?? 0) > (queue.p50[best] ?? 0) ? index : best), indices[0] ?? 0);
  const at = axis.starts[peak] ?? 0;
  const show = (value: number): string => decimal(value, lang);
  const summary = t("planning.forecast.summary", {
    name: queue.name, calls: count(Math.round(total), lang), peak: show(queue.p50[peak] ?? 0),
    when: `${dayName(localOf(at, axis.zone).date, lang)} ${clockOf(at, axis.zone)}`,
  });
  return (
    <Chart
      label={t("planning.forecast.calls")} summary={summary} axis={axis} marked={marked} show={show}
      series={[{
        key: "calls", name: t("planning.forecast.calls"), mark: "line", tone: "call", values: queue.p50,
        band: { name: t("planning.forecast.band"), low: queue.p10, high: queue.p90 },
      }]}
      columns={[{ key: "handling", name: t("planning.forecast.handling"), values: queue.handling_s, show: clock }]}
    />
  );
}

export function ForecastPart({ state, forecast, axis, view, setView }: {
  state: PlanningState;
  forecast: Forecast;
  axis: Axis;
  view: View;
  setView: (change: Partial<View>) => void;
}) {
  const { t, lang } = useTexts();
  const queue = forecast.queues.find((one) => one.queue_id === view.queue) ?? forecast.queues[0];
  const marked = new Map([
    ...state.special_days.map((one) => [one.date, one.note || `× ${decimal(one.factor, lang, 2)}`] as const),
    ...forecast.holidays.map((one) => [one.date, one.name] as const),
  ]);
  const total = queue ? drawn(axis).reduce((sum, index) => sum + (queue.mean[index] ?? 0), 0) : 0;
  const pick = (
    <NativeSelect
      className="plan-pick" aria-label={t("planning.forecast.queue")} value={queue?.queue_id ?? ""}
      data={forecast.queues.map((one) => ({ value: one.queue_id, label: one.name }))}
      onChange={(event) => setView({ queue: event.currentTarget.value })}
    />
  );
  return (
    <Part number={2} name="forecast" title={t("planning.forecast.title")} aside={queue && pick}>
      {!queue ? <p className="p-quiet">{t("planning.forecast.noQueue")}</p> : (
        <div className="plan-two">
          <Expected queue={queue} axis={axis} marked={marked} />
          <div className="plan-side">
            <p className="plan-figure">{t(view.day ? "planning.forecast.totalDay" : "planning.forecast.total", { calls: count(Math.round(total), lang) })}</p>
            <Holidays forecast={forecast} />
            <h3>{t("planning.forecast.tested")}</h3>
            <Tested test={queue.back_test} />
          </div>
        </div>
      )}
      <SpecialDays days={state.special_days} proposed={view.day ?? view.from} />
    </Part>
  );
}

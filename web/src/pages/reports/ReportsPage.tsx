/** How promises were kept: by day and hour, by queue, by cause, and the longest waits with the way to their ladders. */

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { SetURLSearchParams } from "react-router";
import { useSearchParams } from "react-router";
import { api, query } from "@/api/client";
import { useNames } from "@/api/names";
import type { PromiseReport } from "@/api/types";
import { count as figure, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { Empty, Loaded, Page } from "@/shell/Page";
import { Glyph } from "@/theme/Glyph";
import { Causes } from "./Causes";
import { Heat } from "./Heat";
import { lastDays, MARKS, percentOf, rangeOf, worthOf, type Range } from "./period";
import { Queues, Worst } from "./Tables";
import "./reports.css";

const PERIODS = [["day", 1], ["week", 7], ["month", 30]] as const;

function Choice({ range, params, setParams }: { range: Range; params: URLSearchParams; setParams: SetURLSearchParams }) {
  const { t } = useTexts();
  const names = useNames();
  const put = (changes: Record<string, string>): void => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setParams(next, { replace: true });
  };
  return (
    <form role="search" className="report-choice" onSubmit={(event) => event.preventDefault()}>
      <div className="report-periods" role="group" aria-label={t("reports.period")}>
        {PERIODS.map(([name, days]) => {
          const period = lastDays(days, new Date());
          const on = period.from === range.from && period.to === range.to;
          return <Button key={name} aria-pressed={on} onClick={() => put({ ...period })}>{t(`reports.${name}`)}</Button>;
        })}
      </div>
      <TextInput type="date" label={t("reports.from")} value={range.from} max={range.to} onChange={(event) => put({ from: event.currentTarget.value, to: range.to })} />
      <TextInput type="date" label={t("reports.to")} value={range.to} min={range.from} onChange={(event) => put({ from: range.from, to: event.currentTarget.value })} />
      <NativeSelect
        label={t("reports.queue")} value={params.get("queue") ?? ""} onChange={(event) => put({ queue: event.currentTarget.value })}
        data={[{ value: "", label: t("reports.all") }, ...names.queues.map((queue) => ({ value: queue.id, label: queue.name }))]}
      />
    </form>
  );
}

function Figures({ report }: { report: PromiseReport }) {
  const { t, lang } = useTexts();
  const { total } = report;
  if (total.share === null) return null;
  return (
    <ul className="report-figures p-card">
      <li>
        <strong><Glyph mark={MARKS[worthOf(total.share)]} /> {t("reports.percent", { share: percentOf(total.share) })}</strong> {t("reports.share")}
      </li>
      <li><strong>{figure(total.callers, lang)}</strong> {t("reports.callers", { count: total.callers })}</li>
      <li><strong>{figure(total.late, lang)}</strong> {t("reports.late")}</li>
      <li><strong>{figure(total.lost, lang)}</strong> {t("reports.lost")}</li>
      <li><strong>{figure(total.gave_up, lang)}</strong> {t("reports.gave_up")}</li>
      <li><strong>{spell(total.longest_s ?? 0, lang)}</strong> {t("reports.longest")}</li>
    </ul>
  );
}

function Told({ report, clear }: { report: PromiseReport; clear: () => void }) {
  const { t } = useTexts();
  const aside = <p className="p-meta">{t("reports.aside", { closed: report.closed, menu: report.menu, open: report.open })}</p>;
  if (report.total.callers === 0 && report.total.gave_up === 0) {
    return (
      <>
        <Empty title={t("reports.none")} text={t("reports.noneText")} action={<Button onClick={clear}>{t("reports.clear")}</Button>} />
        {aside}
      </>
    );
  }
  return (
    <>
      <Figures report={report} />
      {aside}
      <Heat report={report} />
      <Queues report={report} />
      <Causes report={report} />
      <Worst report={report} />
    </>
  );
}

export default function ReportsPage() {
  const { t } = useTexts();
  const [params, setParams] = useSearchParams();
  const range = rangeOf(params, new Date());
  const question = query({ ...range, queue: params.get("queue") });
  const report = useQuery({ queryKey: ["reports", "promise", question], queryFn: () => api.get<PromiseReport>(`/reports/promise${question}`) });
  return (
    <Page title={t("reports.title")} actions={<Button component="a" href={`/api/v1/reports/promise.csv${question}`}>{t("reports.export")}</Button>}>
      <p className="p-quiet report-lead">{t("reports.lead")}</p>
      <Choice range={range} params={params} setParams={setParams} />
      <Loaded of={report} lines={12}>{(found) => <Told report={found} clear={() => setParams({})} />}</Loaded>
    </Page>
  );
}

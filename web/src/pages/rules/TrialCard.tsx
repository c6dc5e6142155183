/** A draft on past days: which ones, how far it is, and what came of it before and after. */

import { Alert, Button, NativeSelect, Progress, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { clock, day as dayText, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { Loaded, problemText } from "@/shell/Page";
import { changedQueues, highest, isClear, percent, pieces, points, seconds, type Change, type DayWithCalls, type Policy, type Trial } from "./rules";

const SEVERAL = 5;
const WIDTH = 640;
const HEIGHT = 120;

function Line({ line, day }: { line: Trial["line"]; day: string }) {
  const { t, lang } = useTexts();
  if (line.length < 2) return null;
  const hours = [line[0]?.[0] ?? 0, line.at(-1)?.[0] ?? 0].map((at) => clock(at / 60));
  return (
    <figure className="rules-line">
      <figcaption className="p-meta">{t("rules.trial.chart", { day })}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 4}`} role="img" aria-label={t("rules.trial.chart", { day })} preserveAspectRatio="none">
        {pieces(line, 1, WIDTH, HEIGHT).map((piece) => <polyline key={piece} points={piece} className="rules-now" />)}
        {pieces(line, 2, WIDTH, HEIGHT).map((piece) => <polyline key={piece} points={piece} className="rules-then" />)}
      </svg>
      <div className="rules-axis p-meta"><span>{hours[0]}</span><span>{t("rules.trial.highest", { time: spell(highest(line), lang) })}</span><span>{hours[1]}</span></div>
      <div className="rules-legend p-meta">
        <span><i className="rules-now" /> {t("rules.trial.col.now")}</span>
        <span><i className="rules-then" /> {t("rules.trial.col.draft")}</span>
      </div>
    </figure>
  );
}

function Difference({ change, text }: { change: Change; text: string }) {
  const { t } = useTexts();
  return <Table.Td className="p-nowrap rules-change">{isClear(change) ? text : <span className="p-quiet">{`${text}, ${t("rules.trial.none")}`}</span>}</Table.Td>;
}

function Result({ trial, old }: { trial: Trial; old: boolean }) {
  const { t, lang } = useTexts();
  const days = trial.days.map((each) => dayText(`${each}T12:00:00Z`, lang, "UTC"));
  return (
    <>
      <p className="p-meta">
        {t("rules.trial.of", { count: trial.days.length, days: days[0] ?? "", agents: trial.agents })}{" "}
        {old && <strong>{t("rules.trial.old")}</strong>}
      </p>
      <div className="p-card rules-table" role="group" tabIndex={0} aria-label={t("rules.trial.title")}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th rowSpan={2}>{t("rules.trial.col.queue")}</Table.Th>
              <Table.Th rowSpan={2}>{t("rules.trial.col.calls")}</Table.Th>
              <Table.Th colSpan={4} scope="colgroup">{t("rules.trial.col.late")}</Table.Th>
              <Table.Th colSpan={4} scope="colgroup">{t("rules.trial.col.wait")}</Table.Th>
            </Table.Tr>
            <Table.Tr>
              {["late", "wait"].flatMap((of) => (["real", "now", "draft", "change"] as const).map((name) => <Table.Th key={`${of}${name}`}>{t(`rules.trial.col.${name}`)}</Table.Th>))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {trial.outcomes.map((one) => (
              <Table.Tr key={one.queue ?? ""}>
                <Table.Th scope="row">{one.queue === null ? t("rules.trial.whole") : one.name}</Table.Th>
                <Table.Td>{one.calls}</Table.Td>
                {one.late.map((part, at) => <Table.Td key={at} className="p-nowrap">{percent(part, t, lang)}</Table.Td>)}
                <Difference change={one.late_change} text={points(one.late_change, t, lang)} />
                {one.mean_wait_s.map((wait, at) => <Table.Td key={at} className="p-nowrap">{spell(wait, lang)}</Table.Td>)}
                <Difference change={one.mean_wait_change} text={seconds(one.mean_wait_change, t, lang)} />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <p className="p-meta">{t(trial.days.length === 1 ? "rules.trial.oneDay" : "rules.trial.days")}</p>
      <Line line={trial.line} day={days[0] ?? ""} />
    </>
  );
}

function Standing({ trial, old }: { trial: Trial; old: boolean }) {
  const { t } = useTexts();
  if (trial.state === "done") return <Result trial={trial} old={old} />;
  if (trial.state === "failed") return <Alert role="alert" color="red" variant="light">{t("rules.trial.failed")}</Alert>;
  const said = trial.state === "waiting" ? t("rules.trial.waiting") : t("rules.trial.playing", { done: trial.done, of: trial.of });
  return (
    <div role="status">
      <p className="p-meta">{said}</p>
      <Progress value={trial.of ? (100 * trial.done) / trial.of : 0} aria-label={said} />
    </div>
  );
}

function Choose({ days, draft, ready, refresh }: { days: DayWithCalls[]; draft: Policy; ready: boolean; refresh: () => Promise<unknown> }) {
  const { t, lang } = useTexts();
  const [chosen, setChosen] = useState(days[0]?.day ?? "");
  const [problem, setProblem] = useState<unknown>(null);
  const several = days.slice(0, SEVERAL);
  if (!days.length) return <p className="p-quiet">{t("rules.trial.noDays")}</p>;
  const options = days.map(({ day, calls }) => ({ value: day, label: t("rules.trial.dayCalls", { day: dayText(`${day}T12:00:00Z`, lang, "UTC"), count: calls }) }));
  if (several.length > 1) options.push({ value: "several", label: t("rules.trial.several", { count: several.length }) });
  const busy = draft.trial?.state === "waiting" || draft.trial?.state === "playing";
  const start = async (): Promise<void> => {
    setProblem(null);
    try {
      await api.post(`/policies/${draft.id}/trial`, { days: chosen === "several" ? several.map(({ day }) => day) : [chosen] });
      await refresh();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <>
      <div className="rules-row rules-choose">
        <NativeSelect label={t("rules.trial.day")} data={options} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} />
        <Button loading={busy} disabled={!ready} onClick={() => void start()}>{t(draft.trial ? "rules.trial.again" : "rules.trial.start")}</Button>
        {!ready && <span className="p-meta">{t("rules.draft.unsaved")}</span>}
      </div>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
    </>
  );
}

export function TrialCard({ draft, ready, refresh }: { draft: Policy; ready: boolean; refresh: () => Promise<unknown> }) {
  const { t } = useTexts();
  const days = useQuery({ queryKey: ["policies", "days"], queryFn: () => api.get<DayWithCalls[]>("/policies/days"), staleTime: 60_000 });
  return (
    <section aria-labelledby="rules-trial" className="rules-part">
      <h3 id="rules-trial">{t("rules.trial.title")}</h3>
      <p className="p-meta">{t("rules.trial.lead")}</p>
      <Loaded of={days} lines={1}>{(list) => <Choose days={list} draft={draft} ready={ready} refresh={refresh} />}</Loaded>
      {draft.trial && <Standing trial={draft.trial} old={changedQueues(draft.rules, draft.trial.rules).length > 0} />}
    </section>
  );
}

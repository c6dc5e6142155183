/** Each queue in a line, and the longest waits, each with the way to its ladder. */

import { Table } from "@mantine/core";
import { Link } from "react-router";
import type { PromiseReport, QueueTally } from "@/api/types";
import { count, dayHour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { may, useMe } from "@/me";
import { Glyph } from "@/theme/Glyph";
import { causeText, partText } from "./Causes";
import { MARKS, percentOf, worthOf } from "./period";

function QueueLine({ line }: { line: QueueTally }) {
  const { t, lang } = useTexts();
  const time = (seconds: number | null): string => (seconds === null ? "" : spell(seconds, lang));
  const name = line.name ?? t(line.queue === null ? "reports.queues.away" : "reports.queues.gone");
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td>{time(line.promised_s)}</Table.Td>
      <Table.Td className="p-nowrap">
        {line.share !== null && <><Glyph mark={MARKS[worthOf(line.share)]} /> {t("reports.percent", { share: percentOf(line.share) })}</>}
      </Table.Td>
      {[line.callers, line.late, line.lost, line.gave_up].map((figure, at) => <Table.Td key={at}>{count(figure, lang)}</Table.Td>)}
      {[line.mean_s, line.p95_s, line.longest_s].map((seconds, at) => <Table.Td key={at} className="p-nowrap">{time(seconds)}</Table.Td>)}
    </Table.Tr>
  );
}

export function Queues({ report }: { report: PromiseReport }) {
  const { t } = useTexts();
  const heads = ["name", "promise", "share", "callers", "late", "lost", "gave_up", "mean", "p95", "longest"] as const;
  return (
    <section aria-labelledby="report-queues">
      <h2 id="report-queues">{t("reports.queues.title")}</h2>
      <div className="p-card report-scroll" tabIndex={0} role="group" aria-labelledby="report-queues">
        <Table className="report-table">
          <Table.Thead>
            <Table.Tr>{heads.map((head) => <Table.Th key={head} scope="col">{t(`reports.queues.${head}`)}</Table.Th>)}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>{report.queues.map((line) => <QueueLine key={line.queue ?? ""} line={line} />)}</Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

export function Worst({ report }: { report: PromiseReport }) {
  const { t, lang } = useTexts();
  const me = useMe();
  if (!report.worst.length) return null;
  const heads = ["at", "queue", "waited", "what", "cause", "parts"] as const;
  const open = may(me, "history");
  return (
    <section aria-labelledby="report-worst">
      <h2 id="report-worst">{t("reports.worst.title")}</h2>
      <div className="p-card report-scroll" tabIndex={0} role="group" aria-labelledby="report-worst">
        <Table className="report-table" highlightOnHover>
          <Table.Thead>
            <Table.Tr>{heads.map((head) => <Table.Th key={head} scope="col">{head === "queue" ? t("reports.queue") : t(`reports.worst.${head}`)}</Table.Th>)}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.worst.map((wait) => {
              const at = dayHour(wait.arrived_at, lang, report.time_zone);
              const parts = Object.entries(wait.seconds).sort((a, b) => b[1] - a[1]);
              return (
                <Table.Tr key={wait.call}>
                  <Table.Td className="p-nowrap">{open ? <Link to={`/history?call=${wait.call}`}>{at}</Link> : at}</Table.Td>
                  <Table.Td>{wait.name ?? t(wait.queue === null ? "reports.queues.away" : "reports.queues.gone")}</Table.Td>
                  <Table.Td className="p-nowrap"><strong>{spell(wait.waited_s, lang)}</strong></Table.Td>
                  <Table.Td>{t(`reports.worst.${wait.verdict}`)}</Table.Td>
                  <Table.Td>{wait.cause && causeText(wait.cause, t)}</Table.Td>
                  <Table.Td className="p-meta">
                    {parts.map(([cause, seconds]) => t("reports.worst.part", { cause: partText(cause, t), time: spell(seconds, lang) })).join(" · ")}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

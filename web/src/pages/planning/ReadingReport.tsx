/** What was understood of a file of calls, before anything of it is kept. */

import { Button, Table } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { Reading } from "@/api/planning";
import { count } from "@/format/time";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import { dayName } from "./week";

function Queues({ reading }: { reading: Reading }) {
  const { t, lang } = useTexts();
  return (
    <Table className="plan-narrow">
      <Table.Thead>
        <Table.Tr>{(["queue", "from", "to", "calls"] as const).map((head) => <Table.Th key={head}>{t(`planning.history.col.${head}`)}</Table.Th>)}</Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {reading.queues.map((queue) => (
          <Table.Tr key={queue.name}>
            <Table.Td>
              <Glyph mark={queue.queue_id ? "ready" : "alert"} /> {queue.name}
              {!queue.queue_id && <span className="p-meta"> — {t("planning.history.noQueue")}</span>}
            </Table.Td>
            <Table.Td className="p-nowrap">{queue.from && dayName(queue.from, lang, "full")}</Table.Td>
            <Table.Td className="p-nowrap">{queue.to && dayName(queue.to, lang, "full")}</Table.Td>
            <Table.Td>{count(Math.round(queue.calls), lang)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Refused({ reading }: { reading: Reading }) {
  const { t, lang } = useTexts();
  return (
    <>
      <h3><Glyph mark="alert" /> {t("planning.history.refused", { count: reading.refused_total })}</h3>
      <p className="p-meta">
        {reading.refused.length < reading.refused_total ? t("planning.history.refusedFirst", { shown: count(reading.refused.length, lang) }) : t("planning.history.refusedAll")}
      </p>
      <div className="plan-refused" role="group" tabIndex={0} aria-label={t("planning.history.refused", { count: reading.refused_total })}>
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>{(["line", "column", "reason"] as const).map((head) => <Table.Th key={head}>{t(`planning.history.refusedCol.${head}`)}</Table.Th>)}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reading.refused.map((no, at) => (
              <Table.Tr key={at}><Table.Td>{no.line}</Table.Td><Table.Td>{no.column}</Table.Td><Table.Td>{no.reason}</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}

export function ReadingReport({ file, reading, busy, keep, forget }: {
  file: File;
  reading: Reading;
  busy: boolean;
  keep: () => void;
  forget: () => void;
}) {
  const { t, lang } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [file]);
  const some = reading.accepted > 0;
  return (
    <div className="plan-report">
      <h3 ref={heading} tabIndex={-1}>{t("planning.history.understood", { file: file.name })}</h3>
      <p role="status">
        <Glyph mark={some ? "ready" : "alert"} />{" "}
        {some ? t("planning.history.lines", { count: reading.lines, lines: count(reading.lines, lang), accepted: count(reading.accepted, lang) }) : t("planning.history.nothing")}
      </p>
      {reading.queues.length > 0 && <Queues reading={reading} />}
      {reading.refused_total > 0 && <Refused reading={reading} />}
      <div className="plan-row">
        <Button variant="filled" disabled={!some} loading={busy} onClick={keep}>{t("planning.history.keep")}</Button>
        <Button onClick={forget}>{t("common.cancel")}</Button>
      </div>
    </div>
  );
}

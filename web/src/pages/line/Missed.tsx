/** The day's callers whom nobody answered, each with the cause and the way to the call. */

import { Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, query } from "@/api/client";
import { useNames } from "@/api/names";
import type { Call, List, PromiseReport } from "@/api/types";
import { showPhone } from "@/format/phone";
import { hour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { causeText } from "@/pages/reports/Causes";
import { Loaded } from "@/shell/Page";
import { Glyph } from "@/theme/Glyph";
import { askedFrom, firstDay, isSince, whyMissed } from "./line";

const SHOWN = 5;
const AGAIN_MS = 60_000;

function Line({ call, report }: { call: Call; report: PromiseReport }) {
  const { t, lang } = useTexts();
  const names = useNames();
  const why = whyMissed(call, report);
  return (
    <Table.Tr>
      <Table.Td className="p-nowrap"><Link to={`/history?call=${call.id}`}>{hour(call.arrived_at, lang, report.time_zone)}</Link></Table.Td>
      <Table.Td className="p-nowrap">{showPhone(call.customer) || t("desk.call.unknown")}</Table.Td>
      <Table.Td className="p-nowrap">{names.of(call.queue)}</Table.Td>
      <Table.Td className="p-nowrap">{call.wait_s === null ? "" : spell(call.wait_s, lang)}</Table.Td>
      <Table.Td>{why === null ? t("line.missed.unknown") : why === "gave_up" ? t("line.missed.gaveUp") : causeText(why.cause, t)}</Table.Td>
    </Table.Tr>
  );
}

function Told({ missed, report, today }: { missed: Call[]; report: PromiseReport; today: string }) {
  const { t } = useTexts();
  const heads = ["at", "who", "queue", "waited", "cause"] as const;
  return (
    <div className="p-card line-card">
      {missed.length === 0 ? <p><Glyph mark="ready" /> {t("line.missed.none")}</p> : (
        <div className="line-scroll" tabIndex={0} role="group" aria-labelledby="line-missed">
          <Table className="report-table" horizontalSpacing={6}>
            <Table.Thead><Table.Tr>{heads.map((head) => <Table.Th key={head} scope="col">{t(`line.missed.col.${head}`)}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>{missed.slice(0, SHOWN).map((call) => <Line key={call.id} call={call} report={report} />)}</Table.Tbody>
          </Table>
        </div>
      )}
      <p className="p-meta line-more">
        {missed.length > SHOWN && <Link to={`/history?outcome=abandoned&since=${today}`}>{t("line.missed.all", { count: missed.length })}</Link>}
        {report.closed > 0 && <Link to={`/history?outcome=closed&since=${today}`}>{t("line.missed.closed", { count: report.closed })}</Link>}
        <Link to={`/reports?from=${today}&to=${today}`}>{t("line.missed.report")}</Link>
      </p>
    </div>
  );
}

export function Missed() {
  const { t } = useTexts();
  const me = useMe();
  const zone = me.firm.time_zone;
  const today = firstDay(new Date(), zone, 1);
  const calls = useQuery({
    queryKey: ["calls", "missed", today], refetchInterval: AGAIN_MS,
    queryFn: () => api.get<List<Call>>(`/calls${query({ outcome: "abandoned", direction: "inbound", from: askedFrom(new Date(), 1), limit: 200 })}`),
  });
  const report = useQuery({
    queryKey: ["reports", "promise", "today", today], refetchInterval: AGAIN_MS, queryFn: () => api.get<PromiseReport>(`/reports/promise${query({ from: today, to: today })}`),
  });
  const both = { data: calls.data && report.data ? { calls: calls.data.items, report: report.data } : undefined, error: calls.error ?? report.error, refetch: () => void Promise.all([calls.refetch(), report.refetch()]) };
  return (
    <section aria-labelledby="line-missed">
      <h2 id="line-missed">{t("line.missed.title")}</h2>
      <Loaded of={both} lines={4}>
        {(found) => <Told missed={found.calls.filter((call) => isSince(call.arrived_at, today, zone))} report={found.report} today={today} />}
      </Loaded>
    </section>
  );
}

/** Calls afterwards: search and filters in the address, pages by cursor, one call in a side sheet. */

import { Button, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useLocation, useSearchParams } from "react-router";
import { api, query } from "@/api/client";
import { useNames, type Names } from "@/api/names";
import type { Call, List } from "@/api/types";
import { showPhone } from "@/format/phone";
import { clock, dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { labelOf, useDispositions } from "@/pages/desk/data";
import { useMe } from "@/me";
import { Empty, Loaded, Page } from "@/shell/Page";
import { Glyph, type Mark } from "@/theme/Glyph";
import { CallSheet } from "./CallSheet";
import { Filters } from "./Filters";
import { changed, isFiltered, questionOf } from "./filters";
import { outcomeText } from "./words";
import "./history.css";

const MARKS: Record<string, Mark> = { answered: "ready", abandoned: "alert", left_in_menu: "offline", closed: "pause" };

function useCalls(params: URLSearchParams) {
  const question = questionOf(params);
  return useInfiniteQuery({
    queryKey: ["calls", "search", question],
    initialPageParam: "",
    queryFn: ({ pageParam }) => api.get<List<Call>>(`/calls${query({ ...question, cursor: pageParam, limit: 50 })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

function Row({ call, names, href, open }: { call: Call; names: Names; href: string; open: boolean }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const dispositions = useDispositions();
  const chosen = dispositions.find((item) => item.code === call.disposition);
  return (
    <Table.Tr data-open={open}>
      <Table.Td className="p-nowrap">
        <Link to={href} className="history-link">{dayHour(call.arrived_at, lang, me.firm.time_zone)}</Link>
      </Table.Td>
      <Table.Td>{t(call.direction === "inbound" ? "history.inbound" : "history.outbound")}</Table.Td>
      <Table.Td className="p-nowrap">{showPhone(call.direction === "inbound" ? call.customer : (call.customer ?? call.dialled)) || t("desk.call.unknown")}</Table.Td>
      <Table.Td>{names.of(call.queue)}</Table.Td>
      <Table.Td>{names.of(call.agent)}</Table.Td>
      <Table.Td className="p-nowrap">
        <Glyph mark={MARKS[call.outcome ?? ""] ?? (call.outcome ? "wrap" : "call")} /> {outcomeText(call.outcome, t)}
      </Table.Td>
      <Table.Td>{call.wait_s === null ? "" : clock(call.wait_s)}</Table.Td>
      <Table.Td>{call.talk_s === null ? "" : clock(call.talk_s)}</Table.Td>
      <Table.Td>{chosen ? labelOf(chosen, lang) : (call.disposition ?? "")}</Table.Td>
      <Table.Td>{call.recording ? t("history.recorded") : ""}</Table.Td>
    </Table.Tr>
  );
}

function List({ calls, names, params }: { calls: Call[]; names: Names; params: URLSearchParams }) {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const heads = ["at", "direction", "customer", "queue", "agent", "outcome", "wait", "talk", "disposition", "recording"] as const;
  return (
    <div className="p-card history-table" tabIndex={0} role="group" aria-label={t("history.caption")}>
      <Table highlightOnHover stickyHeader>
        <Table.Thead>
          <Table.Tr>{heads.map((head) => <Table.Th key={head}>{t(`history.col.${head}`)}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <Row key={call.id} call={call} names={names} open={params.get("call") === call.id} href={`${pathname}?${changed(params, "call", call.id).toString()}`} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

export default function HistoryPage() {
  const { t } = useTexts();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const calls = useCalls(params);
  const names = useNames();
  const found = calls.data?.pages.flatMap((page) => page.items);
  const count = found?.length ?? 0;
  const close = (): void => setParams(changed(params, "call", ""));
  return (
    <Page title={t("history.title")} tab={found ? `(${count}) ${t("history.title")}` : undefined}
      actions={me.rights.includes("history") && <Button component="a" href={`/api/v1/calls.csv${query(questionOf(params))}`}>{t("history.export")}</Button>}>
      <Filters params={params} setParams={setParams} names={names} />
      <Loaded of={{ data: found, error: calls.error, refetch: calls.refetch }} lines={12}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              title={t("history.none")} text={t("history.noneText")}
              action={isFiltered(params) && <Button onClick={() => setParams({})}>{t("history.clear")}</Button>}
            />
          ) : (
            <>
              <List calls={list} names={names} params={params} />
              <div className="history-end">
                <span className="p-meta" role="status">{t("history.shown", { count })}</span>
                {calls.hasNextPage ? (
                  <Button loading={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>{t("common.more")}</Button>
                ) : (
                  <span className="p-meta">{t("history.end")}</span>
                )}
              </div>
            </>
          )
        }
      </Loaded>
      <CallSheet id={params.get("call")} close={close} names={names} />
    </Page>
  );
}

/** The receipts of what firms answered for one another, by month and partner, with their files. */

import { Button, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, query } from "@/api/client";
import type { ReceiptLine } from "@/api/quality";
import type { List } from "@/api/types";
import { exact } from "@/format/number";
import { showPhone } from "@/format/phone";
import { count, dayHour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Keep } from "@/pages/statements/Keep";
import { monthName } from "@/pages/statements/money";
import { Empty, Loaded, Page } from "@/shell/Page";
import "@/pages/statements/statements.css";

const HEADS = ["nth", "when", "who", "called", "time", "total", "day"] as const;

/** Receipts by month, partner and side, in the order in which they came. */
function byMonth(all: ReceiptLine[]): ReceiptLine[][] {
  const groups = new Map<string, ReceiptLine[]>();
  for (const one of all) {
    const key = `${one.month} ${one.partner_id} ${one.side}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function Group({ list }: { list: ReceiptLine[] }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const [first] = list;
  if (!first) return null;
  const who = (one: ReceiptLine): string => t(one.side === "owner" ? "complaints.receipts.by" : "complaints.receipts.for", { name: one.partner });
  return (
    <Table.Tbody>
      <Table.Tr className="statements-month">
        <Table.Th colSpan={HEADS.length} scope="rowgroup">
          <span>{t("complaints.receipts.month", { month: monthName(first.month, lang), partner: who(first) })}</span>
          {list.some((one) => one.signed) && <Keep path={`/receipts/months/${first.partner_id}/${first.side}/${first.month}`}>{t("complaints.receipts.monthFile")}</Keep>}
        </Table.Th>
      </Table.Tr>
      {list.map((one) => (
        <Table.Tr key={one.id}>
          <Table.Td className="figure">{count(one.nth, lang)}</Table.Td>
          <Table.Td className="p-nowrap">{dayHour(one.answered_at, lang, me.firm.time_zone)}</Table.Td>
          <Table.Td>{who(one)}<br /><span className="p-meta">{one.alias}</span></Table.Td>
          <Table.Td className="p-nowrap">{showPhone(one.called)}</Table.Td>
          <Table.Td className="figure">{spell(one.seconds, lang)}</Table.Td>
          <Table.Td className="figure">{exact(one.total, one.currency, lang)}</Table.Td>
          <Table.Td>{one.signed ? <Keep path={`/receipts/${one.id}/file`}>{t("complaints.receipts.fileOf", { nth: count(one.nth, lang) })}</Keep> : <span className="p-quiet">{t("complaints.receipts.waiting")}</span>}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  );
}

export default function ReceiptsPage() {
  const { t, lang } = useTexts();
  const receipts = useInfiniteQuery({
    queryKey: ["receipts"], initialPageParam: "",
    queryFn: ({ pageParam }) => api.get<List<ReceiptLine>>(`/receipts${query({ cursor: pageParam, limit: 100 })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  return (
    <Page title={t("complaints.receipts.title")} actions={<><Keep path={`/receipts.csv?language=${lang}`}>{t("statements.export")}</Keep><a href="/verify" target="_blank" rel="noreferrer">{t("complaints.receipts.verify")}</a></>}>
      <p className="p-quiet statements-lead">{t("complaints.receipts.lead")}</p>
      <Loaded of={receipts}>
        {(found) => {
          const all = found.pages.flatMap((page) => page.items);
          if (!all.length) return <Empty title={t("complaints.receipts.none")} text={t("complaints.receipts.noneText")} />;
          return (
            <>
              <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("complaints.receipts.list")}>
                <Table>
                  <Table.Thead><Table.Tr>{HEADS.map((head) => <Table.Th key={head}>{t(`complaints.receipts.${head}`)}</Table.Th>)}</Table.Tr></Table.Thead>
                  {byMonth(all).map((list) => <Group key={list[0]?.id} list={list} />)}
                </Table>
              </div>
              {receipts.hasNextPage && <Button onClick={() => void receipts.fetchNextPage()}>{t("complaints.more")}</Button>}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

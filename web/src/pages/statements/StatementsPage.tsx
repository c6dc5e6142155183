/** What the firm earned and owes for answered calls: its accounts now, then its statements by month. */

import { Button, NativeSelect, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, query } from "@/api/client";
import type { StatementShort } from "@/api/ledger";
import type { List } from "@/api/types";
import { count, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { dayIn, dayName, isDay } from "@/pages/planning/week";
import { Empty, Loaded, Page } from "@/shell/Page";
import { Glyph } from "@/theme/Glyph";
import { Accounts } from "./Accounts";
import { Keep } from "./Keep";
import { Prepaid } from "./Prepaid";
import { byMonth, monthBefore, monthName, ofCents, owes, wayOf, whyOf } from "./money";
import "./statements.css";

const MONTHS = 24;
const HEADS = ["number", "way", "partner", "calls", "time", "net", "vat", "total", "due"] as const;
const FIGURES: readonly string[] = ["calls", "time", "net", "vat", "total"];

function Row({ one }: { one: StatementShort }) {
  const { t, lang } = useTexts();
  const way = wayOf(one.role, one.kind);
  const why = whyOf(one.due_why);
  const money = (amount: number): string => ofCents(amount, one.currency, lang);
  const other = way === "between" ? t("statements.between", { seller: one.seller, buyer: one.buyer }) : way === "in" || way === "returned" ? t("statements.from", { name: way === "in" ? one.buyer : one.seller }) : t("statements.to", { name: way === "out" ? one.seller : one.buyer });
  return (
    <Table.Tr>
      <Table.Td className="p-nowrap"><Link to={`/statements/${one.id}`} className="row-link">{one.number}</Link><br /><span className="p-meta">{t(`statements.kind.${one.kind}`)}</span></Table.Td>
      <Table.Td>{t(`statements.way.${way}`)}<br /><span className="p-meta">{other}</span></Table.Td>
      <Table.Td>{one.partner}</Table.Td>
      <Table.Td className="figure">{count(one.calls, lang)}</Table.Td>
      <Table.Td className="figure">{spell(one.seconds, lang)}</Table.Td>
      <Table.Td className="figure">{money(one.net)}</Table.Td>
      <Table.Td className="figure">{money(one.vat)}</Table.Td>
      <Table.Td className="figure"><strong>{money(one.total)}</strong></Table.Td>
      <Table.Td><span className="p-nowrap">{dayName(one.due_on, lang, "full")}</span>{one.paid_on ? <><br /><span className="p-nowrap"><Glyph mark="ready" /> {t("statements.paidOn", { day: dayName(one.paid_on, lang, "full") })}</span></> : why && <><br /><span className="p-meta">{t(`statements.whyShort.${why}`)}</span></>}</Table.Td>
    </Table.Tr>
  );
}

function Months({ found }: { found: StatementShort[] }) {
  const { t, lang } = useTexts();
  return (
    <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("statements.list")}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>{HEADS.map((head) => <Table.Th key={head} className={FIGURES.includes(head) ? "figure" : undefined}>{t(`statements.col.${head}`)}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        {byMonth(found).map(([month, list]) => (
          <Table.Tbody key={month}>
            <Table.Tr className="statements-month">
              <Table.Th colSpan={HEADS.length} scope="rowgroup">
                <span>{monthName(month, lang)}</span>
                {owes(list) && <Keep path={`/payments/${month}/payments.xml`}>{t("statements.payments", { month: monthName(month, lang) })}</Keep>}
              </Table.Th>
            </Table.Tr>
            {list.map((one) => <Row key={one.id} one={one} />)}
          </Table.Tbody>
        ))}
      </Table>
    </div>
  );
}

export default function StatementsPage() {
  const { t, lang } = useTexts();
  const [params, setParams] = useSearchParams();
  const month = isDay(params.get("month")) ? (params.get("month") ?? "") : "";
  const statements = useInfiniteQuery({
    queryKey: ["statements", "list", month], initialPageParam: "",
    queryFn: ({ pageParam }) => api.get<List<StatementShort>>(`/statements${query({ month, cursor: pageParam, limit: 50 })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const today = dayIn(new Date(), "Europe/Paris");
  const months = Array.from({ length: MONTHS }, (_, index) => monthBefore(today, index));
  const found = statements.data?.pages.flatMap((page) => page.items);
  return (
    <Page title={t("statements.title")} actions={<><Keep path={`/statements.csv${query({ month, language: lang })}`}>{t("statements.export")}</Keep><Link to="/statements/billing">{t("statements.toBilling")}</Link></>}>
      <p className="p-quiet statements-lead">{t("statements.lead")}</p>
      <Accounts />
      <Prepaid />
      <section aria-labelledby="statements-list">
        <div className="statements-head">
          <h2 id="statements-list">{t("statements.list")}</h2>
          <NativeSelect
            aria-label={t("statements.month")} value={month} onChange={(event) => setParams(event.currentTarget.value ? { month: event.currentTarget.value } : {})}
            data={[{ value: "", label: t("statements.allMonths") }, ...(month && !months.includes(month) ? [month, ...months] : months).map((value) => ({ value, label: monthName(value, lang) }))]}
          />
        </div>
        <Loaded of={{ data: found, error: statements.error, refetch: statements.refetch }} lines={6}>
          {(list) => (list.length === 0
            ? <Empty title={t(month ? "statements.noneMonth" : "statements.none")} text={month ? undefined : t("statements.noneText")} action={month && <Button onClick={() => setParams({})}>{t("statements.allMonths")}</Button>} />
            : <Months found={list} />)}
        </Loaded>
        {statements.hasNextPage && <p><Button loading={statements.isFetchingNextPage} onClick={() => void statements.fetchNextPage()}>{t("common.more")}</Button></p>}
      </section>
    </Page>
  );
}

/** A month's surcharges by number: estimated, confirmed, paid, and how much of the cost of answering they bear; then call by call. */

import { Button, NativeSelect, NumberInput, Table } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api } from "@/api/client";
import type { ComparedCall, MonthTotals, PricedNumber } from "@/api/tariffs";
import { cents, exact, percent, signed } from "@/format/number";
import { showPhone } from "@/format/phone";
import { count, dayHour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { dayIn } from "@/pages/planning/week";
import { monthBefore, monthName } from "@/pages/statements/money";
import { Empty, Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { MILLION, TARIFFS } from "./words";

const MONTHS = 24;
const HEADS = ["number", "calls", "estimated", "confirmed", "payout", "differences", "cost", "financed"] as const;
const CALL_HEADS = ["since", "seconds", "estimated", "confirmed", "difference", "standing"] as const;

function HourCost() {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const terms = useQuery({ queryKey: [...TARIFFS, "terms"], queryFn: () => api.get<{ hour_cost: number }>("/tariffs/terms") });
  const [typed, setTyped] = useState<number | null>(null);
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (typed === null) return;
    try {
      await api.put("/tariffs/terms", { hour_cost: Math.round(typed * MILLION) });
      await client.invalidateQueries({ queryKey: TARIFFS });
      toast({ kind: "done", text: t("common.saved") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return (
    <form className="tariff-hour" onSubmit={(event) => void save(event)}>
      <NumberInput
        label={t("tariffs.month.hourCost")} description={t("tariffs.month.hourCostHelp")} suffix=" €" min={0} max={1000} decimalScale={2} decimalSeparator={lang === "fr" ? "," : "."} hideControls
        value={typed ?? (terms.data ? terms.data.hour_cost / MILLION : "")} onChange={(value) => setTyped(Number(value))}
      />
      <Button type="submit">{t("common.save")}</Button>
    </form>
  );
}

function Calls({ number, month, currency }: { number: string; month: string; currency: string }) {
  const { t, lang } = useTexts();
  const calls = useQuery({ queryKey: [...TARIFFS, "calls", month, number], queryFn: () => api.get<ComparedCall[]>(`/tariffs/months/${month}/numbers/${number}`) });
  const money = (amount: number | null): string => (amount === null ? "–" : exact(amount, currency, lang));
  return (
    <Loaded of={calls} lines={4}>
      {(found) => (
        <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("tariffs.month.calls")}>
          <Table>
            <Table.Thead><Table.Tr>{CALL_HEADS.map((head) => <Table.Th key={head} className={head === "since" || head === "standing" ? undefined : "figure"}>{t(`tariffs.month.col.${head}`)}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {found.map((each) => (
                <Table.Tr key={`${each.call ?? ""}${each.since}${each.line ?? ""}`}>
                  <Table.Td className="p-nowrap">{dayHour(each.since, lang)}</Table.Td>
                  <Table.Td className="figure">{[each.seconds, each.confirmed_seconds].map((seconds) => (seconds === null ? "–" : spell(seconds, lang))).join(" / ")}</Table.Td>
                  <Table.Td className="figure">{money(each.estimated)}</Table.Td>
                  <Table.Td className="figure">{money(each.confirmed)}</Table.Td>
                  <Table.Td className="figure">{signed(each.difference, (amount) => exact(amount, currency, lang))}</Table.Td>
                  <Table.Td>{t(`tariffs.month.standing.${each.standing}`)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Loaded>
  );
}

function Sums({ found, numbers, open, toggle }: { found: MonthTotals[]; numbers: PricedNumber[]; open: string; toggle: (number: string) => void }) {
  const { t, lang } = useTexts();
  return (
    <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("tariffs.month.title")}>
      <Table>
        <Table.Thead><Table.Tr>{HEADS.map((head) => <Table.Th key={head} className={head === "number" ? undefined : "figure"}>{t(`tariffs.month.col.${head}`)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {found.map((each) => {
            const money = (amount: number): string => cents(amount, each.currency, lang);
            const name = showPhone(numbers.find((one) => one.id === each.number_id)?.number ?? each.number_id);
            return (
              <Table.Tr key={each.number_id}>
                <Table.Td className="p-nowrap"><Button size="compact-sm" aria-expanded={open === each.number_id} onClick={() => toggle(each.number_id)}>{name}</Button></Table.Td>
                <Table.Td className="figure">{count(each.calls, lang)}<br /><span className="p-meta">{spell(each.seconds, lang)}</span></Table.Td>
                <Table.Td className="figure">{money(each.estimated)}</Table.Td>
                <Table.Td className="figure">{each.confirmed_calls ? money(each.confirmed) : "–"}<br /><span className="p-meta">{each.confirmed_calls ? signed(each.confirmed - each.estimated, money) : t("tariffs.month.noFile")}</span></Table.Td>
                <Table.Td className="figure">{money(each.confirmed_payout ?? each.estimated_payout)}<br /><span className="p-meta">{t(each.confirmed_payout === null ? "tariffs.month.isEstimate" : "tariffs.month.isConfirmed")}</span></Table.Td>
                <Table.Td className="figure">{count(each.differs + each.ours + each.carriers, lang)}</Table.Td>
                <Table.Td className="figure">{each.cost ? money(each.cost) : "–"}<br /><span className="p-meta">{spell(each.answered_s, lang)}</span></Table.Td>
                <Table.Td className="figure"><strong>{each.financed_permille === null ? "–" : percent(each.financed_permille / 1000, lang, 1)}</strong></Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

export function MonthPart({ numbers }: { numbers: PricedNumber[] }) {
  const { t, lang } = useTexts();
  const [params, setParams] = useSearchParams();
  const months = Array.from({ length: MONTHS }, (_, index) => monthBefore(dayIn(new Date(), "Europe/Paris"), index).slice(0, 7));
  const month = months.find((each) => each === params.get("month")) ?? months[0] ?? "";
  const open = params.get("number") ?? "";
  const totals = useQuery({ queryKey: [...TARIFFS, "month", month], queryFn: () => api.get<MonthTotals[]>(`/tariffs/months/${month}`) });
  return (
    <section aria-labelledby="tariffs-month">
      <div className="statements-head">
        <h2 id="tariffs-month">{t("tariffs.month.title")}</h2>
        <NativeSelect aria-label={t("tariffs.month.month")} value={month} onChange={(event) => setParams({ month: event.currentTarget.value })} data={months.map((value) => ({ value, label: monthName(value, lang) }))} />
      </div>
      <p className="p-quiet partner-lead">{t("tariffs.month.lead")}</p>
      <HourCost />
      <Loaded of={totals} lines={4}>
        {(found) => (found.length === 0 ? <Empty title={t("tariffs.month.none")} text={t("tariffs.month.noneText")} /> : (
          <>
            <Sums found={found} numbers={numbers} open={open} toggle={(number) => setParams({ month, ...(open === number ? {} : { number }) })} />
            {found.filter((each) => each.number_id === open).map((each) => <Calls key={open} number={open} month={month} currency={each.currency} />)}
          </>
        ))}
      </Loaded>
    </section>
  );
}

/** What the firm has paid ahead: balance, what is held, each advance with its date, movements, and when to warn. */

import { Alert, Button, Table, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { Movement, PrepaidAccount } from "@/api/ledger";
import type { List } from "@/api/types";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { dayName } from "@/pages/planning/week";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { millionthsOf, ofMillionths } from "./money";

const KEY = ["ledger", "prepaid"] as const;

function Level({ of }: { of: PrepaidAccount }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const [text, setText] = useState(of.level === null ? "" : new Intl.NumberFormat(lang === "fr" ? "fr-FR" : "en-GB", { useGrouping: false, maximumFractionDigits: 6 }).format(of.level / 1_000_000));
  const [problem, setProblem] = useState<unknown>(null);
  const level = text.trim() ? millionthsOf(text) : null;
  const wrong = text.trim() !== "" && level === null;
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (wrong) return;
    setProblem(null);
    try {
      client.setQueryData(KEY, await api.put<PrepaidAccount>("/prepaid/alarm", { level }));
      toast({ kind: "done", text: t("common.saved") });
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <form className="prepaid-level" onSubmit={(event) => void submit(event)}>
      <TextInput label={t("statements.prepaid.level")} inputMode="decimal" value={text} error={wrong ? t("statements.prepaid.levelWrong") : problem ? problemText(problem, t) : undefined} onChange={(event) => setText(event.currentTarget.value)} />
      <Button type="submit">{t("common.save")}</Button>
    </form>
  );
}

function Movements() {
  const { t, lang } = useTexts();
  const me = useMe();
  const found = useInfiniteQuery({
    queryKey: [...KEY, "movements"], initialPageParam: "", queryFn: ({ pageParam }) => api.get<List<Movement>>(`/prepaid/movements${query({ cursor: pageParam, limit: 20 })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const what = (each: Movement): string => (each.amount === 0 ? t("statements.prepaid.what.taken") : each.other === "bank" ? t("statements.prepaid.what.came") : each.other === "due" ? t("statements.prepaid.what.returned") : t(each.amount > 0 ? "statements.prepaid.what.released" : "statements.prepaid.what.held"));
  return (
    <details>
      <summary>{t("statements.prepaid.movements")}</summary>
      <Table aria-label={t("statements.prepaid.movements")}>
        <Table.Tbody>
          {rows.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td className="p-nowrap">{dayHour(each.at, lang, me.firm.time_zone)}</Table.Td>
              <Table.Td>{what(each)} <span className="p-meta">{each.note}</span></Table.Td>
              <Table.Td className="figure">{each.amount === 0 ? "" : ofMillionths(each.amount, "EUR", lang)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {found.hasNextPage && <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("common.more")}</Button>}
    </details>
  );
}

/** Nothing for a firm that never paid ahead. */
export function Prepaid() {
  const { t, lang } = useTexts();
  const { data: of } = useQuery({ queryKey: KEY, queryFn: () => api.get<PrepaidAccount>("/prepaid") });
  if (!of || of.advances.length === 0) return null;
  const money = (amount: number): string => ofMillionths(amount, of.currency, lang);
  return (
    <section aria-labelledby="prepaid">
      <h2 id="prepaid">{t("statements.prepaid.title")}</h2>
      {of.low && of.level !== null && <Alert className="prepaid-low" color="yellow" variant="light">{t("statements.prepaid.low", { balance: money(of.balance), level: money(of.level) })}</Alert>}
      <div className="p-card prepaid">
        <p className="prepaid-balance"><strong>{money(of.balance)}</strong> {t("statements.prepaid.balance")}{of.held > 0 && <>, {t("statements.prepaid.held", { amount: money(of.held) })}</>}</p>
        <ul aria-label={t("statements.prepaid.advances")}>
          {of.advances.filter((each) => each.left > 0).map((each) => (
            <li key={each.id}>{t("statements.prepaid.advance", { left: money(each.left), amount: money(each.amount), day: dayName(each.paid_on, lang, "full"), reference: each.reference })} {each.until ? t("statements.prepaid.until", { day: dayName(each.until, lang, "full") }) : ""}</li>
          ))}
        </ul>
        <Level key={of.level} of={of} />
        <Movements />
      </div>
    </section>
  );
}

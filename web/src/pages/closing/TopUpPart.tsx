/** What firms have paid ahead, as the operator's bank received it: said here, in the books within seconds. */

import { Alert, Button, NativeSelect, Table, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem } from "@/api/client";
import type { TopUps } from "@/api/ledger";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { dayIn, dayName } from "@/pages/planning/week";
import { millionthsOf, ofMillionths } from "@/pages/statements/money";
import { Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";

const KEY = ["top-ups"] as const;
const FIELDS = ["amount", "paid_on", "until", "reference"];

function Say({ firms }: { firms: TopUps["firms"] }) {
  const me = useMe();
  const { t } = useTexts();
  const client = useQueryClient();
  const fresh = { firm: firms[0]?.id ?? "", amount: "", paid_on: dayIn(new Date(), me.firm.time_zone), until: "", reference: "" };
  const [draft, setDraft] = useState(fresh);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const amount = millionthsOf(draft.amount);
  const param = problem instanceof Problem ? String(problem.body.param) : "";
  const errorOf = (name: string): string | undefined => (param === name ? problemText(problem, t) : undefined);
  const set = (change: Partial<typeof draft>): void => setDraft((was) => ({ ...was, ...change }));
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (amount === null) return;
    setBusy(true);
    setProblem(null);
    try {
      client.setQueryData(KEY, await api.post<TopUps>("/top-ups", { firm_id: draft.firm, amount, paid_on: draft.paid_on, until: draft.until || null, reference: draft.reference.trim() }));
      setDraft({ ...fresh, firm: draft.firm });
      toast({ kind: "done", text: t("closing.topUps.done") });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="closing-pay" onSubmit={(event) => void submit(event)}>
      <div className="closing-pay-fields">
        <NativeSelect label={t("closing.topUps.firm")} required value={draft.firm} onChange={(event) => set({ firm: event.currentTarget.value })} data={firms.map((each) => ({ value: each.id, label: each.name }))} />
        <TextInput label={t("closing.topUps.amount")} required inputMode="decimal" value={draft.amount} error={draft.amount && amount === null ? t("statements.prepaid.levelWrong") : errorOf("amount")} onChange={(event) => set({ amount: event.currentTarget.value })} />
        <TextInput type="date" label={t("closing.topUps.paidOn")} required value={draft.paid_on} error={errorOf("paid_on")} onChange={(event) => set({ paid_on: event.currentTarget.value })} />
        <TextInput type="date" label={t("closing.topUps.until")} value={draft.until} error={errorOf("until")} onChange={(event) => set({ until: event.currentTarget.value })} />
        <TextInput label={t("closing.payments.reference")} required maxLength={140} value={draft.reference} error={errorOf("reference")} onChange={(event) => set({ reference: event.currentTarget.value })} />
      </div>
      {problem !== null && !FIELDS.includes(param) && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div><Button type="submit" loading={busy}>{t("closing.topUps.record")}</Button></div>
    </form>
  );
}

export function TopUpPart() {
  const { t, lang } = useTexts();
  const found = useQuery({ queryKey: KEY, queryFn: () => api.get<TopUps>("/top-ups") });
  return (
    <section aria-labelledby="top-ups" className="closing-top-ups">
      <h2 id="top-ups">{t("closing.topUps.title")}</h2>
      <p className="p-quiet">{t("closing.topUps.lead")}</p>
      <Loaded of={found} lines={3}>
        {({ items, firms }) => (
          <>
            {firms.length > 0 && <Say firms={firms} />}
            {items.length > 0 && (
              <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("closing.topUps.title")}>
                <Table>
                  <Table.Thead><Table.Tr>{(["firm", "amount", "paidOn", "until", "reference", "by"] as const).map((head) => <Table.Th key={head} className={head === "amount" ? "figure" : undefined}>{t(`closing.topUps.col.${head}`)}</Table.Th>)}</Table.Tr></Table.Thead>
                  <Table.Tbody>
                    {items.map((each) => (
                      <Table.Tr key={each.id}>
                        <Table.Td>{each.firm}</Table.Td>
                        <Table.Td className="figure">{ofMillionths(each.amount, "EUR", lang)}</Table.Td>
                        <Table.Td>{dayName(each.paid_on, lang, "full")}</Table.Td>
                        <Table.Td>{each.until ? dayName(each.until, lang, "full") : ""}</Table.Td>
                        <Table.Td>{each.reference}</Table.Td>
                        <Table.Td>{each.recorded_by}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </div>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

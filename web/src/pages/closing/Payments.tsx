/** Paying a closed month: one person says what the bank has carried out, another confirms it; what came back is said by one. */

import { Alert, Button, Checkbox, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { MonthPayments, OpenStatement, Paid, Remittance } from "@/api/ledger";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { dayIn, dayName } from "@/pages/planning/week";
import { ofCents } from "@/pages/statements/money";
import { Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";

const SOON_MS = 1_500;
type Send = (path: string, body: unknown, said: string) => Promise<boolean>;

/** Sends something; a refusal is shown, and the figures are fetched again either way. */
function useSend(month: string): { busy: boolean; problem: unknown; send: Send } {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const send: Send = async (path, body, said) => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post(path, body);
      toast({ kind: "done", text: said });
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: ["payments", month] });
      void client.invalidateQueries({ queryKey: ["statements"] });
      void client.invalidateQueries({ queryKey: ["ledger"], refetchType: "active" });
      setBusy(false);
    }
  };
  return { busy, problem, send };
}

function Refused({ problem }: { problem: unknown }) {
  const { t } = useTexts();
  return problem === null ? null : <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>;
}

function Tell({ month, open }: { month: string; open: OpenStatement[] }) {
  const me = useMe();
  const { t, lang } = useTexts();
  const { busy, problem, send } = useSend(month);
  const [left, setLeft] = useState<string[]>([]);
  const [day, setDay] = useState(() => dayIn(new Date(), me.firm.time_zone));
  const [reference, setReference] = useState("");
  const chosen = open.map((each) => each.id).filter((id) => !left.includes(id));
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (await send(`/months/${month}/payments`, { statements: chosen, executed_on: day, reference: reference.trim() }, t("closing.payments.told"))) setReference("");
  };
  return (
    <form className="closing-pay" onSubmit={(event) => void submit(event)}>
      <Checkbox.Group label={t("closing.payments.which")} value={chosen} onChange={(values) => setLeft(open.map((each) => each.id).filter((id) => !values.includes(id)))}>
        <div className="closing-pay-list">
          {open.map((each) => (
            <Checkbox key={each.id} value={each.id} label={t("closing.payments.statement", { number: each.number, seller: each.seller, amount: ofCents(each.cents, each.currency, lang), day: dayName(each.due_on, lang, "full") })} />
          ))}
        </div>
      </Checkbox.Group>
      <div className="closing-pay-fields">
        <TextInput type="date" label={t("closing.payments.executed")} required value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        <TextInput label={t("closing.payments.reference")} description={t("closing.payments.referenceHelp")} inputWrapperOrder={["label", "input", "description", "error"]} required maxLength={140} value={reference} onChange={(event) => setReference(event.currentTarget.value)} />
      </div>
      <Refused problem={problem} />
      <div><Button type="submit" variant="filled" loading={busy} disabled={chosen.length === 0}>{t("closing.payments.tell")}</Button></div>
    </form>
  );
}

function Return({ month, remittance, paid, close }: { month: string; remittance: string; paid: Paid; close: () => void }) {
  const me = useMe();
  const { t } = useTexts();
  const { busy, problem, send } = useSend(month);
  const [day, setDay] = useState(() => dayIn(new Date(), me.firm.time_zone));
  const [reason, setReason] = useState("");
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (await send(`/remittances/${remittance}/returns`, { statement_id: paid.statement_id, returned_on: day, reason: reason.trim() }, t("closing.payments.returned"))) close();
  };
  return (
    <form className="closing-pay" aria-label={t("closing.payments.returnOf", { number: paid.number, seller: paid.seller })} onSubmit={(event) => void submit(event)}>
      <div className="closing-pay-fields">
        <TextInput type="date" label={t("closing.payments.returnedOn")} required value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        <TextInput label={t("closing.payments.reason")} required maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} autoFocus />
      </div>
      <Refused problem={problem} />
      <div className="statement-files">
        <Button type="submit" variant="filled" loading={busy}>{t("closing.payments.send")}</Button>
        <Button onClick={close}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

function PaidLine({ month, remittance, paid }: { month: string; remittance: string; paid: Paid }) {
  const { t, lang } = useTexts();
  const [asking, setAsking] = useState(false);
  return (
    <li>
      <Glyph mark={paid.returned_on ? "alert" : "ready"} /> {paid.number}, {paid.seller}, {ofCents(paid.cents, paid.currency, lang)}{" "}
      {paid.returned_on
        ? <span className="p-meta">{t("closing.payments.backOn", { day: dayName(paid.returned_on, lang, "full"), reason: paid.reason })}</span>
        : !asking && <Button size="compact-sm" aria-label={t("closing.payments.returnOf", { number: paid.number, seller: paid.seller })} onClick={() => setAsking(true)}>{t("closing.payments.return")}</Button>}
      {asking && !paid.returned_on && <Return month={month} remittance={remittance} paid={paid} close={() => setAsking(false)} />}
    </li>
  );
}

function One({ month, of }: { month: string; of: Remittance }) {
  const me = useMe();
  const { t, lang } = useTexts();
  const { busy, problem, send } = useSend(month);
  const at = (moment: string): string => dayHour(moment, lang, me.firm.time_zone);
  const { proposed, approved } = of;
  const currency = of.paid[0]?.currency ?? "EUR";
  return (
    <article className="closing-remittance">
      <p><Glyph mark={of.posted_at ? "ready" : approved ? "pause" : "wrap"} /> {t("closing.payments.line", { count: of.statements, day: dayName(of.executed_on, lang, "full"), reference: of.reference, total: ofCents(of.cents, currency, lang) })}</p>
      <p className="p-meta" role="status">
        {approved
          ? t(of.posted_at ? "closing.payments.posted" : "closing.payments.posting", { name: approved.name, at: at(approved.at) })
          : t(proposed.own ? "closing.payments.own" : "closing.payments.mayConfirm", { name: proposed.name, at: at(proposed.at) })}
      </p>
      <Refused problem={problem} />
      {!approved && !proposed.own && <div><Button variant="filled" loading={busy} onClick={() => void send(`/remittances/${of.id}/approval`, undefined, t("closing.payments.confirmed"))}>{t("closing.payments.confirm")}</Button></div>}
      {of.paid.length > 0 && <ul aria-label={t("closing.payments.paid")}>{of.paid.map((paid) => <PaidLine key={paid.statement_id} month={month} remittance={of.id} paid={paid} />)}</ul>}
    </article>
  );
}

export function Payments({ month }: { month: string }) {
  const { t, lang } = useTexts();
  const found = useQuery({
    queryKey: ["payments", month], queryFn: () => api.get<MonthPayments>(`/months/${month}/payments`),
    refetchInterval: (query) => (query.state.data?.remittances.some((each) => each.approved && !each.posted_at) ? SOON_MS : false),
  });
  return (
    <section className="p-card closing-deed" aria-labelledby="closing-payments">
      <h2 id="closing-payments">{t("closing.payments.title")}</h2>
      <Loaded of={found} lines={3}>
        {({ open, remittances }) => (
          <>
            <p>{open.length === 0 ? t("closing.payments.nothing") : t("closing.payments.open", { count: open.length, total: ofCents(open.reduce((sum, each) => sum + each.cents, 0), open[0]?.currency ?? "EUR", lang) })}</p>
            {remittances.map((each) => <One key={each.id} month={month} of={each} />)}
            {open.length > 0 && <Tell key={open.map((each) => each.id).join()} month={month} open={open} />}
          </>
        )}
      </Loaded>
    </section>
  );
}

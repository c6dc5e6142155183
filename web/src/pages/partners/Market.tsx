/** The firms that show themselves, a proposal to one of them, and what one's own firm tells. */

import { Button, Checkbox, Switch, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Listing, ShownFirm, Side } from "@/api/agreements";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Empty, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { AGREEMENTS } from "./AgreementCard";
import { TermsForm, type Draft } from "./TermsForm";
import { USUAL } from "./terms";

export function Proposal({ firm, side, first, close }: { firm: Pick<ShownFirm, "firm_id" | "name">; side: Side; first: Draft; close: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const names = side === "owner" ? { owner: me.firm.name, answering: firm.name } : { owner: firm.name, answering: me.firm.name };
  const send = async (draft: Draft): Promise<void> => {
    setBusy(true);
    try {
      await api.post("/agreements", { partner_id: firm.firm_id, side, ...draft });
      await client.invalidateQueries({ queryKey: AGREEMENTS });
      toast({ kind: "done", text: t("partners.done.proposed") });
      close();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return <TermsForm first={first} names={names} busy={busy} problem={problem} cancel={close} send={(draft) => void send(draft)} />;
}

function Firm({ firm, today }: { firm: ShownFirm; today: string }) {
  const { t } = useTexts();
  const [side, setSide] = useState<Side | null>(null);
  return (
    <article className="p-card partner-card" aria-labelledby={firm.firm_id}>
      <header>
        <h3 id={firm.firm_id}>{firm.name}</h3>
        <span className="p-meta">{[firm.country, ...firm.languages].join(" · ")}</span>
        <span className="grow" />
        {firm.answers && <span className="partner-standing">{t("partners.market.answers")}</span>}
        {firm.seeks && <span className="partner-standing">{t("partners.market.seeks")}</span>}
      </header>
      {firm.text && <p>{firm.text}</p>}
      {side ? <Proposal firm={firm} side={side} first={{ terms: USUAL, starts_on: today, note: "" }} close={() => setSide(null)} /> : (
        <div className="partner-row">
          <Button onClick={() => setSide("owner")}>{t("partners.market.askThem", { name: firm.name })}</Button>
          <Button onClick={() => setSide("answering")}>{t("partners.market.offerUs", { name: firm.name })}</Button>
        </div>
      )}
    </article>
  );
}

export function Market({ firms, today }: { firms: ShownFirm[]; today: string }) {
  const { t } = useTexts();
  if (!firms.length) return <Empty title={t("partners.market.none")} text={t("partners.market.noneText")} />;
  return <>{firms.map((firm) => <Firm key={firm.firm_id} firm={firm} today={today} />)}</>;
}

export function OwnListing({ listing }: { listing: Listing }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [values, setValues] = useState(listing);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Listing>): void => setValues((was) => ({ ...was, ...change }));
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.put("/synergy/listing", values);
      await client.invalidateQueries({ queryKey: ["synergy"] });
      toast({ kind: "done", text: t(values.shown ? "partners.listing.nowShown" : "partners.listing.nowHidden") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="p-card partner-card partner-form" onSubmit={(event) => void save(event)}>
      <p className="p-meta">{t("partners.listing.lead")}</p>
      <div className="partner-fields">
        <TextInput label={t("partners.listing.name")} value={values.name} maxLength={200} required onChange={(event) => set({ name: event.currentTarget.value })} />
        <TextInput
          label={t("partners.listing.languages")} description={t("partners.listing.languagesHelp")} value={values.languages.join(" ")}
          onChange={(event) => set({ languages: event.currentTarget.value.toLowerCase().split(/[\s,;]+/).filter(Boolean) })}
        />
      </div>
      <Textarea label={t("partners.listing.text")} autosize minRows={2} maxLength={2000} value={values.text} onChange={(event) => set({ text: event.currentTarget.value })} />
      <div className="partner-permits">
        <Checkbox label={t("partners.listing.answers")} checked={values.answers} onChange={(event) => set({ answers: event.currentTarget.checked })} />
        <Checkbox label={t("partners.listing.seeks")} checked={values.seeks} onChange={(event) => set({ seeks: event.currentTarget.checked })} />
        <Switch label={t("partners.listing.shown")} checked={values.shown} onChange={(event) => set({ shown: event.currentTarget.checked })} />
      </div>
      <div className="partner-row"><Button type="submit" variant="filled" loading={busy}>{t("common.save")}</Button></div>
    </form>
  );
}

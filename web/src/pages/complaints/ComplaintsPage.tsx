/** Complaints of the firm's calls and of those that it answered for others: their clock, their call, the answer; and how partners stand. */

import { Button, Checkbox, Textarea } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { Agreement } from "@/api/agreements";
import { api, query } from "@/api/client";
import type { Complaint, PartnerStanding } from "@/api/quality";
import type { List } from "@/api/types";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { may, useMe } from "@/me";
import { Empty, Loaded, Page, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { Standings } from "./Standings";
import "./complaints.css";

const COMPLAINTS = ["complaints"] as const;
const EVERY = 20_000;

function Answer({ one, close }: { one: Complaint; close: () => void }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [founded, setFounded] = useState(true);
  const [busy, setBusy] = useState(false);
  const send = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.post(`/complaints/${one.id}/answer`, { text, founded });
      toast({ kind: "done", text: t("complaints.sent") });
      close();
      await client.invalidateQueries({ queryKey: COMPLAINTS });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <Textarea label={t("complaints.text")} required autosize minRows={2} maxLength={4000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Checkbox label={t("complaints.isFounded")} checked={founded} onChange={(event) => setFounded(event.currentTarget.checked)} />
      <div><Button type="submit" variant="filled" loading={busy}>{t("complaints.send")}</Button> <Button onClick={close}>{t("common.cancel")}</Button></div>
    </form>
  );
}

function Card({ one }: { one: Complaint }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const [writing, setWriting] = useState(false);
  const ours = one.owner === me.firm.id;
  const time = (moment: string): string => dayHour(moment, lang, me.firm.time_zone);
  const late = !one.closed_at && new Date(one.due_at) < new Date();
  return (
    <article className="p-card complaint" aria-labelledby={one.id}>
      <header>
        <h3 id={one.id}>{t(`complaints.kind.${one.kind}`)}</h3>
        <span className="p-meta">{t("complaints.told", { at: time(one.told_at) })}, {t(`complaints.source.${one.source}`)}</span>
        <span>{one.closed_at ? t("complaints.closed", { at: time(one.closed_at) }) : late ? <><Glyph mark="alert" /> {t("complaints.late", { at: time(one.due_at) })}</> : t("complaints.due", { at: time(one.due_at) })}</span>
        {one.founded !== null && <span>{t(one.founded ? "complaints.founded" : "complaints.unfounded")}</span>}
      </header>
      <p>{one.text}</p>
      {one.agent && <p className="p-quiet">{ours ? t("complaints.by", { firm: one.answering_name, agent: one.agent }) : t("complaints.forOwner", { firm: one.owner_name, caller: one.caller })}</p>}
      {ours && !one.call && <p className="p-quiet">{t("complaints.unmatched", { reference: one.reference })}</p>}
      {one.reply_to && <p>{t("complaints.replyTo", { to: one.reply_to })}</p>}
      {one.answer && <p><strong>{one.answer.by}</strong> {one.answer.text}</p>}
      {one.call && <div><Link to={`/history?call=${one.call}`}>{t("complaints.call")}</Link></div>}
      {!one.closed_at && (ours ? (writing ? <Answer one={one} close={() => setWriting(false)} /> : <div><Button aria-describedby={one.id} onClick={() => setWriting(true)}>{t("complaints.answer")}</Button></div>) : <p className="p-quiet">{t("complaints.theirs")}</p>)}
    </article>
  );
}

export default function ComplaintsPage() {
  const { t } = useTexts();
  const me = useMe();
  const list = useInfiniteQuery({
    queryKey: COMPLAINTS, initialPageParam: "", refetchInterval: EVERY,
    queryFn: ({ pageParam }) => api.get<List<Complaint>>(`/complaints${query({ cursor: pageParam, limit: 50 })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const standings = useQuery({ queryKey: [...COMPLAINTS, "standings"], queryFn: () => api.get<PartnerStanding[]>("/complaints/standings"), refetchInterval: EVERY });
  const hours = useQuery({ queryKey: [...COMPLAINTS, "hours"], queryFn: () => api.get<{ hours: number }>("/complaints/hours") });
  const agreements = useQuery({ queryKey: ["agreements"], queryFn: () => api.get<Agreement[]>("/agreements"), enabled: may(me, "admin") });
  return (
    <Page title={t("complaints.title")} actions={<a href="/complaint" target="_blank" rel="noreferrer">{t("complaints.form")}</a>}>
      <p className="p-quiet">{t("complaints.lead")} {hours.data && t("complaints.hours", { hours: hours.data.hours })}</p>
      <Loaded of={standings} lines={2}>{(found) => <Standings found={found} agreements={agreements.data ?? []} />}</Loaded>
      <Loaded of={list}>
        {(found) => {
          const all = found.pages.flatMap((page) => page.items);
          if (!all.length) return <Empty title={t("complaints.none")} text={t("complaints.noneText")} />;
          return <>{all.map((one) => <Card key={one.id} one={one} />)}{list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>{t("complaints.more")}</Button>}</>;
        }}
      </Loaded>
    </Page>
  );
}

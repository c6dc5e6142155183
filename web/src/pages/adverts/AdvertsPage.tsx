/** A director's advertisements, the home of a firm without agents: what they brought and cost, and the way to write them. */

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { STEPS, type Advert, type AdvertForm, type AdvertReport, type Step } from "@/api/adverts";
import { api, query } from "@/api/client";
import type { List } from "@/api/types";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { addDays, dayIn, dayName, isDay } from "@/pages/planning/week";
import { Keep } from "@/pages/statements/Keep";
import { Empty, Loaded, Page, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { AdvertEditor, type NumberRow } from "./AdvertEditor";
import { formOf, freshForm } from "./adverts";
import { Chart } from "./Chart";
import { Lines } from "./Lines";
import "@/pages/statements/statements.css";
import "@/pages/reports/reports.css";
import "./adverts.css";

const DAYS = 30;
const NEW = "new";

function Card({ advert, edit, removed }: { advert: Advert; edit: () => void; removed: () => Promise<unknown> }) {
  const { t, lang } = useTexts();
  const day = (one: string): string => dayName(one, lang, "full");
  const ways = [
    advert.numbers.length > 0 && t("adverts.card.numbers", { count: advert.numbers.length }), advert.code && t("adverts.card.code", { code: advert.code }),
  ].filter(Boolean).join(", ");
  const remove = async (): Promise<void> => {
    if (!window.confirm(t("common.confirmRemove", { name: advert.name }))) return;
    try {
      await api.delete(`/adverts/${advert.id}`);
      await removed();
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return (
    <article className="p-card adverts-card" aria-labelledby={advert.id}>
      <h3 id={advert.id}>{advert.name}</h3>
      <p className="p-meta">{t(`adverts.medium.${advert.medium}`)}, {advert.last_day ? t("adverts.card.period", { first: day(advert.first_day), last: day(advert.last_day) }) : t("adverts.card.since", { first: day(advert.first_day) })}</p>
      <p>{ways || t("adverts.card.noWay")}</p>
      {advert.path && <p className="adverts-path">{t("adverts.card.path")} <code>{`${location.origin}${advert.path}`}</code></p>}
      <div className="statement-files">
        <Button size="compact-sm" aria-label={t("adverts.card.edit", { name: advert.name })} onClick={edit}>{t("common.edit")}</Button>
        <Button size="compact-sm" aria-label={t("adverts.card.remove", { name: advert.name })} onClick={() => void remove()}>{t("common.remove")}</Button>
      </div>
    </article>
  );
}

export default function AdvertsPage() {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState<string | null>(null);
  const today = dayIn(new Date(), me.firm.time_zone);
  const to = isDay(params.get("to")) ? (params.get("to") ?? today) : today;
  const from = isDay(params.get("from")) ? (params.get("from") ?? today) : addDays(to, 1 - DAYS);
  const step: Step = STEPS.find((each) => each === params.get("step")) ?? "day";
  const put = (change: Record<string, string>): void => setParams({ from, to, step, ...change }, { replace: true });
  const adverts = useQuery({ queryKey: ["adverts", "list"], queryFn: () => api.get<Advert[]>("/adverts") });
  const report = useQuery({ queryKey: ["adverts", "report", from, to, step], queryFn: () => api.get<AdvertReport>(`/reports/adverts${query({ from, to, step })}`), placeholderData: (before) => before });
  const numbers = useQuery({ queryKey: ["numbers"], queryFn: () => api.get<List<NumberRow>>("/numbers?limit=200") });
  const renew = (): Promise<unknown> => client.invalidateQueries({ queryKey: ["adverts"] });
  const save = (id: string) => async (form: AdvertForm): Promise<void> => {
    await (id === NEW ? api.post("/adverts", form) : api.put(`/adverts/${id}`, form));
    await renew();
    setEditing(null);
    toast({ kind: "done", text: t("common.saved") });
  };
  const editor = (id: string, start: AdvertForm) => <AdvertEditor key={id} start={start} numbers={numbers.data?.items ?? []} save={save(id)} cancel={() => setEditing(null)} />;
  const empty = adverts.data?.length === 0;
  return (
    <Page title={t("adverts.title")} actions={<Keep path={`/reports/adverts.csv${query({ from, to })}`}>{t("adverts.csv")}</Keep>}>
      <p className="p-quiet statements-lead">{t("adverts.lead")}</p>
      {empty && editing !== NEW && <Empty title={t("adverts.empty")} text={t("adverts.emptyText")} action={<Button variant="filled" onClick={() => setEditing(NEW)}>{t("adverts.add")}</Button>} />}
      {!empty && (
        <>
          <form role="search" className="report-choice" onSubmit={(event) => event.preventDefault()}>
            <TextInput type="date" label={t("reports.from")} value={from} max={to} onChange={(event) => event.currentTarget.value && put({ from: event.currentTarget.value })} />
            <TextInput type="date" label={t("reports.to")} value={to} min={from} onChange={(event) => event.currentTarget.value && put({ to: event.currentTarget.value })} />
            <NativeSelect label={t("adverts.step")} value={step} onChange={(event) => put({ step: event.currentTarget.value })} data={STEPS.map((value) => ({ value, label: t(`adverts.steps.${value}`) }))} />
          </form>
          <Loaded of={report} lines={8}>{(found) => <div className="adverts"><Lines report={found} /><Chart report={found} /></div>}</Loaded>
        </>
      )}
      <section aria-labelledby="adverts-list" className="adverts-list">
        {!empty && <div className="statements-head"><h2 id="adverts-list">{t("adverts.list")}</h2>{editing !== NEW && <Button onClick={() => setEditing(NEW)}>{t("adverts.add")}</Button>}</div>}
        {empty && <h2 id="adverts-list" className="p-hidden">{t("adverts.list")}</h2>}
        {editing === NEW && editor(NEW, freshForm(today))}
        <Loaded of={adverts} lines={3}>
          {(found) => <div className="adverts-cards">{found.map((each) => (editing === each.id ? editor(each.id, formOf(each)) : <Card key={each.id} advert={each} edit={() => setEditing(each.id)} removed={renew} />))}</div>}
        </Loaded>
      </section>
    </Page>
  );
}

/** The market place: what other firms offer and seek, answered by a proposal; one's own notices, and a form to publish one. */

import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api } from "@/api/client";
import type { Notice, NoticeKind, PublishedNotice } from "@/api/market";
import { cents } from "@/format/number";
import { useTexts, type Translate } from "@/i18n";
import type { Lang } from "@/format/time";
import { useMe } from "@/me";
import { dayName } from "@/pages/planning/week";
import { Empty, Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { NoticeForm } from "./NoticeForm";
import { Proposal } from "./Market";
import { holeOf, newNotice, sideOf, termsOf } from "./notices";
import { runs, weekday } from "./terms";

const NOTICES = ["synergy", "notices"] as const;

/** When, in words: "du lundi au vendredi, 22:00–06:00" or "26 novembre 2026, 12:30–13:30". */
function whenText(notice: Notice, t: Translate, lang: Lang): string {
  const { once } = notice;
  if (once) {
    if (once.first === once.last) return t("partners.notices.onceDay", { day: dayName(once.first, lang, "full"), since: once.since, until: once.until });
    return t("partners.notices.once", { first: dayName(once.first, lang, "full"), since: once.since, last: dayName(once.last, lang, "full"), until: once.until });
  }
  const days = (of: number[]): string =>
    runs(of).map(([first, last]) => (first === last ? weekday(first, lang) : t("partners.read.days", { first: weekday(first, lang), last: weekday(last, lang) }))).join(", ");
  return notice.windows.map((each) => t("partners.notices.window", { days: days(each.days), since: each.since, until: each.until })).join(" · ");
}

function Facts({ notice }: { notice: Notice }) {
  const { t, lang } = useTexts();
  const rows: [string, string][] = [
    [t("partners.notices.when"), whenText(notice, t, lang)],
    [t("partners.notices.people"), t("partners.notices.persons", { count: notice.at_once })],
    [t("partners.notices.price"), notice.per_hour === null ? t("partners.notices.toAgree") : t("partners.notices.perHour", { price: cents(notice.per_hour, notice.currency, lang) })],
    ...(notice.languages.length ? [[t("partners.listing.languages"), notice.languages.join(", ")] as [string, string]] : []),
    ...(notice.skills.length ? [[t("partners.notices.skills"), notice.skills.join(", ")] as [string, string]] : []),
    ...(notice.countries.length ? [[t("partners.terms.countries"), notice.countries.join(", ")] as [string, string]] : []),
  ];
  return <dl className="partner-terms notice-facts">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Own({ published, withdraw }: { published: PublishedNotice; withdraw: (id: string) => Promise<void> }) {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    if (busy) return; // a button that is disabled meanwhile would lose the focus
    setBusy(true);
    await withdraw(published.id);
    setBusy(false);
  };
  return <Button aria-disabled={busy} onClick={() => void press()}>{t("partners.notices.withdraw")}</Button>;
}

function Card({ published, today, withdraw }: { published: PublishedNotice; today: string; withdraw: (id: string) => Promise<void> }) {
  const { t, lang } = useTexts();
  const [answering, setAnswering] = useState(false);
  const { notice, own } = published;
  const firm = { firm_id: published.firm_id, name: published.firm_name };
  const starts = notice.once && notice.once.first > today ? notice.once.first : today;
  return (
    <article className="p-card partner-card" aria-labelledby={published.id}>
      <header>
        <h4 id={published.id}>{t(own ? `partners.notices.own.${notice.kind}` : `partners.notices.of.${notice.kind}`, { name: firm.name })}</h4>
        <span className="grow" />
        <span className="p-meta">{published.expired ? <><Glyph mark="offline" /> {t("partners.notices.expired")}</> : t("partners.notices.until", { day: dayName(notice.expires_on, lang, "full") })}</span>
      </header>
      <Facts notice={notice} />
      {notice.note && <p>{notice.note}</p>}
      {answering ? (
        <Proposal
          firm={firm} side={sideOf(notice)} close={() => setAnswering(false)}
          first={{ terms: termsOf(notice), starts_on: starts, note: t("partners.notices.answerNote", { when: whenText(notice, t, lang) }) }}
        />
      ) : (
        <div className="partner-row">
          {own ? <Own published={published} withdraw={withdraw} /> : <Button onClick={() => setAnswering(true)} aria-describedby={published.id}>{t("partners.notices.answer")}</Button>}
        </div>
      )}
    </article>
  );
}

function Publishing({ today }: { today: string }) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const [asked, setAsked] = useSearchParams();
  const [first, setFirst] = useState<Notice | null>(() => (asked.get("publish") === "hole" ? holeOf(asked, me.firm.time_zone) : null));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const close = (): void => {
    setFirst(null);
    setProblem(null);
    if (asked.has("publish")) setAsked({}, { replace: true });
  };
  const send = async (notice: Notice): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/synergy/notices", notice);
      await client.invalidateQueries({ queryKey: NOTICES });
      toast({ kind: "done", text: t("partners.notices.published") });
      close();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const begin = (kind: NoticeKind): void => setFirst({ ...newNotice(today, me.firm.time_zone), kind });
  if (first) return <NoticeForm first={first} today={today} busy={busy} problem={problem} cancel={close} send={(notice) => void send(notice)} />;
  return (
    <div className="partner-row">
      <Button onClick={() => begin("capacity")}>{t("partners.notices.publish.capacity")}</Button>
      <Button onClick={() => begin("hole")}>{t("partners.notices.publish.hole")}</Button>
    </div>
  );
}

/** `settled`: what stands above has been drawn, so that the form can be scrolled to and stays where it is. */
export function Notices({ today, shown, settled }: { today: string; shown: boolean; settled: boolean }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const notices = useQuery({ queryKey: NOTICES, queryFn: () => api.get<PublishedNotice[]>("/synergy/notices") });
  const withdraw = async (id: string): Promise<void> => {
    try {
      await api.delete(`/synergy/notices/${id}`);
      toast({ kind: "done", text: t("partners.notices.withdrawn") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
    await client.invalidateQueries({ queryKey: NOTICES });
  };
  const cards = (all: PublishedNotice[]) => all.map((each) => <Card key={each.id} published={each} today={today} withdraw={withdraw} />);
  return (
    <>
      <p className="p-quiet partner-lead">{t("partners.notices.lead")}</p>
      {!shown && <p role="status"><Glyph mark="alert" /> {t("partners.notices.hidden")}</p>}
      <Loaded of={notices} lines={3}>
        {(found) => {
          const [own, others] = [found.filter((each) => each.own), found.filter((each) => !each.own)];
          return (
            <>
              <h3>{t("partners.notices.othersTitle")}</h3>
              {others.length ? cards(others) : <Empty title={t("partners.notices.none")} text={t("partners.notices.noneText")} />}
              <h3>{t("partners.notices.ownTitle")}</h3>
              {own.length ? cards(own) : <p className="p-quiet">{t("partners.notices.ownNone")}</p>}
              {settled && <Publishing today={today} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

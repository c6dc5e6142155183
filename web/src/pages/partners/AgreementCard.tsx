/** An agreement: how it stands, what was proposed, what holds, and what may be done about it. */

import { Alert, Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Agreement, AgreementVersion, Decision, Standing } from "@/api/agreements";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { dayName } from "@/pages/planning/week";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph, type Mark } from "@/theme/Glyph";
import { Receiving } from "./Receiving";
import { TermsForm, type Draft } from "./TermsForm";
import { TermsList } from "./TermsList";
import { changes, current } from "./terms";

const MARKS: Record<Standing, Mark> = { proposed: "wrap", refused: "offline", to_come: "pause", in_force: "ready", ending: "alert", ended: "offline" };

/** As long as callers may come by it, or will. */
const RECEIVES: ReadonlySet<Standing> = new Set(["to_come", "in_force", "ending"]);

type Done = Decision | "proposed" | "ended";

export const AGREEMENTS = ["agreements"] as const;

/** Sends something about an agreement and says what came of it. */
function useDeed(done: () => void) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (path: string, body: Record<string, unknown>, said: Done): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post(path, body);
      await client.invalidateQueries({ queryKey: AGREEMENTS });
      toast({ kind: "done", text: t(`partners.done.${said}`) });
      done();
    } catch (error) {
      setProblem(error);
      await client.invalidateQueries({ queryKey: AGREEMENTS });
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, send: (path: string, body: Record<string, unknown>, said: Done) => void send(path, body, said) };
}

function History({ agreement }: { agreement: Agreement }) {
  const me = useMe();
  const { t, lang } = useTexts();
  const names = { owner: agreement.owner_name, answering: agreement.answering_name };
  const firm = (side: "owner" | "answering"): string => names[side];
  const line = (version: AgreementVersion): string[] => [
    t("partners.history.proposed", { number: version.number, who: version.proposed.name, firm: firm(version.proposed.side), at: dayHour(version.proposed.at, lang, me.firm.time_zone), day: dayName(version.starts_on, lang, "full") }),
    ...(version.proposed.note ? [`« ${version.proposed.note} »`] : []),
    ...(version.answered ? [t(`partners.history.${version.decision ?? "refused"}`, { who: version.answered.name, firm: firm(version.answered.side), at: dayHour(version.answered.at, lang, me.firm.time_zone) })] : []),
    ...(version.answered?.note ? [`« ${version.answered.note} »`] : []),
  ];
  return (
    <details className="partner-history">
      <summary>{t("partners.history.title", { count: agreement.versions.length })}</summary>
      <ol>
        {agreement.versions.map((version) => <li key={version.id}>{line(version).map((text) => <p key={text}>{text}</p>)}</li>)}
        {agreement.ended && <li><p>{t("partners.history.ended", { who: agreement.ended.name, firm: firm(agreement.ended.side), at: dayHour(agreement.ended.at, lang, me.firm.time_zone), day: dayName(agreement.last_day ?? "", lang, "full") })}</p></li>}
      </ol>
    </details>
  );
}

function End({ agreement, busy, end }: { agreement: Agreement; busy: boolean; end: () => void }) {
  const { t, lang } = useTexts();
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button variant="subtle" onClick={() => setAsking(true)}>{t("partners.end")}</Button>;
  return (
    <span className="partner-row" role="alert">
      {t("partners.endAsk", { day: dayName(agreement.earliest_end, lang, "full") })}
      <Button color="danger" variant="filled" autoFocus loading={busy} onClick={end}>{t("partners.end")}</Button>
      <Button onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
    </span>
  );
}

export function AgreementCard({ agreement, today }: { agreement: Agreement; today: string }) {
  const { t, lang } = useTexts();
  const [writing, setWriting] = useState(false);
  const { busy, problem, send } = useDeed(() => setWriting(false));
  const { open, holds, last } = current(agreement);
  const names = { owner: agreement.owner_name, answering: agreement.answering_name };
  const partner = agreement.side === "owner" ? names.answering : names.owner;
  const path = `/agreements/${agreement.id}`;
  const answer = (decision: Decision): void => send(`${path}/versions/${open?.id ?? ""}/answer`, { decision }, decision);
  const mine = open !== null && open.proposed.side === agreement.side;
  const over = agreement.standing === "ending" || agreement.standing === "ended";
  const shown = open ?? holds ?? last;
  const first: Draft = { terms: shown.terms, starts_on: today, note: "" };
  return (
    <article className="p-card partner-card" aria-labelledby={agreement.id}>
      <header>
        <h3 id={agreement.id}>{partner}</h3>
        <span>{t(agreement.side === "owner" ? "partners.theyAnswer" : "partners.weAnswer", { name: partner })}</span>
        <span className="grow" />
        <span className="partner-standing"><Glyph mark={MARKS[agreement.standing]} /> {t(`partners.standing.${agreement.standing}`)}</span>
      </header>
      {agreement.last_day && <p>{t("partners.lastDay", { day: dayName(agreement.last_day, lang, "full") })}</p>}
      {agreement.standing === "to_come" && last.effective_on && <p>{t("partners.from", { day: dayName(last.effective_on, lang, "full") })}</p>}
      {open && (
        <p role="status">
          <strong>{t(mine ? "partners.waiting" : "partners.toAnswer", { name: partner, day: dayName(open.starts_on, lang, "full") })}</strong>{" "}
          {open.proposed.note && `« ${open.proposed.note} »`}
        </p>
      )}
      {agreement.side === "answering" && RECEIVES.has(agreement.standing) && <Receiving agreement={agreement} />}
      {!writing && (open ? <TermsList terms={shown.terms} names={names} changed={holds ? changes(holds.terms, open.terms) : []} /> : (
        <details className="partner-history">
          <summary>{t("partners.conditions")}</summary>
          <TermsList terms={shown.terms} names={names} changed={[]} />
        </details>
      ))}
      {problem !== null && !writing && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      {writing ? (
        <TermsForm first={first} names={names} busy={busy} problem={problem} cancel={() => setWriting(false)} send={(draft) => send(`${path}/versions`, { ...draft }, "proposed")} />
      ) : (
        <div className="partner-row">
          {open && !mine && <Button variant="filled" loading={busy} onClick={() => answer("accepted")}>{t("partners.accept")}</Button>}
          {open && !mine && <Button onClick={() => answer("refused")}>{t("partners.refuse")}</Button>}
          {mine && <Button onClick={() => answer("withdrawn")}>{t("partners.withdraw")}</Button>}
          {!over && <Button onClick={() => setWriting(true)}>{t(open && !mine ? "partners.counter" : "partners.change")}</Button>}
          {!over && agreement.standing !== "refused" && agreement.standing !== "proposed" && <End agreement={agreement} busy={busy} end={() => send(`${path}/ending`, {}, "ended")} />}
        </div>
      )}
      <History agreement={agreement} />
    </article>
  );
}

/** What is contested of a statement: read, raise, answer, withdraw. */

import { Alert, Button, Radio, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem, query } from "@/api/client";
import type { Dispute, Statement, Verdict } from "@/api/ledger";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { addDays, dayIn, dayName } from "@/pages/planning/week";
import { Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph, type Mark } from "@/theme/Glyph";
import { DISPUTE_DAYS } from "./money";

const MARKS: Record<Verdict | "open", Mark> = { open: "wrap", accepted: "ready", rejected: "alert", withdrawn: "offline" };

/** Sends something about disputes; a refusal stays beside what was sent. */
function useSend(statement: string) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (path: string, body: unknown, said: string): Promise<boolean> => {
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
      await client.invalidateQueries({ queryKey: ["disputes", statement] });
      setBusy(false);
    }
  };
  return { busy, problem, send };
}

const paramOf = (problem: unknown): unknown => (problem instanceof Problem ? problem.body.param : undefined);

function Answer({ dispute }: { dispute: Dispute }) {
  const { t } = useTexts();
  const [reason, setReason] = useState("");
  const { busy, problem, send } = useSend(dispute.statement_id);
  const answer = (verdict: Verdict): void => void send(`/disputes/${dispute.id}/answer`, { verdict, reason: reason.trim() }, t(`statements.dispute.done.${verdict}`));
  const atField = paramOf(problem) === "reason";
  return (
    <form className="dispute-form" onSubmit={(event) => event.preventDefault()}>
      {!dispute.own && (
        <Textarea
          label={t("statements.dispute.answer")} description={t("statements.dispute.answerHelp")} autosize minRows={1} maxLength={2000} value={reason}
          error={atField ? problemText(problem, t) : undefined} onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {problem !== null && !atField && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="statement-files">
        {dispute.own ? <Button loading={busy} onClick={() => answer("withdrawn")}>{t("statements.dispute.withdraw")}</Button> : (
          <>
            <Button variant="filled" loading={busy} onClick={() => answer("accepted")}>{t("statements.dispute.accept")}</Button>
            <Button loading={busy} onClick={() => answer("rejected")}>{t("statements.dispute.reject")}</Button>
          </>
        )}
      </div>
    </form>
  );
}

function One({ dispute, concerned }: { dispute: Dispute; concerned: boolean }) {
  const me = useMe();
  const { t, lang } = useTexts();
  const verdict = dispute.verdict;
  const stands = verdict ? t(`statements.dispute.verdict.${verdict}`) : t(`statements.dispute.open.${!concerned ? "third" : dispute.own ? "own" : "theirs"}`);
  const side = t(dispute.own ? "statements.dispute.us" : "statements.dispute.them");
  return (
    <article className="p-card dispute" aria-labelledby={dispute.id}>
      <header>
        <h3 id={dispute.id}>{dispute.call ? t("statements.dispute.aboutCall", { call: dispute.call }) : t("statements.dispute.aboutWhole")}</h3>
        <span className="dispute-stands"><Glyph mark={MARKS[verdict ?? "open"]} /> {stands}</span>
      </header>
      <p className="p-meta">{concerned ? t("statements.dispute.raised", { who: dispute.raised_by, side, at: dayHour(dispute.raised_at, lang, me.firm.time_zone) }) : t("closing.by", { name: dispute.raised_by, at: dayHour(dispute.raised_at, lang, me.firm.time_zone) })}</p>
      <blockquote>{dispute.reason}</blockquote>
      {verdict && dispute.answered_by && dispute.answered_at && <p className="p-meta">{t("statements.dispute.answered", { verdict: stands, who: dispute.answered_by, at: dayHour(dispute.answered_at, lang, me.firm.time_zone) })}</p>}
      {dispute.answer && <blockquote>{dispute.answer}</blockquote>}
      {verdict === "accepted" && <p>{t(dispute.settled_at ? "statements.dispute.settled" : "statements.dispute.settling")}</p>}
      {!verdict && concerned && <Answer dispute={dispute} />}
    </article>
  );
}

function Raise({ statement, close }: { statement: string; close: () => void }) {
  const { t } = useTexts();
  const [about, setAbout] = useState("whole");
  const [call, setCall] = useState("");
  const [reason, setReason] = useState("");
  const { busy, problem, send } = useSend(statement);
  const param = paramOf(problem);
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const body = { statement_id: statement, reason: reason.trim(), call: about === "one" ? call.trim() : "" };
    if (await send("/disputes", body, t("statements.dispute.sent"))) close();
  };
  return (
    <form className="p-card dispute dispute-form" onSubmit={(event) => void submit(event)}>
      <Radio.Group label={t("statements.dispute.what")} value={about} onChange={setAbout}>
        <div className="dispute-choice">
          <Radio value="whole" label={t("statements.dispute.whole")} autoFocus />
          <Radio value="one" label={t("statements.dispute.one")} />
        </div>
      </Radio.Group>
      {about === "one" && (
        <TextInput
          label={t("statements.dispute.call")} description={t("statements.dispute.callHelp")} required maxLength={80} value={call}
          error={param === "call" ? problemText(problem, t) : undefined} onChange={(event) => setCall(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={t("statements.dispute.reason")} description={t("statements.dispute.reasonHelp")} required autosize minRows={2} maxLength={2000} value={reason}
        error={param === "reason" ? problemText(problem, t) : undefined} onChange={(event) => setReason(event.currentTarget.value)}
      />
      {problem !== null && param !== "call" && param !== "reason" && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="statement-files">
        <Button type="submit" variant="filled" loading={busy}>{t("statements.dispute.send")}</Button>
        <Button onClick={close}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

export function Disputes({ of, firm }: { of: Statement; firm: string }) {
  const { t, lang } = useTexts();
  const [raising, setRaising] = useState(false);
  const disputes = useQuery({ queryKey: ["disputes", of.id], queryFn: () => api.get<Dispute[]>(`/disputes${query({ statement: of.id })}`) });
  const concerned = firm === of.owner.firm || firm === of.answering.firm;
  const until = addDays(of.issued_on, DISPUTE_DAYS);
  const inTime = dayIn(new Date(), "UTC") <= until;
  return (
    <section aria-labelledby="statement-disputes">
      <h2 id="statement-disputes">{t("statements.dispute.title")}</h2>
      <Loaded of={disputes} lines={2}>
        {(found) => (found.length ? <>{found.map((dispute) => <One key={dispute.id} dispute={dispute} concerned={concerned} />)}</> : <p className="p-quiet">{t("statements.dispute.none")}</p>)}
      </Loaded>
      {raising ? <Raise statement={of.id} close={() => setRaising(false)} /> : (
        <p className="dispute-raise">
          {concerned && inTime && <Button onClick={() => setRaising(true)}>{t("statements.dispute.raise")}</Button>}
          <span className="p-meta">{concerned ? t(inTime ? "statements.dispute.until" : "statements.dispute.over", { day: dayName(until, lang, "full") }) : t("statements.dispute.third")}</span>
        </p>
      )}
    </section>
  );
}

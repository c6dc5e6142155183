/** The roster of the week: proposed on request, changed by hand, published. */

import { Button, Progress } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { api, Problem } from "@/api/client";
import type { Roster, Terms } from "@/api/planning";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import type { Axis } from "./axis";
import { bodyOf, DAYS } from "./data";
import { Part } from "./Part";
import type { View } from "./PlanningPage";
import { RosterBoard } from "./RosterBoard";
import { addDays } from "./week";
import { useDraft } from "./useRoster";
import "./roster.css";

const LONGEST_S = 60;

/** Asks for a proposal; how long it has taken so far, and the way to stop it. Leaving the page stops it too. */
function useProposal(from: string, take: (roster: Roster) => void) {
  const { t, lang } = useTexts();
  const running = useRef<AbortController | null>(null);
  const [elapsed, setElapsed] = useState<number | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const busy = elapsed !== null;
  useEffect(() => {
    if (!busy) return;
    const timer = window.setInterval(() => setElapsed((seconds) => (seconds ?? 0) + 1), 1000);
    return () => window.clearInterval(timer);
  }, [busy]);
  const propose = async (): Promise<void> => {
    const control = new AbortController();
    running.current = control;
    setElapsed(0);
    try {
      const roster = await api.post<Roster>("/planning/roster", { from, days: DAYS }, control.signal);
      take(roster);
      toast({ kind: "done", text: t("planning.roster.ready", { count: roster.shifts.length, time: spell(Math.max(1, roster.seconds), lang) }) });
    } catch (problem) {
      if (problem instanceof Problem && problem.code === "cancelled") toast({ kind: "done", text: t("planning.roster.stopped") });
      else toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setElapsed(null);
    }
  };
  return { elapsed, propose: () => void propose(), stop: () => running.current?.abort() };
}

function Working({ elapsed, stop }: { elapsed: number; stop: () => void }) {
  const { t, lang } = useTexts();
  return (
    <div className="plan-working">
      <span className="p-hidden" role="status">{t("planning.roster.started")}</span>
      <p>{t("planning.roster.working", { time: spell(elapsed, lang) })}</p>
      <Progress value={Math.min(96, 4 + (100 * elapsed) / LONGEST_S)} transitionDuration={0} aria-label={t("planning.roster.started")} />
      <Button onClick={stop}>{t("common.cancel")}</Button>
    </div>
  );
}

function usePublish(from: string, draft: ReturnType<typeof useDraft>) {
  const { t } = useTexts();
  const go = useNavigate();
  const [busy, setBusy] = useState(false);
  const publish = async (): Promise<void> => {
    setBusy(true);
    try {
      const { kept } = await api.post<{ kept: number }>("/duty/shifts", { from, to: addDays(from, DAYS), shifts: bodyOf(draft.draft?.shifts ?? []) });
      draft.published();
      toast({ kind: "done", text: t("planning.roster.published", { count: kept }), seconds: 10, undo: { label: t("planning.roster.see"), run: () => void go("/duty") } });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  return { busy, publish: () => void publish() };
}

function Publish({ count, busy, publish }: { count: number; busy: boolean; publish: () => void }) {
  const { t } = useTexts();
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button variant="filled" loading={busy} onClick={() => setAsking(true)}>{t("planning.roster.publish")}</Button>;
  return (
    <span className="roster-confirm" role="alert">
      {t("planning.roster.confirm", { count })}
      <Button variant="filled" autoFocus onClick={() => { setAsking(false); publish(); }}>{t("planning.roster.publish")}</Button>
      <Button onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
    </span>
  );
}

export function RosterPart({ terms, axis, view }: { terms: Terms; axis: Axis; view: View }) {
  const { t } = useTexts();
  const work = useDraft(view.from);
  const { elapsed, propose, stop } = useProposal(view.from, work.take);
  const { busy, publish } = usePublish(view.from, work);
  const { draft } = work;
  const dirty = draft !== null && !draft.published && draft.past.length > 0;
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
  const asides = draft && elapsed === null && (
    <div className="plan-row">
      <Button onClick={propose}>{t("planning.roster.again")}</Button>
      <Publish count={draft.shifts.length} busy={busy} publish={publish} />
    </div>
  );
  return (
    <Part number={4} name="roster" title={t("planning.roster.title")} lead={draft ? undefined : t("planning.roster.lead")} aside={asides}>
      {elapsed !== null && <Working elapsed={elapsed} stop={stop} />}
      {!draft && elapsed === null && (
        <div className="plan-row">
          <Button variant="filled" className="plan-propose" onClick={propose}>{t("planning.roster.propose")}</Button>
          <Button onClick={work.blank}>{t("planning.roster.blank")}</Button>
        </div>
      )}
      {draft && <RosterBoard draft={draft} work={work} terms={terms} axis={axis} view={view} />}
    </Part>
  );
}

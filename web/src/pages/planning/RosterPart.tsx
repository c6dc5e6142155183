/** The roster of the week: proposed on request, changed by hand, published. */

import { Button, Progress } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { api, Problem } from "@/api/client";
import { useNames } from "@/api/names";
import type { Roster, Terms } from "@/api/planning";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { localOf, QUARTER_MS, type Axis } from "./axis";
import { bodyOf, DAYS } from "./data";
import { focusPart, Part } from "./Part";
import type { View } from "./PlanningPage";
import { RosterBoard } from "./RosterBoard";
import { useDraft } from "./useRoster";
import "./roster.css";

const LONGEST_S = 60;

/** Asks for a proposal, or for the roster in force; how long it has taken so far, and the way to stop it. Leaving the page stops it
 *  too. */
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
  const ask = async (what: (signal: AbortSignal) => Promise<Roster>, done: (roster: Roster) => string): Promise<void> => {
    const control = new AbortController();
    running.current = control;
    setElapsed(0);
    focusPart("roster"); // the button that had the focus goes
    try {
      const roster = await what(control.signal);
      take(roster);
      toast({ kind: "done", text: done(roster) });
    } catch (problem) {
      if (problem instanceof Problem && problem.code === "cancelled") toast({ kind: "done", text: t("planning.roster.stopped") });
      else toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setElapsed(null);
      focusPart("roster");
    }
  };
  const propose = (): void => void ask(
    (signal) => api.post<Roster>("/planning/roster", { from, days: DAYS }, signal),
    ({ shifts, seconds }) => t("planning.roster.ready", { count: shifts.length, time: spell(Math.max(1, seconds), lang) }),
  );
  const resume = (): void => void ask(
    (signal) => api.get<Roster>(`/planning/roster?from=${from}&days=${DAYS}`, signal),
    ({ shifts }) => t("planning.roster.resumed", { count: shifts.length }),
  );
  return { elapsed, propose, resume, stop: () => running.current?.abort() };
}

/** How far the making of a roster is; `small` where a roster is on the page already and nothing may move. */
function Working({ elapsed, stop, small }: { elapsed: number; stop: () => void; small: boolean }) {
  const { t, lang } = useTexts();
  return (
    <div className="plan-working" data-small={small}>
      <span className="p-hidden" role="status">{t("planning.roster.started")}</span>
      <p>{t("planning.roster.working", { time: spell(elapsed, lang) })}</p>
      <Progress value={Math.min(96, 4 + (100 * elapsed) / LONGEST_S)} transitionDuration={0} aria-label={t("planning.roster.started")} />
      <Button onClick={stop}>{t("common.cancel")}</Button>
    </div>
  );
}

/** Publishes the draft for the whole week and for everybody, so that whoever has no shift in it has none any more. */
function usePublish(axis: Axis, draft: ReturnType<typeof useDraft>) {
  const { t } = useTexts();
  const go = useNavigate();
  const { agents } = useNames();
  const [busy, setBusy] = useState(false);
  const publish = async (): Promise<void> => {
    setBusy(true);
    try {
      const shifts = bodyOf(draft.now()?.shifts ?? []);
      const [from, to] = [axis.starts[0] ?? 0, (axis.starts.at(-1) ?? 0) + QUARTER_MS].map((at) => new Date(at).toISOString());
      const { kept } = await api.post<{ kept: number }>("/duty/shifts", { from, to, shifts, agents: agents.map((agent) => agent.id) });
      draft.published();
      toast({ kind: "done", text: t("planning.roster.published", { count: kept }), seconds: 10, undo: { label: t("planning.roster.see"), run: () => void go(`/duty?week=${axis.starts[0] ? localOf(axis.starts[0], axis.zone).date : ""}`) } });
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
  const { elapsed, propose, resume, stop } = useProposal(view.from, work.take);
  const { busy, publish } = usePublish(axis, work);
  const { draft } = work;
  const dirty = draft !== null && !draft.published && draft.past.length > 0;
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
  const asides = draft && (elapsed !== null ? <Working elapsed={elapsed} stop={stop} small /> : (
    <div className="plan-row roster-asides">
      {draft.published && <span><Glyph mark="ready" /> {t("planning.roster.isPublished")}</span>}
      <Button onClick={propose}>{t("planning.roster.again")}</Button>
      <Publish count={draft.shifts.length} busy={busy} publish={publish} />
    </div>
  ));
  return (
    <Part number={4} name="roster" title={t("planning.roster.title")} lead={draft ? undefined : t("planning.roster.lead")} aside={asides}>
      {!draft && elapsed !== null && <Working elapsed={elapsed} stop={stop} small={false} />}
      {!draft && elapsed === null && (
        <div className="plan-row">
          <Button variant="filled" className="plan-propose" onClick={propose}>{t("planning.roster.propose")}</Button>
          <Button onClick={resume}>{t("planning.roster.resume")}</Button>
          <Button onClick={work.blank}>{t("planning.roster.blank")}</Button>
        </div>
      )}
      {draft && <RosterBoard draft={draft} work={work} terms={terms} axis={axis} view={view} />}
    </Part>
  );
}

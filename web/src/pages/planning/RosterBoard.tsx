/** A roster with what it comes to: figures, need and staffing, risk, and the shifts to change. */

import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useNames } from "@/api/names";
import type { Judged, Terms } from "@/api/planning";
import { decimal, money, percent, signed } from "@/format/number";
import { count, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { Failure, problemText } from "@/shell/Page";
import { Glyph } from "@/theme/Glyph";
import { clockOf, localOf, QUARTER_MS, type Axis } from "./axis";
import { Chart } from "./Chart";
import type { View } from "./PlanningPage";
import { RosterRisk } from "./PlayedRoster";
import { RosterFigures } from "./RosterFigures";
import { RosterGrid, type Edit } from "./RosterGrid";
import { add, change, endOf, guessed, remove, startOf, type Placed } from "./shifts";
import { useJudgement, type Draft, type useDraft } from "./useRoster";
import { dayName } from "./week";

/** With more strips than these nothing would be left of the rows below them. */
const STICKY_QUEUES = 4;
/** The same word on every keyboard. */
const UNDO_KEYS = "Ctrl Z";

interface Said {
  text: string;
  no?: boolean;
}

/** Carries out what the grid asks for, and says in one sentence what was done or why not. */
function useEdits(work: ReturnType<typeof useDraft>, axis: Axis, day: string | null) {
  const { t, lang } = useTexts();
  const [said, setSaid] = useState<Said>({ text: "" });
  const bounds = { from: axis.starts[0] ?? 0, to: (axis.starts.at(-1) ?? 0) + QUARTER_MS };
  const told = (shift: Placed): Said => ({
    text: t("planning.roster.moved", {
      who: shift.alias, day: dayName(localOf(startOf(shift), axis.zone).date, lang), from: clockOf(startOf(shift), axis.zone), to: clockOf(endOf(shift), axis.zone),
    }),
  });
  const keep = (done: { shifts: Placed[]; shift: Placed } | null, no: string): string | null => {
    if (done) work.change(done.shifts);
    setSaid(done ? told(done.shift) : { text: no, no: true });
    return done?.shift.key ?? null;
  };
  const shifts = (): Placed[] => work.now()?.shifts ?? [];
  const edit: Edit = {
    stretch: (key, starts, ends) => {
      const shift = shifts().find((one) => one.key === key);
      if (shift) keep(change(shifts(), shift, starts, ends, bounds), t("planning.roster.refused", { who: shift.alias }));
    },
    may: (shift, starts, ends) => change(shifts(), shift, starts, ends, bounds) !== null,
    remove: (shift) => {
      work.change(remove(shifts(), shift));
      setSaid({ text: t("planning.roster.removed", { who: shift.alias }) });
    },
    add: (agent, at) => {
      const from = at ?? firstFree(axis, shifts(), agent.id, day);
      return keep(add(shifts(), agent, crypto.randomUUID(), { from, to: bounds.to }), t("planning.roster.full", { who: agent.name }));
    },
  };
  const undo = (): void => {
    if (work.undo()) setSaid({ text: t("planning.roster.undone") });
  };
  return { said, edit, undo };
}

/** Where a new shift is tried first: at the opening of the day shown, or of the first day on which the agent has none. */
function firstFree(axis: Axis, shifts: Placed[], agent: string, day: string | null): number {
  const busy = (from: number, to: number): boolean => shifts.some((one) => one.agent_id === agent && startOf(one) < to && endOf(one) > from);
  const opening = axis.segments.map((segment) => [axis.starts[segment.index] ?? 0, axis.starts[segment.index + segment.count - 1] ?? 0] as const);
  const free = day ? undefined : opening.find(([from, to]) => !busy(from, to));
  return (free ?? opening[0] ?? [axis.starts[0] ?? 0])[0] + 3_600_000;
}

/** Ctrl+Z anywhere but in a field, where it is the field's own. */
function useUndoKey(undo: () => void): void {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.shiftKey || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function Curves({ judged, planned, axis, terms }: { judged: Judged; planned: number[]; axis: Axis; terms: Terms }) {
  const { t, lang } = useTexts();
  const required = judged.starts.map((_, at) => judged.queues.reduce((sum, queue) => sum + (queue.required[at] ?? 0), 0));
  const share = (value: number): string => percent(value, lang, 1);
  return (
    <Chart
      label={t("planning.roster.title")} axis={axis} show={(value) => decimal(value, lang)}
      summary={t("planning.roster.summary", { hours: count(Math.round(judged.hours), lang), late: share(judged.late_mean), worst: share(judged.late_worst) })}
      series={[
        { key: "planned", name: t("planning.roster.planned"), mark: "steps", tone: "accent", values: planned },
        { key: "required", name: t("planning.roster.required"), mark: "dashes", tone: "text", values: required },
      ]}
      columns={judged.queues.map((queue) => ({
        key: queue.queue_id, name: `${queue.name} > ${spell(terms.within_s, lang)}`, values: queue.late, show: share,
      }))}
    />
  );
}

function Status({ said, draft, judged, terms, pending, error }: {
  said: Said;
  draft: Draft;
  judged: Judged;
  terms: Terms;
  pending: boolean;
  error: unknown;
}) {
  const { t, lang } = useTexts();
  if (error && !pending) return <p className="roster-said" role="alert"><Glyph mark="alert" /> {problemText(error, t)}</p>;
  const share = (value: number): string => percent(value, lang, 1);
  const after = draft.start && said.text && !said.no && !pending && t("planning.roster.judged", {
    late: share(judged.late_mean), change: signed(judged.late_mean - draft.start.late_mean, (value) => percent(value, lang, 2)) || t("planning.roster.same"),
    hours: decimal(judged.hours, lang), cost: money(judged.cost, terms.currency, lang),
  });
  return (
    <p className="roster-said" role="status">
      {said.no && <Glyph mark="alert" />} {said.text} {after}
    </p>
  );
}

export function RosterBoard({ draft, work, terms, axis, view }: {
  draft: Draft;
  work: ReturnType<typeof useDraft>;
  terms: Terms;
  axis: Axis;
  view: View;
}) {
  const { t } = useTexts();
  const names = useNames();
  const { settled, pending, error } = useJudgement(view.from, draft, work.started);
  const { said, edit, undo } = useEdits(work, axis, view.day);
  useUndoKey(undo);
  if (error && !settled) return <Failure error={error} />;
  if (!settled) return <div className="roster-wait" aria-busy="true" />;
  const guess = guessed(settled.judged, settled.shifts, draft.shifts);
  return (
    <div className="roster">
      <RosterFigures judged={settled.judged} guess={guess} start={draft.start} terms={terms} pending={pending} />
      {draft.notes.length > 0 && (
        <details className="roster-notes" open>
          <summary>{t(draft.past.length > 0 ? "planning.roster.notesOld" : "planning.roster.notes")}</summary>
          <ul>{draft.notes.map((note) => <li key={note}>{note}</li>)}</ul>
        </details>
      )}
      {settled.judged.broken.length > 0 && (
        <div className="roster-broken" role="alert">
          <h3><Glyph mark="alert" /> {t("planning.roster.broken", { count: settled.judged.broken.length })}</h3>
          <ul>{settled.judged.broken.map((one) => <li key={one.agent_id}><strong>{one.alias}</strong> : {one.rules.join(" ; ")}.</li>)}</ul>
        </div>
      )}
      <Curves judged={settled.judged} planned={guess.planned} axis={axis} terms={terms} />
      <div className="roster-sticky" data-many={settled.judged.queues.length > STICKY_QUEUES}>
        <RosterRisk judged={settled.judged} shifts={draft.shifts} from={view.from} day={view.day} terms={terms} axis={axis} />
        <div className="roster-tools">
          <h3 id="roster-agents">{t("planning.roster.agents")}</h3>
          <Status said={said} draft={draft} judged={settled.judged} terms={terms} pending={pending} error={error} />
          <Button size="compact-md" disabled={draft.past.length === 0} onClick={undo}>{t("planning.roster.undo")}&nbsp;<kbd className="p-key">{UNDO_KEYS}</kbd></Button>
        </div>
      </div>
      <RosterGrid shifts={draft.shifts} agents={names.agents} axis={axis} edit={edit} />
      <p className="p-meta">{t("planning.roster.help")}</p>
    </div>
  );
}

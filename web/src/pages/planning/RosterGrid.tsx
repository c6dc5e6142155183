/** One row for each agent, each shift a bar on the axis; bars are moved and resized by mouse and by keys. */

import { memo, useEffect, useRef } from "react";
import { decimal } from "@/format/number";
import type { Lang } from "@/format/time";
import { useTexts } from "@/i18n";
import { timeAt, type Axis } from "./axis";
import { ShiftBar } from "./ShiftBar";
import { workedMs, type Placed } from "./shifts";

/** What a planner may do to the roster; quarters of an hour throughout. */
export interface Edit {
  stretch: (key: string, starts: number, ends: number) => void;
  may: (shift: Placed, starts: number, ends: number) => boolean;
  remove: (shift: Placed) => void;
  /** Adds a shift at a moment, or where there is room; the key of what was added. */
  add: (agent: { id: string; name: string }, at?: number) => string | null;
}

interface RowAgent {
  id: string;
  name: string;
}

interface RowProps {
  agent: RowAgent;
  shifts: Placed[];
  axis: Axis;
  edit: Edit;
  focus: (key: string | null) => void;
  lang: Lang;
}

/** Everybody of the firm, and whoever has a shift all the same. */
function rowsOf(agents: RowAgent[], shifts: Placed[]): RowAgent[] {
  const all = new Map([...shifts.map((shift) => [shift.agent_id, shift.alias] as const), ...agents.map(({ id, name }) => [id, name] as const)]);
  return [...all].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

/** The focus goes to what stands nearest in the row above or below: a shift, or else the row's button. */
function toRow(from: HTMLElement, by: 1 | -1): void {
  const row = from.closest(".roster-line");
  const next = by === 1 ? row?.nextElementSibling : row?.previousElementSibling;
  const middle = (one: Element): number => one.getBoundingClientRect().left + one.getBoundingClientRect().width / 2;
  const here = middle(from);
  const near = [...(next?.querySelectorAll<HTMLElement>(".shift") ?? [])].sort((a, b) => Math.abs(middle(a) - here) - Math.abs(middle(b) - here))[0];
  (near ?? next?.querySelector<HTMLElement>(".roster-add"))?.focus();
}

/** A row is drawn again when its own shifts or the axis change, not for what happens in the others: deeds start from the roster
 *  as it is, so that older ones do as well as newer. */
const sameRow = (was: RowProps, now: RowProps): boolean =>
  was.agent.id === now.agent.id && was.agent.name === now.agent.name && was.axis === now.axis && was.lang === now.lang
  && was.shifts.length === now.shifts.length && was.shifts.every((shift, at) => shift === now.shifts[at]);

const Row = memo(function Row({ agent, shifts, axis, edit, focus, lang }: RowProps) {
  const { t } = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  const hours = shifts.reduce((sum, shift) => sum + workedMs(shift), 0) / 3_600_000;
  const addOne = (at?: number): void => focus(edit.add(agent, at));
  return (
    <div className="roster-line" role="group" aria-label={agent.name}>
      <div className="roster-who">
        <span className="p-cut">{agent.name}</span>
        <span className="p-meta p-nowrap">{t("planning.roster.weekly", { hours: decimal(hours, lang, 2) })}</span>
        <button
          ref={button} type="button" className="roster-add" aria-label={t("planning.roster.add", { who: agent.name })} title={t("planning.roster.add", { who: agent.name })}
          onClick={() => addOne()}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.altKey || event.metaKey) return;
            if (event.key.toLowerCase() === "n") addOne();
            else if (event.key === "ArrowDown") toRow(event.currentTarget, 1);
            else if (event.key === "ArrowUp") toRow(event.currentTarget, -1);
            else return;
            event.preventDefault();
          }}
        >
          +
        </button>
      </div>
      <div
        className="roster-track"
        onDoubleClick={(event) => {
          if (event.target !== event.currentTarget) return;
          const box = event.currentTarget.getBoundingClientRect();
          addOne(timeAt(axis, Math.floor(((event.clientX - box.left) / box.width) * axis.slots)));
        }}
      >
        {axis.segments.slice(1).map((segment) => <i key={segment.slot} style={{ left: `${(100 * segment.slot) / axis.slots}%` }} />)}
        {shifts.map((shift) => (
          <ShiftBar
            key={shift.key} shift={shift} axis={axis} edit={edit} toRow={toRow} add={() => addOne()}
            remove={() => {
              edit.remove(shift);
              button.current?.focus();
            }}
          />
        ))}
      </div>
    </div>
  );
}, sameRow);

export function RosterGrid({ shifts, agents, axis, edit }: { shifts: Placed[]; agents: RowAgent[]; axis: Axis; edit: Edit }) {
  const { t, lang } = useTexts();
  const wanted = useRef<string | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bar = wanted.current && grid.current?.querySelector<HTMLElement>(`[data-key="${wanted.current}"]`);
    if (!bar) return; // nothing is wanted, or what is wanted is not drawn yet
    bar.focus();
    wanted.current = null;
  });
  const rows = rowsOf(agents, shifts);
  const own = new Map<string, Placed[]>();
  for (const shift of shifts) own.set(shift.agent_id, [...(own.get(shift.agent_id) ?? []), shift]);
  const hour = `${(400 / axis.slots).toFixed(4)}%`;
  return (
    <div ref={grid} className="roster-grid" role="group" aria-labelledby="roster-agents" data-day={axis.segments.length === 1} style={{ "--hour": hour } as React.CSSProperties}>
      {rows.length === 0 && <p className="p-quiet">{t("planning.roster.nobody")}</p>}
      {rows.map((agent) => (
        <Row
          key={agent.id} agent={agent} axis={axis} edit={edit} shifts={own.get(agent.id) ?? []} lang={lang}
          focus={(key) => { wanted.current = key; }}
        />
      ))}
    </div>
  );
}

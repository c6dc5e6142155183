/** A shift as a bar with its breaks: drag it or its ends, or use the arrow keys. */

import { useState } from "react";
import { useTexts } from "@/i18n";
import { clockOf, localOf, quartersOver, slotOf, type Axis } from "./axis";
import type { Edit } from "./RosterGrid";
import { endOf, startOf, stretched, type Placed } from "./shifts";
import { dayName } from "./week";

type Grip = "start" | "end" | "all";

interface Drag {
  grip: Grip;
  x: number;
  slotPx: number;
  starts: number;
  ends: number;
}

function useDrag(shift: Placed, axis: Axis, edit: Edit) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const down = (event: React.PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const track = event.currentTarget.parentElement?.clientWidth ?? 1;
    const grip = ((event.target as HTMLElement).dataset.grip ?? "all") as Grip;
    setDrag({ grip, x: event.clientX, slotPx: track / axis.slots, starts: 0, ends: 0 });
  };
  const move = (event: React.PointerEvent<HTMLElement>): void => {
    if (!drag) return;
    const slots = Math.round((event.clientX - drag.x) / drag.slotPx);
    const by = quartersOver(axis, drag.grip === "end" ? endOf(shift) : startOf(shift), slots);
    const next = { starts: drag.grip === "end" ? 0 : by, ends: drag.grip === "start" ? 0 : by };
    if ((next.starts !== drag.starts || next.ends !== drag.ends) && edit.may(shift, next.starts, next.ends)) setDrag({ ...drag, ...next });
  };
  const up = (): void => {
    if (drag && (drag.starts !== 0 || drag.ends !== 0)) edit.stretch(shift.key, drag.starts, drag.ends);
    setDrag(null);
  };
  return { drag, handlers: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: () => setDrag(null) } };
}

export function ShiftBar({ shift, axis, edit, toRow, add, remove }: {
  shift: Placed;
  axis: Axis;
  edit: Edit;
  toRow: (from: HTMLElement, by: 1 | -1) => void;
  add: () => void;
  remove: () => void;
}) {
  const { t, lang } = useTexts();
  const { drag, handlers } = useDrag(shift, axis, edit);
  const shown = drag ? stretched(shift, drag.starts, drag.ends) : shift;
  const [from, to] = [slotOf(axis, startOf(shown)), slotOf(axis, endOf(shown))];
  if (to <= from) return null; // on a day or at an hour that is not drawn
  const times = { from: clockOf(startOf(shown), axis.zone), to: clockOf(endOf(shown), axis.zone) };
  const label = [
    t("planning.roster.shift", { who: shift.alias, day: dayName(localOf(startOf(shown), axis.zone).date, lang), ...times }),
    shown.breaks.length ? t("planning.roster.breaks", { count: shown.breaks.length }) : t("planning.roster.noBreak"),
  ].join(", ");
  const press = (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by) edit.stretch(shift.key, event.shiftKey ? 0 : by, by);
    else if (event.key === "Delete" || event.key === "Backspace") remove();
    else if (event.key.toLowerCase() === "n") add();
    else if (event.key === "ArrowDown") toRow(event.currentTarget, 1);
    else if (event.key === "ArrowUp") toRow(event.currentTarget, -1);
    else return;
    event.preventDefault();
  };
  return (
    <button
      type="button" className="shift" data-key={shift.key} data-dragged={drag !== null} aria-label={label} title={`${times.from}–${times.to}`}
      style={{ left: `${(100 * from) / axis.slots}%`, width: `${(100 * (to - from)) / axis.slots}%` }} onKeyDown={press} {...handlers}
    >
      <span className="shift-times">{times.from}<span className="shift-until">–{times.to}</span></span>
      {shown.breaks.map((pause) => {
        const [begins, ends] = [slotOf(axis, startOf(pause)), slotOf(axis, endOf(pause))];
        return <span key={pause.starts} className="shift-break" style={{ left: `${(100 * (begins - from)) / (to - from)}%`, width: `${(100 * (ends - begins)) / (to - from)}%` }} />;
      })}
      <span className="shift-grip" data-grip="start" />
      <span className="shift-grip" data-grip="end" />
    </button>
  );
}

/** A day as a bar of hours: shifts with their breaks cut out, absences, holes, and where partners stand behind them. The words stand beside it. */

import { placeOf, type Frame } from "./local";

export interface Bar extends Frame {
  kind: "shift" | "break" | "absence" | "hole" | "partner" | "present" | "paused" | "unreachable";
}

export function Track({ bars, frame, now }: { bars: Bar[]; frame: Frame; now?: number | null }) {
  return (
    <span className="duty-track" aria-hidden="true">
      {bars.map((bar, index) => <span key={index} data-kind={bar.kind} style={placeOf(bar, frame)} />)}
      {now != null && <span data-kind="now" style={{ left: placeOf({ from: now, to: now }, frame).left }} />}
    </span>
  );
}

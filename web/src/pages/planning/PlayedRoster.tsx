/** The roster played day by day with the floor's own rules, beside what the formula says of each queue for itself. */

import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client";
import type { DayPlayed, Judged, Terms } from "@/api/planning";
import { percent } from "@/format/number";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import { localOf, type Axis } from "./axis";
import { bodyOf, DAYS } from "./data";
import { weekPlayed } from "./played";
import { Playing } from "./Playing";
import { RiskStrips } from "./RiskStrip";
import type { Placed } from "./shifts";
import { useRuns } from "./usePlayed";

/** The days on which anybody is needed. */
function daysOf(judged: Judged, axis: Axis): string[] {
  const needed = judged.starts.flatMap((start, at) => (judged.queues.some((queue) => (queue.required[at] ?? 0) > 0) ? [localOf(Date.parse(start), axis.zone).date] : []));
  return [...new Set(needed)];
}

export function RosterRisk({ judged, shifts, from, day, terms, axis }: {
  judged: Judged;
  shifts: Placed[];
  from: string;
  day: string | null;
  terms: Terms;
  axis: Axis;
}) {
  const { t, lang } = useTexts();
  const runs = useRuns<DayPlayed>();
  const [of, setOf] = useState<Placed[] | null>(null);
  const [shown, setShown] = useState("counted");
  const days = daysOf(judged, axis).filter((one) => day === null || one === day);
  const play = (): void => {
    setOf(shifts);
    setShown("played");
    const body = bodyOf(shifts);
    runs.start(days, (one, signal) => api.post<DayPlayed>("/planning/played-day", { from, days: DAYS, day: one, shifts: body }, signal));
  };
  const week = weekPlayed(judged, [...runs.found.values()]);
  const stale = week !== null && of !== shifts;
  const share = (value: number): string => percent(value, lang, 1);
  const timesOf = ([first, last]: [number, number]): string => (first === last ? String(first) : t("planning.played.from", { first, last }));
  return (
    <>
      <RiskStrips judged={shown === "played" && week ? week.judged : judged} terms={terms} axis={axis} />
      <div className="plan-played">
        {week && (
          <SegmentedControl
            size="sm" aria-label={t("planning.played.shown")} value={shown} onChange={setShown}
            data={[{ value: "counted", label: t("planning.played.counted") }, { value: "played", label: t("planning.played.played") }]}
          />
        )}
        {runs.busy ? <Playing done={runs.done} of={runs.of} stop={runs.stop} label={t("planning.played.working", { done: runs.done, count: runs.of })} /> : (
          <>
            {!week && <p className="p-meta">{t("planning.played.lead")}</p>}
            <Button size="compact-md" disabled={days.length === 0} onClick={play}>{t(week ? "planning.played.again" : "planning.played.play")}</Button>
          </>
        )}
        {week && !runs.busy && (
          <p role="status">
            <Glyph mark={stale || week.kept < 1 - terms.risk ? "alert" : "ready"} />{" "}
            {t("planning.played.result", { times: timesOf(week.plays), late: share(week.late), time: spell(terms.within_s, lang), kept: percent(week.kept, lang), asked: percent(1 - terms.risk, lang) })}
            {stale && ` ${t("planning.played.stale")}`}
          </p>
        )}
      </div>
    </>
  );
}

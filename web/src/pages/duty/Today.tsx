/** Planned against actual of a day, read again every minute. */

import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { spell } from "@/format/time";
import { useMe } from "@/me";
import { Empty, Loaded } from "@/shell/Page";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import { frameOf, local, pieces, type Frame } from "./local";
import type { AdherenceRow, Day } from "./model";
import { Track, type Bar } from "./Track";
import { MARKS, useWords, type Words } from "./words";

const EVERY_MS = 60_000;

const percent = (value: number | null): string => (value === null ? "–" : `${Math.round(value)}\u00A0%`);

function Row({ row, day, frame, words }: { row: AdherenceRow; day: Day; frame: Frame; words: Words }) {
  const { t, lang } = words;
  const zone = day.time_zone;
  const { day: today, minute } = local(day.now, zone);
  const now = today === day.day ? minute : null;
  const bars = (starts: string, ends: string, kind: Bar["kind"]): Bar[] =>
    pieces(starts, ends, zone).filter((piece) => piece.day === day.day).map((piece) => ({ ...piece, kind }));
  const planned = row.shifts.flatMap((shift) => [...bars(shift.starts, shift.ends, "shift"), ...shift.breaks.flatMap((one) => bars(one.starts, one.ends, "break"))]);
  const seen = row.seen.flatMap((one) => bars(one.starts, one.ends ?? day.now, one.doing));
  return (
    <tr>
      <th scope="row">{row.alias}</th>
      <td className="p-nowrap"><Glyph mark={MARKS[row.kept.standing]} /> {t(`duty.standing.${row.kept.standing}`)}</td>
      <td>
        <Track bars={planned} frame={frame} now={now} />
        <Track bars={seen} frame={frame} now={now} />
        <span className="p-hidden">{row.shifts.map(words.span).join(", ") || t("duty.unplanned")}</span>
      </td>
      <td className="duty-figure">{percent(row.kept.percent)}</td>
      <td>
        {row.kept.deviations.length === 0 ? <span className="p-quiet">{t(row.shifts.length ? "duty.asPlanned" : "duty.unplanned")}</span> : (
          <ul className="duty-deviations">
            {row.kept.deviations.map((one) => (
              <li key={`${one.kind}${one.starts}`}>{t(`duty.deviation.${one.kind}`, { time: spell(one.minutes * 60, lang), span: words.span(one) })}</li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

function Table({ day }: { day: Day }) {
  const { t } = useTexts();
  const words = useWords(day.time_zone);
  if (day.rows.length === 0) return <Empty title={t("duty.nobodyPlanned")} text={t("duty.nobodyPlannedText")} />;
  const times = day.rows.flatMap((row) => [...row.shifts, ...row.seen.map((one) => ({ starts: one.starts, ends: one.ends ?? day.now }))]);
  const frame = frameOf(times.flatMap((one) => pieces(one.starts, one.ends, day.time_zone)).filter((piece) => piece.day === day.day));
  return (
    <>
      <p>
        <strong>{t("duty.adherence", { percent: percent(day.percent) })}</strong>{" "}
        <span className="p-quiet">{t("duty.adherenceHelp")} {day.watched.length === 0 && t("duty.unwatched")}</span>
      </p>
      <div className="p-card duty-table duty-today" role="group" tabIndex={0} aria-label={t("duty.today")}>
        <table>
          <thead>
            <tr>{(["agent", "now", "plannedSeen", "kept", "deviations"] as const).map((name) => <th key={name} scope="col">{t(`duty.${name}`)}</th>)}</tr>
          </thead>
          <tbody>{day.rows.map((row) => <Row key={row.agent_id} row={row} day={day} frame={frame} words={words} />)}</tbody>
        </table>
      </div>
      <p className="p-meta duty-legend">
        <span><i data-kind="shift" /> {t("duty.legend.shift")}</span>
        <span><i data-kind="present" /> {t("duty.legend.present")}</span>
        <span><i data-kind="paused" /> {t("duty.legend.paused")}</span>
        <span><i data-kind="unreachable" /> {t("duty.legend.unreachable")}</span>
      </p>
    </>
  );
}

export function Today() {
  const { t } = useTexts();
  const me = useMe();
  const [day, setDay] = useState(local(Date.now(), me.firm.time_zone).day);
  const query = useQuery({
    queryKey: ["duty", "adherence", day], queryFn: () => api.get<Day>(`/duty/adherence?day=${day}`), refetchInterval: EVERY_MS,
  });
  return (
    <>
      <TextInput type="date" className="duty-date" label={t("duty.day")} value={day} onChange={(event) => event.currentTarget.value && setDay(event.currentTarget.value)} />
      <Loaded of={query}>{(data) => <Table day={data} />}</Loaded>
    </>
  );
}

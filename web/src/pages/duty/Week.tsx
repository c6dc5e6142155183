/** The week: holes in words and in a line on top, a row for each agent with bars, breaks and absences. */

import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { showPhone } from "@/format/phone";
import { hour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { may, useMe } from "@/me";
import { holeAddress } from "@/pages/partners/notices";
import { Empty } from "@/shell/Page";
import { Glyph } from "@/theme/Glyph";
import { frameOf, local, pieces, plus, type Frame, type Piece } from "./local";
import type { Absence, Hole, Shift, Week } from "./model";
import { Track, type Bar } from "./Track";
import { useWords, type Words } from "./words";

const HOLES_SHOWN = 4;

/** Nobody stands behind it: no partner is offered its callers. */
const isBare = (hole: Hole): boolean => hole.partners.length === 0;

/** The way to the market for a hole that nobody stands behind and that is not over, for who may publish it there. */
function Offer({ hole, zone, words }: { hole: Hole; zone: string; words: Words }) {
  const me = useMe();
  if (!may(me, "admin") || !isBare(hole) || Date.parse(hole.ends) < Date.now()) return null;
  const name = hole.kind === "number" ? showPhone(hole.name) : hole.name;
  const address = holeAddress(local(hole.starts, zone), local(hole.ends, zone), Math.max(1, hole.wanted - hole.people), name);
  return <Link to={address} aria-label={words.t("duty.offerThis", { hole: words.hole(hole) })}>{words.t("duty.offerHole")}</Link>;
}

function Holes({ week, words }: { week: Week; words: Words }) {
  const { t } = words;
  const [all, setAll] = useState(false);
  if (week.coverage.length === 0) return <p className="p-quiet">{t("duty.nothingOpen")}</p>;
  if (week.holes.length === 0) return <p><Glyph mark="ready" /> {t("duty.covered")}</p>;
  const ranked = [...week.holes.filter(isBare), ...week.holes.filter((one) => !isBare(one))];
  const bare = ranked.filter(isBare).length;
  const shown = all ? ranked : ranked.slice(0, HOLES_SHOWN);
  return (
    <div className="duty-holes">
      <h2><Glyph mark={bare ? "alert" : "ready"} /> {bare ? t("duty.holes", { count: bare }) : t("duty.byPartners")}</h2>
      <ul>{shown.map((one) => <li key={`${one.kind}${one.id}${one.starts}`}>{words.hole(one)} <Offer hole={one} zone={week.time_zone} words={words} /></li>)}</ul>
      {shown.length < week.holes.length && <Button size="compact-md" onClick={() => setAll(true)}>{t("duty.allHoles")}</Button>}
    </div>
  );
}

const on = (day: string, all: Piece[], kind: Bar["kind"]): Bar[] => all.filter((piece) => piece.day === day).map((piece) => ({ ...piece, kind }));

function Cell({ day, shifts, absences, frame, zone, words }: { day: string; shifts: Shift[]; absences: Absence[]; frame: Frame; zone: string; words: Words }) {
  const { t, lang } = words;
  const here = shifts.filter((shift) => local(shift.starts, zone).day === day);
  const away = absences.filter((absence) => absence.kind !== "swapped" && pieces(absence.starts, absence.ends, zone).some((piece) => piece.day === day));
  const bars = [
    ...away.flatMap((absence) => on(day, pieces(absence.starts, absence.ends, zone), "absence")),
    ...shifts.flatMap((shift) => [
      ...on(day, pieces(shift.starts, shift.ends, zone), "shift"),
      ...shift.breaks.flatMap((one) => on(day, pieces(one.starts, one.ends, zone), "break")),
    ]),
  ];
  return (
    <td>
      <Track bars={bars} frame={frame} />
      {here.map((shift) => (
        <span key={shift.starts} className="duty-hours">
          {words.span(shift)}
          {shift.breaks.length > 0 && <span className="p-hidden">, {t("duty.breaks", { times: shift.breaks.map((one) => `${hour(one.starts, lang, zone)}–${hour(one.ends, lang, zone)}`).join(", ") })}</span>}
        </span>
      ))}
      {away.map((absence) => <span key={absence.id} className="duty-hours">{t(`duty.absence.${absence.kind}`)}</span>)}
      {here.length + away.length === 0 && <span className="p-hidden">{t("duty.free")}</span>}
    </td>
  );
}

function HoleCell({ day, week, frame, words }: { day: string; week: Week; frame: Frame; words: Words }) {
  const here = week.holes.filter((one) => pieces(one.starts, one.ends, week.time_zone).some((piece) => piece.day === day));
  const quarters = new Set(here.filter(isBare).flatMap((one) => pieces(one.starts, one.ends, week.time_zone).filter((piece) => piece.day === day)).flatMap((piece) => Array.from({ length: Math.ceil((piece.to - piece.from) / 15) }, (_, index) => piece.from + index * 15)));
  return (
    <td>
      <Track bars={[...here].sort((a, b) => Number(isBare(a)) - Number(isBare(b))).flatMap((one) => on(day, pieces(one.starts, one.ends, week.time_zone), isBare(one) ? "hole" : "partner"))} frame={frame} />
      <span className="duty-hours">
        {quarters.size === 0 ? words.t(here.length ? "duty.partnersDay" : "duty.noHole") : <><Glyph mark="alert" /> {words.t("duty.uncovered", { time: spell(quarters.size * 900, words.lang) })}</>}
      </span>
    </td>
  );
}

export function WeekTable({ week, open }: { week: Week; open: (agent: string) => void }) {
  const { t } = useTexts();
  const words = useWords(week.time_zone);
  const zone = week.time_zone;
  const days = Array.from({ length: 7 }, (_, index) => plus(week.first, index));
  const today = local(Date.now(), zone).day;
  const all = [...week.agents.flatMap((row) => row.shifts), ...week.holes].flatMap((times) => pieces(times.starts, times.ends, zone));
  const frame = frameOf(all);
  if (week.agents.length === 0) return <Empty title={t("duty.noAgents")} text={t("duty.noAgentsText")} />;
  return (
    <>
      <Holes key={week.first} week={week} words={words} />
      <div className="p-card duty-table" role="group" tabIndex={0} aria-label={t("duty.week")}>
        <table>
          <caption className="p-meta">{t("duty.frame", { from: `${frame.from / 60}\u00A0h`, to: `${frame.to / 60}\u00A0h`, zone })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("duty.agent")}</th>
              {days.map((day) => {
                const holiday = week.holidays.find((one) => one.day === day)?.name;
                return (
                  <th key={day} scope="col" aria-current={day === today ? "date" : undefined}>
                    {words.short(day)}
                    {holiday && <span className="p-meta">{holiday}</span>}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            <tr className="duty-line">
              <th scope="row">{t("duty.holesRow")}</th>
              {days.map((day) => <HoleCell key={day} day={day} week={week} frame={frame} words={words} />)}
            </tr>
            {week.agents.map((row) => (
              <tr key={row.agent_id}>
                <th scope="row">
                  <button type="button" className="duty-name" onClick={() => open(row.agent_id)}>{row.alias}</button>
                </th>
                {days.map((day) => <Cell key={day} day={day} shifts={row.shifts} absences={row.absences} frame={frame} zone={zone} words={words} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="p-meta duty-legend">
        <span><i data-kind="shift" /> {t("duty.legend.shift")}</span>
        <span><i data-kind="break" /> {t("duty.legend.break")}</span>
        <span><i data-kind="absence" /> {t("duty.legend.absence")}</span>
        <span><i data-kind="hole" /> {t("duty.legend.hole")}</span>
        <span><i data-kind="partner" /> {t("duty.legend.partner")}</span>
      </p>
    </>
  );
}

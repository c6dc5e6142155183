/** One agent's weekly patterns and absences, to be added and removed. */

import { Button, Checkbox, Drawer, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import { weekdays } from "@/format/time";
import { Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { momentOf, plus } from "./local";
import type { AbsenceKind, OwnDay, Pattern, Week } from "./model";
import type { Words } from "./words";

const KINDS = ["leave", "sickness", "training", "meeting", "other"] as const satisfies readonly AbsenceKind[];

function useSave(words: Words): (work: () => Promise<unknown>) => Promise<boolean> {
  const client = useQueryClient();
  return async (work) => {
    try {
      await work();
      toast({ kind: "done", text: words.t("common.saved") });
      await client.invalidateQueries({ queryKey: ["duty"] });
      return true;
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, words.t) });
      return false;
    }
  };
}

function PatternForm({ agent, week, words }: { agent: string; week: Week; words: Words }) {
  const { t, lang } = words;
  const save = useSave(words);
  const [days, setDays] = useState([0, 1, 2, 3, 4]);
  const [turn, setTurn] = useState({ starts: "09:00", ends: "17:00", from: "12:30", to: "13:30" });
  const [first, setFirst] = useState(week.first);
  const [every, setEvery] = useState(1);
  const clock = (name: keyof typeof turn, label: string) => (
    <TextInput type="time" label={label} value={turn[name]} onChange={(event) => setTurn({ ...turn, [name]: event.currentTarget.value })} />
  );
  const add = (event: React.FormEvent): void => {
    event.preventDefault();
    const breaks = turn.from && turn.to ? [{ starts: turn.from, ends: turn.to }] : [];
    void save(() => api.post("/duty/patterns", {
      agent_id: agent, weekdays: days, first, every_weeks: every, time_zone: week.time_zone, turn: { starts: turn.starts, ends: turn.ends, breaks },
    }));
  };
  return (
    <form className="duty-form" onSubmit={add}>
      <fieldset>
        <legend>{t("duty.weekdays")}</legend>
        {weekdays(lang, "short").map((name, at) => (
          <Checkbox key={name} label={name} checked={days.includes(at)} onChange={(event) => setDays(event.currentTarget.checked ? [...days, at].sort() : days.filter((one) => one !== at))} />
        ))}
      </fieldset>
      {clock("starts", t("duty.from"))}
      {clock("ends", t("duty.to"))}
      {clock("from", t("duty.breakFrom"))}
      {clock("to", t("duty.breakTo"))}
      <TextInput type="date" label={t("duty.first")} value={first} onChange={(event) => setFirst(event.currentTarget.value)} />
      <NumberInput label={t("duty.every")} min={1} max={26} value={every} onChange={(value) => setEvery(Number(value) || 1)} />
      <Button type="submit" variant="filled" disabled={days.length === 0}>{t("duty.addPattern")}</Button>
    </form>
  );
}

function Days({ agent, days, week, words }: { agent: string; days: OwnDay[]; week: Week; words: Words }) {
  const { t } = words;
  const save = useSave(words);
  const [day, setDay] = useState(week.first);
  const [turn, setTurn] = useState({ starts: "09:00", ends: "17:00" });
  const set = (turns: OwnDay["turns"]) => void save(() => api.put("/duty/days", { agent_id: agent, day, time_zone: week.time_zone, turns }));
  return (
    <>
      <ul className="duty-list">
        {days.map((one) => (
          <li key={one.day}>
            <span>{words.day(momentOf(one.day, "12:00", week.time_zone))} · {one.turns.map((each) => `${each.starts}–${each.ends}`).join(", ") || t("duty.dayOff")}</span>
            <Button size="compact-md" onClick={() => void save(() => api.delete(`/duty/days/${agent}/${one.day}`))}>{t("common.remove")}</Button>
          </li>
        ))}
      </ul>
      <form className="duty-form" onSubmit={(event) => { event.preventDefault(); set([turn]); }}>
        <TextInput type="date" label={t("duty.ownDay")} required value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        <TextInput type="time" label={t("duty.from")} required value={turn.starts} onChange={(event) => setTurn({ ...turn, starts: event.currentTarget.value })} />
        <TextInput type="time" label={t("duty.to")} required value={turn.ends} onChange={(event) => setTurn({ ...turn, ends: event.currentTarget.value })} />
        <div className="duty-deeds">
          <Button type="submit" variant="filled">{t("duty.setDay")}</Button>
          <Button disabled={!day} onClick={() => set([])}>{t("duty.setOff")}</Button>
        </div>
      </form>
    </>
  );
}

function AbsenceForm({ agent, week, words }: { agent: string; week: Week; words: Words }) {
  const { t } = words;
  const save = useSave(words);
  const [kind, setKind] = useState<AbsenceKind>("leave");
  const [from, setFrom] = useState(week.first);
  const [to, setTo] = useState(week.first);
  const add = (event: React.FormEvent): void => {
    event.preventDefault();
    const [starts, ends] = [momentOf(from, "00:00", week.time_zone), momentOf(plus(to, 1), "00:00", week.time_zone)];
    void save(() => api.post("/duty/absences", { agent_id: agent, kind, starts, ends }));
  };
  return (
    <form className="duty-form" onSubmit={add}>
      <NativeSelect label={t("duty.kind")} value={kind} data={KINDS.map((value) => ({ value, label: t(`duty.absence.${value}`) }))} onChange={(event) => setKind(event.currentTarget.value as AbsenceKind)} />
      <TextInput type="date" label={t("duty.firstDay")} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      <TextInput type="date" label={t("duty.lastDay")} value={to} min={from} onChange={(event) => setTo(event.currentTarget.value)} />
      <Button type="submit" variant="filled" disabled={!from || to < from}>{t("duty.addAbsence")}</Button>
    </form>
  );
}

function Patterns({ items, words }: { items: Pattern[]; words: Words }) {
  const { t, lang } = words;
  const save = useSave(words);
  const names = weekdays(lang, "short");
  if (items.length === 0) return <p className="p-quiet">{t("duty.noPatterns")}</p>;
  return (
    <ul className="duty-list">
      {items.map((one) => (
        <li key={one.id}>
          <span>
            {one.weekdays.map((day) => names[day]).join(", ")} · {one.turn.starts}–{one.turn.ends}
            {one.turn.breaks.length > 0 && <span className="p-quiet"> · {t("duty.breaks", { times: one.turn.breaks.map((pause) => `${pause.starts}–${pause.ends}`).join(", ") })}</span>}
            {one.every_weeks > 1 && <span className="p-quiet"> · {t("duty.everyWeeks", { weeks: one.every_weeks })}</span>}
          </span>
          <Button size="compact-md" onClick={() => void save(() => api.delete(`/duty/patterns/${one.id}`))}>{t("common.remove")}</Button>
        </li>
      ))}
    </ul>
  );
}

export function AgentSheet({ agent, week, close, words }: { agent: string | null; week: Week; close: () => void; words: Words }) {
  const { t } = words;
  const save = useSave(words);
  const patterns = useQuery({
    queryKey: ["duty", "patterns", agent], enabled: agent !== null,
    queryFn: () => api.get<{ items: Pattern[] }>(`/duty/patterns${query({ agent })}`),
  });
  const row = week.agents.find((one) => one.agent_id === agent);
  return (
    <Drawer opened={agent !== null} onClose={close} size={560} title={<strong>{row?.alias}</strong>} closeButtonProps={{ "aria-label": t("common.close") }}>
      {agent !== null && (
        <div className="duty-sheet">
          <h2>{t("duty.patterns")}</h2>
          <Loaded of={patterns}>{(data) => <Patterns items={data.items} words={words} />}</Loaded>
          <PatternForm key={`p${agent}`} agent={agent} week={week} words={words} />
          <h2>{t("duty.ownDays")}</h2>
          <Days key={`d${agent}`} agent={agent} days={row?.days ?? []} week={week} words={words} />
          <h2>{t("duty.absences")}</h2>
          <ul className="duty-list">
            {row?.absences.filter((one) => one.kind !== "swapped").map((one) => (
              <li key={one.id}>
                <span>{t(`duty.absence.${one.kind}`)} · {words.when(one)}</span>
                <Button size="compact-md" onClick={() => void save(() => api.delete(`/duty/absences/${one.id}`))}>{t("common.remove")}</Button>
              </li>
            ))}
          </ul>
          <AbsenceForm key={`a${agent}`} agent={agent} week={week} words={words} />
        </div>
      )}
    </Drawer>
  );
}

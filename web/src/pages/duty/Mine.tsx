/** An agent's own duties: the coming weeks, asking for leave, offering a shift, the calendar's address. */

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { hour } from "@/format/time";
import { Empty, Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { useTexts } from "@/i18n";
import { useMe, may } from "@/me";
import { local, momentOf, plus } from "./local";
import type { Mine as MyDuty, Times } from "./model";
import { Requests } from "./Requests";
import { useWords, type Words } from "./words";

const SHOWN = 12;

function useAsk(words: Words): (body: object) => Promise<void> {
  const client = useQueryClient();
  return async (body) => {
    try {
      await api.post("/me/duty/requests", body);
      toast({ kind: "done", text: words.t("duty.asked") });
      await client.invalidateQueries({ queryKey: ["duty"] });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, words.t) });
    }
  };
}

function Coming({ mine, words }: { mine: MyDuty; words: Words }) {
  const { t, lang } = words;
  const [all, setAll] = useState(false);
  const coming = mine.shifts.filter((shift) => shift.ends > mine.now);
  if (coming.length === 0) return <Empty title={t("duty.noShifts")} text={t("duty.noShiftsText")} />;
  const shown = all ? coming : coming.slice(0, SHOWN);
  return (
    <>
      <ul className="duty-list">
        {shown.map((shift) => (
          <li key={shift.starts}>
            <span className="duty-coming">
              <span>{words.day(shift.starts)}</span>
              <strong>{words.span(shift)}</strong>
              <span className="p-quiet">
                {shift.breaks.length > 0 && t("duty.breaks", { times: shift.breaks.map((one) => `${hour(one.starts, lang, mine.time_zone)}–${hour(one.ends, lang, mine.time_zone)}`).join(", ") })}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {shown.length < coming.length && <Button size="compact-md" onClick={() => setAll(true)}>{t("common.more")}</Button>}
    </>
  );
}

function Leave({ mine, words }: { mine: MyDuty; words: Words }) {
  const { t } = words;
  const ask = useAsk(words);
  const tomorrow = plus(local(mine.now, mine.time_zone).day, 1);
  const [from, setFrom] = useState(tomorrow);
  const [to, setTo] = useState(tomorrow);
  const [note, setNote] = useState("");
  return (
    <form className="duty-form" onSubmit={(event) => {
      event.preventDefault();
      void ask({ kind: "leave", starts: momentOf(from, "00:00", mine.time_zone), ends: momentOf(plus(to, 1), "00:00", mine.time_zone), note });
    }}>
      <TextInput type="date" label={t("duty.firstDay")} min={tomorrow} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      <TextInput type="date" label={t("duty.lastDay")} min={from} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      <TextInput label={t("duty.note")} value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
      <Button type="submit" variant="filled" disabled={!from || to < from}>{t("duty.askLeave")}</Button>
    </form>
  );
}

function Swap({ mine, words }: { mine: MyDuty; words: Words }) {
  const { t } = words;
  const ask = useAsk(words);
  const coming = mine.shifts.filter((shift) => shift.starts > mine.now);
  const [given, setGiven] = useState(coming[0]?.starts ?? "");
  const [who, setWho] = useState(mine.colleagues[0]?.agent_id ?? "");
  const [back, setBack] = useState("");
  const colleague = mine.colleagues.find((one) => one.agent_id === who);
  const shift = coming.find((one) => one.starts === given);
  const theirs: Times[] = (colleague?.shifts ?? []).map(([starts, ends]) => ({ starts, ends }));
  if (coming.length === 0 || mine.colleagues.length === 0) return <p className="p-quiet">{t("duty.noSwap")}</p>;
  return (
    <form className="duty-form" onSubmit={(event) => {
      event.preventDefault();
      if (shift) void ask({ kind: "swap", starts: shift.starts, ends: shift.ends, colleague_id: who, back: theirs.find((one) => one.starts === back) ?? null });
    }}>
      <NativeSelect label={t("duty.myShift")} value={given} data={coming.map((one) => ({ value: one.starts, label: words.when(one) }))} onChange={(event) => setGiven(event.currentTarget.value)} />
      <NativeSelect label={t("duty.colleague")} value={who} data={mine.colleagues.map((one) => ({ value: one.agent_id, label: one.alias }))} onChange={(event) => { setWho(event.currentTarget.value); setBack(""); }} />
      <NativeSelect label={t("duty.theirShift")} value={back} data={[{ value: "", label: t("duty.nothingBack") }, ...theirs.map((one) => ({ value: one.starts, label: words.when(one) }))]} onChange={(event) => setBack(event.currentTarget.value)} />
      <Button type="submit" variant="filled" disabled={!shift || !who}>{t("duty.offerSwap")}</Button>
    </form>
  );
}

function CalendarAddress({ mine, words }: { mine: MyDuty; words: Words }) {
  const { t } = words;
  const client = useQueryClient();
  const [address, setAddress] = useState("");
  const run = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      await client.invalidateQueries({ queryKey: ["duty", "mine"] });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  const renew = () => run(async () => setAddress(location.origin + (await api.post<{ path: string }>("/me/duty/calendar")).path));
  const end = () => run(async () => { await api.delete("/me/duty/calendar"); setAddress(""); });
  const copy = () => run(async () => { await navigator.clipboard.writeText(address); toast({ kind: "done", text: t("duty.copied") }); });
  return (
    <div className="duty-form">
      <p className="p-quiet">{t("duty.calendarHelp")}</p>
      {address && <TextInput label={t("duty.address")} readOnly value={address} onFocus={(event) => event.currentTarget.select()} description={t("duty.addressOnce")} />}
      {!address && mine.calendar_since && <p>{t("duty.calendarSince", { day: words.day(mine.calendar_since) })}</p>}
      <div className="duty-deeds">
        {address && <Button variant="filled" onClick={() => void copy()}>{t("duty.copy")}</Button>}
        <Button onClick={() => void renew()}>{t(mine.calendar_since ? "duty.renew" : "duty.make")}</Button>
        {mine.calendar_since && <Button onClick={() => void end()}>{t("duty.endCalendar")}</Button>}
      </div>
    </div>
  );
}

function Cards({ mine }: { mine: MyDuty }) {
  const words = useWords(mine.time_zone);
  const me = useMe();
  const { t } = words;
  const names = new Map(mine.colleagues.map((one) => [one.agent_id, one.alias]));
  const name = (id: string): string => (id === mine.agent_id ? (me.agent?.alias ?? "") : (names.get(id) ?? ""));
  const card = (id: string, title: string, content: React.ReactNode) => (
    <section className="p-card duty-card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {content}
    </section>
  );
  return (
    <div className="duty-mine">
      {card("duty-coming", t("duty.coming"), <Coming mine={mine} words={words} />)}
      <div>
        {card("duty-requests", t("duty.requests"), <Requests requests={mine.requests} agent={mine.agent_id} supervises={may(me, "supervise")} name={name} words={words} />)}
        {card("duty-leave", t("duty.leave"), <Leave mine={mine} words={words} />)}
        {card("duty-swap", t("duty.swap"), <Swap mine={mine} words={words} />)}
        {card("duty-calendar", t("duty.calendar"), <CalendarAddress mine={mine} words={words} />)}
      </div>
    </div>
  );
}

export function Mine() {
  const { t } = useTexts();
  const query = useQuery({ queryKey: ["duty", "mine"], queryFn: () => api.get<MyDuty>("/me/duty") });
  return <section aria-label={t("duty.mine")}><Loaded of={query}>{(mine) => <Cards mine={mine} />}</Loaded></section>;
}

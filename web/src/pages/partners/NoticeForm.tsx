/** A notice of the market as it is written: what, when, how many, in which languages, at what price, and until when it is shown. */

import { Alert, Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Notice, Once, Window } from "@/api/market";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { newNotice, unfitWhen } from "./notices";
import { linesOf, toggled, weekday } from "./terms";

const MILLION = 1_000_000;
const DAYS = [1, 2, 3, 4, 5, 6, 7];
/** So many windows a notice may have. */
const WINDOWS_MAX = 20;

const wordsOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

function Weekly({ windows, set }: { windows: Window[]; set: (windows: Window[]) => void }) {
  const { t, lang } = useTexts();
  const change = (nth: number, part: Partial<Window>): void => set(windows.map((each, at) => (at === nth ? { ...each, ...part } : each)));
  return (
    <>
      {windows.map((window, nth) => (
        <fieldset key={nth} className="partner-band">
          <legend>{t("partners.bands.one", { number: nth + 1 })}</legend>
          <div className="partner-permits" role="group" aria-label={t("partners.bands.days")}>
            {DAYS.map((day) => <Checkbox key={day} label={weekday(day, lang)} checked={window.days.includes(day)} onChange={() => change(nth, { days: toggled(window.days, day) })} />)}
          </div>
          <div className="partner-fields">
            <TextInput type="time" label={t("partners.bands.since")} value={window.since} required onChange={(event) => change(nth, { since: event.currentTarget.value })} />
            <TextInput type="time" label={t("partners.bands.until")} description={t("partners.notices.untilHelp")} value={window.until} required onChange={(event) => change(nth, { until: event.currentTarget.value })} />
          </div>
          {windows.length > 1 && <Button variant="subtle" onClick={() => set(windows.filter((_, at) => at !== nth))}>{t("partners.bands.remove", { number: nth + 1 })}</Button>}
        </fieldset>
      ))}
      {windows.length < WINDOWS_MAX && <Button onClick={() => set([...windows, { days: [6, 7], since: "09:00", until: "18:00" }])}>{t("partners.bands.add")}</Button>}
    </>
  );
}

function Dated({ once, set }: { once: Once; set: (once: Once) => void }) {
  const { t } = useTexts();
  const put = (part: Partial<Once>): void => set({ ...once, ...part });
  return (
    <div className="partner-fields">
      <TextInput type="date" label={t("partners.notices.first")} value={once.first} required onChange={(event) => put({ first: event.currentTarget.value })} />
      <TextInput type="time" label={t("partners.bands.since")} value={once.since} required onChange={(event) => put({ since: event.currentTarget.value })} />
      <TextInput type="date" label={t("partners.notices.last")} value={once.last} required onChange={(event) => put({ last: event.currentTarget.value })} />
      <TextInput type="time" label={t("partners.bands.until")} value={once.until} required onChange={(event) => put({ until: event.currentTarget.value })} />
    </div>
  );
}

export function NoticeForm({ first, today, busy, problem, send, cancel }: { first: Notice; today: string; busy: boolean; problem: unknown; send: (notice: Notice) => void; cancel: () => void }) {
  const { t, lang } = useTexts();
  const [notice, setNotice] = useState(first);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const later = setTimeout(() => head.current?.focus()); // after the page's own heading, which takes the focus when one comes from elsewhere
    return () => clearTimeout(later);
  }, []);
  const set = (change: Partial<Notice>): void => setNotice((was) => ({ ...was, ...change }));
  const repeat = (how: string): void => {
    set(how === "once" ? { windows: [], once: { first: today, since: "09:00", last: today, until: "18:00" } } : { windows: newNotice(today, notice.zone).windows, once: null });
  };
  const wrong = unfitWhen(notice);
  return (
    <form className="p-card partner-card partner-form" aria-labelledby="notice-form" onSubmit={(event) => { event.preventDefault(); send(notice); }}>
      <h4 id="notice-form" ref={head} tabIndex={-1}>{t(`partners.notices.publish.${notice.kind}`)}</h4>
      <fieldset>
        <legend>{t("partners.notices.when")}</legend>
        <p className="p-meta">{t("partners.notices.zone", { zone: notice.zone })}</p>
        <div className="partner-fields notice-repeat">
          <NativeSelect
            label={t("partners.notices.repeat")} value={notice.once ? "once" : "weekly"} onChange={(event) => repeat(event.currentTarget.value)}
            data={(["weekly", "once"] as const).map((value) => ({ value, label: t(`partners.notices.repeats.${value}`) }))}
          />
        </div>
        {notice.once ? <Dated once={notice.once} set={(once) => set({ once })} /> : <Weekly windows={notice.windows} set={(windows) => set({ windows })} />}
        {wrong && <p role="alert" className="partner-unfit">{t(wrong === "days" ? "partners.bands.daysUnfit" : "partners.notices.hoursUnfit")}</p>}
      </fieldset>
      <fieldset>
        <legend>{t("partners.notices.what")}</legend>
        <div className="partner-fields">
          <NumberInput label={t("partners.notices.people")} min={1} max={10_000} hideControls required value={notice.at_once} onChange={(value) => set({ at_once: Math.max(1, Number(value)) })} />
          <NumberInput
            label={t("partners.notices.price")} description={t("partners.notices.priceHelp")} suffix={` ${notice.currency}`} min={0} decimalScale={2} decimalSeparator={lang === "fr" ? "," : "."}
            hideControls value={notice.per_hour === null ? "" : notice.per_hour / MILLION} onChange={(value) => set({ per_hour: value === "" ? null : Math.round(Number(value) * MILLION) })}
          />
          <TextInput
            label={t("partners.listing.languages")} description={t("partners.listing.languagesHelp")} defaultValue={notice.languages.join(" ")}
            onChange={(event) => set({ languages: wordsOf(event.currentTarget.value.toLowerCase()) })}
          />
          <TextInput
            label={t("partners.terms.countries")} description={t("partners.terms.countriesHelp")} defaultValue={notice.countries.join(" ")}
            onChange={(event) => set({ countries: wordsOf(event.currentTarget.value.toUpperCase()) })}
          />
          <Textarea
            label={t("partners.notices.skills")} description={t("partners.terms.lines")} autosize minRows={2} defaultValue={notice.skills.join("\n")}
            onChange={(event) => set({ skills: linesOf(event.currentTarget.value) })}
          />
          <Textarea label={t("partners.notices.note")} autosize minRows={2} maxLength={2000} value={notice.note} onChange={(event) => set({ note: event.currentTarget.value })} />
          <TextInput type="date" label={t("partners.notices.expires")} value={notice.expires_on} required onChange={(event) => set({ expires_on: event.currentTarget.value })} />
        </div>
      </fieldset>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="partner-row">
        <Button type="submit" variant="filled" loading={busy} disabled={wrong !== null}>{t("partners.notices.send")}</Button>
        <Button onClick={cancel}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

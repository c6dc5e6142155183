/** The editor of opening hours: one line a day, typed as people write hours; special days; the days to come. */

import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { day as showDay, weekdays } from "@/format/time";
import { useTexts } from "@/i18n";
import { readHours, shareOf, writeHours, type Span } from "./hours";
import { helpOf } from "./FieldInput";

export interface Exception {
  day: string;
  spans: Span[];
  label: string;
}

function HoursInput({ label, spans, set }: { label: string; spans: readonly Span[]; set: (spans: Span[]) => void }) {
  const { t } = useTexts();
  const shown = writeHours(spans);
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const wrong = readHours(typed) === null;
  const leave = (): void => {
    const read = readHours(typed);
    if (read) {
      set(read);
      setTyped(writeHours(read));
    }
  };
  return (
    <TextInput aria-label={label} placeholder={t("admin.week.closed")} value={typed} error={wrong ? t("admin.week.wrong") : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)} onBlur={leave}
      onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), leave())} />
  );
}

function Strip({ spans }: { spans: readonly Span[] }) {
  return (
    <span className="week-strip" aria-hidden="true">
      {spans.map((span) => {
        const { from, size } = shareOf(span);
        return <span key={span.opens} style={{ left: `${from * 100}%`, width: `${size * 100}%` }} />;
      })}
    </span>
  );
}

export function WeeklyField({ weekly, set }: { weekly: Span[][]; set: (weekly: Span[][]) => void }) {
  const { t, lang } = useTexts();
  const days = weekdays(lang);
  const put = (at: number, spans: Span[]): void => set(days.map((_, index) => (index === at ? spans : (weekly[index] ?? []))));
  return (
    <fieldset className="admin-group">
      <legend>{t("admin.field.weekly")}</legend>
      <p className="p-meta">{helpOf("weekly", t)}</p>
      {days.map((name, index) => (
        <div key={name} className="week-day">
          <span>{name}</span>
          <HoursInput label={t("admin.week.hoursOf", { day: name })} spans={weekly[index] ?? []} set={(spans) => put(index, spans)} />
          <Strip spans={weekly[index] ?? []} />
          {index > 0 ? <Button size="compact-sm" variant="subtle" onClick={() => put(index, weekly[index - 1] ?? [])}>{t("admin.week.same")}</Button> : <span />}
        </div>
      ))}
    </fieldset>
  );
}

export function ExceptionsField({ exceptions, set }: { exceptions: Exception[]; set: (exceptions: Exception[]) => void }) {
  const { t } = useTexts();
  const put = (at: number, change: Partial<Exception>): void => set(exceptions.map((item, index) => (index === at ? { ...item, ...change } : item)));
  return (
    <fieldset className="admin-group">
      <legend>{t("admin.field.exceptions")}</legend>
      {!exceptions.length && <p className="p-meta">{t("admin.exceptions.none")}</p>}
      {exceptions.map((item, index) => (
        <div key={index} className="exception">
          <TextInput type="date" aria-label={t("admin.exceptions.day")} value={item.day} onChange={(event) => put(index, { day: event.currentTarget.value })} />
          <HoursInput label={t("admin.exceptions.hours")} spans={item.spans} set={(spans) => put(index, { spans })} />
          <TextInput aria-label={t("admin.exceptions.label")} placeholder={t("admin.exceptions.label")} value={item.label} onChange={(event) => put(index, { label: event.currentTarget.value })} />
          <Button size="compact-sm" variant="subtle" onClick={() => set(exceptions.filter((_, other) => other !== index))}>{t("common.remove")}</Button>
        </div>
      ))}
      <Button size="compact-sm" onClick={() => set([...exceptions, { day: new Date().toISOString().slice(0, 10), spans: [], label: "" }])}>{t("admin.exceptions.add")}</Button>
    </fieldset>
  );
}

interface PlanDay {
  day: string;
  spans: Span[];
  holiday: string | null;
  label: string;
}

export function PreviewDays({ plan }: { plan: string | undefined }) {
  const { t, lang } = useTexts();
  const today = new Date().toISOString().slice(0, 10);
  const { data } = useQuery({
    queryKey: ["plans", plan, "days", today], enabled: plan !== undefined,
    queryFn: () => api.get<{ items: PlanDay[] }>(`/plans/${plan ?? ""}/days?from=${today}&days=14`),
  });
  return (
    <section className="admin-group" aria-label={t("admin.field.days")}>
      <h3>{t("admin.field.days")}</h3>
      {!plan && <p className="p-meta">{t("admin.days.save")}</p>}
      <ul className="plan-days">
        {data?.items.map((item) => (
          <li key={item.day}>
            <span>{showDay(`${item.day}T12:00:00`, lang)}</span>
            <span>{item.spans.length ? writeHours(item.spans) : t("admin.days.closed")}</span>
            <span className="p-meta">{item.holiday ? t("admin.days.holiday", { name: item.holiday }) : item.label}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

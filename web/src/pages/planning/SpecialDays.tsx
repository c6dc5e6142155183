/** Days on which more or fewer people call than the past can tell. */

import { Button, CloseButton, NumberInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { SpecialDay } from "@/api/planning";
import { decimal } from "@/format/number";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { PLANNING } from "./data";
import { dayName, isDay } from "./week";

function useChange() {
  const { t } = useTexts();
  const client = useQueryClient();
  return async (work: Promise<unknown>, done: string): Promise<void> => {
    try {
      await work;
      toast({ kind: "done", text: done });
      await client.invalidateQueries({ queryKey: PLANNING });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
}

export function SpecialDays({ days, proposed }: { days: SpecialDay[]; proposed: string }) {
  const { t, lang } = useTexts();
  const change = useChange();
  const [date, setDate] = useState("");
  const [factor, setFactor] = useState<number | string>(1.2);
  const [note, setNote] = useState("");
  const number = Number(factor);
  const good = isDay(date || proposed) && number >= 0 && number <= 10;
  const add = (event: React.FormEvent): void => {
    event.preventDefault();
    const day = date || proposed;
    void change(
      api.put(`/planning/special-days/${day}`, { factor: number, note: note.trim() }),
      t("planning.special.saved", { day: dayName(day, lang), factor: decimal(number, lang, 2) }),
    );
    setNote("");
    setDate("");
  };
  return (
    <div className="plan-special">
      <div>
        <h3>{t("planning.special.title")}</h3>
        <p className="p-meta">{t("planning.special.lead")}</p>
      </div>
      <form className="plan-row" onSubmit={add}>
        <TextInput type="date" label={t("planning.special.date")} value={date || proposed} onChange={(event) => setDate(event.currentTarget.value)} required />
        <NumberInput className="plan-short" label={t("planning.special.factor")} min={0} max={10} step={0.1} decimalScale={2} decimalSeparator={lang === "fr" ? "," : "."} value={factor} onChange={setFactor} required />
        <TextInput label={t("planning.special.note")} value={note} maxLength={80} onChange={(event) => setNote(event.currentTarget.value)} />
        <Button type="submit" disabled={!good}>{t("planning.special.add")}</Button>
      </form>
      {days.length > 0 && (
        <ul className="plan-chips">
          {days.map((day) => (
            <li key={day.date}>
              {t("planning.special.one", { day: dayName(day.date, lang), factor: decimal(day.factor, lang, 2) })}
              {day.note && <span className="p-quiet"> {day.note}</span>}
              <CloseButton
                size={24} aria-label={t("planning.special.remove", { day: dayName(day.date, lang) })}
                onClick={() => void change(api.delete(`/planning/special-days/${day.date}`), t("planning.special.removed", { day: dayName(day.date, lang) }))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The week and the day that everything below is about; it stays in sight while the page scrolls. */

import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTexts } from "@/i18n";
import type { View } from "./PlanningPage";
import { addDays, dayName, isDay, mondayOf, weekOf } from "./week";

export function WeekBar({ view, setView }: { view: View; setView: (change: Partial<View>) => void }) {
  const { t, lang } = useTexts();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const told = bar.current;
    if (!told) return;
    // With large letters the bar takes two lines; what sticks below it must know.
    const watch = new ResizeObserver(() => told.parentElement?.style.setProperty("--plan-week", `${told.offsetHeight}px`));
    watch.observe(told);
    return () => watch.disconnect();
  }, []);
  const go = (from: string): void => setView({ from, day: null });
  return (
    <div ref={bar} className="plan-week" role="group" aria-label={t("planning.week.label", { from: dayName(view.from, lang, "full"), to: dayName(addDays(view.from, 6), lang, "full") })}>
      <Button aria-label={t("planning.week.previous")} onClick={() => go(addDays(view.from, -7))}>‹</Button>
      <TextInput
        type="date" aria-label={t("planning.week.pick")} value={view.from}
        onChange={(event) => isDay(event.currentTarget.value) && go(mondayOf(event.currentTarget.value))}
      />
      <Button aria-label={t("planning.week.next")} onClick={() => go(addDays(view.from, 7))}>›</Button>
      <strong className="plan-week-name" role="status">
        {t("planning.week.label", { from: dayName(view.from, lang, "full"), to: dayName(addDays(view.from, 6), lang, "full") })}
      </strong>
      <SegmentedControl
        size="xs" aria-label={t("planning.week.shown")} value={view.day ?? ""} onChange={(day) => setView({ day: day || null })}
        data={[{ value: "", label: t("planning.week.all") }, ...weekOf(view.from).map((day) => ({ value: day, label: dayName(day, lang, "short") }))]}
      />
    </div>
  );
}

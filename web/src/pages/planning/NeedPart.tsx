/** How many people keep the promise, quarter by quarter, and on which assumptions; each of them can be changed. */

import { Button, NumberInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Terms } from "@/api/planning";
import { decimal } from "@/format/number";
import { count } from "@/format/time";
import { useTexts } from "@/i18n";
import { Failure, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { clockOf, drawn, localOf, type Axis } from "./axis";
import { Chart, type Series } from "./Chart";
import { PLANNING, useRequirement } from "./data";
import { Part } from "./Part";
import { PlayedHours } from "./PlayedHours";
import type { View } from "./PlanningPage";
import { dayName } from "./week";

type Field = "within" | "late" | "patience" | "risk" | "shrinkage" | "cost";

/** Each assumption as people write it: where it is kept, and how many of the kept unit make one of theirs. */
const FIELDS: Record<Field, { key: keyof Omit<Terms, "currency" | "region" | "rules">; unit: number; min: number; max: number; digits: number }> = {
  within: { key: "within_s", unit: 1, min: 1, max: 3600, digits: 0 },
  late: { key: "late", unit: 0.01, min: 0.1, max: 99, digits: 1 },
  patience: { key: "patience_s", unit: 1, min: 1, max: 86_400, digits: 0 },
  risk: { key: "risk", unit: 0.01, min: 0.1, max: 99, digits: 1 },
  shrinkage: { key: "shrinkage", unit: 0.01, min: 0, max: 80, digits: 1 },
  cost: { key: "cost_per_hour", unit: 1_000_000, min: 0, max: 1000, digits: 2 },
};
const NAMES = Object.keys(FIELDS) as Field[];

/** An assumption in people's units; patience may be left out, and then nobody gives up. */
function shownOf(terms: Terms, field: Field): number | "" {
  const { key, unit, digits } = FIELDS[field];
  const kept = terms[key];
  return kept === null ? "" : Number((kept / unit).toFixed(digits));
}

/** What people wrote, as it is kept: shares without the noise of floating point, money in whole millionths. */
function keptOf(field: Field, written: number | string): number | null {
  if (written === "") return null;
  const { unit } = FIELDS[field];
  const value = Number(written);
  return unit < 1 ? Number((value * unit).toFixed(6)) : Math.round(value * unit);
}

function Assumptions({ terms }: { terms: Terms }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const [values, setValues] = useState<Partial<Record<Field, number | string>>>({});
  const [busy, setBusy] = useState(false);
  const valueOf = (field: Field): number | string => values[field] ?? shownOf(terms, field);
  const changed = NAMES.some((field) => String(valueOf(field)) !== String(shownOf(terms, field)));
  const whole = NAMES.every((field) => field === "patience" || valueOf(field) !== "");
  const apply = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const next = Object.fromEntries(NAMES.map((field) => [FIELDS[field].key, keptOf(field, valueOf(field))]));
      await api.put("/planning/terms", { ...terms, ...next });
      await client.invalidateQueries({ queryKey: PLANNING });
      setValues({});
      toast({ kind: "done", text: t("planning.need.applied") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="plan-terms" onSubmit={(event) => void apply(event)}>
      {NAMES.map((field) => (
        <NumberInput
          key={field} label={t(`planning.need.${field}`)} description={t(`planning.need.help.${field}`, { currency: terms.currency })}
          inputWrapperOrder={["label", "input", "description"]} hideControls min={FIELDS[field].min} max={FIELDS[field].max}
          decimalScale={FIELDS[field].digits} decimalSeparator={lang === "fr" ? "," : "."} value={valueOf(field)}
          onChange={(value) => setValues({ ...values, [field]: value })}
        />
      ))}
      <Button type="submit" variant={changed ? "filled" : "default"} disabled={!changed || !whole} loading={busy}>{t("planning.need.apply")}</Button>
    </form>
  );
}

export function NeedPart({ terms, axis, view }: { terms: Terms; axis: Axis; view: View }) {
  const { t, lang } = useTexts();
  const { data, error, refetch } = useRequirement(view.from);
  const need = data && Date.parse(data.starts[0] ?? "") === axis.starts[0] ? data.queues : [];
  const everybody = axis.starts.map((_, at) => need.reduce((sum, queue) => sum + (queue.agents[at] ?? 0), 0));
  const queue = need.find((one) => one.queue_id === view.queue) ?? need[0];
  const indices = drawn(axis);
  const peak = indices.reduce((best, index) => ((everybody[index] ?? 0) > (everybody[best] ?? 0) ? index : best), indices[0] ?? 0);
  const most = everybody[peak] ?? 0;
  const at = axis.starts[peak] ?? 0;
  const when = `${dayName(localOf(at, axis.zone).date, lang)} ${clockOf(at, axis.zone)}`;
  const hours = indices.reduce((sum, index) => sum + (everybody[index] ?? 0), 0) / 4;
  const day = view.day ?? localOf(at, axis.zone).date;
  const show = (value: number): string => decimal(value, lang);
  const series: Series[] = [
    { key: "all", name: t("planning.need.everybody"), mark: "dashes", tone: "text", values: everybody },
    ...(need.length > 1 && queue ? [{ key: queue.queue_id, name: queue.name, mark: "steps", tone: "accent", values: queue.agents } as const] : []),
  ];
  return (
    <Part number={3} name="need" title={t("planning.need.title")} lead={t("planning.need.lead")}>
      <Assumptions terms={terms} />
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      <p className="plan-figure plan-line">{most > 0 ? t("planning.need.peak", { count: most, when, hours: count(Math.round(hours), lang) }) : data && t("planning.need.none")}</p>
      <Chart
        label={t("planning.need.people")} axis={axis} series={series} show={show}
        summary={t("planning.need.summary", { name: t("planning.need.everybody"), count: most, when })}
      />
      {data && most > 0 && need.length > 0 && <PlayedHours key={`${view.from} ${day} ${JSON.stringify(terms)}`} need={data} from={view.from} day={day} axis={axis} />}
    </Part>
  );
}

/** How the search for an agent widens while a caller waits: after so long, lower levels and more teams. */

import { Button, Checkbox, NumberInput } from "@mantine/core";
import { useTexts } from "@/i18n";
import { useOptions } from "./options";
import type { Field } from "./specs";

export interface WideningStep {
  after_s: number;
  lower: number;
  teams: string[];
}

export function StepsField({ field, steps, set }: { field: Field; steps: WideningStep[]; set: (steps: WideningStep[]) => void }) {
  const { t } = useTexts();
  const teams = useOptions(field, t);
  const put = (at: number, change: Partial<WideningStep>): void => set(steps.map((step, index) => (index === at ? { ...step, ...change } : step)));
  const last = steps.at(-1)?.after_s ?? 0;
  return (
    <fieldset className="admin-group">
      <legend>{t("admin.field.steps")}</legend>
      {!steps.length && <p className="p-meta">{t("admin.steps.none")}</p>}
      {steps.map((step, index) => (
        <div key={index} className="admin-step">
          <NumberInput label={t("admin.steps.after")} min={1} max={3600} clampBehavior="blur" hideControls value={step.after_s} onChange={(next) => put(index, { after_s: Number(next) || 1 })} />
          <NumberInput label={t("admin.steps.lower")} min={0} max={9} clampBehavior="blur" hideControls value={step.lower} onChange={(next) => put(index, { lower: Number(next) || 0 })} />
          {teams.length > 0 && (
            <Checkbox.Group label={t("admin.steps.teams")} value={step.teams} onChange={(list) => put(index, { teams: list })}>
              <div className="admin-checks">{teams.map((team) => <Checkbox key={team.value} value={team.value} label={team.label} />)}</div>
            </Checkbox.Group>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => set(steps.filter((_, other) => other !== index))}>{t("common.remove")}</Button>
        </div>
      ))}
      <Button size="compact-sm" onClick={() => set([...steps, { after_s: last + 30, lower: 1, teams: [] }])}>{t("admin.steps.add")}</Button>
    </fieldset>
  );
}

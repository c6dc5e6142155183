/** Who is told what: an address, a name for it, and the events. */

import { Alert, Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { Problem } from "@/api/client";
import type { EventKind, Webhook } from "@/api/webhooks";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";

export interface HookValues {
  address: string;
  label: string;
  kinds: string[];
  stopped: boolean;
}

/** Events by the part of their name before the dot, in the order of the catalogue. */
function grouped(kinds: EventKind[]): [string, EventKind[]][] {
  const groups = new Map<string, EventKind[]>();
  for (const each of kinds) {
    const name = each.kind.split(".")[0] ?? "";
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups];
}

export function HookForm({ kinds, first, save, leave }: { kinds: EventKind[]; first: Webhook | null; save: (values: HookValues) => Promise<void>; leave: () => void }) {
  const { t } = useTexts();
  const [values, setValues] = useState<HookValues>({ address: first?.address ?? "https://", label: first?.label ?? "", kinds: first?.kinds ?? [], stopped: first?.stopped != null });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const set = (change: Partial<HookValues>): void => setValues((was) => ({ ...was, ...change }));
  const atAddress = problem instanceof Problem && problem.body.param === "address";
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await save(values);
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <form className="p-card dev-form" noValidate onSubmit={(event) => void submit(event)}>
      <div className="dev-fields">
        <TextInput label={t("developers.hook.address")} description={t("developers.hook.addressHelp")} type="url" spellCheck={false} autoFocus value={values.address} maxLength={2000} error={atAddress ? problemText(problem, t) : undefined} onChange={(event) => set({ address: event.currentTarget.value })} />
        <TextInput label={t("developers.hook.label")} description={t("developers.hook.labelHelp")} value={values.label} maxLength={120} onChange={(event) => set({ label: event.currentTarget.value })} />
      </div>
      <Checkbox.Group label={t("developers.hook.kinds")} value={values.kinds} onChange={(chosen) => set({ kinds: chosen })}>
        <div className="dev-kinds">
          {grouped(kinds).map(([name, group]) => (
            <div key={name}>
              {group.map((each) => <Checkbox key={each.kind} value={each.kind} label={<code>{each.kind}</code>} />)}
            </div>
          ))}
        </div>
      </Checkbox.Group>
      {first && <Checkbox label={t("developers.hook.stop")} checked={values.stopped} onChange={(event) => set({ stopped: event.currentTarget.checked })} />}
      {problem !== null && !atAddress && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="dev-deeds">
        <Button type="submit" variant="filled" loading={busy} disabled={values.kinds.length === 0}>{t("common.save")}</Button>
        <Button onClick={leave}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

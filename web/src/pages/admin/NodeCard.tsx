/** One step of a flow, with the fields of its kind. */

import { Button, Checkbox, MultiSelect, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "@/i18n";
import type { FlowNode } from "./flow";
import { labelOfRow, optionText, useRowsOf } from "./options";

interface CardProps {
  node: FlowNode;
  ids: string[];
  change: (node: FlowNode) => void;
}

function useChoices(path: string) {
  return useRowsOf(path).map((row) => ({ value: String(row.id), label: labelOfRow(row) }));
}

function Lead({ label, value, ids, set }: { label: string; value: string | undefined; ids: string[]; set: (id: string) => void }) {
  const { t } = useTexts();
  return <NativeSelect label={label} value={value ?? ""} data={[{ value: "", label: t("admin.flow.nowhere") }, ...ids.map((id) => ({ value: id, label: id }))]} onChange={(event) => set(event.currentTarget.value)} />;
}

function Prompts({ label, value, set }: { label: string; value: string[] | undefined; set: (ids: string[]) => void }) {
  const prompts = useChoices("prompts");
  return <MultiSelect label={label} value={value ?? []} data={prompts} onChange={set} hidePickedOptions={false} />;
}

function MenuFields({ node, ids, change }: CardProps) {
  const { t } = useTexts();
  const choices = node.choices ?? {};
  const labels = node.labels ?? {};
  const free = "1234567890*#".split("").filter((key) => !(key in choices));
  const drop = (key: string): void => {
    const { [key]: _choice, ...rest } = choices;
    const { [key]: _label, ...named } = labels;
    change({ ...node, choices: rest, labels: named });
  };
  return (
    <>
      {Object.entries(choices).map(([key, target]) => (
        <div key={key} className="flow-key">
          <Lead label={t("admin.flow.key", { key })} value={target} ids={ids} set={(id) => change({ ...node, choices: { ...choices, [key]: id } })} />
          <TextInput label={t("admin.flow.keyLabel")} value={labels[key] ?? ""} onChange={(event) => change({ ...node, labels: { ...labels, [key]: event.currentTarget.value } })} />
          <Button size="compact-sm" variant="subtle" onClick={() => drop(key)}>{t("admin.flow.remove")}</Button>
        </div>
      ))}
      {free[0] && <Button size="compact-sm" className="flow-addkey" onClick={() => change({ ...node, choices: { ...choices, [free[0] ?? "1"]: "" } })}>{t("admin.flow.addKey")}</Button>}
      <Lead label={t("admin.flow.otherwise")} value={node.otherwise} ids={ids} set={(otherwise) => change({ ...node, otherwise })} />
      <Prompts label={t("admin.flow.invalid")} value={node.invalid} set={(invalid) => change({ ...node, invalid })} />
      <div className="admin-pair">
        <NumberInput label={t("admin.flow.timeout")} min={1} max={30} value={node.timeout_s ?? 5} onChange={(value) => change({ ...node, timeout_s: Number(value) })} hideControls />
        <NumberInput label={t("admin.flow.tries")} min={1} max={9} value={node.tries ?? 3} onChange={(value) => change({ ...node, tries: Number(value) })} hideControls />
      </div>
    </>
  );
}

function Fields({ node, ids, change }: CardProps) {
  const { t } = useTexts();
  const plans = useChoices("plans");
  const queues = useChoices("queues");
  const blank = { value: "", label: t("admin.choose") };
  return (
    <>
      {node.kind === "hours" && (
        <>
          <NativeSelect label={t("admin.flow.plan")} value={node.plan ?? ""} data={[blank, ...plans]} onChange={(event) => change({ ...node, plan: event.currentTarget.value })} />
          <Lead label={t("admin.flow.open")} value={node.open} ids={ids} set={(open) => change({ ...node, open })} />
          <Lead label={t("admin.flow.closed")} value={String(node.closed ?? "")} ids={ids} set={(closed) => change({ ...node, closed })} />
        </>
      )}
      {(node.kind === "message" || node.kind === "menu" || node.kind === "end") && (
        <Prompts label={t("admin.flow.prompts")} value={node.prompts} set={(prompts) => change({ ...node, prompts })} />
      )}
      {node.kind === "language" && (
        <NativeSelect label={t("admin.flow.language")} value={node.language ?? "fr"} data={["fr", "en"].map((value) => ({ value, label: optionText(value, t) }))} onChange={(event) => change({ ...node, language: event.currentTarget.value })} />
      )}
      {node.kind === "queue" && <NativeSelect label={t("admin.flow.queue")} value={node.queue ?? ""} data={[blank, ...queues]} onChange={(event) => change({ ...node, queue: event.currentTarget.value })} />}
      {node.kind === "menu" && <MenuFields node={node} ids={ids} change={change} />}
      {(node.kind === "message" || node.kind === "language") && <Lead label={t("admin.flow.next")} value={node.next} ids={ids} set={(next) => change({ ...node, next })} />}
      {node.kind === "end" && <Checkbox label={t("admin.flow.isClosed")} checked={node.closed === true} onChange={(event) => change({ ...node, closed: event.currentTarget.checked })} />}
    </>
  );
}

export function NodeCard({ node, ids, change, rename, remove }: CardProps & { rename: (to: string) => void; remove: () => void }) {
  const { t } = useTexts();
  const [name, setName] = useState(node.id);
  useEffect(() => setName(node.id), [node.id]);
  return (
    <fieldset className="admin-group">
      <legend>{t(`admin.flow.kind.${node.kind}`)} · {node.id}</legend>
      <div className="admin-pair">
        <TextInput label={t("admin.flow.id")} value={name} onChange={(event) => setName(event.currentTarget.value)} onBlur={() => rename(name.trim())} />
        <Button className="flow-remove" variant="subtle" onClick={remove}>{t("admin.flow.remove")}</Button>
      </div>
      <Fields node={node} ids={ids.filter((id) => id !== node.id)} change={change} />
    </fieldset>
  );
}

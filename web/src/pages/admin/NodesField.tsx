/** The editor of a flow: its steps as cards, the outline that the caller lives, and the checks. */

import { Alert, Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { useTexts, type Translate } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import { blankNode, freeId, KINDS, outline, renamed, unreached, type FlowNode, type FlowNodes, type NodeKind, type Step } from "./flow";
import { NodeCard } from "./NodeCard";
import { labelOfRow, optionText, useRowsOf } from "./options";

function useNameOf(): (id: string | undefined) => string {
  const rows = [...useRowsOf("prompts"), ...useRowsOf("queues"), ...useRowsOf("plans")];
  return (id) => {
    const row = rows.find((item) => item.id === id);
    return row ? labelOfRow(row) : (id ?? "?");
  };
}

function saysOf(node: FlowNode, nameOf: (id: string | undefined) => string, t: Translate): string {
  const prompts = (node.prompts ?? []).map((id) => t("admin.flow.quoted", { name: nameOf(id) })).join(", ") || t("admin.flow.says.silence");
  const name = node.kind === "hours" ? nameOf(node.plan) : node.kind === "queue" ? nameOf(node.queue) : optionText(node.language ?? "", t);
  return t(`admin.flow.says.${node.kind}`, { name, prompts } as { name: string; prompts: string });
}

function byText(step: Step, nodes: FlowNodes, t: Translate): string {
  if (step.by === "") return "";
  if (step.by === "open" || step.by === "closed" || step.by === "otherwise") return t(`admin.flow.by.${step.by}`);
  const label = Object.values(nodes).find((node) => node.choices?.[step.by] === step.id)?.labels?.[step.by];
  return [t("admin.flow.by.key", { key: step.by }), label].filter(Boolean).join(" ");
}

function Preview({ start, nodes }: { start: string; nodes: FlowNodes }) {
  const { t } = useTexts();
  const nameOf = useNameOf();
  return (
    <section aria-label={t("admin.flow.preview")}>
      <h3>{t("admin.flow.preview")}</h3>
      <ol className="flow-outline">
        {outline(start, nodes).map((step, index) => {
          const node = nodes[step.id];
          const by = byText(step, nodes, t);
          return (
            <li key={index} style={{ paddingLeft: `${step.depth * 1.25}rem` }}>
              {by && <strong>{by} → </strong>}
              {node ? (step.again ? `${t("admin.flow.again")} ${t("admin.flow.quoted", { name: step.id })}` : saysOf(node, nameOf, t)) : t("admin.flow.nowhere")}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface FlowProblem {
  message?: string;
  detail?: string;
}

function Checks({ start, nodes }: { start: string; nodes: FlowNodes }) {
  const { t } = useTexts();
  const { data } = useQuery({
    queryKey: ["flow-check", start, nodes], retry: false,
    queryFn: () => api.post<{ problems: (string | FlowProblem)[] }>("/flows/check", { start, nodes }),
  });
  const lost = unreached(start, nodes).map((id) => t("admin.flow.unreached", { id }));
  const told = (data?.problems ?? []).map((problem) => (typeof problem === "string" ? problem : (problem.message ?? problem.detail ?? "")));
  const all = [...new Set([...told, ...(told.length ? [] : lost)])];
  return (
    <section aria-label={t("admin.flow.checks")} role="status">
      <h3>{t("admin.flow.checks")}</h3>
      {all.length ? <Alert color="red" variant="light"><ul className="flow-problems">{all.map((line) => <li key={line}>{line}</li>)}</ul></Alert> : <p><Glyph mark="ready" /> {t("admin.flow.ok")}</p>}
    </section>
  );
}

export function NodesField({ start, nodes, set }: { start: string; nodes: FlowNodes; set: (start: string, nodes: FlowNodes) => void }) {
  const { t } = useTexts();
  const [kind, setKind] = useState<NodeKind>("message");
  const ids = Object.keys(nodes);
  const add = (): void => {
    const id = freeId(nodes, kind);
    set(start || id, { ...nodes, [id]: blankNode(kind, id) });
  };
  const remove = (id: string): void => {
    const { [id]: _gone, ...rest } = nodes;
    set(start === id ? "" : start, rest);
  };
  const rename = (from: string, to: string): void => {
    if (to === from || !to || nodes[to]) return;
    const next = renamed(start, nodes, from, to);
    set(next.start, next.nodes);
  };
  return (
    <div className="flow">
      <Preview start={start} nodes={nodes} />
      <Checks start={start} nodes={nodes} />
      <NativeSelect label={t("admin.flow.start")} value={start} data={["", ...ids]} onChange={(event) => set(event.currentTarget.value, nodes)} />
      {Object.values(nodes).map((node) => (
        <NodeCard key={node.id} node={node} ids={ids} change={(next) => set(start, { ...nodes, [node.id]: next })} rename={(to) => rename(node.id, to)} remove={() => remove(node.id)} />
      ))}
      <div className="desk-row flow-add">
        <NativeSelect aria-label={t("admin.flow.add")} value={kind} data={KINDS.map((value) => ({ value, label: t(`admin.flow.kind.${value}`) }))} onChange={(event) => setKind(event.currentTarget.value as NodeKind)} />
        <Button onClick={add}>{t("admin.flow.add")}</Button>
      </div>
    </div>
  );
}

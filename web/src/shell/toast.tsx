/** Short messages at the foot of the page: what was done (with its undo), or why it was not. */

import { Button, CloseButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import "./toast.css";

export interface Toast {
  kind: "done" | "no";
  text: string;
  undo?: { label: string; run: () => void };
  seconds?: number;
}

type Shown = Toast & { id: number };

let shown: Shown[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(list: Shown[]): void {
  shown = list;
  for (const listener of listeners) listener();
}

export function dismiss(id: number): void {
  change(shown.filter((item) => item.id !== id));
}

export function toast(message: Toast): number {
  const id = next++;
  change([...shown.filter((item) => item.text !== message.text).slice(-2), { ...message, id }]);
  window.setTimeout(() => dismiss(id), (message.seconds ?? (message.kind === "no" ? 10 : 5)) * 1000);
  return id;
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function Line({ item }: { item: Shown }) {
  const { t } = useTexts();
  return (
    <div className="toast p-card" data-kind={item.kind}>
      <Glyph mark={item.kind === "no" ? "alert" : "ready"} />
      <span>{item.text}</span>
      {item.undo && (
        <Button
          size="compact-sm"
          onClick={() => {
            item.undo?.run();
            dismiss(item.id);
          }}
        >
          {item.undo.label}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t("common.close")} onClick={() => dismiss(item.id)} />
    </div>
  );
}

export function Toasts() {
  const list = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className="toasts">
      <div role="status">{list.filter((item) => item.kind === "done").map((item) => <Line key={item.id} item={item} />)}</div>
      <div role="alert">{list.filter((item) => item.kind === "no").map((item) => <Line key={item.id} item={item} />)}</div>
    </div>
  );
}

/** Ctrl+K: every action that makes sense now, by its name, with its key. */

import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { plain } from "@/format/plain";
import { useTexts } from "@/i18n";
import { Key } from "@/shell/KeyHelp";
import type { Action } from "./keymap";
import { useKeys } from "./useKeys";
import "./palette.css";

export interface Entry {
  label: string;
  action?: Action;
  run: () => void;
}

export function Palette({ entries }: { entries: Entry[] }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  useKeys({ palette: () => setOpen(true) });
  const found = entries.filter((entry) => plain(entry.label).includes(plain(typed)));
  const close = (): void => {
    setOpen(false);
    setTyped("");
    setAt(0);
  };
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    close();
    window.setTimeout(entry.run, 0); // after the focus has come back to where it was
  };
  const onKey = (event: React.KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt((now) => Math.max(0, Math.min(found.length - 1, now + step)));
    else if (event.key === "Enter") run(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened={open} onClose={close} title={t("common.keys.palette")} size="lg" yOffset="12vh" centered={false}
      closeButtonProps={{ "aria-label": t("common.close") }}>
      <TextInput
        data-autofocus aria-label={t("common.keys.palette")} value={typed} onKeyDown={onKey}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        role="combobox" aria-expanded="true" aria-controls={found.length ? "palette-list" : undefined} aria-autocomplete="list"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
      />
      {found.length ? (
        <ul id="palette-list" role="listbox" aria-label={t("common.keys.palette")} className="palette">
          {found.map((entry, index) => (
            <li key={entry.label} id={`palette-${index}`} role="option" aria-selected={index === at} onClick={() => run(entry)}>
              {entry.label} {entry.action && <Key action={entry.action} />}
            </li>
          ))}
        </ul>
      ) : (
        <p className="p-quiet">{t("common.keys.paletteEmpty")}</p>
      )}
    </Modal>
  );
}

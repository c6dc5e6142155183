/** The sheet of keys, opened by "?" or by its button. */

import { Modal, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTexts, type Translate } from "@/i18n";
import { ACTIONS, bindings, type Action } from "@/keys/keymap";
import { useKeys } from "@/keys/useKeys";
import { usePrefs } from "@/prefs";
import { Icon } from "./Icon";

/** A key as the reader's keyboard names it. */
export function keyName(key: string, t: Translate): string {
  if (key === "Escape") return t("common.keys.escape");
  if (key === " ") return t("common.keys.space");
  if (key === "") return t("common.keys.off_key");
  return key.length === 1 ? key.toUpperCase() : key.replace(/\+(.)$/, (_all, letter: string) => `+${letter.toUpperCase()}`);
}

export function Key({ action }: { action: Action }) {
  const { t } = useTexts();
  const { keys, letters } = usePrefs();
  const key = bindings(keys)[action];
  if (!key || (key.length === 1 && !letters)) return null;
  return (
    <kbd className="p-key" aria-hidden="true">
      {keyName(key, t)}
    </kbd>
  );
}

export function KeyHelp() {
  const { t } = useTexts();
  const { keys, letters } = usePrefs();
  const [open, setOpen] = useState(false);
  useKeys({ help: () => setOpen((now) => !now) });
  const map = bindings(keys);
  return (
    <>
      <UnstyledButton className="rail-link" onClick={() => setOpen(true)}>
        <Icon name="keyboard" />
        <span>{t("common.keys.button")}</span>
      </UnstyledButton>
      <Modal
        opened={open} onClose={() => setOpen(false)} title={t("common.keys.title")} size="lg"
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <p className="p-meta">{letters ? t("common.keys.field") : t("common.keys.off")}</p>
        <dl className="keys-list">
          {(Object.keys(ACTIONS) as Action[]).map((action) => (
            <div key={action} style={{ display: "contents" }}>
              <dt>
                <kbd className="p-key">{keyName(map[action], t)}</kbd>
              </dt>
              <dd>{t(`common.action.${action}`)}</dd>
            </div>
          ))}
          <dt>
            <kbd className="p-key">1</kbd>–<kbd className="p-key">9</kbd>
          </dt>
          <dd>{t("common.keys.digits")}</dd>
        </dl>
      </Modal>
    </>
  );
}

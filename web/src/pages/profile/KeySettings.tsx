/** The keys: each can be changed or switched off; conflicts and reserved keys are told. */

import { Alert, Button, Switch } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "@/i18n";
import { ACTIONS, allowed, bindings, conflicts, nameOf, type Action } from "@/keys/keymap";
import { prefs, usePrefs } from "@/prefs";
import { keyName } from "@/shell/KeyHelp";

function useCapture(action: Action | null, done: (name: string | null) => void): void {
  useEffect(() => {
    if (!action) return;
    const listen = (event: KeyboardEvent): void => {
      if (["Shift", "Control", "Alt", "Meta", "AltGraph", "Tab"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      const { key, code, ctrlKey, metaKey, altKey } = event;
      done(nameOf({ key, code, ctrlKey, metaKey, altKey, altGraph: event.getModifierState("AltGraph") }));
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, [action, done]);
}

export function KeySettings() {
  const { t } = useTexts();
  const { keys, letters } = usePrefs();
  const [asking, setAsking] = useState<Action | null>(null);
  const [taken, setTaken] = useState(false);
  const map = bindings(keys);
  const clash = conflicts(map);
  useCapture(asking, (name) => {
    if (!asking) return;
    const fine = name !== null && allowed(name);
    setTaken(!fine);
    if (fine) prefs.set({ keys: { ...keys, [asking]: name } });
    setAsking(null);
  });
  return (
    <>
      <Switch label={t("profile.letters")} description={t("profile.lettersHelp")} checked={letters} onChange={(event) => prefs.set({ letters: event.currentTarget.checked })} />
      {clash.length > 0 && <Alert role="alert" color="red" variant="light" mt="sm">{t("profile.conflict")}</Alert>}
      {taken && <Alert role="alert" color="red" variant="light" mt="sm">{t("profile.taken")}</Alert>}
      <ul className="profile-keys">
        {(Object.keys(ACTIONS) as Action[]).map((action) => (
          <li key={action} data-clash={clash.includes(action)}>
            <span>{t(`common.action.${action}`)}</span>
            <kbd className="p-key">{asking === action ? t("profile.press") : keyName(map[action], t)}</kbd>
            <Button size="compact-sm" aria-label={`${t("profile.change")} – ${t(`common.action.${action}`)}`} onClick={() => setAsking(action)}>{t("profile.change")}</Button>
            <Button size="compact-sm" variant="subtle" aria-label={`${t("profile.off")} – ${t(`common.action.${action}`)}`} disabled={map[action] === ""} onClick={() => prefs.set({ keys: { ...keys, [action]: "" } })}>{t("profile.off")}</Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => prefs.set({ keys: {}, letters: true })}>{t("profile.reset")}</Button>
    </>
  );
}

/** One's own settings: language, theme, size of text, keys, sound, password, sign-out everywhere. */

import { Button, NativeSelect, Slider, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { Lang } from "@/format/time";
import { changeLang, useTexts } from "@/i18n";
import { prefs, usePrefs } from "@/prefs";
import { may, ME, useMe } from "@/me";
import { Page, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { KeySettings } from "./KeySettings";
import { PasswordForm } from "./PasswordForm";
import "./profile.css";

function Display() {
  const { t, lang } = useTexts();
  const { size } = usePrefs();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = (next: Lang): void => {
    changeLang(next);
    void api.patch("/me", { language: next }).catch(() => undefined); // the browser keeps the choice in any case
  };
  return (
    <section className="p-card profile-card" aria-labelledby="profile-display">
      <h2 id="profile-display">{t("profile.display")}</h2>
      <NativeSelect label={t("profile.language")} value={lang} data={[{ value: "fr", label: "Français" }, { value: "en", label: "English" }]} onChange={(event) => choose(event.currentTarget.value as Lang)} />
      <NativeSelect
        label={t("profile.theme")} value={colorScheme} onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
        data={(["auto", "light", "dark"] as const).map((value) => ({ value, label: t(`profile.themes.${value}`) }))}
      />
      <NativeSelect label={t("profile.size")} value={String(size)} data={[90, 100, 110, 125, 150].map((value) => ({ value: String(value), label: `${value}\u00A0%` }))} onChange={(event) => prefs.set({ size: Number(event.currentTarget.value) })} />
    </section>
  );
}

function Sound() {
  const { t } = useTexts();
  const { ringVolume } = usePrefs();
  return (
    <section className="p-card profile-card" aria-labelledby="profile-sound">
      <h2 id="profile-sound">{t("profile.sound")}</h2>
      <div>
        <p className="profile-label">{t("profile.ringVolume")}</p>
        <Slider thumbLabel={t("profile.ringVolume")} min={0} max={100} step={10} value={Math.round(ringVolume * 100)} onChange={(value) => prefs.set({ ringVolume: value / 100 })} label={(value) => `${value}\u00A0%`} />
      </div>
      <Link to="/device">{t("profile.deviceCheck")}</Link>
    </section>
  );
}

function Security() {
  const { t } = useTexts();
  const client = useQueryClient();
  const everywhere = async (): Promise<void> => {
    try {
      await api.post("/sign-out-everywhere");
      client.setQueryData(ME, null);
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return (
    <section className="p-card profile-card" aria-labelledby="profile-security">
      <h2 id="profile-security">{t("profile.security")}</h2>
      <PasswordForm />
      <hr />
      <Button onClick={() => void everywhere()}>{t("profile.everywhere")}</Button>
      <p className="p-meta">{t("profile.everywhereHelp")}</p>
    </section>
  );
}

export default function ProfilePage() {
  const { t } = useTexts();
  const me = useMe();
  return (
    <Page title={t("profile.title")} actions={<span className="p-quiet">{me.person.name} · {me.person.email} · {me.firm.name}</span>}>
      <div className="profile">
        <div>
          <Display />
          {may(me, "desk") && <Sound />}
          <Security />
        </div>
        <section className="p-card profile-card" aria-labelledby="profile-keys">
          <h2 id="profile-keys">{t("profile.keys")}</h2>
          <KeySettings />
        </section>
      </div>
    </Page>
  );
}

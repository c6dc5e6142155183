/** The change of one's own password; also the page that stands before everything while a given password must be changed. */

import { Alert, Button, PasswordInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { useTexts } from "@/i18n";
import { ME } from "@/me";
import { problemText, useTitle } from "@/shell/Page";
import { toast } from "@/shell/toast";
import "@/pages/signin/signin.css";
import "./profile.css";

export function PasswordForm() {
  const { t } = useTexts();
  const client = useQueryClient();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const different = again !== "" && again !== fresh;
  const show = { visibilityToggleButtonProps: { "aria-label": t("signin.show") } };
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (again !== fresh) return;
    setFailure(null);
    try {
      await api.post("/password", { old, new: fresh });
      [setOld, setFresh, setAgain].forEach((set) => set(""));
      toast({ kind: "done", text: t("profile.changed") });
      await client.invalidateQueries({ queryKey: ME });
    } catch (problem) {
      setFailure(problemText(problem, t));
    }
  };
  return (
    <form className="profile-form" onSubmit={(event) => void save(event)}>
      <PasswordInput {...show} label={t("profile.old")} autoComplete="current-password" required value={old} onChange={(event) => setOld(event.currentTarget.value)} />
      <PasswordInput {...show} label={t("profile.fresh")} autoComplete="new-password" required value={fresh} onChange={(event) => setFresh(event.currentTarget.value)} />
      <PasswordInput {...show} label={t("profile.again")} autoComplete="new-password" required value={again} error={different ? t("profile.different") : undefined} onChange={(event) => setAgain(event.currentTarget.value)} />
      {failure && <Alert role="alert" color="red" variant="light">{failure}</Alert>}
      <Button type="submit" variant="filled">{t("profile.changePassword")}</Button>
    </form>
  );
}

export function MustChange() {
  const { t } = useTexts();
  useTitle(t("profile.mustTitle"));
  return (
    <div className="signin">
      <main id="main" className="signin-card p-card">
        <h1>{t("profile.mustTitle")}</h1>
        <p className="p-quiet">{t("profile.must")}</p>
        <PasswordForm />
      </main>
    </div>
  );
}

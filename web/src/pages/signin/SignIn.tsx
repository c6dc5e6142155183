/** Sign-in: address and password, then the firm when the person works for several. */

import { Alert, Button, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, Problem } from "@/api/client";
import { changeLang, useTexts } from "@/i18n";
import { ME } from "@/me";
import { optionText } from "@/pages/admin/options";
import { problemText, useTitle } from "@/shell/Page";
import "./signin.css";

interface FirmChoice {
  id: string;
  name: string;
}

interface DemoAccount {
  name: string;
  role: string;
  firm: string;
  email: string;
  password: string;
}

function useDemoAccounts(): DemoAccount[] {
  const { data } = useQuery({
    queryKey: ["demo-accounts"],
    queryFn: () => api.get<{ items: DemoAccount[] }>("/demo/accounts"),
    retry: 2, // the accounts come a few seconds after the first start
    retryDelay: 4000,
    staleTime: Infinity,
  });
  return data?.items ?? [];
}

function failureText(problem: unknown, t: ReturnType<typeof useTexts>["t"]): string {
  if (!(problem instanceof Problem)) return problemText(problem, t);
  if (problem.status === 429) {
    const seconds = Number(problem.body.retry_after_s ?? 300);
    return t("signin.locked", { minutes: Math.max(1, Math.ceil(seconds / 60)) });
  }
  if (problem.status === 401 || problem.status === 422 || problem.status === 400) return t("signin.wrong");
  return problemText(problem, t);
}

function LangSwitch() {
  const { lang } = useTexts();
  return (
    <button type="button" className="signin-lang" lang={lang === "fr" ? "en" : "fr"} onClick={() => changeLang(lang === "fr" ? "en" : "fr")}>
      {lang === "fr" ? "English" : "Français"}
    </button>
  );
}

function DemoAccounts({ pick }: { pick: (account: DemoAccount) => void }) {
  const { t } = useTexts();
  const accounts = useDemoAccounts();
  if (!accounts.length) return null;
  return (
    <section className="signin-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t("signin.demo")}</h2>
      <p className="p-meta">{t("signin.demoText")}</p>
      <ul>
        {accounts.map((account) => (
          <li key={`${account.firm}.${account.email}`}>
            <button type="button" onClick={() => pick(account)}>
              <strong>{account.name}</strong> <span className="p-meta">{optionText(account.role, t)} · {account.firm}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SignIn({ expired }: { expired: boolean }) {
  const { t } = useTexts();
  useTitle(t("signin.title"));
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [firms, setFirms] = useState<FirmChoice[] | null>(null);
  const [firm, setFirm] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setFailure(null), [email, password]);

  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await api.post("/sign-in", { email: email.trim(), password, ...(firm ? { firm } : {}) });
      await client.refetchQueries({ queryKey: ME });
    } catch (problem) {
      const choice = problem instanceof Problem && problem.body.firms;
      if (choice && !firms) {
        setFirms(choice as FirmChoice[]);
        setFirm((choice as FirmChoice[])[0]?.id ?? "");
      } else setFailure(failureText(problem, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="signin">
      <LangSwitch />
      <main id="main" className="signin-card p-card">
        <img src="/favicon.svg" alt="" width={44} height={44} />
        <h1>{t("common.product")}</h1>
        <p className="p-quiet">{t("signin.lead")}</p>
        {expired && !failure && <p className="p-meta" role="status">{t("signin.expired")}</p>}
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="sm">
            {firms ? (
              <Radio.Group label={t("signin.chooseFirm")} value={firm} onChange={setFirm}>
                {firms.map((choice, index) => (
                  <Radio key={choice.id} value={choice.id} label={choice.name} mt="xs" autoFocus={index === 0} />
                ))}
              </Radio.Group>
            ) : (
              <>
                <TextInput
                  label={t("signin.email")} type="email" autoComplete="username" required autoFocus withAsterisk={false}
                  value={email} onChange={(event) => setEmail(event.currentTarget.value)}
                />
                <PasswordInput
                  label={t("signin.password")} autoComplete="current-password" required withAsterisk={false}
                  visibilityToggleButtonProps={{ "aria-label": t("signin.show") }}
                  value={password} onChange={(event) => setPassword(event.currentTarget.value)}
                />
              </>
            )}
            {failure && <Alert role="alert" variant="light" color="red">{failure}</Alert>}
            <Button type="submit" variant="filled" size="md" loading={busy}>{t("signin.submit")}</Button>
            {firms && <Button variant="subtle" onClick={() => setFirms(null)}>{t("signin.otherPerson")}</Button>}
          </Stack>
        </form>
      </main>
      {!firms && <DemoAccounts pick={(account) => { setEmail(account.email); setPassword(account.password); }} />}
    </div>
  );
}

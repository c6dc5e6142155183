/** Secrets that are shown once: a person's new password, a telephone's user and password. */

import { Alert, Button, CopyButton } from "@mantine/core";
import { api } from "@/api/client";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { labelOfRow } from "./options";
import type { Row, Spec } from "./specs";

export interface Secret {
  name: string;
  user: string | null;
  password: string;
}

function Line({ label, value }: { label: string; value: string }) {
  const { t } = useTexts();
  return (
    <p className="admin-secret">
      <span>{label}</span>
      <code>{value}</code>
      <CopyButton value={value}>
        {({ copied, copy }) => <Button size="compact-sm" onClick={copy}>{copied ? t("admin.password.copied") : t("admin.password.copy")}</Button>}
      </CopyButton>
    </p>
  );
}

export function SecretOnce({ secret, done }: { secret: Secret; done: () => void }) {
  const { t } = useTexts();
  return (
    <Alert role="alert" variant="light" title={t("admin.password.made", { name: secret.name })}>
      {secret.user && <Line label={t("admin.password.user")} value={secret.user} />}
      <Line label={t("admin.password.secret")} value={secret.password} />
      <p>{t("admin.password.once")}</p>
      <Button variant="filled" onClick={done} autoFocus>{t("common.close")}</Button>
    </Alert>
  );
}

export function SecretButtons({ spec, row, show }: { spec: Spec; row: Row; show: (secret: Secret) => void }) {
  const { t } = useTexts();
  const path = spec.path === "people" ? "password" : spec.path === "agents" && row.device === "phone" ? "secret" : null;
  if (!path) return null;
  const make = async (): Promise<void> => {
    try {
      const answer = await api.post<{ user?: string; password: string }>(`/${spec.path}/${String(row.id)}/${path}`);
      show({ name: labelOfRow(row), user: answer.user ?? null, password: answer.password });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return <Button variant="subtle" onClick={() => void make()}>{t(path === "password" ? "admin.password.reset" : "admin.password.newSecret")}</Button>;
}

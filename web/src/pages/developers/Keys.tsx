/** Keys by which the firm's programs sign in. */

import { Alert, Button, Radio, Table, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { AccessKey } from "@/api/webhooks";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Loaded, problemText } from "@/shell/Page";
import { Once } from "./Once";
import { useDo } from "./useDo";

function KeyForm({ done, leave }: { done: (secret: string) => void; leave: () => void }) {
  const { t } = useTexts();
  const [name, setName] = useState("");
  const [role, setRole] = useState("supervisor");
  const [problem, setProblem] = useState<unknown>(null);
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      done((await api.post<{ secret: string }>("/access-keys", { name, role })).secret);
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <form className="p-card dev-form" onSubmit={(event) => void submit(event)}>
      <TextInput className="dev-name" label={t("developers.key.name")} description={t("developers.key.nameHelp")} autoFocus value={name} maxLength={120} onChange={(event) => setName(event.currentTarget.value)} />
      <Radio.Group label={t("developers.key.role")} value={role} onChange={setRole}>
        <div className="dev-roles">
          {(["supervisor", "director"] as const).map((each) => <Radio key={each} value={each} label={t(`developers.key.roles.${each}`)} description={t(`developers.key.may.${each}`)} />)}
        </div>
      </Radio.Group>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="dev-deeds">
        <Button type="submit" variant="filled" disabled={!name.trim()}>{t("developers.key.make")}</Button>
        <Button onClick={leave}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

export function Keys() {
  const { t, lang } = useTexts();
  const zone = useMe().firm.time_zone;
  const { busy, run } = useDo();
  const keys = useQuery({ queryKey: ["developers", "keys"], queryFn: () => api.get<AccessKey[]>("/access-keys") });
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const made = (text: string): void => {
    setSecret(text);
    setMaking(false);
    void keys.refetch();
  };
  return (
    <section>
      <div className="dev-head">
        <h2 id="dev-keys">{t("developers.key.title")}</h2>
        <span className="grow" />
        {!making && <Button onClick={() => setMaking(true)}>{t("developers.key.add")}</Button>}
      </div>
      {secret && <Once title={t("developers.key.secret")} secret={secret} done={() => setSecret(null)} />}
      {making && <KeyForm done={made} leave={() => setMaking(false)} />}
      <Loaded of={keys} lines={2}>
        {(found) => found.length === 0 ? <p className="p-quiet">{t("developers.key.none")}</p> : (
          <div className="p-card dev-scroll" tabIndex={0} role="region" aria-labelledby="dev-keys">
            <Table>
              <Table.Thead><Table.Tr>{(["name", "start", "role", "by", "used"] as const).map((name) => <Table.Th key={name}>{t(`developers.key.col.${name}`)}</Table.Th>)}<Table.Th><span className="p-hidden">{t("developers.key.revoke")}</span></Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {found.map((key) => (
                  <Table.Tr key={key.id}>
                    <Table.Td>{key.name}</Table.Td>
                    <Table.Td><code>{key.start}…</code></Table.Td>
                    <Table.Td>{t(`developers.key.roles.${key.role}`)}</Table.Td>
                    <Table.Td>{key.person_name}</Table.Td>
                    <Table.Td>{key.used_at ? dayHour(key.used_at, lang, zone) : t("developers.key.never")}</Table.Td>
                    <Table.Td><Button size="compact-sm" loading={busy} aria-label={t("developers.key.revokeOne", { name: key.name })} onClick={() => void run(() => api.delete(`/access-keys/${key.id}`), t("developers.key.revoked"))}>{t("developers.key.revoke")}</Button></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Loaded>
    </section>
  );
}

/** What was in force before: who published it, when and why, and the way back. */

import { Alert, Button, Table } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import type { Policy } from "./rules";

const COLUMNS = ["at", "who", "note", "state"] as const;

function GoBack({ policy, at, refresh }: { policy: Policy; at: string; refresh: () => Promise<unknown> }) {
  const { t } = useTexts();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const back = async (): Promise<void> => {
    setProblem(null);
    try {
      await api.post(`/policies/${policy.id}/return`, { note: t("rules.versions.note", { at }) });
      toast({ kind: "done", text: t("rules.versions.done", { at }) });
      setAsking(false);
      await refresh();
    } catch (error) {
      setProblem(error);
    }
  };
  if (!asking) return <Button size="compact-sm" aria-label={t("rules.versions.backTo", { at })} onClick={() => setAsking(true)}>{t("rules.versions.back")}</Button>;
  return (
    <span className="rules-ask" role="alert">
      {t("rules.versions.ask", { at })}
      <Button size="compact-sm" variant="filled" autoFocus onClick={() => void back()}>{t("rules.versions.back")}</Button>
      <Button size="compact-sm" onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
    </span>
  );
}

export function Versions({ versions, refresh, more }: { versions: Policy[]; refresh: () => Promise<unknown>; more: (() => void) | null }) {
  const { t, lang } = useTexts();
  const me = useMe();
  return (
    <section aria-labelledby="rules-versions">
      <h2 id="rules-versions">{t("rules.versions.title")}</h2>
      {!versions.length && <p className="p-quiet">{t("rules.versions.none")}</p>}
      {versions.length > 0 && (
        <div className="p-card rules-table" role="group" tabIndex={0} aria-label={t("rules.versions.title")}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map((name) => <Table.Th key={name}>{t(`rules.versions.col.${name}`)}</Table.Th>)}
                <Table.Th><span className="p-hidden">{t("common.actions")}</span></Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {versions.map((policy) => {
                const at = dayHour(policy.published_at ?? policy.made_at, lang, me.firm.time_zone);
                return (
                  <Table.Tr key={policy.id}>
                    <Table.Td className="p-nowrap">{at}</Table.Td>
                    <Table.Td>{policy.published_by}</Table.Td>
                    <Table.Td>{policy.note}</Table.Td>
                    <Table.Td className="p-nowrap"><Glyph mark={policy.status === "published" ? "ready" : "offline"} /> {t(`rules.versions.state.${policy.status}`)}</Table.Td>
                    <Table.Td>{policy.status === "former" && <GoBack policy={policy} at={at} refresh={refresh} />}</Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {more && <Button mt="sm" onClick={more}>{t("common.more")}</Button>}
    </section>
  );
}

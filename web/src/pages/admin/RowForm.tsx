/** The form of one row: fields by the resource's description, saved whole, removed after a question. */

import { Alert, Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem } from "@/api/client";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { FieldInput } from "./FieldInput";
import { labelOfRow } from "./options";
import { SecretOnce, SecretButtons, type Secret } from "./Secrets";
import { toSend, type Row, type Spec } from "./specs";

function secretOf(answer: Row | undefined, name: string): Secret | null {
  if (!answer) return null;
  if (typeof answer.user === "string" && typeof answer.password === "string") return { name, user: answer.user, password: answer.password };
  return typeof answer.password === "string" ? { name, user: null, password: answer.password } : null;
}

function Remove({ spec, row, done }: { spec: Spec; row: Row; done: () => void }) {
  const { t } = useTexts();
  const [asking, setAsking] = useState(false);
  const name = labelOfRow(row);
  const remove = async (): Promise<void> => {
    try {
      await api.delete(`/${spec.path}/${String(row[spec.key])}`);
      toast({ kind: "done", text: t("admin.removed", { name }) });
      done();
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
      setAsking(false);
    }
  };
  if (!asking) return <Button variant="subtle" color="danger" onClick={() => setAsking(true)}>{t("common.remove")}</Button>;
  return (
    <div role="alert" className="admin-ask">
      <p>{t("common.confirmRemove", { name })}</p>
      <Button color="danger" variant="filled" onClick={() => void remove()} autoFocus>{t("common.remove")}</Button>
      <Button onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
    </div>
  );
}

export function RowForm({ spec, row, close }: { spec: Spec; row: Row | undefined; close: () => void }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [values, setValues] = useState<Row>(row ?? spec.blank);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const param = problem instanceof Problem ? (problem.body.param as string | undefined) : undefined;
  const set = (name: string, value: unknown): void => setValues((now) => ({ ...now, [name]: value }));
  const leave = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: [spec.path] });
    close();
  };
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const body = toSend(spec, values, row === undefined);
      const answer = row ? await api.patch<Row>(`/${spec.path}/${String(row[spec.key])}`, body) : await api.post<Row>(`/${spec.path}`, body);
      const found = secretOf(answer, labelOfRow(values));
      toast({ kind: "done", text: t("common.saved") });
      await client.invalidateQueries({ queryKey: [spec.path] });
      if (found && !row) setSecret(found);
      else close();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (secret) return <SecretOnce secret={secret} done={() => void leave()} />;
  const problems = problem instanceof Problem && Array.isArray(problem.body.problems) ? (problem.body.problems as unknown[]) : [];
  return (
    <form className="admin-form" onSubmit={(event) => void save(event)}>
      {spec.fields.filter((field) => row !== undefined || !field.later).map((field, index) => (
        <FieldInput key={field.name} first={index === 0} field={field} values={values} set={set} disabled={row !== undefined && field.once === true}
          error={param === field.name ? problemText(problem, t) : undefined} />
      ))}
      {problem !== null && (
        <Alert role="alert" color="red" variant="light">
          {problemText(problem, t)}
          {problems.length > 0 && <ul>{problems.map((line) => <li key={String(line)}>{typeof line === "string" ? line : JSON.stringify(line)}</li>)}</ul>}
        </Alert>
      )}
      <div className="admin-end">
        <Button type="submit" variant="filled" loading={busy}>{t("common.save")}</Button>
        <Button onClick={close}>{t("common.cancel")}</Button>
        <span className="desk-gap" />
        {row && <SecretButtons spec={spec} row={row} show={setSecret} />}
        {row && spec.removable && <Remove spec={spec} row={row} done={() => void leave()} />}
      </div>
    </form>
  );
}

/** The draft: the rules of each queue as fields, tried and published from here. */

import { Alert, Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { api, Problem } from "@/api/client";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { FieldInput } from "@/pages/admin/FieldInput";
import { SPECS, type Row } from "@/pages/admin/specs";
import { useMe } from "@/me";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { TrialCard } from "./TrialCard";
import { changedQueues, type Policy, type Rule } from "./rules";

const NAMES = ["target_s", "priority", "prefer_s", "skills", "teams", "steps"];
const QUEUE_FIELDS = SPECS.find((spec) => spec.path === "queues")?.fields ?? [];
/** The fields of the settings that are rules of distribution. */
const FIELDS = NAMES.flatMap((name) => QUEUE_FIELDS.filter((field) => field.name === name));

function QueueRules({ rule, name, changed, set }: { rule: Rule; name: string; changed: boolean; set: (rule: Rule) => void }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(changed);
  return (
    <details className="rules-queue p-card" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>{name}</strong>
        {changed && <span className="rules-mark">{t("rules.draft.changed")}</span>}
      </summary>
      {open && (
        <div className="rules-fields" role="group" aria-label={name}>
          {FIELDS.map((field) => (
            <FieldInput key={field.name} field={field} values={rule as unknown as Row} disabled={false} error={undefined}
              set={(field_, value) => set({ ...rule, [field_]: value })} />
          ))}
        </div>
      )}
    </details>
  );
}

function Discard({ draft, done }: { draft: Policy; done: () => void }) {
  const { t } = useTexts();
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button variant="subtle" onClick={() => setAsking(true)}>{t("rules.draft.discard")}</Button>;
  const discard = async (): Promise<void> => {
    await api.delete(`/policies/${draft.id}`);
    toast({ kind: "done", text: t("rules.draft.discarded") });
    done();
  };
  return (
    <span className="rules-ask" role="alert">
      {t("rules.draft.discardAsk")}
      <Button color="danger" variant="filled" autoFocus onClick={() => void discard()}>{t("rules.draft.discard")}</Button>
      <Button onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
    </span>
  );
}

function Publish({ draft, ready, changed }: { draft: Policy; ready: boolean; changed: (said: string) => void }) {
  const { t } = useTexts();
  const [note, setNote] = useState(draft.note);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const act = async (path: string, body: unknown, said: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post(`/policies/${draft.id}/${path}`, body);
      changed(said);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const moved = problem instanceof Problem && problem.code === "policy.ground_changed";
  return (
    <section aria-labelledby="rules-publish" className="rules-part">
      <h3 id="rules-publish">{t("rules.publish.title")}</h3>
      <Textarea label={t("rules.publish.note")} maxLength={500} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {problem !== null && (
        <Alert role="alert" color="red" variant="light">
          {problemText(problem, t)}
          {moved && <Button mt="xs" loading={busy} onClick={() => void act("renew", undefined, t("rules.draft.renewed"))}>{t("rules.draft.renew")}</Button>}
        </Alert>
      )}
      <div className="rules-row">
        <Button variant="filled" loading={busy} disabled={!ready} onClick={() => void act("publish", { note }, t("rules.publish.done"))}>{t("rules.publish.go")}</Button>
        <span className="p-meta">{ready ? t("rules.publish.effect") : t("rules.draft.unsaved")}</span>
      </div>
    </section>
  );
}

export function DraftCard({ draft, names, refresh }: { draft: Policy; names: (id: string) => string; refresh: () => Promise<unknown> }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const [rules, setRules] = useState(draft.rules);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const different = changedQueues(rules, draft.ground);
  const unsaved = changedQueues(rules, draft.rules);
  const tell = (said: string): void => {
    toast({ kind: "done", text: said });
    void refresh();
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const kept = await api.patch<Policy>(`/policies/${draft.id}`, { rules: rules.filter((rule) => unsaved.includes(rule.queue)) });
      setRules(kept.rules);
      await refresh();
      toast({ kind: "done", text: t("rules.draft.saved") });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="rules-draft">
      <h2 id="rules-draft">{t("rules.draft.title")}</h2>
      <p className="p-meta">
        {t("rules.draft.by", { at: dayHour(draft.made_at, lang, me.firm.time_zone), who: draft.made_by ?? "" })}{" "}
        {different.length ? t("rules.draft.count", { count: different.length }) : t("rules.draft.same")}
      </p>
      {rules.map((rule) => (
        <QueueRules key={rule.queue} rule={rule} name={names(rule.queue)} changed={different.includes(rule.queue)}
          set={(next) => setRules((now) => now.map((other) => (other.queue === next.queue ? next : other)))} />
      ))}
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="rules-row">
        <Button variant={unsaved.length ? "filled" : "default"} loading={busy} disabled={!unsaved.length} onClick={() => void save()}>{t("rules.draft.save")}</Button>
        <Discard draft={draft} done={() => void refresh()} />
      </div>
      <TrialCard draft={draft} ready={!unsaved.length} refresh={refresh} />
      <Publish draft={draft} ready={!unsaved.length && different.length > 0} changed={tell} />
    </section>
  );
}

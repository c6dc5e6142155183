/** For a caller: says what went wrong on a call, named by its reference. Nobody signs in, and nothing is told of whether there is such a call. */

import { Alert, Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { api } from "@/api/client";
import { KINDS, type Kind } from "@/api/quality";
import { changeLang, useTexts } from "@/i18n";
import { problemText, useTitle } from "@/shell/Page";
import "@/pages/verify/verify.css";
import "./complaints.css";

const EMPTY = { reference: "", kind: "offer" as Kind, text: "", reply_to: "" };
const fresh = (): string => crypto.randomUUID();

export default function TellPage() {
  const { t, lang } = useTexts();
  useTitle(t("complaints.public.title"));
  const [form, setForm] = useState(EMPTY);
  const once = useRef(fresh());
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const other = lang === "fr" ? "en" : "fr";
  const set = (change: Partial<typeof EMPTY>): void => setForm((was) => ({ ...was, ...change }));
  const send = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/complaint", { ...form, once: once.current });
      setDone(true);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const again = (): void => {
    once.current = fresh();
    setForm(EMPTY);
    setDone(false);
  };
  return (
    <div className="verify">
      <button type="button" className="verify-lang" lang={other} onClick={() => changeLang(other)}>{lang === "fr" ? "English" : "Français"}</button>
      <main id="main">
        <h1>{t("complaints.public.title")}</h1>
        {done ? (
          <section role="status" className="p-card complaint">
            <strong>{t("complaints.public.done")}</strong>
            <p>{t("complaints.public.doneText")}</p>
            <div><Button onClick={again}>{t("complaints.public.again")}</Button></div>
          </section>
        ) : (
          <form className="p-card complaint" onSubmit={(event) => void send(event)}>
            <p>{t("complaints.public.lead")}</p>
            <TextInput label={t("complaints.public.reference")} description={t("complaints.public.referenceHelp")} required maxLength={40} autoComplete="off" spellCheck={false} value={form.reference} onChange={(event) => set({ reference: event.currentTarget.value })} />
            <NativeSelect label={t("complaints.public.kind")} value={form.kind} data={KINDS.map((kind) => ({ value: kind, label: t(`complaints.kind.${kind}`) }))} onChange={(event) => set({ kind: event.currentTarget.value as Kind })} />
            <Textarea label={t("complaints.public.text")} description={t("complaints.public.textHelp")} required autosize minRows={4} maxLength={4000} value={form.text} onChange={(event) => set({ text: event.currentTarget.value })} />
            <TextInput label={t("complaints.public.replyTo")} description={t("complaints.public.replyHelp")} maxLength={200} value={form.reply_to} onChange={(event) => set({ reply_to: event.currentTarget.value })} />
            {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
            <div><Button type="submit" variant="filled" loading={busy}>{t("complaints.public.send")}</Button></div>
          </form>
        )}
      </main>
    </div>
  );
}

/** A carrier's file: its columns are named, then it is read; what could not be read is told line by line. */

import { Alert, Button, FileButton, NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { CarrierFile, FileHeader, FileRead } from "@/api/tariffs";
import { count, dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { isEnough, MEANINGS, NEEDED, TARIFFS, type Meaning } from "./words";

const SHOWN = 20;
const csv = (file: File): Blob => new Blob([file], { type: "text/csv" });

function Refused({ read }: { read: FileRead }) {
  const { t, lang } = useTexts();
  return (
    <div role="status">
      <p>{t("tariffs.file.done", { lines: count(read.file.lines, lang), accepted: count(read.file.accepted, lang), added: count(read.file.added, lang) })}</p>
      {read.refused_total > 0 && (
        <Alert color="red" variant="light" title={t("tariffs.file.refused", { count: read.refused_total })}>
          <ul className="tariff-refused">
            {read.refused.slice(0, SHOWN).map((each) => <li key={each.line}>{t("tariffs.file.line", { line: each.line, why: t(`tariffs.file.why.${each.reason}`), shown: each.shown })}</li>)}
          </ul>
        </Alert>
      )}
    </div>
  );
}

function Columns({ file, header, done, cancel }: { file: File; header: FileHeader; done: (read: FileRead) => void; cancel: () => void }) {
  const { t } = useTexts();
  const [columns, setColumns] = useState<Partial<Record<Meaning, string>>>(header.proposed);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const read = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      done(await api.post<FileRead>(`/tariffs/files${query({ ...columns, name: file.name.slice(0, 200) })}`, csv(file)));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const first = header.sample[0] ?? [];
  return (
    <form className="partner-form" onSubmit={(event) => void read(event)}>
      <p>{t("tariffs.file.columns", { name: file.name })}</p>
      <div className="partner-fields">
        {MEANINGS.map((name) => {
          const chosen = columns[name] ?? "";
          const at = header.columns.indexOf(chosen);
          return (
            <NativeSelect
              key={name} label={t(`tariffs.file.meaning.${name}`)} required={NEEDED.some((each) => each === name)} value={chosen}
              description={at >= 0 && first[at] ? t("tariffs.file.sample", { text: first[at] }) : undefined}
              onChange={(event) => { const value = event.currentTarget.value; setColumns((was) => ({ ...was, [name]: value || undefined })); }}
              data={[{ value: "", label: t("tariffs.file.noColumn") }, ...header.columns]}
            />
          );
        })}
      </div>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="partner-row">
        <Button type="submit" variant="filled" loading={busy} disabled={!isEnough(columns)}>{t("tariffs.file.read")}</Button>
        <Button onClick={cancel}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

export function FilePart() {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const [looked, setLooked] = useState<{ file: File; header: FileHeader } | null>(null);
  const [read, setRead] = useState<FileRead | null>(null);
  const files = useQuery({ queryKey: [...TARIFFS, "files"], queryFn: () => api.get<CarrierFile[]>("/tariffs/files") });
  const look = async (file: File | null): Promise<void> => {
    if (!file) return;
    setRead(null);
    try {
      setLooked({ file, header: await api.post<FileHeader>("/tariffs/files/look", csv(file)) });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  const done = (found: FileRead): void => {
    setRead(found);
    setLooked(null);
    void client.invalidateQueries({ queryKey: TARIFFS });
  };
  return (
    <section aria-labelledby="tariffs-file">
      <h2 id="tariffs-file">{t("tariffs.file.title")}</h2>
      <div className="p-card partner-card">
        <p>{t("tariffs.file.lead")}</p>
        {looked ? <Columns key={looked.file.name} file={looked.file} header={looked.header} done={done} cancel={() => setLooked(null)} /> : (
          <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void look(file)} inputProps={{ "aria-label": t("tariffs.file.choose") }}>
            {(props) => <Button {...props}>{t("tariffs.file.choose")}</Button>}
          </FileButton>
        )}
        {read && <Refused read={read} />}
        {files.data?.map((each) => <p key={each.id} className="p-meta">{t("tariffs.file.one", { at: dayHour(each.imported_at, lang), name: each.name || "CSV", accepted: count(each.accepted, lang), added: count(each.added, lang) })}</p>)}
      </div>
    </section>
  );
}

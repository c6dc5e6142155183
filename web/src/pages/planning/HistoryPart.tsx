/** Past calls from a file: first what was understood and what was refused, then, if the planner says so, kept. */

import { Button, FileButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { PlanningState, Reading } from "@/api/planning";
import { count } from "@/format/time";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { PLANNING } from "./data";
import { focusPart, Part } from "./Part";
import { ReadingReport } from "./ReadingReport";
import { dayName } from "./week";

/** As much as the platform takes: some two million calls. */
const LARGEST = 100 * 1024 * 1024;
const EXAMPLE = ["date;file;duree_s;repondu", "2025-11-24 09:02:11;Devis;245;oui", "2025-11-24 09:03:40;SAV;0;non"].join("\n");

const send = (file: File, dry: boolean): Promise<Reading> =>
  api.post<Reading>(`/planning/history?dry_run=${dry}`, new Blob([file], { type: "text/csv" }));

interface Read {
  file: File;
  reading: Reading;
}

function useImport() {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [read, setRead] = useState<Read | null>(null);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  const look = (file: File | null | undefined): void => {
    if (!file) return;
    if (file.size > LARGEST) toast({ kind: "no", text: t("planning.history.tooBig") });
    else void attempt(async () => setRead({ file, reading: await send(file, true) }));
  };
  const keep = (file: File): void =>
    void attempt(async () => {
      const { accepted } = await send(file, false);
      setRead(null);
      focusPart("history");
      toast({ kind: "done", text: t("planning.history.done", { count: accepted, lines: count(accepted, lang) }) });
      await client.invalidateQueries({ queryKey: PLANNING });
    });
  return { busy, read, look, keep, forget: () => { setRead(null); focusPart("history"); } };
}

function Known({ state }: { state: PlanningState }) {
  const { t, lang } = useTexts();
  return (
    <ul className="plan-known">
      {state.queues.map((queue) => (
        <li key={queue.id}>
          <Glyph mark={queue.quarters > 0 ? "ready" : "offline"} />{" "}
          {queue.from && queue.to
            ? t("planning.history.known", { name: queue.name, calls: count(Math.round(queue.calls), lang), from: dayName(queue.from, lang, "full"), to: dayName(queue.to, lang, "full") })
            : t("planning.history.unknown", { name: queue.name })}
        </li>
      ))}
    </ul>
  );
}

export function HistoryPart({ state }: { state: PlanningState }) {
  const { t } = useTexts();
  const { busy, read, look, keep, forget } = useImport();
  const [over, setOver] = useState(false);
  const known = state.queues.some((queue) => queue.quarters > 0);
  const choose = (
    <FileButton accept=".csv,text/csv,text/plain" onChange={look} inputProps={{ "aria-label": t("planning.history.choose") }}>
      {(props) => <Button {...props} variant={known ? "default" : "filled"} loading={busy && !read}>{t(known ? "planning.history.more" : "planning.history.choose")}</Button>}
    </FileButton>
  );
  return (
    <Part number={1} name="history" title={t("planning.history.title")} lead={known && !read ? undefined : t("planning.history.lead")} aside={known && choose}>
      <div
        className="plan-drop" data-over={over} data-known={known}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          look(event.dataTransfer.files[0]);
        }}
      >
        {known ? <Known state={state} /> : (
          <>
            <p>{choose} <span className="p-quiet">{t("planning.history.drop")}</span></p>
            <p className="p-meta">{t("planning.history.example")}</p>
            <pre>{EXAMPLE}</pre>
          </>
        )}
      </div>
      {read && <ReadingReport file={read.file} reading={read.reading} busy={busy} keep={() => keep(read.file)} forget={forget} />}
    </Part>
  );
}

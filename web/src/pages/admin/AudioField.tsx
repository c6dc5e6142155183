/** The sound of a prompt: listen to it as it will be played, send another. */

import { Button, FileButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { optionText } from "./options";
import type { Row } from "./specs";

const LARGEST = 20 * 1024 * 1024;

export function AudioField({ prompt }: { prompt: Row }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [version, setVersion] = useState(0);
  const id = prompt.id as string | undefined;
  const ready = prompt.status === "ready" || version > 0;
  const send = async (file: File | null): Promise<void> => {
    if (!file || !id) return;
    if (file.size > LARGEST) {
      toast({ kind: "no", text: t("admin.audio.tooBig") });
      return;
    }
    setBusy(true);
    try {
      await api.upload(`/prompts/${id}/audio`, file);
      setVersion(Date.now());
      toast({ kind: "done", text: t("admin.audio.done") });
      await client.invalidateQueries({ queryKey: ["prompts"] });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="admin-group" aria-label={t("admin.field.audio")}>
      <h3>{t("admin.field.audio")}</h3>
      {!id ? (
        <p className="p-meta">{t("admin.audio.save")}</p>
      ) : (
        <>
          <p>
            <Glyph mark={ready ? "ready" : prompt.status === "failed" ? "alert" : "offline"} />{" "}
            {version ? optionText("ready", t) : optionText(String(prompt.status), t)}
            {typeof prompt.duration_ms === "number" && ` · ${spell(prompt.duration_ms / 1000, lang)}`}
          </p>
          {ready && <audio key={version} controls preload="none" aria-label={t("admin.audio.listen")} src={`/api/v1/prompts/${id}/audio?v=${version}`} />}
          <FileButton accept="audio/wav,audio/x-wav,audio/mpeg,.wav,.mp3" onChange={(file) => void send(file)}>
            {(props) => <Button {...props} loading={busy}>{t("admin.audio.upload")}</Button>}
          </FileButton>
        </>
      )}
    </section>
  );
}

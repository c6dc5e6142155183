/** A difference to be explained, as both firms see it, with the steps that its reader may take. */

import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem } from "@/api/client";
import type { Case, Decision } from "@/api/watch";
import { useTexts } from "@/i18n";
import { day, inWords, whoIs } from "./watch";

export const CASES = ["watch", "cases"];

export function CaseCard({ of }: { of: Case }) {
  const { t, lang } = useTexts();
  const known = useQueryClient();
  const [text, setText] = useState("");
  const step = useMutation({
    mutationFn: (decision: Decision) => api.post<Case>(`/watch/cases/${of.id}/steps`, { decision, text }),
    onSuccess: () => {
      setText("");
      return known.invalidateQueries({ queryKey: ["watch"] });
    },
  });
  const { finding } = of;
  const title = `${t("watch.about")} – ${finding.name || finding.firm}`;
  return (
    <article className="p-card watch-case" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span className="watch-standing">{t(`watch.standing.${of.standing}`)}</span>
        <span className="p-quiet">{t("watch.opened", { day: day(of.opened_at, lang) })}</span>
      </header>
      <p>
        {whoIs(finding, t)}, {t(`watch.measure.${finding.measure}`).toLowerCase()}, {inWords(finding, t, lang)}
        {!of.is_owner && <> ({t("watch.ofOwner", { firm: of.owner })})</>}
      </p>
      {of.calls.length > 0 && <details><summary>{t("watch.calls")}</summary><p className="watch-calls">{of.calls.join(", ")}</p></details>}
      {of.steps.length > 0 && (
        <ol className="watch-steps">
          {of.steps.map((each) => <li key={each.at}><strong>{t(`watch.taken.${each.decision}`)}</strong> <span className="p-quiet">{each.name}, {day(each.at, lang)}</span><p>{each.text}</p></li>)}
        </ol>
      )}
      {of.allowed.length > 0 && (
        <>
          <Textarea label={t("watch.words")} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={4000} autosize minRows={2} error={step.error instanceof Problem ? step.error.message : undefined} />
          <div className="watch-buttons">
            {of.allowed.map((each) => <Button key={each} variant={each === "answered" ? "filled" : "default"} loading={step.isPending && step.variables === each} disabled={!text.trim()} onClick={() => step.mutate(each)}>{t(`watch.decision.${each}`)}</Button>)}
          </div>
        </>
      )}
    </article>
  );
}

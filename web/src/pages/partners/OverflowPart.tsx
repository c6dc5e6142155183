/** Which of one's queues ask which partners, and when: each said in a sentence, and changed in a form that says it back. */

import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import type { Agreement } from "@/api/agreements";
import type { Overflow, QueueRule } from "@/api/overflow";
import type { List } from "@/api/types";
import { useTexts } from "@/i18n";
import { Empty, Loaded } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { eligible, FIRST, overflowText } from "./overflow";
import { OverflowForm } from "./OverflowForm";

export interface OwnQueue {
  id: string;
  name: string;
}

export const useQueues = () => useQuery({ queryKey: ["queues", "all"], queryFn: () => api.get<List<OwnQueue>>("/queues?limit=200"), staleTime: 60_000 });

const RULES = ["overflow"] as const;

/** Where the focus goes once a form is closed: back to the button that opened it. */
function useWayBack(writing: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(writing);
  useEffect(() => {
    if (was.current && !writing) button.current?.focus();
    was.current = writing;
  }, [writing]);
  return button;
}

function QueueCard({ queue, rule, agreements }: { queue: OwnQueue; rule: Overflow | null; agreements: Agreement[] }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const [writing, setWriting] = useState(false);
  const opener = useWayBack(writing);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const nameOf = (id: string): string => agreements.find((each) => each.id === id)?.answering_name ?? id;
  const send = async (draft: Overflow): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await api.put(`/overflow/${queue.id}`, draft);
      await client.invalidateQueries({ queryKey: RULES });
      toast({ kind: "done", text: t(draft.partners.length ? "partners.overflow.kept" : "partners.overflow.dropped", { queue: queue.name }) });
      setWriting(false);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const head = `overflow-${queue.id}`;
  return (
    <article className="p-card partner-card overflow-card" aria-labelledby={head}>
      <header>
        <h3 id={head}>{queue.name}</h3>
        {!writing && <span className={rule ? undefined : "p-quiet"}>{rule && <Glyph mark="ready" />} {overflowText(rule ?? FIRST, nameOf, t, lang)}</span>}
        {!writing && <Button ref={opener} aria-describedby={head} onClick={() => setWriting(true)}>{t(rule ? "common.edit" : "partners.overflow.choose")}</Button>}
      </header>
      {writing && (
        <OverflowForm first={rule ?? FIRST} agreements={eligible(agreements, rule?.partners ?? [])} nameOf={nameOf} busy={busy} problem={problem}
          send={(draft) => void send(draft)} cancel={() => { setProblem(null); setWriting(false); }} />
      )}
    </article>
  );
}

export function OverflowPart({ agreements }: { agreements: Agreement[] }) {
  const { t } = useTexts();
  const queues = useQueues();
  const rules = useQuery({ queryKey: RULES, queryFn: () => api.get<QueueRule[]>("/overflow") });
  const both = { data: queues.data && rules.data ? { queues: queues.data.items, rules: rules.data } : undefined, error: queues.error ?? rules.error, refetch: () => void Promise.all([queues.refetch(), rules.refetch()]) };
  return (
    <section aria-labelledby="partners-overflow">
      <h2 id="partners-overflow">{t("partners.overflow.title")}</h2>
      <p className="p-quiet partner-lead">{t("partners.overflow.lead")}</p>
      <Loaded of={both} lines={3}>
        {(found) => {
          const ruleOf = (queue: string): Overflow | null => found.rules.find((each) => each.queue_id === queue)?.rule ?? null;
          if (!eligible(agreements, []).length && !found.rules.length) return <Empty title={t("partners.overflow.nobody")} text={t("partners.overflow.nobodyText")} />;
          if (!found.queues.length) return <Empty title={t("desk.idle.noQueues")} />;
          return <>{found.queues.map((queue) => <QueueCard key={queue.id} queue={queue} rule={ruleOf(queue.id)} agreements={agreements} />)}</>;
        }}
      </Loaded>
    </section>
  );
}

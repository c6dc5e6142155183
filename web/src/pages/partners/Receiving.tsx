/** On the answering side: the queue of one's own which an agreement's callers enter; without one nobody is offered any. */

import { Button, NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { Agreement } from "@/api/agreements";
import type { Reception } from "@/api/overflow";
import { useTexts } from "@/i18n";
import { Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { useQueues, type OwnQueue } from "./OverflowPart";

const RECEPTIONS = ["receptions"] as const;

function Choice({ agreement, queues, kept }: { agreement: Agreement; queues: OwnQueue[]; kept: string }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [queue, setQueue] = useState(kept);
  useEffect(() => setQueue(kept), [kept]);
  const [busy, setBusy] = useState(false);
  const name = agreement.owner_name;
  const send = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return; // a button that is disabled meanwhile would lose the focus
    setBusy(true);
    try {
      await api.put(`/agreements/${agreement.id}/reception`, { queue_id: queue || null });
      await client.invalidateQueries({ queryKey: RECEPTIONS });
      toast({ kind: "done", text: t(queue ? "partners.reception.kept" : "partners.reception.dropped", { name }) });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="partner-reception" data-none={kept === ""} onSubmit={(event) => void send(event)}>
      <NativeSelect
        label={t("partners.reception.label", { name })} value={queue} onChange={(event) => setQueue(event.currentTarget.value)}
        data={[{ value: "", label: t("partners.reception.none") }, ...queues.map((each) => ({ value: each.id, label: each.name }))]}
      />
      <Button type="submit" variant={queue === kept ? "default" : "filled"} aria-disabled={busy}>{t("common.save")}</Button>
      {kept === "" && <p role="status"><Glyph mark="alert" /> <strong>{t("partners.reception.warning", { name })}</strong></p>}
    </form>
  );
}

export function Receiving({ agreement }: { agreement: Agreement }) {
  const queues = useQueues();
  const receptions = useQuery({ queryKey: RECEPTIONS, queryFn: () => api.get<Reception[]>("/receptions") });
  const both = { data: queues.data && receptions.data ? { queues: queues.data.items, receptions: receptions.data } : undefined, error: queues.error ?? receptions.error, refetch: () => void Promise.all([queues.refetch(), receptions.refetch()]) };
  return (
    <Loaded of={both} lines={1}>
      {(found) => {
        const kept = found.receptions.find((each) => each.agreement_id === agreement.id)?.queue_id ?? "";
        return <Choice agreement={agreement} queues={found.queues} kept={kept} />;
      }}
    </Loaded>
  );
}

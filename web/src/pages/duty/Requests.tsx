/** Requests in sentences, with what the reader may do about each: answer, decide with a reason, withdraw. */

import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph, type Mark } from "@/theme/Glyph";
import type { Deed, DutyRequest, RequestState } from "./model";
import type { Words } from "./words";

const STATES: Record<RequestState, Mark> = { asked: "wrap", open: "wrap", approved: "ready", refused: "offline", declined: "offline", withdrawn: "offline" };

function deedsOf(request: DutyRequest, agent: string | null, supervises: boolean): Deed[] {
  if (request.state !== "asked" && request.state !== "open") return [];
  const mine = request.agent_id === agent;
  if (request.state === "asked" && request.colleague_id === agent) return ["accept", "decline"];
  if (request.state === "open" && supervises && !mine) return ["approve", "refuse"];
  return mine ? ["withdraw"] : [];
}

function One({ request, deeds, name, words }: { request: DutyRequest; deeds: Deed[]; name: (id: string) => string; words: Words }) {
  const { t } = words;
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const act = async (deed: Deed): Promise<void> => {
    setBusy(true);
    try {
      await api.post(`/duty/requests/${request.id}`, { deed, reason });
      toast({ kind: "done", text: t(`duty.did.${deed}`) });
      await client.invalidateQueries({ queryKey: ["duty"] });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
    setBusy(false);
  };
  const back = request.back_starts && request.back_ends ? { starts: request.back_starts, ends: request.back_ends } : null;
  const who = name(request.agent_id);
  const sentence = request.kind === "leave"
    ? t("duty.asksLeave", { who, when: words.when(request) })
    : t("duty.asksSwap", { who, other: name(request.colleague_id ?? ""), when: words.when(request) });
  return (
    <li className="p-card duty-request">
      <p>
        <strong>{sentence}</strong> {back && t("duty.inReturn", { when: words.when(back) })}
        {request.note && <span className="p-quiet"> {t("duty.quoted", { text: request.note })}</span>}
      </p>
      <p className="p-meta">
        <Glyph mark={STATES[request.state]} /> {t(`duty.state.${request.state}`)}
        {request.reason && <> {t("duty.quoted", { text: request.reason })}</>}
      </p>
      {deeds.length > 0 && (
        <div className="duty-deeds">
          {deeds.some((deed) => deed !== "withdraw") && (
            <TextInput label={t(deeds.includes("refuse") ? "duty.reason" : "duty.answer")} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
          )}
          {deeds.map((deed) => (
            <Button key={deed} disabled={busy || (deed === "refuse" && !reason.trim())} variant={deed === "approve" || deed === "accept" ? "filled" : "default"} onClick={() => void act(deed)}>
              {t(`duty.deed.${deed}`)}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

export function Requests({ requests, agent, supervises, name, words }: {
  requests: DutyRequest[]; agent: string | null; supervises: boolean; name: (id: string) => string; words: Words;
}) {
  const { t } = words;
  if (requests.length === 0) return <p className="p-quiet">{t("duty.noRequests")}</p>;
  const turn = requests.map((request) => ({ request, deeds: deedsOf(request, agent, supervises) }));
  const ordered = [...turn.filter((one) => one.deeds.length > 0), ...turn.filter((one) => one.deeds.length === 0)];
  return <ul className="duty-requests">{ordered.map(({ request, deeds }) => <One key={request.id} request={request} deeds={deeds} name={name} words={words} />)}</ul>;
}

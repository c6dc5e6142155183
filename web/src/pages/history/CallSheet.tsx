/** One call: in short, its recording, its ladder step by step, its notes and disposition. */

import { Drawer, NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Names } from "@/api/names";
import type { Call, CallDetails, Recording } from "@/api/types";
import { showPhone } from "@/format/phone";
import { clock, day, dayHour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { labelOf, useDispositions } from "@/pages/desk/data";
import { useMe } from "@/me";
import { Loaded, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Player } from "./Player";
import { byText, outcomeText, partnerOf, rungText } from "./words";

function Facts({ call, partner, names }: { call: Call; partner: string; names: Names }) {
  const { t, lang } = useTexts();
  const reference = useQuery({ queryKey: ["references", call.id], queryFn: () => api.get<{ reference: string }>(`/references/${call.id}`), staleTime: Infinity });
  const facts: [string, string][] = [
    [t("history.col.customer"), showPhone(call.customer) || t("desk.call.unknown")],
    [t("history.sheet.dialled"), showPhone(call.dialled)],
    [t("history.sheet.brand"), names.of(call.brand)],
    [t("history.col.queue"), names.of(call.queue)],
    [t("history.col.agent"), partner || names.of(call.agent)],
    [t("history.col.outcome"), outcomeText(call.outcome, t)],
    [t("history.sheet.ended"), byText(call.ended_by, t)],
    [t("history.col.wait"), call.wait_s === null ? "" : spell(call.wait_s, lang)],
    [t("history.col.talk"), call.talk_s === null ? "" : spell(call.talk_s, lang)],
    [t("history.sheet.hold"), call.hold_s ? spell(call.hold_s, lang) : ""],
    [t("complaints.reference"), reference.data?.reference ?? ""],
    [t("history.sheet.copy"), call.id],
  ];
  return (
    <dl className="history-facts">
      {facts.filter(([, value]) => value).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Sound({ recordings }: { recordings: Recording[] }) {
  const { t, lang } = useTexts();
  const me = useMe();
  if (!recordings.length) return <p className="p-quiet">{t("history.recording.none")}</p>;
  return (
    <>
      {recordings.map((recording) => (
        <div key={recording.id}>
          {recording.status !== "sealed" ? (
            <p role="status">{t(`history.recording.${recording.status}`)}</p>
          ) : recording.may_listen ? (
            <Player recording={recording} />
          ) : (
            <p className="p-quiet">{t("history.recording.noRight")}</p>
          )}
          <p className="p-meta">
            {[t("history.recording.until", { date: day(recording.retention_until, lang, me.firm.time_zone) }),
              recording.purpose && t("history.recording.purpose", { purpose: recording.purpose }), t("history.recording.logged")].filter(Boolean).join(" · ")}
          </p>
        </div>
      ))}
    </>
  );
}

function Qualify({ call }: { call: Call }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const dispositions = useDispositions();
  const change = async (code: string): Promise<void> => {
    try {
      await api.patch(`/calls/${call.id}`, { disposition: code });
      toast({ kind: "done", text: t("history.sheet.saved") });
      await client.invalidateQueries({ queryKey: ["calls"] });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return (
    <NativeSelect
      label={t("history.disposition")} value={call.disposition ?? ""} onChange={(event) => void change(event.currentTarget.value)}
      data={[{ value: "", label: t("history.sheet.none") }, ...dispositions.map((item) => ({ value: item.code, label: labelOf(item, lang) }))]}
    />
  );
}

function Ladder({ details, names }: { details: CallDetails; names: Names }) {
  const { t, lang } = useTexts();
  const dispositions = useDispositions();
  return (
    <ol className="history-ladder">
      {details.ladder.map((rung) => (
        <li key={rung.seq}>
          <span className="desk-clock p-meta">{clock(rung.ms / 1000)}</span>
          <span>{rungText(rung, t, lang, names, dispositions)}</span>
        </li>
      ))}
    </ol>
  );
}

export function CallSheet({ id, close, names }: { id: string | null; close: () => void; names: Names }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const details = useQuery({
    queryKey: ["calls", "one", id], queryFn: () => api.get<CallDetails>(`/calls/${id ?? ""}`), enabled: id !== null,
  });
  const at = details.data ? dayHour(details.data.call.arrived_at, lang, me.firm.time_zone) : "…";
  return (
    <Drawer opened={id !== null} onClose={close} size={620} title={<strong>{t("history.sheet.title", { at })}</strong>}
      closeButtonProps={{ "aria-label": t("common.close") }} className="history-sheet">
      <Loaded of={details}>
        {(found) => (
          <>
            <Facts call={found.call} partner={partnerOf(found.ladder)} names={names} />
            <h3>{t("history.sheet.recording")}</h3>
            <Sound recordings={found.recordings} />
            <h3>{t("history.sheet.notes")}</h3>
            {found.call.notes && <p className="history-notes">{found.call.notes}</p>}
            <Qualify call={found.call} />
            <h3>{t("history.sheet.ladder")}</h3>
            <Ladder details={found} names={names} />
          </>
        )}
      </Loaded>
    </Drawer>
  );
}

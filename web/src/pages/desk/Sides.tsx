/** The left and right columns: my last calls; the details and the notes of this one. */

import { Button, Textarea } from "@mantine/core";
import { forwardRef } from "react";
import { showPhone } from "@/format/phone";
import { hour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { secondsSince } from "@/live/provider";
import { useMe } from "@/me";
import { Key } from "@/shell/KeyHelp";
import { labelOf, useBrands, useDispositions, useLastCalls, useReference } from "./data";
import { whoOf } from "./CallBar";
import type { DeskView } from "./useDesk";
import type { Qualify } from "./useQualify";

export function LastCalls({ desk, redial }: { desk: DeskView; redial: (number: string) => void }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const { data } = useLastCalls(me.agent?.id ?? "", desk.agent?.call ?? desk.agent?.wrap_up_call ?? null);
  const dispositions = useDispositions();
  const brands = useBrands();
  const calls = data?.items ?? [];
  return (
    <section className="desk-column" aria-label={t("desk.last.title")} tabIndex={0}>
      <h2>{t("desk.last.title")}</h2>
      {data && !calls.length && <p className="p-quiet">{t("desk.last.none")}</p>}
      <ul className="desk-last">
        {calls.map((call) => {
          const chosen = dispositions.find((item) => item.code === call.disposition);
          const number = call.customer && !call.customer.includes("•") ? call.customer : null;
          return (
            <li key={call.id}>
              <span>
                <span className="p-meta">{hour(call.arrived_at, lang, me.firm.time_zone)}</span> {showPhone(call.customer) || t("desk.call.unknown")}
              </span>
              <span className="p-meta p-cut">
                {[brands.find((brand) => brand.id === call.brand)?.name, call.talk_s !== null && spell(call.talk_s, lang), chosen && labelOf(chosen, lang)]
                  .filter(Boolean).join(" · ")}
              </span>
              {number && desk.may.dial && (
                <Button size="compact-xs" onClick={() => redial(number)}>{t("desk.last.redial")}</Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Facts({ desk }: { desk: DeskView }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const { call } = desk;
  const reference = useReference(call && desk.stage !== "monitoring" ? call.id : null);
  if (!call) return <p className="p-quiet">{t("desk.file.none")}</p>;
  const waited = call.queued_at && call.answered_at ? secondsSince(call.queued_at, new Date(call.answered_at).getTime()) : null;
  const facts: [string, string | null][] = [
    [t(call.guest ? "desk.guest.alias" : "desk.file.number"), whoOf(call, t)],
    [t("desk.file.brand"), call.brand],
    [t("desk.guest.owner"), call.guest?.owner ?? null],
    [t("desk.file.called"), showPhone(call.dialled)],
    [t("desk.file.queue"), call.queue_name],
    [t("desk.file.arrived"), hour(call.arrived_at, lang, me.firm.time_zone)],
    [t("desk.file.waited"), waited === null ? null : spell(waited, lang)],
    [t("desk.file.reference"), reference],
  ];
  return (
    <dl className="desk-facts">
      {facts.filter(([, value]) => value).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={(call.guest && value === call.customer) || value === reference ? "p-alias" : "p-cut"}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const Notes = forwardRef<HTMLTextAreaElement, { qualify: Qualify }>(function Notes({ qualify }, ref) {
  const { t } = useTexts();
  const words = { idle: "", saving: t("desk.notes.saving"), saved: t("desk.notes.saved"), failed: t("desk.notes.failed") };
  return (
    <div className="desk-notes">
      <Textarea
        ref={ref} label={<>{t("desk.notes.title")} <Key action="notes" /></>} placeholder={t("desk.notes.placeholder")}
        disabled={!qualify.call} value={qualify.notes} minRows={5} maxRows={12} autosize
        onChange={(event) => qualify.write(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <p className="p-meta" role="status">{words[qualify.notesState]}</p>
    </div>
  );
});

export const Details = forwardRef<HTMLTextAreaElement, { desk: DeskView; qualify: Qualify }>(function Details({ desk, qualify }, notes) {
  const { t } = useTexts();
  return (
    <section className="desk-column desk-file" aria-label={t("desk.file.title")} tabIndex={0}>
      <h2>{t("desk.file.title")}</h2>
      <Facts desk={desk} />
      <Notes ref={notes} qualify={qualify} />
    </section>
  );
});

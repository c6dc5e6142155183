/** The second line: who is there, for which brand, since when, and the buttons of the call with their keys. */

import { Button } from "@mantine/core";
import { clock, spell } from "@/format/time";
import { showPhone } from "@/format/phone";
import { useTexts, type Translate } from "@/i18n";
import type { Action } from "@/keys/keymap";
import { capturing } from "@/live/card";
import type { CallRow } from "@/live/model";
import { secondsSince, useNow } from "@/live/provider";
import { Key } from "@/shell/KeyHelp";
import { Glyph } from "@/theme/Glyph";
import { useBrands } from "./data";
import type { DeskView } from "./useDesk";

/** The caller as screens name him: by number, or by the alias under which another firm's caller is known here. */
export function whoOf(call: CallRow, t: Translate): string {
  if (call.guest) return call.customer ?? t("desk.call.unknown");
  return showPhone(call.customer) || t("desk.call.unknown");
}

function statusOf({ call, stage }: DeskView, who: string, t: Translate): string {
  if (!call) return "";
  if (stage === "offered") return t(call.auto_answer ? "desk.call.resuming" : "desk.call.ringing");
  if (call.phase === "reconnecting") return t("desk.call.reconnecting");
  if (call.phase === "transferring") return t("desk.call.transferring");
  if (call.phase === "dialling") return call.leg === "up" ? t("desk.call.dialling", { who }) : t("desk.call.calling");
  if (call.card && capturing(call.card)) return t("desk.pay.alone");
  if (call.private) return t("desk.call.privateOn");
  if (call.consult) return t("desk.call.consulting", { who: showPhone(call.consult.label) });
  return call.held ? t("desk.call.held") : t("desk.call.talking");
}

function Do({ action, label, run, able, pressed, variant, tall = true, color }: {
  action?: Action; label: string; run: () => void; able: boolean; pressed?: boolean; variant?: string; tall?: boolean; color?: string;
}) {
  return (
    <Button className={tall ? "desk-do" : undefined} variant={variant ?? (pressed ? "light" : "default")} color={color}
      disabled={!able} onClick={run} aria-pressed={pressed}>
      {label}
      {action && <>&nbsp;<Key action={action} /></>}
    </Button>
  );
}

function Buttons({ desk, openSheet }: { desk: DeskView; openSheet: () => void }) {
  const { t } = useTexts();
  const { may, call, deeds, acts, stage } = desk;
  if (stage === "offered") {
    return (
      <>
        <Do action="answer" label={t("desk.call.answer")} run={deeds.answer} able={acts && may.answer} variant="filled" />
        <Do label={t("desk.call.decline")} run={deeds.decline} able={acts && may.decline} />
      </>
    );
  }
  return (
    <>
      <Do action="mute" label={desk.muted ? t("desk.call.unmute") : t("desk.call.mute")} run={deeds.toggleMute} able={acts && may.mute} pressed={desk.muted} />
      <Do action="hold" label={call?.held ? t("desk.call.resume") : t("desk.call.hold")} run={deeds.toggleHold} able={acts && may.hold} pressed={call?.held ?? false} />
      <Do action="transfer" label={t("desk.call.transfer")} run={openSheet} able={acts && may.transfer} />
      {call?.recorded && (
        <Do action="private" label={call.private ? t("desk.call.privateEnd") : t("desk.call.private")} run={deeds.togglePrivate}
          able={acts && may.private} pressed={call.private} />
      )}
      <Do action="answer" label={t("desk.call.hangUp")} run={deeds.hangUp} able={acts && may.hangUp} variant="filled" color="danger" />
    </>
  );
}

export function Monitors({ call }: { call: CallRow }) {
  const { t } = useTexts();
  const there = call.monitors.filter((monitor) => monitor.state === "up");
  if (!there.length) return null;
  return (
    <span className="desk-monitors" role="status">
      {there.map((monitor) => (
        <span key={monitor.supervisor}>
          <Glyph mark="alert" /> <strong>{t(`desk.call.monitored.${monitor.mode}`)}</strong>{" "}
          {t("desk.call.monitoredBy", { who: monitor.alias })}
        </span>
      ))}
    </span>
  );
}

function When({ call }: { call: CallRow }) {
  const { t, lang } = useTexts();
  const now = useNow();
  const from = call.answered_at ?? call.arrived_at;
  return (
    <span className="desk-when">
      <span className="desk-clock">{clock(secondsSince(from, now))}</span>
      {call.queued_at && call.answered_at === null && (
        <span className="p-meta">{t("desk.call.waited", { time: spell(secondsSince(call.queued_at, now), lang) })}</span>
      )}
    </span>
  );
}

export function CallBar({ desk, openSheet, openDial }: { desk: DeskView; openSheet: () => void; openDial: () => void }) {
  const { t } = useTexts();
  const brands = useBrands();
  const { call } = desk;
  if (!call || desk.stage === "wrap_up") {
    return (
      <section className="desk-call" aria-label={t("desk.callBar")}>
        <span className="p-quiet">{call ? t("desk.wrap.of", { who: whoOf(call, t), brand: call.brand }) : t("desk.file.none")}</span>
        <span className="desk-gap" />
        <Do action="dial" label={t("desk.dial.title")} run={openDial} able={desk.acts && desk.may.dial} />
      </section>
    );
  }
  const who = whoOf(call, t);
  const colour = brands.find((brand) => brand.name === call.brand)?.colour ?? "var(--p-accent)";
  const ringing = desk.stage === "offered" && !call.auto_answer;
  return (
    <section className={`desk-call${ringing ? " p-ringing" : ""}`} data-live aria-label={t("desk.callBar")} style={{ "--brand": colour } as React.CSSProperties}>
      <div className="desk-info">
        <When call={call} />
        <span className="desk-who">
          {call.guest && <span className="p-hidden">{t("desk.guest.alias")}</span>}
          <strong className={call.guest ? "desk-number p-alias" : "desk-number"}>{who}</strong>
        <span className="p-meta p-cut">
          {[call.call_back === "kept" ? t("desk.call.callBack") : "", call.direction === "outbound" ? t("desk.call.outgoing") : (call.queue_name ?? call.guest?.owner ?? t("desk.call.noQueue")), call.path.join(" › ")].filter((part, index, all) => part && all.indexOf(part) === index).join(" · ")}
        </span>
      </span>
      <span className="desk-who">
        <strong className="p-cut">{call.brand}</strong>
        <span className="p-meta p-cut" data-status>
          {statusOf(desk, who, t)}
          {call.recorded && !call.private && !call.held && !(call.card && capturing(call.card)) && desk.stage === "talking" ? ` · ${t("desk.call.recording")}` : ""}
        </span>
      </span>
      </div>
      <div className="desk-buttons">
        <Buttons desk={desk} openSheet={openSheet} />
      </div>
    </section>
  );
}

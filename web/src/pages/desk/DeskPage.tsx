/** The agent's cockpit: state, call, what to say, details and notes, dispositions; all of it by keys. */

import { Button } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { clock } from "@/format/time";
import { useTexts } from "@/i18n";
import { Palette, type Entry } from "@/keys/Palette";
import { useKeys } from "@/keys/useKeys";
import { totalsOf } from "@/live/model";
import { secondsSince, useLive, useNow, useRows } from "@/live/provider";
import { DeviceCheck } from "@/pages/device/DeviceCheck";
import { usePhone } from "@/phone/provider";
import { unlockSound } from "@/phone/sounds";
import { useMe } from "@/me";
import { Empty, Loading, Page, useTitle } from "@/shell/Page";
import { useSignOut } from "@/shell/signOut";
import { Glyph } from "@/theme/Glyph";
import { CallBar, Monitors } from "./CallBar";
import { useDispositions } from "./data";
import { DialSheet } from "./DialSheet";
import { Details, LastCalls } from "./Sides";
import { Stage } from "./Stage";
import { StateBar, WORD } from "./StateBar";
import { TransferSheet } from "./TransferSheet";
import { useDesk, type DeskView } from "./useDesk";
import { useQualify } from "./useQualify";
import { WrapBar } from "./WrapBar";
import "./desk.css";

/** The tab tells state and time even when another window covers it. */
function TabTitle({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const now = useNow();
  const { waiting } = totalsOf(useRows());
  const presence = desk.agent?.presence ?? "offline";
  const time = clock(secondsSince(desk.agent?.since, now));
  useTitle(`${waiting ? `(${waiting}) ` : ""}${t(`common.state.${WORD[presence]}`)} · ${time}`);
  return null;
}

function Trouble() {
  const { t } = useTexts();
  const { state, phone } = usePhone();
  if (!state.microphone) return null;
  return (
    <div className="p-band" role="alert">
      <Glyph mark="alert" />
      <span>{t(`device.${state.microphone}`)}</span>
      <Button size="compact-sm" onClick={() => void phone.changeMicrophone()}>{t("common.retry")}</Button>
    </div>
  );
}

function Start({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const begin = async (ready: boolean): Promise<void> => {
    await unlockSound();
    if ((await desk.send({ type: "sign_in" })) && ready) desk.deeds.ready();
  };
  return (
    <Page title={t("device.title")}>
      <DeviceCheck>
        <Button variant="filled" size="md" disabled={!desk.acts} onClick={() => void begin(true)}>{t("device.start")}</Button>
        <Button size="md" disabled={!desk.acts} onClick={() => void begin(false)}>{t("device.startPaused")}</Button>
      </DeviceCheck>
    </Page>
  );
}

function useEntries(desk: DeskView, open: (sheet: "transfer" | "dial") => void, notes: () => void): Entry[] {
  const { t } = useTexts();
  const { may, deeds, acts } = desk;
  const signOut = useSignOut();
  return useMemo(() => {
    const all: (Entry & { able: boolean })[] = [
      { label: t("desk.call.answer"), action: "answer", run: deeds.answer, able: may.answer },
      { label: t("desk.call.hangUp"), action: "answer", run: deeds.hangUp, able: may.hangUp },
      { label: t("common.action.mute"), action: "mute", run: deeds.toggleMute, able: may.mute },
      { label: t("common.action.hold"), action: "hold", run: deeds.toggleHold, able: may.hold },
      { label: t("common.action.transfer"), action: "transfer", run: () => open("transfer"), able: may.transfer },
      { label: t("common.action.private"), action: "private", run: deeds.togglePrivate, able: may.private },
      { label: t("common.action.notes"), action: "notes", run: notes, able: true },
      { label: t("common.action.dial"), action: "dial", run: () => open("dial"), able: may.dial },
      { label: t("common.action.wrap"), action: "wrap", run: deeds.ready, able: may.ready },
      ...(["short", "lunch", "paperwork", "meeting", "training", "technical"] as const).map((reason) => ({
        label: `${t("desk.pause")} – ${t(`desk.reason.${reason}`)}`, run: () => deeds.pause(reason), able: may.pause,
      })),
      { label: t("desk.signOff"), run: () => void desk.send({ type: "sign_out" }), able: desk.stage === "idle" },
      { label: t("common.nav.signOut"), run: () => void signOut(), able: desk.stage === "idle" },
    ];
    return all.filter((entry) => acts && entry.able);
  }, [t, may, deeds, acts, desk, open, notes, signOut]);
}

function Cockpit({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const [sheet, setSheet] = useState<"transfer" | "dial" | null>(null);
  const [number, setNumber] = useState("");
  const notes = useRef<HTMLTextAreaElement>(null);
  const qualify = useQualify(desk);
  const dispositions = useDispositions(desk.call);
  const { may, deeds, acts } = desk;
  const { answers } = qualify;
  const close = useCallback(() => setSheet(null), []);
  const focusNotes = useCallback(() => notes.current?.focus(), []);
  const dial = useCallback((to: string) => {
    setNumber(to);
    setSheet("dial");
  }, []);
  useEffect(() => {
    if (desk.stage === "offered" || desk.stage === "wrap_up") setSheet(null);
  }, [desk.stage]);
  const wrap = (): void => {
    if (desk.stage === "wrap_up" && qualify.call) qualify.choose(null);
    if (may.ready) deeds.ready();
  };
  const when = (able: boolean, run: () => void) => () => void (acts && able && run());
  useKeys(
    {
      answer: () => acts && (may.answer ? deeds.answer() : may.hangUp && deeds.hangUp()),
      mute: when(may.mute, deeds.toggleMute),
      hold: when(may.hold, deeds.toggleHold),
      wrap: when(true, wrap),
      transfer: when(may.transfer, () => setSheet("transfer")),
      private: when(may.private, deeds.togglePrivate),
      notes: when(qualify.call !== null, focusNotes),
      forbiddenOffer: when(answers.asked, () => answers.turn("forbidden_offer")),
      complaint: when(answers.asked, () => answers.turn("complained")),
      undo: when(qualify.last !== null, qualify.undo),
      dial: when(may.dial, () => dial("")),
      extend: when(desk.stage === "wrap_up", () => void desk.send({ type: "extend_wrap_up", seconds: 30 })),
    },
    (digit) => {
      const chosen = dispositions[digit - 1];
      if (acts && qualify.call && chosen) qualify.choose(chosen);
    },
  );
  const open = useCallback((which: "transfer" | "dial") => (which === "dial" ? dial("") : setSheet(which)), [dial]);
  const entries = useEntries(desk, open, focusNotes);
  return (
    <div className="desk">
      <TabTitle desk={desk} />
      <h1 className="p-hidden">{t("desk.title")}</h1>
      <StateBar desk={desk} />
      <CallBar desk={desk} openSheet={() => setSheet("transfer")} openDial={() => dial("")} />
      {desk.call && desk.stage !== "monitoring" && <Monitors call={desk.call} />}
      <Trouble />
      <div className="desk-columns">
        <LastCalls desk={desk} redial={dial} />
        <section className="desk-column desk-stage" aria-label={t("desk.call.say")} tabIndex={0}>
          <Stage desk={desk} />
        </section>
        <Details desk={desk} qualify={qualify} ref={notes} />
      </div>
      <WrapBar desk={desk} qualify={qualify} />
      <TransferSheet desk={desk} open={sheet === "transfer"} close={close} />
      <DialSheet desk={desk} open={sheet === "dial"} start={number} close={close} />
      <Palette entries={entries} />
    </div>
  );
}

export default function DeskPage() {
  const { t } = useTexts();
  const me = useMe();
  const { state } = useLive();
  const desk = useDesk();
  if (!me.agent) return <Page title={t("desk.title")}><Empty title={t("desk.notAgent")} /></Page>;
  if (state.seq === null) return <Page title={t("desk.title")}><Loading /></Page>;
  return desk.stage === "offline" ? <Start desk={desk} /> : <Cockpit desk={desk} />;
}

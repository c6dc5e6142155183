/** Everything the desk does, in one place: the rows that count, the commands that make sense, the calls to make them. */

import { useEffect, useMemo } from "react";
import { commandsOf, deskOf, type CallRow, type Commands, type Desk } from "@/live/model";
import { useDo, useRows } from "@/live/provider";
import { usePhone } from "@/phone/provider";
import { useMe } from "@/me";

export interface Deeds {
  answer: () => void;
  decline: () => void;
  hangUp: () => void;
  toggleMute: () => void;
  toggleHold: () => void;
  togglePrivate: () => void;
  ready: () => void;
  pause: (reason: string) => void;
}

export interface DeskView extends Desk {
  may: Commands;
  muted: boolean;
  /** This tab has the person's telephone, or the person telephones with another device. */
  acts: boolean;
  deeds: Deeds;
  send: ReturnType<typeof useDo>;
}

const LAST = "permanence.last-call";

/** The call of the wrap-up has left the floor; its row is kept here, also over a reload of the page. */
function useKept(desk: Desk): CallRow | null {
  const text = desk.call && desk.stage !== "monitoring" ? JSON.stringify(desk.call) : null;
  useEffect(() => {
    if (text) sessionStorage.setItem(LAST, text);
  }, [text]);
  return useMemo(() => {
    if (desk.stage !== "wrap_up") return null;
    const kept = JSON.parse(sessionStorage.getItem(LAST) ?? "null") as CallRow | null;
    return kept?.id === desk.agent?.wrap_up_call ? kept : null;
  }, [desk.stage, desk.agent?.wrap_up_call]);
}

export function useDesk(): DeskView {
  const me = useMe();
  const rows = useRows();
  const send = useDo();
  const { phone, state, role } = usePhone();
  const present = deskOf(rows, me.agent?.id ?? null);
  const kept = useKept(present);
  const desk = { ...present, call: present.call ?? kept };
  const { call, stage } = desk;
  const browser = me.softphone !== null;
  const muted = browser ? state.muted : (call?.muted ?? false);
  const owns = call !== null && call.agent === desk.agent?.id;
  const deeds = useMemo<Deeds>(
    () => ({
      answer: () => void phone.answer(),
      decline: () => void send({ type: "decline" }),
      hangUp: () => void send({ type: stage === "monitoring" ? "leave_monitor" : "hang_up" }),
      toggleMute: () => {
        if (browser) phone.setMuted(!muted);
        if (owns) void send({ type: "mute", on: !muted });
      },
      toggleHold: () => void send({ type: call?.held ? "resume" : "hold" }),
      togglePrivate: () => void send({ type: "private_moment", on: !call?.private }),
      ready: () => void send({ type: "ready" }),
      pause: (reason) => void send({ type: "pause", reason }),
    }),
    [phone, send, browser, muted, stage, owns, call?.held, call?.private],
  );
  const may = commandsOf(desk);
  const canAnswer = may.answer && (!browser || state.leg === "offered" || state.leg === "none");
  return {
    ...desk, muted, deeds, send,
    acts: !browser || role === "phone",
    may: { ...may, answer: canAnswer, mute: may.mute || (stage === "dialling" && state.leg === "up") },
  };
}

/** Everything the desk does, in one place: the rows that count, the commands that make sense, the calls to make them. */

import { useMemo } from "react";
import { commandsOf, deskOf, type Commands, type Desk } from "@/live/model";
import { useDo, useRows } from "@/live/provider";
import { usePhone } from "@/phone/provider";
import { useMe } from "@/session";

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

export function useDesk(): DeskView {
  const me = useMe();
  const rows = useRows();
  const send = useDo();
  const { phone, state, role } = usePhone();
  const desk = deskOf(rows, me.agent?.id ?? null);
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
  const canAnswer = may.answer && (!browser || state.leg === "offered");
  return {
    ...desk, muted, deeds, send,
    acts: !browser || role === "phone",
    may: { ...may, answer: canAnswer, mute: may.mute || (stage === "dialling" && state.leg === "up") },
  };
}

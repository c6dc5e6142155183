/** Joins the telephone of this tab to the live floor: rings on its word, picks up by itself only where it says so. */

import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useLive, useRows, useSocket } from "@/live/provider";
import { deskOf, picksUpAlone, ringsFor } from "@/live/model";
import { useMe } from "@/me";
import { Leader, type Role } from "./leader";
import { Softphone, type PhoneState } from "./softphone";
import { sound, unlockSound } from "./sounds";

interface Phone {
  phone: Softphone;
  leader: Leader;
}

const Context = createContext<Phone | null>(null);

export function usePhone(): { phone: Softphone; leader: Leader; state: PhoneState; role: Role } {
  const held = useContext(Context);
  if (!held) throw new Error("usePhone outside of the telephone");
  const state = useSyncExternalStore(held.phone.subscribe, held.phone.get);
  const role = useSyncExternalStore(held.leader.subscribe, held.leader.get);
  return { ...held, state, role };
}

const RING_EVERY = 3000;

/** Rings while the floor offers a call and the switch presents it; stops with either. */
function useRing(ringing: boolean): void {
  useEffect(() => {
    if (!ringing) return;
    void sound("ring");
    const timer = window.setInterval(() => void sound("ring"), RING_EVERY);
    return () => window.clearInterval(timer);
  }, [ringing]);
}

function useAutoAnswer({ phone }: Phone, state: PhoneState): void {
  const { state: live } = useLive();
  const me = useMe();
  const why = picksUpAlone(deskOf(live.rows, me.agent?.id ?? null));
  useEffect(() => {
    if (state.leg !== "offered" || !why) return;
    void sound(why === "monitor" ? "supervisor" : "open");
    void phone.answer();
  }, [phone, state.leg, why]);
}

function useDevices({ phone }: Phone, state: PhoneState): void {
  const leg = useRef(state.leg);
  leg.current = state.leg;
  useEffect(() => {
    const changed = (): void => {
      if (leg.current === "up" || phone.get().microphone) void phone.changeMicrophone();
    };
    navigator.mediaDevices?.addEventListener("devicechange", changed);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", changed);
  }, [phone]);
}

function Wires({ held, children }: { held: Phone; children: React.ReactNode }) {
  const me = useMe();
  const rows = useRows();
  const { link } = useLive();
  const socket = useSocket();
  const state = useSyncExternalStore(held.phone.subscribe, held.phone.get);
  const role = useSyncExternalStore(held.leader.subscribe, held.leader.get);
  useEffect(() => socket.vouch(!me.softphone || role !== "viewer"), [socket, me.softphone, role]);
  const desk = deskOf(rows, me.agent?.id ?? null);
  useEffect(() => {
    if (role !== "phone" || !me.softphone) return;
    void held.phone.start(me.softphone);
    return () => held.phone.stop();
  }, [held, role, me.softphone]);
  const mutedThere = useRef(false);
  mutedThere.current = desk.call?.muted ?? false;
  useEffect(() => {
    // Muted before the page was reloaded. Later the page knows better: the floor's word comes after the key.
    if (state.leg === "up" && mutedThere.current) held.phone.setMuted(true);
  }, [held, state.leg]);
  useEffect(() => {
    if (desk.stage !== "offered") held.phone.withdraw();
  }, [held, desk.stage, desk.call?.id]);
  useRing(state.leg === "offered" && link === "up" && ringsFor(desk));
  useAutoAnswer(held, state);
  useDevices(held, state);
  useEffect(() => {
    const unlock = (): void => void unlockSound();
    window.addEventListener("keydown", unlock, { once: true });
    window.addEventListener("pointerdown", unlock, { once: true });
    return () => {
      window.removeEventListener("keydown", unlock);
      window.removeEventListener("pointerdown", unlock);
    };
  }, []);
  return children;
}

export function PhoneProvider({ children }: { children: React.ReactNode }) {
  const me = useMe();
  const held = useMemo<Phone>(
    () => ({ phone: new Softphone(), leader: new Leader(`permanence.phone.${me.agent?.id ?? "none"}`) }),
    [me.agent?.id],
  );
  useEffect(() => {
    if (!me.softphone) return;
    held.leader.ask();
    return () => held.leader.leave();
  }, [held, me.softphone]);
  return (
    <Context.Provider value={held}>
      <Wires held={held}>{children}</Wires>
    </Context.Provider>
  );
}

/** The live floor for the pages: one socket per sign-in, selected rows, a clock that follows the platform's. */

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { ME } from "@/me";
import { toast } from "@/shell/toast";
import { i18n } from "@/i18n";
import { LiveSocket, Refused, liveAddress, type Intent, type Live } from "./socket";
import type { Rows } from "./reducer";

const Context = createContext<LiveSocket | null>(null);

export function LiveProvider({ children }: { children: React.ReactNode }) {
  const client = useQueryClient();
  const socket = useMemo(() => new LiveSocket(liveAddress(), () => void client.invalidateQueries({ queryKey: ME })), [client]);
  useEffect(() => {
    socket.start();
    return () => socket.stop();
  }, [socket]);
  return <Context.Provider value={socket}>{children}</Context.Provider>;
}

export function useSocket(): LiveSocket {
  const socket = useContext(Context);
  if (!socket) throw new Error("useSocket outside of the live floor");
  return socket;
}

export function useLive(): Live {
  const socket = useSocket();
  return useSyncExternalStore(socket.subscribe, socket.get);
}

export function useRows(): Rows {
  return useLive().state.rows;
}

/** The sentence of a refusal in the reader's language, or the platform's own when the code is not known here. */
export function refusalText(problem: unknown): string {
  if (!(problem instanceof Refused)) return problem instanceof Error ? problem.message : String(problem);
  if (problem.code === "link_down") return i18n.t("common.error.linkDown");
  const key = `refusal.${problem.code.replaceAll(".", "_")}`;
  return i18n.exists(key) ? i18n.t(key as "refusal.call_not_talking") : problem.message;
}

/** Sends an intent and shows the refusal where there is one; resolves to whether it was done. */
export function useDo(): (intent: Intent) => Promise<boolean> {
  const socket = useSocket();
  return useMemo(
    () => async (intent: Intent) => {
      try {
        await socket.do(intent);
        return true;
      } catch (problem) {
        toast({ kind: "no", text: refusalText(problem) });
        return false;
      }
    },
    [socket],
  );
}

/** The platform's time in milliseconds, renewed every second. */
export function useNow(): number {
  const { drift } = useLive();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return now + drift;
}

/** Seconds from then to now, never negative. */
export function secondsSince(at: string | null | undefined, now: number): number {
  return at ? Math.max(0, (now - new Date(at).getTime()) / 1000) : 0;
}

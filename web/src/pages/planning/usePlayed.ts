/** Days and hours that the platform plays with its own rules. Each takes some seconds, so they come one by one, two at a time. */

import { useEffect, useRef, useState } from "react";
import { Problem } from "@/api/client";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";

/** As many as the platform works at beside each other. */
const AT_ONCE = 2;

export interface Runs<T> {
  /** What has come so far, by the name of what was asked for. */
  found: Map<string, T>;
  done: number;
  of: number;
  busy: boolean;
  start: (names: string[], ask: (name: string, signal: AbortSignal) => Promise<T>) => void;
  stop: () => void;
  clear: () => void;
}

const NONE = { done: 0, of: 0, busy: false };

/** Plays what is named, shows how far it is, and stops when asked to or when the page is left. */
export function useRuns<T>(): Runs<T> {
  const { t } = useTexts();
  const running = useRef<AbortController | null>(null);
  const [found, setFound] = useState<Map<string, T>>(new Map());
  const [state, setState] = useState(NONE);
  useEffect(() => () => running.current?.abort(), []);
  const start = (names: string[], ask: (name: string, signal: AbortSignal) => Promise<T>): void => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setFound(new Map());
    setState({ done: 0, of: names.length, busy: true });
    const left = [...names];
    const work = async (): Promise<void> => {
      for (let name = left.shift(); name !== undefined && !control.signal.aborted; name = left.shift()) {
        const one = name;
        const answer = await ask(one, control.signal);
        if (control.signal.aborted) return;
        setFound((was) => new Map(was).set(one, answer));
        setState((was) => ({ ...was, done: was.done + 1 }));
      }
    };
    void Promise.all(Array.from({ length: AT_ONCE }, work))
      .catch((problem: unknown) => {
        if (control.signal.aborted || (problem instanceof Problem && problem.code === "cancelled")) return;
        control.abort();
        toast({ kind: "no", text: problemText(problem, t) });
      })
      .finally(() => {
        if (running.current === control) setState((was) => ({ ...was, busy: false }));
      });
  };
  const stop = (): void => {
    running.current?.abort();
    setState((was) => ({ ...was, busy: false }));
  };
  const clear = (): void => {
    stop();
    setFound(new Map());
    setState(NONE);
  };
  return { found, ...state, start, stop, clear };
}

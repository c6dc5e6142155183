/** A file that a visitor chose, on its way through the verification; the newest choice counts. */

import { useEffect, useRef, useState } from "react";
import type { Verdict } from "./verdict";
import { verify } from "./verify";

export type Step =
  | { kind: "none" }
  | { kind: "reading"; done: number }
  | { kind: "failed" }
  | { kind: "done"; verdict: Verdict };

export function useVerdict(file: File | null, trusted: string): Step {
  const [step, setStep] = useState<Step>({ kind: "none" });
  const run = useRef(0);
  useEffect(() => {
    const mine = ++run.current;
    if (!file) return;
    const tell = (next: Step): void => {
      if (run.current === mine) setStep(next);
    };
    tell({ kind: "reading", done: 0 });
    verify(file.stream(), trusted, (bytes) => tell({ kind: "reading", done: bytes / file.size })).then(
      (verdict) => tell({ kind: "done", verdict }),
      () => tell({ kind: "failed" }),
    );
  }, [file, trusted]);
  return step;
}

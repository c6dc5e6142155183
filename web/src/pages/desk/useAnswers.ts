/** What the agreement of another firm's call asks at its end: was a forbidden offer made, does the caller complain? No, unless the agent says yes. */

import { useCallback, useEffect, useState } from "react";
import { api } from "@/api/client";
import { useTexts } from "@/i18n";
import { useDo, useLive } from "@/live/provider";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { readDraft } from "./drafts";
import type { DeskView } from "./useDesk";

export const QUESTIONS = ["forbidden_offer", "complained"] as const;
export type Question = (typeof QUESTIONS)[number];
type Said = Record<Question, boolean>;

/** So long before the wrap-up runs out a yes is sent by itself. */
const AHEAD_MS = 2000;
const NO: Said = { forbidden_offer: false, complained: false };

export interface Answers {
  asked: boolean;
  said: Said;
  turn: (question: Question) => void;
  /** Passes the complaint on, once the floor has taken the qualification. */
  pass: (call: string) => void;
}

export function useAnswers(desk: DeskView, call: string | null): Answers {
  const { t } = useTexts();
  const send = useDo();
  const { drift } = useLive();
  const [kept, setKept] = useState({ call: "", said: NO });
  const guest = desk.call?.id === call ? desk.call?.guest : null;
  const subject = guest?.forbidden.length ? call : null;
  const said = subject !== null && kept.call === subject ? kept.said : NO;
  const { forbidden_offer, complained } = said;

  const turn = useCallback(
    (question: Question) => {
      if (subject === null) return;
      setKept((was) => {
        const before = was.call === subject ? was.said : NO;
        return { call: subject, said: { ...before, [question]: !before[question] } };
      });
    },
    [subject],
  );

  // The words are always the same: notes may hold what is masked on their way to the call's sheet, and a doubled complaint is one.
  const pass = useCallback(
    (of: string) => {
      if (!complained) return;
      const kind = forbidden_offer ? "offer" : "other";
      api.post("/complaints", { call: of, kind, text: t("desk.asks.passedOn") })
        .catch((problem: unknown) => toast({ kind: "no", text: problemText(problem, t) }));
    },
    [complained, forbidden_offer, t],
  );

  const until = desk.agent?.wrap_up_until ?? null;
  useEffect(() => {
    if (subject === null || until === null || !(forbidden_offer || complained)) return;
    const tell = (): void => {
      const intent = { type: "qualify", call: subject, notes: readDraft(subject), forbidden_offer, complained };
      void send(intent).then((done) => done && pass(subject));
    };
    const timer = window.setTimeout(tell, Math.max(0, new Date(until).getTime() - Date.now() - drift - AHEAD_MS));
    return () => window.clearTimeout(timer);
  }, [subject, until, forbidden_offer, complained, pass, send, drift]);

  return { asked: subject !== null, said, turn, pass };
}

/** Notes kept while one types, dispositions by one key, and ten seconds to think again. */

import { useCallback, useEffect, useRef, useState } from "react";
import type { Disposition } from "@/api/types";
import { useDo } from "@/live/provider";
import { useQueryClient } from "@tanstack/react-query";
import { draftKey, readDraft } from "./drafts";
import { useAnswers, type Answers } from "./useAnswers";
import type { DeskView } from "./useDesk";

const UNDO_SECONDS = 10;

export type NotesState = "idle" | "saving" | "saved" | "failed";

export interface Qualify {
  /** The call that notes and digits are about: in progress, in wrap-up, or being corrected. */
  call: string | null;
  notes: string;
  notesState: NotesState;
  write: (text: string) => void;
  /** Hangs up if need be, saves, and goes on to the next. */
  choose: (disposition: Disposition | null) => void;
  last: { call: string; code: string | null; until: number } | null;
  correcting: boolean;
  answers: Answers;
  undo: () => void;
}

function subjectOf({ agent, call, stage }: DeskView): string | null {
  if (stage === "wrap_up") return agent?.wrap_up_call ?? null;
  if ((stage === "talking" || stage === "dialling") && call?.agent === agent?.id) return call?.id ?? null;
  return null;
}

export function useQualify(desk: DeskView): Qualify {
  const send = useDo();
  const client = useQueryClient();
  const present = subjectOf(desk);
  const [last, setLast] = useState<Qualify["last"]>(null);
  const [correcting, setCorrecting] = useState(false);
  const call = correcting && last ? last.call : present;
  const [notes, setNotes] = useState("");
  const [notesState, setNotesState] = useState<NotesState>("idle");
  const timer = useRef(0);
  const answers = useAnswers(desk, call);
  const { said, pass } = answers;

  useEffect(() => {
    setNotes(readDraft(call));
    setNotesState("idle");
  }, [call]);
  useEffect(() => {
    if (present) setCorrecting(false); // a new call has come: it has the keys
  }, [present]);

  const write = useCallback(
    (text: string) => {
      if (!call) return;
      sessionStorage.setItem(draftKey(call), text);
      setNotes(text);
      setNotesState("saving");
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        void send({ type: "qualify", call, notes: text, done: false }).then((done) => setNotesState(done ? "saved" : "failed"));
      }, 700);
    },
    [call, send],
  );

  const choose = useCallback(
    (disposition: Disposition | null) => {
      if (!call) return;
      window.clearTimeout(timer.current);
      const code = disposition?.code ?? null;
      void send({ type: "qualify", call, disposition: code, notes: readDraft(call), done: true, ...said }).then((done) => {
        if (!done) return;
        pass(call);
        sessionStorage.removeItem(draftKey(call));
        setCorrecting(false);
        setLast({ call, code, until: Date.now() + UNDO_SECONDS * 1000 });
        window.setTimeout(() => void client.invalidateQueries({ queryKey: ["calls", "mine"] }), 400);
      });
    },
    [call, send, client, said, pass],
  );

  useEffect(() => {
    if (!last || correcting) return;
    const rest = window.setTimeout(() => setLast(null), Math.max(0, last.until - Date.now()));
    return () => window.clearTimeout(rest);
  }, [last, correcting]);

  const undo = useCallback(() => {
    if (last) setCorrecting(true);
  }, [last]);

  return { call, notes, notesState, write, choose, last, correcting, answers, undo };
}

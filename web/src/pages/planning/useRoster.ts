/** The roster of a week while it is worked on: shifts, what they come to, and the way back. It outlives a visit to another page. */

import { useDebouncedValue } from "@mantine/hooks";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Judged, PlannedShift, Roster } from "@/api/planning";
import { bodyOf, judgedKey, useJudged } from "./data";
import type { Placed } from "./shifts";

const STEPS_BACK = 200;
const JUDGE_AFTER_MS = 250;

export interface Draft {
  shifts: Placed[];
  past: Placed[][];
  /** What the roster came to before anybody changed it. */
  start: Judged | null;
  notes: string[];
  published: boolean;
}

const keyed = (shifts: PlannedShift[]): Placed[] => shifts.map((shift) => ({ ...shift, key: crypto.randomUUID() }));

/** The draft, and what may be done to it. Each deed begins with the draft as it is at that moment, not as it was drawn last: keys
 *  come faster than pictures. */
export function useDraft(from: string) {
  const client = useQueryClient();
  const key = ["roster", from];
  const { data } = useQuery<Draft>({ queryKey: key, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity });
  const now = (): Draft | null => client.getQueryData<Draft>(key) ?? null;
  const put = (draft: Draft): void => void client.setQueryData(key, draft);
  return {
    draft: data ?? null,
    now,
    /** Takes in a proposal; what was there before is one step back. */
    take(roster: Roster): void {
      const shifts = keyed(roster.shifts);
      const was = now();
      client.setQueryData(judgedKey(from, bodyOf(shifts)), roster.judged);
      put({ shifts, past: was ? [...was.past, was.shifts] : [], start: roster.judged, notes: roster.notes, published: false });
    },
    blank: (): void => put({ shifts: [], past: [], start: null, notes: [], published: false }),
    change(shifts: Placed[]): void {
      const was = now();
      if (was) put({ ...was, shifts, past: [...was.past, was.shifts].slice(-STEPS_BACK), published: false });
    },
    undo(): boolean {
      const was = now();
      const last = was?.past.at(-1);
      if (!was || !last) return false;
      put({ ...was, shifts: last, past: was.past.slice(0, -1), published: false });
      return true;
    },
    published(): void {
      const was = now();
      if (was) put({ ...was, published: true });
    },
    started(start: Judged): void {
      const was = now();
      if (was) put({ ...was, start });
    },
  };
}

/** The last judgement, of which shifts it was, and whether a newer one is on its way. */
export function useJudgement(from: string, draft: Draft, started: (start: Judged) => void) {
  const [asked] = useDebouncedValue(draft.shifts, JUDGE_AFTER_MS);
  const { data, isPlaceholderData, isFetching, error } = useJudged(from, bodyOf(asked));
  const last = useRef<{ judged: Judged; shifts: Placed[] } | null>(null);
  if (data && !isPlaceholderData) last.current = { judged: data, shifts: asked };
  const first = data && !isPlaceholderData && !draft.start ? data : null;
  useEffect(() => {
    if (first) started(first);
  });
  return { settled: last.current, pending: asked !== draft.shifts || isFetching, error };
}

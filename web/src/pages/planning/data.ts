/** What the page asks of the platform; a week stays on the screen until the next one has come. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, query } from "@/api/client";
import type { Forecast, Judged, PlannedShift, PlanningState, Requirement } from "@/api/planning";

export const PLANNING = ["planning"] as const;
export const DAYS = 7;

export function usePlanningState() {
  return useQuery({ queryKey: [...PLANNING, "state"], queryFn: () => api.get<PlanningState>("/planning/state") });
}

export function useForecast(from: string) {
  return useQuery({
    queryKey: [...PLANNING, "forecast", from], placeholderData: keepPreviousData,
    queryFn: () => api.get<Forecast>(`/planning/forecast${query({ from, days: DAYS })}`),
  });
}

export function useRequirement(from: string) {
  return useQuery({
    queryKey: [...PLANNING, "requirement", from], placeholderData: keepPreviousData,
    queryFn: () => api.post<Requirement>("/planning/requirement", { from, days: DAYS }),
  });
}

/** Shifts as the platform takes them. */
export type ShiftBody = Pick<PlannedShift, "agent_id" | "starts" | "ends" | "breaks">;

export const bodyOf = (shifts: PlannedShift[]): ShiftBody[] => shifts.map(({ agent_id, starts, ends, breaks }) => ({ agent_id, starts, ends, breaks }));

export const judgedKey = (from: string, shifts: ShiftBody[]) => [...PLANNING, "judged", from, shifts] as const;

/** What a roster comes to; the last judgement stays until the next one is there. */
export function useJudged(from: string, shifts: ShiftBody[]) {
  return useQuery({
    queryKey: judgedKey(from, shifts), placeholderData: keepPreviousData, gcTime: 60_000,
    queryFn: ({ signal }) => api.post<Judged>("/planning/judge", { from, days: DAYS, shifts }, signal),
  });
}

/** What the desk reads over HTTP: brands, dispositions, my last calls, the reference of this one. */

import { useQuery } from "@tanstack/react-query";
import { api, query } from "@/api/client";
import type { Brand, Call, Disposition, List } from "@/api/types";
import type { Lang } from "@/format/time";
import type { CallRow } from "@/live/model";

export function useBrands(): Brand[] {
  const { data } = useQuery({
    queryKey: ["brands"], queryFn: () => api.get<List<Brand>>("/brands"), staleTime: 300_000, retry: false,
  });
  return data?.items ?? [];
}

/** Those of one's own firm; for a guest's call those of the firm that it is for. */
export function useDispositions(call?: CallRow | null): Disposition[] {
  const { data } = useQuery({
    queryKey: ["dispositions"], queryFn: () => api.get<List<Disposition>>("/dispositions"), staleTime: 300_000,
  });
  if (call?.guest) return call.guest.dispositions.map((each, position) => ({ ...each, position }));
  return [...(data?.items ?? [])].sort((a, b) => a.position - b.position);
}

export function labelOf(disposition: Disposition, lang: Lang): string {
  return lang === "fr" ? disposition.label_fr : disposition.label_en;
}

/** By what the caller names this call when he complains; it never changes. */
export function useReference(call: string | null): string | null {
  const { data } = useQuery({
    queryKey: ["reference", call], queryFn: () => api.get<{ reference: string }>(`/references/${call}`), staleTime: Infinity, enabled: call !== null, retry: false,
  });
  return data?.reference ?? null;
}

/** My last calls; asked again whenever a call of mine ends. */
export function useLastCalls(agent: string, after: string | null) {
  return useQuery({
    queryKey: ["calls", "mine", agent, after],
    queryFn: () => api.get<List<Call>>(`/calls${query({ agent, limit: 20 })}`),
    placeholderData: (previous) => previous,
  });
}

/** Names for ids: agents, queues, brands, dispositions, from the settings and from the live floor. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { agentsOf, queuesOf } from "@/live/model";
import { useRows } from "@/live/provider";
import { api } from "./client";
import type { List } from "./types";

interface Named {
  id: string;
  name?: string;
  alias?: string;
}

function useList(path: string): Named[] {
  const { data } = useQuery({
    queryKey: [path], queryFn: () => api.get<List<Named>>(`/${path}?limit=200`), staleTime: 120_000, retry: false,
  });
  return data?.items ?? [];
}

export interface Names {
  agents: { id: string; name: string }[];
  queues: { id: string; name: string }[];
  of: (id: string | null | undefined) => string;
}

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);

export function useNames(): Names {
  const rows = useRows();
  const agents = useList("agents");
  const queues = useList("queues");
  const brands = useList("brands");
  return useMemo(() => {
    const agentNames = new Map([...agentsOf(rows), ...agents].map((row) => [row.id, row.alias ?? ""]));
    const queueNames = new Map([...queuesOf(rows), ...queues].map((row) => [row.id, row.name ?? ""]));
    const all = new Map([...agentNames, ...queueNames, ...brands.map((row) => [row.id, row.name ?? ""] as const)]);
    const list = (names: Map<string, string>) => [...names].map(([id, name]) => ({ id, name })).sort(byName);
    return { agents: list(agentNames), queues: list(queueNames), of: (id) => (id && all.get(id)) || "" };
  }, [rows, agents, queues, brands]);
}

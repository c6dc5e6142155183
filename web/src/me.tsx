/** Who is signed in, and what that person may do. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";
import { api, onSignedOut, Problem } from "@/api/client";
import type { Me } from "@/api/types";

async function loadMe(): Promise<Me | null> {
  try {
    return await api.get<Me>("/me");
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) return null;
    throw problem;
  }
}

export const ME = ["me"] as const;

export function useMeQuery() {
  const client = useQueryClient();
  useEffect(() => onSignedOut(() => client.setQueryData(ME, null)), [client]);
  return useQuery({ queryKey: ME, queryFn: loadMe, staleTime: Infinity, retry: 2, retryDelay: 800 });
}

const Signed = createContext<Me | null>(null);
export const MeProvider = Signed.Provider;

/** The person signed in; only used below the sign-in. */
export function useMe(): Me {
  const me = useContext(Signed);
  if (!me) throw new Error("useMe before the sign-in");
  return me;
}

export type Right = "desk" | "supervise" | "history" | "listen" | "admin" | "platform" | "money";

/** Agents see their own calls in the history; whoever has a desk may open it, a supervisor too. Money is for a firm's directors and for the operator's people. */
export function may(me: Me, right: Right): boolean {
  if (right === "desk") return me.agent !== null;
  if (right === "money") return me.rights.includes("admin") || me.rights.includes("platform");
  return me.rights.includes(right) || (right === "history" && me.rights.includes("desk"));
}

/** The first page of a person: what the role does all day. */
export function homeOf(me: Me): string {
  if (may(me, "desk") && !may(me, "supervise")) return "/desk";
  if (may(me, "admin")) return "/line";
  if (may(me, "supervise")) return "/floor";
  return may(me, "platform") ? "/closing" : "/history";
}

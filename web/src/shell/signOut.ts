/** Ends the shift and the sign-in, and forgets what the page knew. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "@/api/client";
import { useDo } from "@/live/provider";
import { ME, useMe } from "@/me";

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const send = useDo();
  const me = useMe();
  return useCallback(async () => {
    if (me.agent) await send({ type: "sign_out" });
    await api.post("/sign-out").catch(() => undefined); // the cookie may have expired already
    client.setQueryData(ME, null); // the page turns to the sign-in; a cleared query would leave it where it is
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
  }, [client, send, me.agent]);
}

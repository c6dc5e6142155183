/** Something that is done at the press of a button: said when it is done, and said why where it is not. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";

export function useDo() {
  const { t } = useTexts();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async (deed: () => Promise<unknown>, said: string | null): Promise<boolean> => {
    setBusy(true);
    try {
      await deed();
      if (said) toast({ kind: "done", text: said });
      return true;
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: ["developers"] });
      setBusy(false);
    }
  };
  return { busy, run };
}

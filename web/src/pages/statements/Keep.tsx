/** A button that keeps a file; what stands in its way is said as a sentence. */

import { Button } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";

export function Keep({ path, children }: { path: string; children: React.ReactNode }) {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  const keep = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.keep(path);
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    } finally {
      setBusy(false);
    }
  };
  return <Button loading={busy} onClick={() => void keep()}>{children}</Button>;
}

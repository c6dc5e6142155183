/** The next break of the plan: a word while it is to come, a button at a gap when it is time. */

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, query } from "@/api/client";
import { hour } from "@/format/time";
import { useTexts } from "@/i18n";
import { totalsOf } from "@/live/model";
import { useRows } from "@/live/provider";
import { useMe } from "@/me";
import type { DeskView } from "./useDesk";

interface Said {
  next: { starts: string; ends: string; when: "later" | "now" | "after_call" | "callers_wait" } | null;
}

const EVERY_MS = 60_000;
const LUNCH_MS = 30 * 60_000;

export function NextBreak({ desk }: { desk: DeskView }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const { waiting } = totalsOf(useRows());
  const presence = desk.agent?.presence;
  const works = presence !== undefined && presence !== "offline" && presence !== "paused";
  const asked = query({ waiting, on_call: presence === "talking" || presence === "offered" ? "true" : "" });
  const { data } = useQuery({
    queryKey: ["duty", "break", asked], queryFn: () => api.get<Said>(`/me/duty/break${asked}`), enabled: works, refetchInterval: EVERY_MS, retry: false,
    placeholderData: (before) => before,
  });
  const next = works ? data?.next : null;
  if (!next) return null;
  const at = hour(next.starts, lang, me.firm.time_zone);
  if (next.when !== "now") return <span className="p-quiet p-cut">{t(`desk.break.${next.when}`, { at })}</span>;
  const reason = Date.parse(next.ends) - Date.parse(next.starts) >= LUNCH_MS ? "lunch" : "short";
  return (
    <Button size="compact-md" variant="light" disabled={!desk.may.pause || !desk.acts} onClick={() => desk.deeds.pause(reason)}>
      {t("desk.break.now", { at })}
    </Button>
  );
}

/** A director's first page: who answers now, whom nobody answered, what partners answered, and what was answered for others. */

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, query } from "@/api/client";
import type { Answered } from "@/api/overflow";
import type { List } from "@/api/types";
import type { Watch } from "@/api/watch";
import { useTexts } from "@/i18n";
import { useLive } from "@/live/provider";
import { useMe } from "@/me";
import { Keep } from "@/pages/statements/Keep";
import { Loaded, Loading, Page } from "@/shell/Page";
import { AnsweredPart } from "./Answered";
import { firstDay, isSince } from "./line";
import { Missed } from "./Missed";
import { Now } from "./Now";
import "../reports/reports.css";
import "./line.css";

const PERIODS = [1, 7] as const;
const PAGES_MOST = 10;
const AGAIN_MS = 60_000;

/** Everything from a day on, as far as so many pages reach; `cut`: there was more. */
async function answeredSince(first: string, zone: string): Promise<{ items: Answered[]; cut: boolean }> {
  const items: Answered[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MOST; page++) {
    const found: List<Answered> = await api.get<List<Answered>>(`/answered${query({ cursor, limit: 200 })}`);
    const wanted = found.items.filter((each) => isSince(each.since, first, zone));
    items.push(...wanted);
    cursor = found.next_cursor;
    if (cursor === null || wanted.length < found.items.length) return { items, cut: false };
  }
  return { items, cut: true };
}

function BetweenFirms() {
  const { t } = useTexts();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const days = params.get("days") === "7" ? 7 : 1;
  const first = firstDay(new Date(), me.firm.time_zone, days);
  const answered = useQuery({ queryKey: ["answered", first], queryFn: () => answeredSince(first, me.firm.time_zone), refetchInterval: AGAIN_MS });
  return (
    <>
      <div className="report-periods line-periods" role="group" aria-label={t("reports.period")}>
        {PERIODS.map((each) => <Button key={each} aria-pressed={days === each} onClick={() => setParams(each === 1 ? {} : { days: String(each) }, { replace: true })}>{t(each === 1 ? "line.today" : "line.week")}</Button>)}
      </div>
      <Loaded of={answered} lines={6}>
        {({ items, cut }) => (["owner", "answering"] as const).map((side) => <AnsweredPart key={side} side={side} answered={items} dated={days > 1} cut={cut} />)}
      </Loaded>
    </>
  );
}

/** Whether the watch over callers has something to explain. */
function WatchLine() {
  const { t } = useTexts();
  const watch = useQuery({ queryKey: ["watch"], queryFn: () => api.get<Watch>("/watch") });
  if (!watch.data) return null;
  return <p><Link to="/watch">{watch.data.open_cases ? t("watch.busy", { count: watch.data.open_cases }) : t("watch.quiet")}</Link></p>;
}

export default function LinePage() {
  const { t, lang } = useTexts();
  const { state } = useLive();
  return (
    <Page title={t("line.title")} actions={<Keep path={`/answered.csv?language=${lang}`}>{t("line.export")}</Keep>}>
      <div className="line-top">
        {state.seq === null ? <Loading lines={4} /> : <Now />}
        <Missed />
      </div>
      <WatchLine />
      <BetweenFirms />
    </Page>
  );
}

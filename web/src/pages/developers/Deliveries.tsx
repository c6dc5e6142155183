/** What was sent in the last thirty days, what came back, and sending it again. */

import { Button, SegmentedControl, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { List } from "@/api/types";
import type { Delivery, DeliveryStatus } from "@/api/webhooks";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Loaded } from "@/shell/Page";
import { Glyph, type Mark } from "@/theme/Glyph";
import { useDo } from "./useDo";

const MARKS: Record<DeliveryStatus, Mark> = { waiting: "wrap", delivered: "ready", failed: "alert" };

function Row({ each }: { each: Delivery }) {
  const { t, lang } = useTexts();
  const zone = useMe().firm.time_zone;
  const { busy, run } = useDo();
  const told = each.code !== null ? String(each.code) : each.trouble ? t(`developers.sent.trouble.${each.trouble as "time"}`, { defaultValue: each.trouble }) : "";
  return (
    <Table.Tr>
      <Table.Td className="p-nowrap">{dayHour(each.tried_at ?? each.made_at, lang, zone)}</Table.Td>
      <Table.Td><code>{each.kind}</code>{each.nth > 0 && <span className="p-quiet"> {t("developers.sent.again")}</span>}</Table.Td>
      <Table.Td className="dev-number">{each.sequence}</Table.Td>
      <Table.Td className="p-nowrap"><Glyph mark={MARKS[each.status]} /> {t(`developers.sent.status.${each.status}`)}</Table.Td>
      <Table.Td className="dev-number">{each.tries}</Table.Td>
      <Table.Td>{told}{each.took_ms !== null && each.code !== null && <span className="p-quiet"> {t("developers.sent.ms", { ms: each.took_ms })}</span>}{each.answer && <div className="p-quiet p-cut dev-answer">{each.answer}</div>}</Table.Td>
      <Table.Td><Button size="compact-sm" loading={busy} aria-label={t("developers.sent.resendOne", { kind: each.kind, number: each.sequence })} onClick={() => void run(() => api.post(`/webhook-deliveries/${each.id}/again`), t("developers.sent.resent"))}>{t("developers.sent.resend")}</Button></Table.Td>
    </Table.Tr>
  );
}

export function Deliveries() {
  const { t } = useTexts();
  const [status, setStatus] = useState<DeliveryStatus | "all">("all");
  const pages = useInfiniteQuery({
    queryKey: ["developers", "deliveries", status],
    queryFn: ({ pageParam }) => api.get<List<Delivery>>(`/webhook-deliveries${query({ status: status === "all" ? null : status, cursor: pageParam, limit: 25 })}`),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: 10_000,
  });
  const columns = ["at", "kind", "number", "status", "tries", "answer"] as const;
  return (
    <section>
      <div className="dev-head">
        <h2 id="dev-sent">{t("developers.sent.title")}</h2>
        <span className="grow" />
        <SegmentedControl aria-label={t("developers.sent.filter")} value={status} onChange={(value) => setStatus(value as DeliveryStatus | "all")} data={(["all", "waiting", "delivered", "failed"] as const).map((value) => ({ value, label: t(`developers.sent.status.${value}`) }))} />
      </div>
      <Loaded of={pages} lines={4}>
        {(found) => {
          const rows = found.pages.flatMap((page) => page.items);
          if (rows.length === 0) return <p className="p-quiet">{t("developers.sent.none")}</p>;
          return (
            <div className="p-card dev-scroll" tabIndex={0} role="region" aria-labelledby="dev-sent">
              <Table>
                <Table.Thead><Table.Tr>{columns.map((name) => <Table.Th key={name} className={name === "number" || name === "tries" ? "dev-number" : undefined}>{t(`developers.sent.col.${name}`)}</Table.Th>)}<Table.Th><span className="p-hidden">{t("developers.sent.resend")}</span></Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>{rows.map((each) => <Row key={each.id} each={each} />)}</Table.Tbody>
              </Table>
              {pages.hasNextPage && <Button variant="subtle" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("developers.sent.older")}</Button>}
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

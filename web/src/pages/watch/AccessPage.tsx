/** Who looked at the firm's callers, own people and partners', the newest first, by person or firm and by day. */

import { Button, Table, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, query } from "@/api/client";
import type { List } from "@/api/types";
import type { Access } from "@/api/watch";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Empty, Loaded, Page } from "@/shell/Page";
import { WatchTabs } from "./WatchTabs";
import { keyOf, leadsToCall } from "./watch";
import "./watch.css";

const TYPING_MS = 300;
const HEADS = ["at", "person", "firm", "what", "subject"] as const;

function Rows({ all }: { all: Access[] }) {
  const { t, lang } = useTexts();
  const zone = useMe().firm.time_zone;
  return (
    <div className="p-card watch-scroll" tabIndex={0} role="group" aria-label={t("watch.access.list")}>
      <Table>
        <Table.Thead><Table.Tr>{HEADS.map((head) => <Table.Th key={head}>{t(`watch.access.${head}`)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {all.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td>{dayHour(each.at, lang, zone)}</Table.Td>
              <Table.Td>{each.person}</Table.Td>
              <Table.Td>{each.is_own ? t("watch.access.own") : each.firm}</Table.Td>
              <Table.Td>{t(`watch.access.look.${keyOf(each.what)}`)}</Table.Td>
              <Table.Td>{leadsToCall(each.subject) ? <Link to={`/history?call=${each.subject}`}>{t("watch.access.call")}</Link> : each.subject}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

export default function AccessPage() {
  const { t } = useTexts();
  const [who, setWho] = useState("");
  const [day, setDay] = useState("");
  const [asked] = useDebouncedValue(who, TYPING_MS);
  const list = useInfiniteQuery({
    queryKey: ["accesses", asked, day], initialPageParam: "",
    queryFn: ({ pageParam }) => api.get<List<Access>>(`/watch/accesses${query({ who: asked, day, cursor: pageParam, limit: 50 })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const isNarrowed = asked !== "" || day !== "";
  return (
    <Page title={t("watch.access.title")} actions={<WatchTabs />}>
      <p className="p-quiet watch-lead">{t("watch.access.lead")}</p>
      <div className="watch-filters">
        <TextInput label={t("watch.access.who")} value={who} maxLength={200} onChange={(event) => setWho(event.currentTarget.value)} />
        <TextInput label={t("watch.access.day")} type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      </div>
      <Loaded of={list}>
        {(found) => {
          const all = found.pages.flatMap((page) => page.items);
          if (!all.length) return <Empty title={t(isNarrowed ? "watch.access.noMatch" : "watch.access.none")} text={t(isNarrowed ? "watch.access.noMatchText" : "watch.access.noneText")} />;
          return <><Rows all={all} />{list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("complaints.more")}</Button>}</>;
        }}
      </Loaded>
    </Page>
  );
}

/** The filters above the list; each writes into the address, so that a search can be kept and sent. */

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { SetURLSearchParams } from "react-router";
import type { Names } from "@/api/names";
import { useTexts } from "@/i18n";
import { useKeys } from "@/keys/useKeys";
import { labelOf, useDispositions } from "@/pages/desk/data";
import { changed, isFiltered, type Filter } from "./filters";
import { outcomeText } from "./words";

const OUTCOMES = ["answered", "abandoned", "left_in_menu", "closed", "self_served", "no_answer", "busy", "rejected", "unallocated", "failed", "cancelled"];

export function Filters({ params, setParams, names }: { params: URLSearchParams; setParams: SetURLSearchParams; names: Names }) {
  const { t, lang } = useTexts();
  const dispositions = useDispositions();
  const box = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(params.get("q") ?? "");
  useEffect(() => setWords(params.get("q") ?? ""), [params]);
  useKeys({ search: () => box.current?.focus() });
  const put = (name: string, value: string): void => setParams(changed(params, name, value), { replace: true });
  const select = (name: Filter, label: string, data: { value: string; label: string }[]) => (
    <NativeSelect
      label={label} value={params.get(name) ?? ""} data={[{ value: "", label: t("common.all") }, ...data]}
      onChange={(event) => put(name, event.currentTarget.value)}
    />
  );
  const date = (name: Filter, label: string) => (
    <TextInput type="date" label={label} value={params.get(name) ?? ""} onChange={(event) => put(name, event.currentTarget.value)} />
  );
  const ids = (list: { id: string; name: string }[]) => list.map((row) => ({ value: row.id, label: row.name }));
  return (
    <form
      role="search" className="history-filters"
      onSubmit={(event) => {
        event.preventDefault();
        put("q", words);
      }}
    >
      <TextInput ref={box} className="history-search" label={t("history.search")} value={words} onChange={(event) => setWords(event.currentTarget.value)} onBlur={() => words !== (params.get("q") ?? "") && put("q", words)} />
      {date("since", t("history.since"))}
      {date("until", t("history.until"))}
      {select("queue", t("history.queue"), ids(names.queues))}
      {select("agent", t("history.agent"), ids(names.agents))}
      {select("direction", t("history.direction"), [{ value: "inbound", label: t("history.inbound") }, { value: "outbound", label: t("history.outbound") }])}
      {select("outcome", t("history.outcome"), OUTCOMES.map((value) => ({ value, label: outcomeText(value, t) })))}
      {select("disposition", t("history.disposition"), dispositions.map((item) => ({ value: item.code, label: labelOf(item, lang) })))}
      <Button type="submit">{t("common.search")}</Button>
      {isFiltered(params) && <Button variant="subtle" onClick={() => setParams({})}>{t("history.clear")}</Button>}
    </form>
  );
}

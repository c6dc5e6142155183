/** The firm itself, and the record of what was done in it. */

import { Button, NumberInput, NativeSelect, Switch, Table, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { List } from "@/api/types";
import { dayHour } from "@/format/time";
import { i18n, useTexts, type Translate } from "@/i18n";
import { ME, useMe } from "@/me";
import { Empty, Loaded, problemText, useTitle } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { optionText } from "./options";

interface Firm {
  id: string;
  name: string;
  language: string;
  country: string;
  time_zone: string;
  recording_days: number;
}

function FirmForm({ firm }: { firm: Firm }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [values, setValues] = useState(firm);
  const set = (change: Partial<Firm>): void => setValues({ ...values, ...change });
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const { id: _id, ...body } = values;
      await api.patch("/firm", body);
      await client.invalidateQueries({ queryKey: ME });
      toast({ kind: "done", text: t("admin.firm.saved") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return (
    <form className="admin-form admin-narrow" onSubmit={(event) => void save(event)}>
      <TextInput label={t("admin.field.name")} value={values.name} onChange={(event) => set({ name: event.currentTarget.value })} required />
      <NativeSelect label={t("admin.field.language")} value={values.language} data={["fr", "en"].map((value) => ({ value, label: optionText(value, t) }))} onChange={(event) => set({ language: event.currentTarget.value })} />
      <TextInput label={t("admin.field.country")} value={values.country} onChange={(event) => set({ country: event.currentTarget.value })} />
      <TextInput label={t("admin.field.time_zone")} description={t("admin.help.time_zone")} value={values.time_zone} onChange={(event) => set({ time_zone: event.currentTarget.value })} />
      <NumberInput label={t("admin.field.recording_days")} min={1} max={1830} value={values.recording_days} onChange={(value) => set({ recording_days: Number(value) })} hideControls />
      <div className="admin-end">
        <Button type="submit" variant="filled">{t("common.save")}</Button>
      </div>
    </form>
  );
}

function RecordingTerms() {
  const { t } = useTexts();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ["recording-terms"], queryFn: () => api.get<{ agents_hear_own: boolean }>("/recording-terms") });
  const change = async (hear: boolean): Promise<void> => {
    try {
      await api.put("/recording-terms", { agents_hear_own: hear });
      await client.invalidateQueries({ queryKey: ["recording-terms"] });
      toast({ kind: "done", text: t("common.saved") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  if (!data) return null;
  return <Switch mt="lg" label={t("admin.firm.ownCalls")} checked={data.agents_hear_own} onChange={(event) => void change(event.currentTarget.checked)} />;
}

export function FirmSection() {
  const { t } = useTexts();
  const firm = useQuery({ queryKey: ["firm"], queryFn: () => api.get<Firm>("/firm") });
  useTitle(t("admin.section.firm"));
  return (
    <>
      <h2 className="admin-h">{t("admin.section.firm")}</h2>
      <Loaded of={firm}>{(found) => <FirmForm firm={found} />}</Loaded>
      <RecordingTerms />
    </>
  );
}

interface Line {
  id: string;
  at: string;
  person_name: string | null;
  action: string;
  subject: string | null;
}

/** What was done, in words; a deed without words of its own is shown by its name. */
function deedText(action: string, t: Translate): string {
  const [noun = "", ...rest] = action.split(".");
  const verb = rest.join("_");
  if (i18n.exists(`admin.deed.${noun}_${verb}`)) return t(`admin.deed.${noun}_${verb}` as "admin.deed.sign_in_made");
  if (!i18n.exists(`admin.noun.${noun}`) || !i18n.exists(`admin.verb.${verb}`)) return action;
  return t("admin.deedOf", { verb: t(`admin.verb.${verb}` as "admin.verb.added"), noun: t(`admin.noun.${noun}` as "admin.noun.agent") });
}

export function AuditSection() {
  const { t, lang } = useTexts();
  const me = useMe();
  useTitle(t("admin.section.audit"));
  const lines = useInfiniteQuery({
    queryKey: ["audit"], initialPageParam: "", queryFn: ({ pageParam }) => api.get<List<Line>>(`/audit${query({ cursor: pageParam })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const found = lines.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <h2 className="admin-h">{t("admin.section.audit")}</h2>
      <p className="p-meta admin-lead">{t("admin.lead.audit")}</p>
      <Loaded of={{ data: found, error: lines.error, refetch: lines.refetch }}>
        {(items) =>
          items.length === 0 ? <Empty title={t("admin.audit.none")} /> : (
            <div className="p-card admin-table" role="group" tabIndex={0} aria-label={t("admin.section.audit")}>
              <Table>
                <Table.Thead>
                  <Table.Tr>{(["at", "who", "what", "on"] as const).map((head) => <Table.Th key={head}>{t(`admin.audit.${head}`)}</Table.Th>)}</Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((line) => (
                    <Table.Tr key={line.id}>
                      <Table.Td className="p-nowrap">{dayHour(line.at, lang, me.firm.time_zone)}</Table.Td>
                      <Table.Td>{line.person_name ?? t("admin.audit.platform")}</Table.Td>
                      <Table.Td>{deedText(line.action, t)}</Table.Td>
                      <Table.Td>{line.subject}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </Loaded>
      {lines.hasNextPage && <Button mt="sm" onClick={() => void lines.fetchNextPage()}>{t("common.more")}</Button>}
    </>
  );
}

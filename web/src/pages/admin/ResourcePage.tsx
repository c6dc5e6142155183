/** One resource of the settings: its list, and a side sheet to add, change or remove a row. */

import { Button, Drawer, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api } from "@/api/client";
import type { List } from "@/api/types";
import { showPhone } from "@/format/phone";
import { useTexts, type Translate } from "@/i18n";
import { Empty, Loaded, useTitle } from "@/shell/Page";
import { writeHours, type Span } from "./hours";
import { labelOfRow, optionText, useRowsOf } from "./options";
import { RowForm } from "./RowForm";
import type { Field, FieldName, Row, Spec } from "./specs";

function useCell(spec: Spec): (row: Row, name: FieldName) => React.ReactNode {
  const { t } = useTexts();
  const sources = spec.fields.map((field) => field.from).filter((from): from is string => Boolean(from));
  const known = ["people", "skills", "brands", "flows", "prompts"] as const;
  const lists = known.map((path) => [path, useRowsOf(sources.includes(path) ? path : undefined)] as const);
  return (row, name) => cellOf(row, name, spec.fields.find((field) => field.name === name), Object.fromEntries(lists), t);
}

function cellOf(row: Row, name: FieldName, field: Field | undefined, lists: Record<string, Row[]>, t: Translate): React.ReactNode {
  const value = name === "prompt_status" ? row.status : row[name];
  const named = (id: unknown): string => {
    const found = lists[field?.from ?? ""]?.find((item) => item.id === id);
    return found ? labelOfRow(found) : optionText(String(id ?? ""), t);
  };
  if (name === "e164") return showPhone(String(value ?? ""));
  if (name === "colour") return <span className="admin-colour" style={{ background: String(value) }}><span className="p-hidden">{String(value)}</span></span>;
  if (name === "weekly") return ((value as Span[][] | undefined) ?? []).map((spans) => writeHours(spans) || t("admin.week.closed")).filter((line, at, all) => all.indexOf(line) === at).join(" / ");
  if (typeof value === "boolean") return value ? t("admin.yes") : t("admin.no");
  if (Array.isArray(value)) return value.map(named).join(", ");
  if (value && typeof value === "object") return Object.entries(value).map(([id, level]) => `${named(id)} ${String(level)}`).join(", ");
  return field?.kind === "select" || name === "prompt_status" ? named(value) : String(value ?? "");
}

export function ResourcePage({ spec }: { spec: Spec }) {
  const { t } = useTexts();
  const [params, setParams] = useSearchParams();
  const list = useQuery({ queryKey: [spec.path], queryFn: () => api.get<List<Row>>(`/${spec.path}?limit=200`) });
  const rows = list.data?.items;
  const edit = params.get("edit");
  const row = edit && edit !== "new" ? rows?.find((item) => item[spec.key] === edit) : undefined;
  const cell = useCell(spec);
  const title = t(`admin.section.${spec.title}`);
  useTitle(rows ? `(${rows.length}) ${title}` : title);
  const close = (): void => setParams({});
  const wide = spec.path === "flows" || spec.path === "plans";
  return (
    <>
      <div className="page-head">
        <div>
          <h2 className="admin-h">{title}</h2>
          <p className="p-meta admin-lead">{t(`admin.lead.${spec.title}`)}</p>
        </div>
        <span className="grow" />
        <Button variant="filled" onClick={() => setParams({ edit: "new" })}>{t("common.add")}</Button>
      </div>
      <Loaded of={{ data: rows, error: list.error, refetch: list.refetch }}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={t("admin.none")} text={t("admin.noneText")} />
          ) : (
            <div className="p-card admin-table" role="group" tabIndex={0} aria-label={title}>
              <Table highlightOnHover>
                <Table.Thead>
                  <Table.Tr>{spec.columns.map((name) => <Table.Th key={name}>{t(`admin.field.${name}`)}</Table.Th>)}</Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((item) => (
                    <Table.Tr key={String(item[spec.key])}>
                      {spec.columns.map((name) => (
                        <Table.Td key={name}>
                          {name === spec.label ? <Link className="history-link" to={`?edit=${String(item[spec.key])}`}>{cell(item, name)}</Link> : cell(item, name)}
                        </Table.Td>
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </Loaded>
      <Drawer opened={edit === "new" || row !== undefined} onClose={close} size={wide ? 760 : 520} closeButtonProps={{ "aria-label": t("common.close") }}
        title={<strong>{row ? labelOfRow(row) : t("admin.newTitle")}</strong>}>
        {(edit === "new" || row) && <RowForm key={edit} spec={spec} row={row} close={close} />}
      </Drawer>
    </>
  );
}

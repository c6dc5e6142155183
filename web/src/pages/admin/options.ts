/** The choices of select fields: fixed lists by name, or the rows of another resource. */

import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { List } from "@/api/types";
import { showPhone } from "@/format/phone";
import { i18n, type Translate } from "@/i18n";
import type { Field, Row } from "./specs";

export interface Option {
  value: string;
  label: string;
}

const FIXED: Record<string, string[]> = {
  roles: ["agent", "supervisor", "director"],
  languages: ["fr", "en"],
  statuses: ["active", "disabled"],
  devices: ["browser", "phone", "fixed"],
  music: ["default"],
  countries: ["FR", "BE", "CH", "LU", "GB", "CA"],
};

export function optionText(value: string, t: Translate): string {
  return i18n.exists(`admin.options.${value}`) ? t(`admin.options.${value as "agent"}`) : value;
}

export function useRowsOf(path: string | undefined): Row[] {
  const { data } = useQuery({
    queryKey: [path], queryFn: () => api.get<List<Row>>(`/${path ?? ""}?limit=200`), enabled: path !== undefined, staleTime: 30_000,
  });
  return data?.items ?? [];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function labelOfRow(row: Row): string {
  return text(row.alias) || text(row.name) || showPhone(text(row.e164)) || text(row.label_fr) || text(row.id);
}

export function useOptions(field: Field, t: Translate): Option[] {
  const fixed = field.from ? FIXED[field.from] : undefined;
  const rows = useRowsOf(field.from && !fixed ? field.from : undefined);
  if (fixed) return fixed.map((value) => ({ value, label: optionText(value, t) }));
  return rows.map((row) => ({ value: text(row.id), label: labelOfRow(row) }));
}

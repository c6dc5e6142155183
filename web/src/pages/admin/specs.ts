/** The settings as data: what each resource is called, which fields it has, what its list shows. */

import type { fr } from "@/i18n/fr";

export type FieldName = keyof typeof fr.admin.field;
export type Row = Record<string, unknown>;

export type Kind =
  | "text" | "area" | "number" | "select" | "multi" | "switch" | "colour"
  | "levels" | "weekly" | "exceptions" | "nodes" | "days" | "audio" | "steps";

export interface Field {
  name: FieldName;
  kind: Kind;
  /** Where the choices come from: a resource, or the name of a fixed list. */
  from?: string;
  required?: boolean;
  /** An empty field is sent as null. */
  nullable?: boolean;
  /** Set when made, never changed. */
  once?: boolean;
  /** Only for a row that is there already. */
  later?: boolean;
  /** Never sent. */
  shown?: boolean;
  min?: number;
  max?: number;
}

export interface Spec {
  path: string;
  key: "id" | "code";
  title: keyof typeof fr.admin.section;
  /** The field that names a row. */
  label: FieldName;
  columns: FieldName[];
  fields: Field[];
  blank: Row;
  removable: boolean;
}

const week = Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ opens: "09:00", closes: "18:00" }] : []));

export const SPECS: Spec[] = [
  {
    path: "people", key: "id", title: "people", label: "name", columns: ["name", "email", "roles", "status"], removable: false,
    fields: [
      { name: "name", kind: "text", required: true },
      { name: "email", kind: "text", required: true },
      { name: "roles", kind: "multi", from: "roles", required: true },
      { name: "language", kind: "select", from: "languages" },
      { name: "status", kind: "select", from: "statuses", later: true },
    ],
    blank: { name: "", email: "", roles: ["agent"], language: "fr" },
  },
  {
    path: "agents", key: "id", title: "agents", label: "alias", columns: ["alias", "person_id", "device", "skills"], removable: true,
    fields: [
      { name: "person_id", kind: "select", from: "people", required: true, once: true },
      { name: "alias", kind: "text", required: true },
      { name: "device", kind: "select", from: "devices" },
      { name: "endpoint", kind: "text" },
      { name: "skills", kind: "levels", from: "skills" },
      { name: "teams", kind: "multi", from: "teams" },
      { name: "country", kind: "text", nullable: true },
    ],
    blank: { person_id: "", alias: "", device: "browser", endpoint: "", skills: {}, teams: [], country: null },
  },
  {
    path: "skills", key: "id", title: "skills", label: "name", columns: ["name"], removable: true,
    fields: [{ name: "name", kind: "text", required: true }], blank: { name: "" },
  },
  {
    path: "teams", key: "id", title: "teams", label: "name", columns: ["name"], removable: true,
    fields: [{ name: "name", kind: "text", required: true }], blank: { name: "" },
  },
  {
    path: "queues", key: "id", title: "queues", label: "name", columns: ["name", "skills", "target_s", "ring_s", "wrap_up_s", "record"], removable: true,
    fields: [
      { name: "name", kind: "text", required: true },
      { name: "target_s", kind: "number", min: 5, max: 7200 },
      { name: "skills", kind: "levels", from: "skills" },
      { name: "teams", kind: "multi", from: "teams" },
      { name: "steps", kind: "steps", from: "teams" },
      { name: "prefer_s", kind: "number", min: 0, max: 600 },
      { name: "priority", kind: "number", min: -100, max: 100 },
      { name: "ring_s", kind: "number", min: 5, max: 120 },
      { name: "wrap_up_s", kind: "number", min: 0, max: 600 },
      { name: "music", kind: "select", from: "music", nullable: true },
      { name: "announce_every_s", kind: "number", nullable: true, min: 15, max: 600 },
      { name: "call_back_prompt_id", kind: "select", from: "prompts", nullable: true },
      { name: "record", kind: "switch" },
    ],
    blank: { name: "", target_s: 180, skills: {}, teams: [], steps: [], prefer_s: 0, priority: 0, ring_s: 20, wrap_up_s: 30, music: "default", announce_every_s: 45, call_back_prompt_id: null, record: false },
  },
  {
    path: "numbers", key: "id", title: "numbers", label: "e164", columns: ["e164", "label", "brand_id", "flow_id"], removable: true,
    fields: [
      { name: "e164", kind: "text", required: true },
      { name: "label", kind: "text" },
      { name: "brand_id", kind: "select", from: "brands", required: true },
      { name: "flow_id", kind: "select", from: "flows", required: true },
      { name: "language", kind: "select", from: "languages" },
      { name: "country", kind: "text" },
      { name: "recording_purpose", kind: "text", nullable: true },
      { name: "notice_prompt_id", kind: "select", from: "prompts", nullable: true },
      { name: "whisper_prompt_id", kind: "select", from: "prompts", nullable: true },
      { name: "trunk", kind: "text" },
    ],
    blank: { e164: "+33", label: "", brand_id: "", flow_id: "", language: "fr", country: "FR", recording_purpose: null, notice_prompt_id: null, whisper_prompt_id: null, trunk: "carrier" },
  },
  {
    path: "brands", key: "id", title: "brands", label: "name", columns: ["name", "greeting", "colour"], removable: true,
    fields: [
      { name: "name", kind: "text", required: true },
      { name: "greeting", kind: "area" },
      { name: "colour", kind: "colour" },
      { name: "language", kind: "select", from: "languages" },
    ],
    blank: { name: "", greeting: "", colour: "#0b5c8a", language: "fr" },
  },
  {
    path: "plans", key: "id", title: "plans", label: "name", columns: ["name", "time_zone", "weekly"], removable: true,
    fields: [
      { name: "name", kind: "text", required: true },
      { name: "time_zone", kind: "text", required: true },
      { name: "weekly", kind: "weekly" },
      { name: "holiday_country", kind: "select", from: "countries", nullable: true },
      { name: "holiday_subdivision", kind: "text", nullable: true },
      { name: "exceptions", kind: "exceptions" },
      { name: "days", kind: "days", shown: true },
    ],
    blank: { name: "", time_zone: "Europe/Paris", weekly: week, holiday_country: "FR", holiday_subdivision: null, exceptions: [] },
  },
  {
    path: "flows", key: "id", title: "flows", label: "name", columns: ["name", "version"], removable: true,
    fields: [
      { name: "name", kind: "text", required: true },
      { name: "start", kind: "nodes" },
      { name: "nodes", kind: "nodes" },
    ],
    blank: { name: "", start: "end", nodes: { end: { id: "end", kind: "end", prompts: [], closed: false } } },
  },
  {
    path: "prompts", key: "id", title: "prompts", label: "name", columns: ["name", "language", "text", "prompt_status"], removable: true,
    fields: [
      { name: "name", kind: "text", required: true },
      { name: "language", kind: "select", from: "languages" },
      { name: "text", kind: "area" },
      { name: "audio", kind: "audio", shown: true },
    ],
    blank: { name: "", language: "fr", text: "" },
  },
  {
    path: "dispositions", key: "code", title: "dispositions", label: "label_fr", columns: ["position", "code", "label_fr", "label_en"], removable: true,
    fields: [
      { name: "code", kind: "text", required: true, once: true },
      { name: "label_fr", kind: "text", required: true },
      { name: "label_en", kind: "text", required: true },
      { name: "position", kind: "number", min: 0, max: 99 },
    ],
    blank: { code: "", label_fr: "", label_en: "", position: 0 },
  },
];

/** What to send of a form: its own fields, empty ones as null where that is meant, nothing that is only shown. */
export function toSend(spec: Spec, values: Row, made: boolean): Row {
  const body: Row = {};
  for (const field of spec.fields) {
    if (field.shown || (field.once && !made) || values[field.name] === undefined) continue;
    const value = values[field.name];
    body[field.name] = field.nullable && value === "" ? null : value;
  }
  return body;
}

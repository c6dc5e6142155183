/** One field of a settings form, by its kind. */

import { Checkbox, ColorInput, NativeSelect, NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import { i18n, useTexts, type Translate } from "@/i18n";
import { AudioField } from "./AudioField";
import { ExceptionsField, PreviewDays, WeeklyField } from "./PlanFields";
import { NodesField } from "./NodesField";
import { useOptions } from "./options";
import { StepsField, type WideningStep } from "./StepsField";
import type { Field, Row } from "./specs";
import type { FlowNodes } from "./flow";
import type { Span } from "./hours";
import type { Exception } from "./PlanFields";

export interface InputProps {
  field: Field;
  values: Row;
  set: (name: string, value: unknown) => void;
  error: string | undefined;
  disabled: boolean;
  /** The field that has the focus when the form opens. */
  first?: boolean;
}

export function helpOf(name: string, t: Translate): string | undefined {
  return i18n.exists(`admin.help.${name}`) ? t(`admin.help.${name as "email"}`) : undefined;
}

function SelectField({ field, values, set, error, disabled }: InputProps) {
  const { t } = useTexts();
  const options = useOptions(field, t);
  const empty = field.nullable ? (field.name === "music" ? t("admin.options.ringing") : t("common.none")) : t("admin.choose");
  const value = String(values[field.name] ?? "");
  const known = value === "" || options.some((option) => option.value === value);
  const data = [...(field.nullable || value === "" ? [{ value: "", label: empty }] : []), ...options, ...(known ? [] : [{ value, label: value }])];
  return (
    <NativeSelect label={t(`admin.field.${field.name}`)} description={helpOf(field.name, t)} error={error} disabled={disabled} required={field.required}
      value={value} data={data} onChange={(event) => set(field.name, event.currentTarget.value)} />
  );
}

function MultiField({ field, values, set, error }: InputProps) {
  const { t } = useTexts();
  const options = useOptions(field, t);
  return (
    <Checkbox.Group label={t(`admin.field.${field.name}`)} error={error} value={(values[field.name] as string[] | undefined) ?? []} onChange={(list) => set(field.name, list)}>
      <div className="admin-checks">
        {options.map((option) => <Checkbox key={option.value} value={option.value} label={option.label} />)}
        {!options.length && <span className="p-meta">{t("admin.noneYet")}</span>}
      </div>
    </Checkbox.Group>
  );
}

function LevelsField({ field, values, set }: InputProps) {
  const { t } = useTexts();
  const options = useOptions(field, t);
  const levels = (values[field.name] as Record<string, number> | undefined) ?? {};
  const change = (skill: string, level: string): void => {
    const { [skill]: _gone, ...rest } = levels;
    set(field.name, level ? { ...rest, [skill]: Number(level) } : rest);
  };
  return (
    <fieldset className="admin-group">
      <legend>{t(`admin.field.${field.name}`)}</legend>
      <p className="p-meta">{helpOf(field.name, t)}</p>
      <div className="admin-levels">
        {options.map((option) => (
          <NativeSelect key={option.value} label={option.label} value={String(levels[option.value] ?? "")} data={["", ...Array.from({ length: 10 }, (_, at) => String(at + 1))]}
            onChange={(event) => change(option.value, event.currentTarget.value)} />
        ))}
      </div>
    </fieldset>
  );
}

export function FieldInput(props: InputProps) {
  const { field, values, set, error, disabled, first } = props;
  const { t } = useTexts();
  const value = values[field.name];
  const common = { label: t(`admin.field.${field.name}`), description: helpOf(field.name, t), error, disabled, required: field.required, "data-autofocus": first || undefined };
  switch (field.kind) {
    case "text":
      return <TextInput {...common} value={String(value ?? "")} onChange={(event) => set(field.name, event.currentTarget.value)} />;
    case "area":
      return <Textarea {...common} autosize minRows={2} value={String(value ?? "")} onChange={(event) => set(field.name, event.currentTarget.value)} />;
    case "number":
      return (
        <NumberInput {...common} min={field.min} max={field.max} clampBehavior="blur" value={(value as number | null) ?? ""} hideControls
          onChange={(next) => set(field.name, next === "" ? (field.nullable ? null : "") : Number(next))} />
      );
    case "switch":
      return <Switch label={common.label} checked={Boolean(value)} onChange={(event) => set(field.name, event.currentTarget.checked)} />;
    case "colour":
      return <ColorInput {...common} format="hex" withEyeDropper={false} value={String(value ?? "")} onChange={(next) => set(field.name, next)} />;
    case "select":
      return <SelectField {...props} />;
    case "multi":
      return <MultiField {...props} />;
    case "levels":
      return <LevelsField {...props} />;
    case "steps":
      return <StepsField field={field} steps={(value as WideningStep[] | undefined) ?? []} set={(next) => set(field.name, next)} />;
    case "weekly":
      return <WeeklyField weekly={(value as Span[][] | undefined) ?? []} set={(next) => set("weekly", next)} />;
    case "exceptions":
      return <ExceptionsField exceptions={(value as Exception[] | undefined) ?? []} set={(next) => set("exceptions", next)} />;
    case "days":
      return <PreviewDays plan={values.id as string | undefined} />;
    case "audio":
      return <AudioField prompt={values} />;
    case "nodes":
      if (field.name === "start") return null; // the steps' editor has it
      return (
        <NodesField start={String(values.start ?? "")} nodes={(value as FlowNodes | undefined) ?? {}}
          set={(start, nodes) => {
            set("start", start);
            set("nodes", nodes);
          }} />
      );
  }
}

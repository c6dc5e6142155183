/** The form of an advertisement: where and when it runs, what it costs, and how its calls are known. */

import { Alert, Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { Problem } from "@/api/client";
import { MEDIA, type AdvertForm, type Cost, type Medium } from "@/api/adverts";
import { showPhone } from "@/format/phone";
import { useTexts } from "@/i18n";
import { millionthsOf } from "@/pages/statements/money";
import { problemText } from "@/shell/Page";

export interface NumberRow {
  id: string;
  e164: string;
  label: string;
}
interface Paid extends Omit<Cost, "amount"> {
  text: string;
}

function Costs({ costs, set, day }: { costs: Paid[]; set: (costs: Paid[]) => void; day: string }) {
  const { t } = useTexts();
  const put = (at: number, change: Partial<Paid>): void => set(costs.map((each, index) => (index === at ? { ...each, ...change } : each)));
  return (
    <fieldset className="adverts-set">
      <legend>{t("adverts.form.costs")}</legend>
      <p className="p-meta">{t("adverts.form.costsHelp")}</p>
      {costs.map((each, at) => (
        <div className="adverts-fields" key={at}>
          <TextInput label={t("adverts.form.amount")} inputMode="decimal" required value={each.text} error={each.text && millionthsOf(each.text) === null ? t("adverts.form.amountWrong") : undefined} onChange={(event) => put(at, { text: event.currentTarget.value })} />
          <TextInput type="date" label={t("adverts.form.first")} required value={each.first_day} onChange={(event) => put(at, { first_day: event.currentTarget.value })} />
          <TextInput type="date" label={t("adverts.form.last")} required min={each.first_day} value={each.last_day} onChange={(event) => put(at, { last_day: event.currentTarget.value })} />
          <Button aria-label={t("adverts.form.dropCost", { amount: each.text })} onClick={() => set(costs.filter((_, index) => index !== at))}>{t("common.remove")}</Button>
        </div>
      ))}
      <div><Button onClick={() => set([...costs, { first_day: day, last_day: day, text: "" }])}>{t("adverts.form.addCost")}</Button></div>
    </fieldset>
  );
}

export function AdvertEditor({ start, numbers, save, cancel }: { start: AdvertForm; numbers: NumberRow[]; save: (form: AdvertForm) => Promise<void>; cancel: () => void }) {
  const { t, lang } = useTexts();
  const [draft, setDraft] = useState(start);
  const [costs, setCosts] = useState<Paid[]>(() => start.costs.map(({ amount, ...days }) => ({ ...days, text: new Intl.NumberFormat(lang === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: 6, useGrouping: false }).format(amount / 1_000_000) })));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const set = (change: Partial<AdvertForm>): void => setDraft((was) => ({ ...was, ...change }));
  const param = problem instanceof Problem ? problem.body.param : undefined;
  const errorOf = (name: string): string | undefined => (param === name ? problemText(problem, t) : undefined);
  const amounts = costs.map((each) => millionthsOf(each.text));
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (amounts.includes(null)) return;
    setBusy(true);
    setProblem(null);
    try {
      await save({ ...draft, name: draft.name.trim(), code: draft.code.trim(), address: draft.address.trim(), costs: costs.map((each, at) => ({ first_day: each.first_day, last_day: each.last_day, amount: amounts[at] ?? 0 })) });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <form className="p-card adverts-editor" aria-label={draft.name || t("adverts.add")} onSubmit={(event) => void submit(event)}>
      <div className="adverts-fields">
        <TextInput label={t("adverts.form.name")} required maxLength={120} value={draft.name} error={errorOf("name")} onChange={(event) => set({ name: event.currentTarget.value })} autoFocus />
        <NativeSelect label={t("adverts.form.medium")} value={draft.medium} onChange={(event) => set({ medium: event.currentTarget.value as Medium })} data={MEDIA.map((value) => ({ value, label: t(`adverts.medium.${value}`) }))} />
        <TextInput type="date" label={t("adverts.form.first")} required value={draft.first_day} onChange={(event) => set({ first_day: event.currentTarget.value })} />
        <TextInput type="date" label={t("adverts.form.lastOpen")} min={draft.first_day} value={draft.last_day ?? ""} error={errorOf("last_day")} onChange={(event) => set({ last_day: event.currentTarget.value || null })} />
      </div>
      <fieldset className="adverts-set">
        <legend>{t("adverts.form.ways")}</legend>
        <p className="p-meta">{t("adverts.form.waysHelp")}</p>
        <Checkbox.Group label={t("adverts.form.numbers")} value={draft.numbers} onChange={(values) => set({ numbers: values })} error={errorOf("numbers")}>
          <div className="adverts-numbers">{numbers.length === 0 ? <span className="p-quiet">{t("adverts.form.noNumbers")}</span> : numbers.map((each) => <Checkbox key={each.id} value={each.id} label={`${showPhone(each.e164)} ${each.label}`} />)}</div>
        </Checkbox.Group>
        <div className="adverts-fields">
          <TextInput label={t("adverts.form.code")} description={t("adverts.form.codeHelp")} inputMode="numeric" maxLength={4} value={draft.code} error={errorOf("code")} onChange={(event) => set({ code: event.currentTarget.value })} />
          <TextInput className="adverts-wide" type="url" label={t("adverts.form.address")} description={t("adverts.form.addressHelp")} maxLength={500} value={draft.address} error={errorOf("address")} onChange={(event) => set({ address: event.currentTarget.value })} />
        </div>
      </fieldset>
      <Costs costs={costs} set={setCosts} day={draft.first_day} />
      {problem !== null && !["name", "last_day", "numbers", "code", "address"].includes(String(param)) && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="statement-files">
        <Button type="submit" variant="filled" loading={busy}>{t("common.save")}</Button>
        <Button onClick={cancel}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

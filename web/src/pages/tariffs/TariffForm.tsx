/** The tariff of a number from a day on; the rule's "no" and what the caller will hear, while it is written. */

import { Alert, Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, Problem } from "@/api/client";
import type { Basis, PricedNumber, Tariff, TariffPreview, TariffVersion, Use } from "@/api/tariffs";
import type { List } from "@/api/types";
import { cents } from "@/format/number";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { firstOf, MILLION, TARIFFS, tidied } from "./words";

interface Said { id: string; name: string; text: string; status: string }
const BASES: Basis[] = ["free", "ordinary", "per_minute", "per_call"];
const USES: Use[] = ["sales", "support", "other"];
const MESSAGES = ["announcement", "warning", "capped"] as const;

function Heard({ tariff, preview, said }: { tariff: Tariff; preview: TariffPreview; said: Said[] }) {
  const { t, lang } = useTexts();
  if (preview.free_s === null) return <p>{t("tariffs.hears.nothing")}</p>;
  const text = (id: string | null): string => said.find((each) => each.id === id)?.text ?? "";
  const price = (amount: number): string => cents(amount, preview.currency, lang);
  return (
    <>
      <ol className="tariff-heard">
        <li>{t("tariffs.hears.announcement", { text: text(tariff.announcement), count: preview.free_s, key: preview.skip_key ?? "" })}</li>
        <li>{t("tariffs.hears.beep")}</li>
        {preview.warn_s !== null && preview.longest_s !== null && (
          <li>{t("tariffs.hears.warning", { after: spell(preview.warn_s, lang), left: spell(preview.longest_s - preview.warn_s, lang), text: text(tariff.warning) || t("tariffs.hears.onlyBeep") })}</li>
        )}
        {preview.longest_s !== null && <li>{t("tariffs.hears.cut", { after: spell(preview.longest_s, lang), price: price(preview.longest_price) })}</li>}
      </ol>
      <p className="p-meta">{t("tariffs.hears.pays", { price: price(preview.first_minute), payout: price(preview.first_payout) })}</p>
      {!preview.sure && <p className="p-meta">{t("tariffs.unsure")}</p>}
    </>
  );
}

export function TariffForm({ number, close }: { number: PricedNumber; close: () => void }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const [tariff, setTariff] = useState(() => firstOf(number));
  const [startsOn, setStartsOn] = useState(number.earliest);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const prompts = useQuery({ queryKey: ["prompts"], queryFn: () => api.get<List<Said>>("/prompts?limit=200") });
  const said = prompts.data?.items ?? [];
  const form = { tariff: tidied(tariff), starts_on: startsOn };
  const [asked] = useDebouncedValue(form, 300);
  const path = `/tariffs/numbers/${number.id}`;
  const preview = useQuery({
    queryKey: [...TARIFFS, "preview", number.id, asked], placeholderData: keepPreviousData, retry: false, enabled: startsOn !== "",
    queryFn: () => api.post<TariffPreview>(`${path}/preview`, asked),
  });
  const charged = tariff.basis === "per_minute" || tariff.basis === "per_call";
  const mark = lang === "fr" ? "," : ".";
  const set = (change: Partial<Tariff>): void => setTariff((was) => ({ ...was, ...change }));
  const param = preview.error instanceof Problem ? String(preview.error.body.param ?? "") : "";
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await api.post<TariffVersion>(path, form);
      await client.invalidateQueries({ queryKey: TARIFFS });
      toast({ kind: "done", text: t("tariffs.form.kept") });
      close();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const no = problem ?? preview.error;
  return (
    <form className="partner-form" onSubmit={(event) => void save(event)}>
      <div className="partner-fields">
        <NativeSelect label={t("tariffs.form.use")} value={tariff.use} onChange={(event) => set({ use: event.currentTarget.value as Use })} data={USES.map((value) => ({ value, label: t(`tariffs.use.${value}`) }))} />
        <NativeSelect label={t("tariffs.form.basis")} value={tariff.basis} onChange={(event) => set({ basis: event.currentTarget.value as Basis })} data={BASES.map((value) => ({ value, label: t(`tariffs.kind.${value}`) }))} />
        {charged && (
          <>
            <NumberInput label={t("tariffs.form.price")} suffix={` ${number.currency}`} min={0} decimalScale={4} decimalSeparator={mark} hideControls aria-invalid={param === "price"} value={tariff.price / MILLION} onChange={(value) => set({ price: Math.round(Number(value) * MILLION) })} />
            <NumberInput label={t("tariffs.form.payout")} description={t("tariffs.form.payoutHelp")} suffix=" %" min={0} max={100} decimalScale={1} decimalSeparator={mark} hideControls value={tariff.payout_permille / 10} onChange={(value) => set({ payout_permille: Math.round(Number(value) * 10) })} />
            {MESSAGES.map((name) => (
              <NativeSelect
                key={name} label={t(`tariffs.form.${name}`)} value={tariff[name] ?? ""} onChange={(event) => set({ [name]: event.currentTarget.value || null })}
                data={[{ value: "", label: t(name === "announcement" ? "tariffs.form.choose" : "tariffs.form.usual") }, ...said.map((each) => ({ value: each.id, label: each.name }))]}
              />
            ))}
            <NumberInput label={t("tariffs.form.longest")} placeholder={t("tariffs.form.rules")} suffix=" min" min={1} max={240} hideControls value={tariff.longest_s === null ? "" : tariff.longest_s / 60} onChange={(value) => set({ longest_s: value === "" ? null : Math.round(Number(value) * 60) })} />
          </>
        )}
        <TextInput type="date" label={t("tariffs.form.startsOn")} required value={startsOn} onChange={(event) => setStartsOn(event.currentTarget.value)} />
      </div>
      {charged && <p className="p-meta">{t("tariffs.form.record")} <Link to="/admin/prompts">{t("tariffs.form.prompts")}</Link></p>}
      <div role="status">
        {no ? <Alert color="red" variant="light">{problemText(no, t)}</Alert> : preview.data && (
          <><h4>{t("tariffs.hears.title")}</h4><Heard tariff={form.tariff} preview={preview.data} said={said} /></>
        )}
      </div>
      <div className="partner-row">
        <Button type="submit" variant="filled" loading={busy}>{t("common.save")}</Button>
        <Button onClick={close}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

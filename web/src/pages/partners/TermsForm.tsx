/** The terms of a proposal: figures first, with what they come to for a call; conditions below. */

import { Alert, Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { AgreedTerms, Rated, Rates } from "@/api/agreements";
import { cents } from "@/format/number";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { BandsForm } from "./BandsForm";
import { linesOf, unfit } from "./terms";

const MILLION = 1_000_000;
/** A call as it often is, to show what the terms come to. */
const EXAMPLES_S = [240, 3600];
const HOURLY = ["owner_per_hour", "answering_per_hour", "platform_per_hour"] as const;
const LIMITS = ["at_once", "a_day"] as const;
const PERMITS = ["recording", "listening", "shows_history", "cards"] as const;
const LISTS = ["services", "forbidden"] as const;

export interface Draft {
  terms: AgreedTerms;
  starts_on: string;
  note: string;
}

function Worth({ terms }: { terms: AgreedTerms }) {
  const { t, lang } = useTexts();
  const [asked] = useDebouncedValue(terms, 250);
  const answered_at = "2026-11-23T10:00:00+01:00";
  const { data, error } = useQuery({
    queryKey: ["agreements", "rating", asked], placeholderData: keepPreviousData,
    queryFn: () => Promise.all(EXAMPLES_S.map((seconds) => api.post<Rated>("/agreements/rating", { terms: asked, answered_at, seconds }))),
  });
  if (error) return <Alert role="alert" color="red" variant="light">{problemText(error, t)}</Alert>;
  const show = (amount: number): string => cents(amount, terms.currency, lang);
  return (
    <div role="status"><ul className="partner-worth">
      {data?.map((rated, at) => (
        <li key={EXAMPLES_S[at]}>
          {t("partners.terms.worth", { time: spell(EXAMPLES_S[at] ?? 0, lang), owner: show(rated.owner), answering: show(rated.answering), platform: show(rated.platform), total: show(rated.total) })}
        </li>
      ))}
    </ul></div>
  );
}

export function TermsForm({ first, names, busy, problem, send, cancel }: {
  first: Draft;
  names: { owner: string; answering: string };
  busy: boolean;
  problem: unknown;
  send: (draft: Draft) => void;
  cancel: () => void;
}) {
  const { t, lang } = useTexts();
  const [draft, setDraft] = useState(first);
  const { terms } = draft;
  const set = (change: Partial<AgreedTerms>): void => setDraft((was) => ({ ...was, terms: { ...was.terms, ...change } }));
  const rate = (name: keyof Rates, value: number | string): void => set({ rates: { ...terms.rates, [name]: Math.round(Number(value) * MILLION) } });
  const mark = lang === "fr" ? "," : ".";
  return (
    <form className="partner-form" onSubmit={(event) => { event.preventDefault(); send(draft); }}>
      <fieldset>
        <legend>{t("partners.terms.rates")}</legend>
        <div className="partner-fields">
          {HOURLY.map((name) => (
            <NumberInput
              key={name} label={t(`partners.terms.${name}`, names)} suffix={` ${terms.currency}`} min={0} decimalScale={2} decimalSeparator={mark} hideControls
              value={terms.rates[name] / MILLION} onChange={(value) => rate(name, value)}
            />
          ))}
          <NumberInput
            label={t("partners.terms.answering_per_call", names)} suffix={` ${terms.currency}`} min={0} decimalScale={4} decimalSeparator={mark} hideControls
            value={terms.rates.answering_per_call / MILLION} onChange={(value) => rate("answering_per_call", value)}
          />
          <NumberInput label={t("partners.terms.minimum_s")} suffix=" s" min={0} max={3600} hideControls value={terms.minimum_s} onChange={(value) => set({ minimum_s: Number(value) })} />
          <NativeSelect
            label={t("partners.terms.payer")} value={terms.payer} onChange={(event) => set({ payer: event.currentTarget.value as AgreedTerms["payer"] })}
            data={(["payout", "owner"] as const).map((value) => ({ value, label: t(`partners.payer.${value}`, names) }))}
          />
        </div>
        <Worth terms={terms} />
      </fieldset>
      <fieldset>
        <legend>{t("partners.bands.title")}</legend>
        <BandsForm terms={terms} names={names} set={(bands) => set({ bands })} />
      </fieldset>
      <fieldset>
        <legend>{t("partners.terms.limits")}</legend>
        <div className="partner-fields">
          {LIMITS.map((name) => (
            <NumberInput
              key={name} label={t(`partners.terms.${name}`)} placeholder={t("partners.terms.free")} min={1} hideControls
              value={terms[name] ?? ""} onChange={(value) => set({ [name]: value === "" ? null : Number(value) })}
            />
          ))}
          <NumberInput
            label={t("partners.terms.budget_a_month")} placeholder={t("partners.terms.free")} suffix={` ${terms.currency}`} min={0} hideControls decimalSeparator={mark}
            value={terms.budget_a_month === null ? "" : terms.budget_a_month / MILLION} onChange={(value) => set({ budget_a_month: value === "" ? null : Math.round(Number(value) * MILLION) })}
          />
          <NumberInput label={t("partners.terms.notice_days")} min={0} max={365} hideControls value={terms.notice_days} onChange={(value) => set({ notice_days: Number(value) })} />
          <TextInput
            label={t("partners.terms.countries")} description={t("partners.terms.countriesHelp")} value={terms.countries.join(" ")}
            onChange={(event) => set({ countries: event.currentTarget.value.toUpperCase().split(/[\s,;]+/).filter(Boolean) })}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("partners.terms.conduct")}</legend>
        <div className="partner-fields">
          {LISTS.map((name) => (
            <Textarea key={name} label={t(`partners.terms.${name}`)} description={t("partners.terms.lines")} autosize minRows={2} defaultValue={terms[name].join("\n")} onChange={(event) => set({ [name]: linesOf(event.currentTarget.value) })} />
          ))}
        </div>
        <div className="partner-permits">
          {PERMITS.map((name) => <Checkbox key={name} label={t(`partners.terms.${name}`, names)} checked={terms[name]} onChange={(event) => set({ [name]: event.currentTarget.checked })} />)}
        </div>
      </fieldset>
      <div className="partner-fields">
        <TextInput type="date" label={t("partners.terms.starts_on")} value={draft.starts_on} onChange={(event) => setDraft({ ...draft, starts_on: event.currentTarget.value })} required />
        <Textarea label={t("partners.terms.note")} autosize minRows={1} value={draft.note} onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })} />
      </div>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="partner-row">
        <Button type="submit" variant="filled" loading={busy} disabled={terms.bands.some((band) => unfit(band) !== null)}>{t("partners.terms.send")}</Button>
        <Button onClick={cancel}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

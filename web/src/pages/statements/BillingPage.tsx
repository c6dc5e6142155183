/** How the firm stands on invoices: its data, its tax, its account, and when it is paid. */

import { Alert, Button, NumberInput, Radio, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { api, Problem } from "@/api/client";
import type { Billing, PayRule } from "@/api/ledger";
import { useTexts } from "@/i18n";
import { dayIn, dayName } from "@/pages/planning/week";
import { Loaded, Page, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { groupedIban, monthBefore, PAY_RULES, payDay, tidied } from "./money";
import "./statements.css";

const BILLING = ["ledger", "billing"];
const USUAL_RATE = 2_000;
const TEXTS = ["postcode", "city", "country", "registration", "vat", "email"] as const;
const OWN_FIELDS: readonly string[] = ["name", "address", ...TEXTS, "vat_rate", "exemption", "iban", "bic", "pay_rule", "mandate"];

function Form({ first }: { first: Billing }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Billing>({ ...first, iban: groupedIban(first.iban) });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const set = (change: Partial<Billing>): void => setValues((was) => ({ ...was, ...change }));
  const param = problem instanceof Problem ? String(problem.body.param ?? "") : "";
  const wrong = (name: string): string | undefined => {
    if (param !== name || problem === null) return undefined;
    if (problem instanceof Problem && problem.code === "billing.rate") return t(name === "exemption" ? "statements.billing.wrong.exemption" : "statements.billing.wrong.vat_rate");
    return problemText(problem, t);
  };
  useEffect(() => {
    if (problem !== null) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      client.setQueryData(BILLING, await api.put<Billing>("/ledger/billing", tidied(values)));
      toast({ kind: "done", text: t("statements.billing.kept") });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const issued = monthBefore(dayIn(new Date(), "Europe/Paris"), -1);
  const next = (rule: PayRule): string => {
    const { day, clamped } = payDay(issued, rule);
    return t(clamped ? "statements.billing.nextClamped" : "statements.billing.next", { issued: dayName(issued, lang, "full"), day: dayName(day, lang, "full") });
  };
  return (
    <form ref={form} className="billing" noValidate onSubmit={(event) => void save(event)}>
      <fieldset className="p-card">
        <legend>{t("statements.billing.identity")}</legend>
        <div className="billing-fields">
          <TextInput label={t("statements.billing.name")} value={values.name} maxLength={200} error={wrong("name")} onChange={(event) => set({ name: event.currentTarget.value })} />
          <Textarea label={t("statements.billing.address")} autosize minRows={1} maxRows={4} value={values.address.join("\n")} error={wrong("address")} onChange={(event) => set({ address: event.currentTarget.value.split("\n") })} />
          {TEXTS.map((name) => (
            <TextInput
              key={name} label={t(`statements.billing.${name}`)} description={name === "country" ? t("statements.billing.countryHelp") : undefined} value={values[name]}
              maxLength={name === "country" ? 2 : 200} type={name === "email" ? "email" : "text"} error={wrong(name)} onChange={(event) => set({ [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="p-card">
        <legend>{t("statements.billing.tax")}</legend>
        <Radio.Group aria-label={t("statements.billing.tax")} value={values.vat_rate === null ? "none" : "rate"} onChange={(value) => set({ vat_rate: value === "none" ? null : USUAL_RATE })}>
          <div className="dispute-choice">
            <Radio value="rate" label={t("statements.billing.taxed")} />
            <Radio value="none" label={t("statements.billing.untaxed")} />
          </div>
        </Radio.Group>
        {values.vat_rate === null ? (
          <TextInput label={t("statements.billing.exemption")} description={t("statements.billing.exemptionHelp")} value={values.exemption} error={wrong("exemption")} onChange={(event) => set({ exemption: event.currentTarget.value })} />
        ) : (
          <NumberInput
            className="billing-rate" label={t("statements.billing.rate")} suffix={lang === "fr" ? "\u00a0%" : "%"} decimalScale={2} decimalSeparator={lang === "fr" ? "," : "."} hideControls
            value={values.vat_rate / 100} error={wrong("vat_rate")} onChange={(value) => set({ vat_rate: Math.round(Number(value) * 100) })}
          />
        )}
      </fieldset>
      <fieldset className="p-card">
        <legend>{t("statements.billing.bank")}</legend>
        <div className="billing-fields">
          <TextInput
            label={t("statements.billing.iban")} description={t("statements.billing.ibanHelp")} value={values.iban} maxLength={60} error={wrong("iban")} autoComplete="off" spellCheck={false}
            onChange={(event) => set({ iban: event.currentTarget.value })} onBlur={() => set({ iban: groupedIban(values.iban) })}
          />
          <TextInput label={t("statements.billing.bic")} value={values.bic} maxLength={11} error={wrong("bic")} onChange={(event) => set({ bic: event.currentTarget.value.toUpperCase() })} />
          <TextInput label={t("statements.billing.mandate")} description={t("statements.billing.mandateHelp")} value={values.mandate} maxLength={200} error={wrong("mandate")} onChange={(event) => set({ mandate: event.currentTarget.value })} />
        </div>
      </fieldset>
      <fieldset className="p-card">
        <legend>{t("statements.billing.when")}</legend>
        <Radio.Group aria-label={t("statements.billing.when")} value={values.pay_rule} error={wrong("pay_rule")} onChange={(value) => set({ pay_rule: value as PayRule })}>
          <div className="billing-rules">
            {PAY_RULES.map((rule) => <Radio key={rule} value={rule} label={t(`statements.billing.rule.${rule}`)} description={next(rule)} />)}
          </div>
        </Radio.Group>
      </fieldset>
      {problem !== null && !OWN_FIELDS.includes(param) && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="statement-files"><Button type="submit" variant="filled" loading={busy}>{t("common.save")}</Button></div>
    </form>
  );
}

export default function BillingPage() {
  const { t } = useTexts();
  const billing = useQuery({ queryKey: BILLING, queryFn: () => api.get<Billing>("/ledger/billing"), staleTime: Infinity });
  return (
    <Page title={t("statements.billing.title")} actions={<Link to="/statements">{t("statements.title")}</Link>}>
      <p className="p-quiet statements-lead">{t("statements.billing.lead")}</p>
      <Loaded of={billing}>{(found) => <Form first={found} />}</Loaded>
    </Page>
  );
}

/** The terms of a version, read as a short list; what a proposal changes is marked. */

import type { AgreedTerms, Rates } from "@/api/agreements";
import { cents, percent } from "@/format/number";
import { count } from "@/format/time";
import { useTexts } from "@/i18n";
import { runs, weekday, type Part } from "./terms";

export function TermsList({ terms, changed, names }: { terms: AgreedTerms; changed: Part[]; names: { owner: string; answering: string } }) {
  const { t, lang } = useTexts();
  const money = (amount: number): string => cents(amount, terms.currency, lang);
  const rates = (of: Rates): string =>
    [
      t("partners.read.hour", { ...names, ownerPart: money(of.owner_per_hour), answeringPart: money(of.answering_per_hour), platformPart: money(of.platform_per_hour) }),
      ...(of.owner_per_call + of.answering_per_call + of.platform_per_call > 0
        ? [t("partners.read.call", { ...names, ownerPart: money(of.owner_per_call), answeringPart: money(of.answering_per_call), platformPart: money(of.platform_per_call) })]
        : []),
    ].join(" ");
  const days = (of: number[]): string => runs(of).map(([first, last]) => (first === last ? weekday(first, lang) : t("partners.read.days", { first: weekday(first, lang), last: weekday(last, lang) }))).join(", ");
  const free = t("partners.terms.free");
  const rows: [Part, string, string][] = [
    ["rates", t("partners.terms.rates"), rates(terms.rates)],
    ...terms.bands.map((band): [Part, string, string] => ["bands", t("partners.read.band", { days: days(band.days), since: band.since, until: band.until }), rates(band.rates)]),
    ["payer", t("partners.terms.payer"), t(`partners.payer.${terms.payer}`, names)],
    ["minimum_s", t("partners.terms.minimum_s"), t("partners.read.seconds", { count: terms.minimum_s })],
    ["at_once", t("partners.terms.at_once"), terms.at_once === null ? free : count(terms.at_once, lang)],
    ["a_day", t("partners.terms.a_day"), terms.a_day === null ? free : count(terms.a_day, lang)],
    ["budget_a_month", t("partners.terms.budget_a_month"), terms.budget_a_month === null ? free : money(terms.budget_a_month)],
    ["countries", t("partners.terms.countries"), terms.countries.join(", ") || t("partners.read.anywhere")],
    ["services", t("partners.terms.services"), terms.services.join(", ") || t("partners.read.none")],
    ["forbidden", t("partners.terms.forbidden"), terms.forbidden.join(", ") || t("partners.read.none")],
    ...(["recording", "listening", "shows_history", "cards"] as const).map((part): [Part, string, string] => [part, t(`partners.terms.${part}`, names), t(terms[part] ? "partners.read.yes" : "partners.read.no")]),
    ["quality_floor", t("partners.terms.quality_floor"), terms.quality_floor === null ? free : percent(terms.quality_floor, lang)],
    ["notice_days", t("partners.terms.notice_days"), t("partners.read.day", { count: terms.notice_days })],
  ];
  return (
    <dl className="partner-terms">
      {rows.map(([part, name, value], at) => (
        <div key={`${part} ${at}`} data-changed={changed.includes(part)}>
          <dt>{name}</dt>
          <dd>{value}{changed.includes(part) && <span className="partner-changed">{t("partners.read.changed")}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

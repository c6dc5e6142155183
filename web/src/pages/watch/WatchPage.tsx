/** The watch over diverted callers: who loses more of them than others do, and the cases that follow. */

import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Case, Finding, Watch } from "@/api/watch";
import { useTexts } from "@/i18n";
import { Empty, Loaded, Page } from "@/shell/Page";
import { CASES, CaseCard } from "./CaseCard";
import { WatchTabs } from "./WatchTabs";
import { day, inWords, placesOf, whoIs } from "./watch";
import "./watch.css";

function Range({ of }: { of: Finding }) {
  const { t, lang } = useTexts();
  const at = placesOf(of);
  const label = inWords(of, t, lang);
  return (
    <svg className="watch-range" viewBox="0 0 200 20" role="img" aria-label={label}>
      <title>{label}</title>
      <line x1="0" x2="200" y1="10" y2="10" className="watch-axis" />
      <rect x={at.low} width={Math.max(2, at.high - at.low)} y="5" height="10" rx="3" className="watch-chance" />
      <line x1={at.expected} x2={at.expected} y1="3" y2="17" className="watch-expected" />
      <circle cx={at.hits} cy="10" r="5" className={of.is_alarm ? "watch-hits watch-beyond" : "watch-hits"} />
    </svg>
  );
}

function Findings({ found }: { found: Finding[] }) {
  const { t, lang } = useTexts();
  const number = new Intl.NumberFormat(lang);
  return (
    <div className="watch-scroll" role="region" tabIndex={0} aria-label={t("watch.table")}>
      <table className="watch-table">
        <thead>
          <tr>{(["who", "what", "answered", "found", "expected", "range", "evidence"] as const).map((each) => <th key={each} scope="col">{t(`watch.${each}`)}</th>)}</tr>
        </thead>
        <tbody>
          {found.map((each) => (
            <tr key={`${each.kind} ${each.firm} ${each.name} ${each.measure}`}>
              <th scope="row">{each.name}<span className="p-quiet">{whoIs(each, t)}</span></th>
              <td>{t(`watch.measure.${each.measure}`)}</td>
              <td className="watch-number">{number.format(each.answered)}</td>
              <td className="watch-number">{number.format(each.hits)}</td>
              <td className="watch-number">{number.format(each.expected)}</td>
              <td><Range of={each} /></td>
              <td className="watch-number">{new Intl.NumberFormat(lang, { style: "percent" }).format(each.evidence)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export default function WatchPage() {
  const { t, lang } = useTexts();
  const watch = useQuery({ queryKey: ["watch"], queryFn: () => api.get<Watch>("/watch") });
  const cases = useQuery({ queryKey: CASES, queryFn: () => api.get<Case[]>("/watch/cases") });
  return (
    <Page title={t("watch.title")} actions={<WatchTabs />}>
      <div className="watch">
        <section aria-labelledby="watch-cases">
          <h2 id="watch-cases">{t("watch.cases")}</h2>
          <Loaded of={cases} lines={4}>
            {(found) => (found.length ? <>{found.map((each) => <CaseCard key={each.id} of={each} />)}</> : <Empty title={t("watch.noCases")} text={t("watch.noCasesText")} />)}
          </Loaded>
        </section>
        <section aria-labelledby="watch-findings">
          <h2 id="watch-findings">{t("watch.findings")}</h2>
          <Loaded of={watch} lines={6}>
            {(told) => (
              <>
                <p className="p-quiet watch-lead">{t("watch.lead", { days: told.window_days })}</p>
                <p className="p-quiet watch-lead">{t("watch.rate", { rate: new Intl.NumberFormat(lang).format(told.alarms_per_month) })}</p>
                {told.until && <p className="p-quiet watch-lead">{t("watch.until", { day: day(told.until, lang) })}</p>}
                {told.findings.length ? <Findings found={told.findings} /> : <Empty title={t("watch.none")} text={t("watch.noneText")} />}
              </>
            )}
          </Loaded>
        </section>
      </div>
    </Page>
  );
}

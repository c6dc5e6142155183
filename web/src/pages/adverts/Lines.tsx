/** What each advertisement brought, cost and earned: a line for each, all of them below. */

import { Table } from "@mantine/core";
import type { AdvertReport, Figures } from "@/api/adverts";
import { cents, decimal, exact } from "@/format/number";
import { count, spell, type Lang } from "@/format/time";
import { i18n, useTexts, type Translate } from "@/i18n";

const HEADS = ["name", "calls", "new", "answered", "missed", "time", "visits", "cost", "earned", "gain", "perCall", "perNew", "ratio"] as const;

/** "Abandonné 19, Fermé 8": by what calls were missed. */
function causes(missed: Record<string, number>, t: Translate, lang: Lang): string {
  const named = Object.entries(missed).map(([outcome, calls]) => `${i18n.exists(`history.outcomes.${outcome}`) ? t(`history.outcomes.${outcome as "abandoned"}`) : outcome}\u00A0${count(calls, lang)}`);
  return named.join(", ");
}

function Cells({ of, currency }: { of: Figures; currency: string }) {
  const { t, lang } = useTexts();
  const money = (amount: number): string => (amount < 0 ? `\u2212${cents(-amount, currency, lang)}` : cents(amount, currency, lang));
  const maybe = (amount: number | null): string => (amount === null ? t("adverts.few") : exact(Math.round(amount / 10_000) * 10_000, currency, lang));
  const missed = Object.values(of.missed).reduce((all, each) => all + each, 0);
  const cells = [
    count(of.calls, lang), count(of.new_callers, lang), count(of.answered, lang), <>{count(missed, lang)}{missed > 0 && <><br /><span className="p-meta">{causes(of.missed, t, lang)}</span></>}</>,
    spell(of.seconds, lang), count(of.visits, lang), money(of.cost), money(of.earned), <strong key="gain">{money(of.gain)}</strong>, maybe(of.cost_per_call), maybe(of.cost_per_new_caller),
    of.ratio === null ? t("adverts.few") : t("adverts.times", { ratio: decimal(of.ratio, lang, 2) }),
  ];
  return <>{cells.map((cell, at) => <Table.Td key={HEADS[at + 1]} className="figure">{cell}</Table.Td>)}</>;
}

export function Lines({ report }: { report: AdvertReport }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="adverts-lines">
      <h2 id="adverts-lines">{t("adverts.lines")}</h2>
      <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("adverts.lines")}>
        <Table>
          <Table.Thead>
            <Table.Tr>{HEADS.map((head) => <Table.Th key={head} className={head === "name" ? undefined : "figure"}>{t(`adverts.col.${head}`)}</Table.Th>)}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.lines.map((line) => (
              <Table.Tr key={line.id ?? "none"}>
                <Table.Th scope="row">{line.name || t("adverts.none")}</Table.Th>
                <Cells of={line.figures} currency={report.currency} />
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr><Table.Th scope="row">{t("adverts.total")}</Table.Th><Cells of={report.total} currency={report.currency} /></Table.Tr>
          </Table.Tfoot>
        </Table>
      </div>
      <p className="p-meta">{t("adverts.honest")}</p>
    </section>
  );
}

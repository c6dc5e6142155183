/** Calls by day, week or month, stacked by advertisement; the same figures stand below as a table for those who cannot see columns. */

import type { AdvertReport } from "@/api/adverts";
import { count } from "@/format/time";
import { useTexts } from "@/i18n";
import { monthName } from "@/pages/statements/money";
import { dayName } from "@/pages/planning/week";
import { highestOf, seriesOf, stacks } from "./adverts";

const HEIGHT = 160;
const WIDTH = 1000;

export function Chart({ report }: { report: AdvertReport }) {
  const { t, lang } = useTexts();
  const series = seriesOf(report.lines);
  if (series.length === 0) return null;
  const colours = new Map(series.map((each) => [each.key, each.colour]));
  const nameOf = (name: string): string => name || t("adverts.none");
  const drawn = stacks(report.columns, series.map((each) => each.key));
  const wide = WIDTH / Math.max(1, report.columns.length);
  const gap = Math.min(4, wide / 5);
  const label = (day: string): string => (report.step === "month" ? monthName(day, lang) : dayName(day, lang, "short"));
  const [first, last] = [report.columns[0], report.columns.at(-1)];
  return (
    <section aria-labelledby="adverts-chart">
      <h2 id="adverts-chart">{t(`adverts.chart.${report.step}`)}</h2>
      <div className="p-card adverts-chart">
        <ul className="adverts-key">
          {series.map((each) => <li key={each.key}><span className="adverts-swatch" data-colour={each.colour} aria-hidden="true" /> {nameOf(each.name)}</li>)}
        </ul>
        <div className="adverts-plot">
          <span className="p-meta">{count(highestOf(report.columns), lang)}</span>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <line x1="0" x2={WIDTH} y1="0.5" y2="0.5" className="adverts-rule" />
            <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="adverts-rule" />
            {drawn.map((pieces, at) => pieces.map((piece) => (
              <rect key={`${at} ${piece.key}`} data-colour={colours.get(piece.key)} x={at * wide + gap / 2} width={wide - gap} y={HEIGHT * (1 - piece.to)} height={HEIGHT * (piece.to - piece.from)}>
                <title>{t("adverts.chart.piece", { day: label(report.columns[at]?.first_day ?? ""), name: nameOf(series.find((each) => each.key === piece.key)?.name ?? ""), calls: count(report.columns[at]?.calls[piece.key] ?? 0, lang) })}</title>
              </rect>
            )))}
          </svg>
          <span className="adverts-axis p-meta">{first && <span>{label(first.first_day)}</span>}{last && last !== first && <span>{label(last.first_day)}</span>}</span>
        </div>
        <div className="p-hidden"><table>
          <caption>{t(`adverts.chart.${report.step}`)}</caption>
          <thead><tr><th scope="col">{t("adverts.chart.from")}</th>{series.map((each) => <th key={each.key} scope="col">{nameOf(each.name)}</th>)}</tr></thead>
          <tbody>
            {report.columns.map((column) => (
              <tr key={column.first_day}><th scope="row">{label(column.first_day)}</th>{series.map((each) => <td key={each.key}>{column.calls[each.key] ?? 0}</td>)}</tr>
            ))}
          </tbody>
        </table></div>
      </div>
    </section>
  );
}

/** The table of days and hours: how many of a hundred callers were answered in time, with a mark that says what that is worth. */

import type { PromiseReport } from "@/api/types";
import { day as dayText } from "@/format/time";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import { hoursOf, MARKS, percentOf, worthOf, type Worth } from "./period";

interface Part {
  callers: number;
  kept: number;
}

function Cell({ part, total }: { part: Part | undefined; total?: boolean }) {
  const { t } = useTexts();
  if (!part || part.callers === 0) return <td className="heat-none" />;
  const share = part.kept / part.callers;
  const worth = worthOf(share);
  const said = t("reports.heat.cell", { kept: part.kept, count: part.callers });
  return (
    <td data-worth={worth} data-total={total} title={said}>
      <Glyph mark={MARKS[worth]} size="0.7em" /> {percentOf(share)}
      <span className="p-hidden"> {said}</span>
    </td>
  );
}

function Legend() {
  const { t } = useTexts();
  return (
    <p className="p-meta heat-legend">
      {(["good", "fair", "poor"] as const satisfies Worth[]).map((worth) => (
        <span key={worth}><Glyph mark={MARKS[worth]} /> {t(`reports.heat.${worth}`)}</span>
      ))}
    </p>
  );
}

export function Heat({ report }: { report: PromiseReport }) {
  const { t, lang } = useTexts();
  const hours = hoursOf(report.cells);
  const cells = new Map(report.cells.map((cell) => [`${cell.day} ${cell.hour}`, cell]));
  const days = report.days.filter((line) => line.callers > 0);
  if (!days.length) return null;
  return (
    <section aria-labelledby="report-heat">
      <div className="report-head">
        <h2 id="report-heat">{t("reports.heat.title")}</h2>
        <Legend />
      </div>
      <div className="p-card report-scroll" tabIndex={0} role="group" aria-label={t("reports.heat.caption")}>
        <table className="heat">
          <thead>
            <tr>
              <th scope="col">{t("reports.heat.day")}</th>
              {hours.map((hour) => <th key={hour} scope="col">{`${hour} h`}</th>)}
              <th scope="col">{t("reports.heat.whole")}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((line) => (
              <tr key={line.day}>
                <th scope="row">{dayText(`${line.day}T12:00:00Z`, lang, "UTC")}</th>
                {hours.map((hour) => <Cell key={hour} part={cells.get(`${line.day} ${hour}`)} />)}
                <Cell part={line} total />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("reports.heat.every")}</th>
              {hours.map((hour) => <Cell key={hour} part={report.hours.find((line) => line.hour === hour)} total />)}
              <Cell part={report.total} total />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

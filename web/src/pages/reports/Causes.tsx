/** Why promises were broken, as bars: the length is the number of callers, which stands beside it. */

import type { PromiseReport } from "@/api/types";
import { spell } from "@/format/time";
import { i18n, useTexts, type Translate } from "@/i18n";

export function causeText(cause: string, t: Translate): string {
  return i18n.exists(`reports.causes.${cause}`) ? t(`reports.causes.${cause as "all_busy"}`) : cause;
}

/** The same in a few words, for lists of several. */
export function partText(cause: string, t: Translate): string {
  return i18n.exists(`reports.parts.${cause}`) ? t(`reports.parts.${cause as "all_busy"}`) : cause;
}

export function Causes({ report }: { report: PromiseReport }) {
  const { t, lang } = useTexts();
  const causes = report.causes.filter((line) => line.callers > 0);
  const most = Math.max(1, ...causes.map((line) => line.callers));
  return (
    <section aria-labelledby="report-causes">
      <h2 id="report-causes">{t("reports.causes.title")}</h2>
      {causes.length === 0 ? (
        <p className="p-quiet">{t("reports.causes.none")}</p>
      ) : (
        <>
          <ul className="report-causes p-card">
            {causes.map((line) => (
              <li key={line.cause}>
                <span>{causeText(line.cause, t)}</span>
                <span className="report-bar" aria-hidden="true"><span style={{ width: `${(100 * line.callers) / most}%` }} /></span>
                <strong>{t("reports.causes.count", { count: line.callers })}</strong>
                <span className="p-meta">{t("reports.causes.took", { time: spell(line.seconds, lang) })}</span>
              </li>
            ))}
          </ul>
          <p className="p-meta">{t("reports.causes.help")}</p>
        </>
      )}
    </section>
  );
}

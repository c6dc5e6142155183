/** Where callers would wait too long: a strip of cells for each queue, each with its number; the colour only repeats it. */

import type { Judged, Terms } from "@/api/planning";
import { percent } from "@/format/number";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { usePrefs } from "@/prefs";
import { cells, clockOf, localOf, type Axis } from "./axis";
import { levelOf, type Level } from "./risk";
import { dayName } from "./week";

/** Two digits fit a cell; beyond them it makes no difference. */
const MOST = 99;
/** As many numbers as fit side by side at the ordinary size of text. */
const MOST_CELLS = 60;
const LEVELS: Level[] = ["kept", "over", "high"];

function Strip({ queue, terms, axis }: { queue: Judged["queues"][number]; terms: Terms; axis: Axis }) {
  const { t, lang } = useTexts();
  const { size } = usePrefs();
  const worstOf = (indices: number[]): number => indices.reduce((worst, index) => ((queue.late[index] || 0) > (queue.late[worst] || 0) ? index : worst), indices[0] ?? 0);
  const all = cells(axis, Math.round((MOST_CELLS * 100) / size)).map((cell) => {
    const worst = worstOf(cell.indices);
    // Of a quarter that was played and in which nobody called there is nothing to tell.
    const asked = cell.indices.some((index) => (queue.required[index] ?? 0) > 0 && !Number.isNaN(queue.late[index] ?? 0));
    return { ...cell, worst, asked, late: queue.late[worst] || 0 };
  });
  const worst = worstOf(all.map((cell) => cell.worst));
  const at = axis.starts[worst] ?? 0;
  const share = queue.late[worst] || 0;
  const level = levelOf(share, terms.late);
  const label = t("planning.roster.riskOf", {
    name: queue.name, when: `${dayName(localOf(at, axis.zone).date, lang)} ${clockOf(at, axis.zone)}`, share: percent(share, lang), level: t(`planning.roster.risks.${level}`),
  });
  return (
    <div className="roster-line">
      <span className="p-cut p-meta">{queue.name}</span>
      <div className="risk" role="img" aria-label={label}>
        {all.map((cell) => (
          <span
            key={cell.slot} data-level={cell.asked ? levelOf(cell.late, terms.late) : "none"}
            style={{ left: `${(100 * cell.slot) / axis.slots}%`, width: `${(100 * cell.count) / axis.slots}%` }}
          >
            {cell.asked && Math.min(MOST, Math.round(100 * cell.late))}
          </span>
        ))}
      </div>
    </div>
  );
}

export function RiskStrips({ judged, terms, axis }: { judged: Judged; terms: Terms; axis: Axis }) {
  const { t, lang } = useTexts();
  const [once, twice] = [Math.round(100 * terms.late), Math.round(200 * terms.late)];
  const marks: Record<Level, string> = { kept: `≤ ${once}`, over: `≤ ${twice}`, high: `> ${twice}` };
  return (
    <section aria-labelledby="roster-risk">
      <div className="risk-head">
        <h3 id="roster-risk">{t("planning.roster.risk", { time: spell(terms.within_s, lang) })}</h3>
        <p className="p-meta">{t("planning.roster.riskLead", { late: percent(terms.late, lang, 1) })}</p>
        <ul className="risk-key">
          {LEVELS.map((level) => <li key={level}><span className="risk-mark" data-level={level}>{marks[level]}</span> {t(`planning.roster.risks.${level}`)}</li>)}
        </ul>
      </div>
      {judged.queues.map((queue) => <Strip key={queue.queue_id} queue={queue} terms={terms} axis={axis} />)}
    </section>
  );
}

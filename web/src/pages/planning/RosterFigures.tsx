/** What a roster comes to, and how far that is from where the planner began. */

import type { Judged, Terms } from "@/api/planning";
import { decimal, money, percent, signed } from "@/format/number";
import { spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";

function Figure({ name, value, change, alarm, pending }: { name: string; value: string; change: string; alarm?: boolean; pending?: boolean }) {
  const { t } = useTexts();
  return (
    <div className="roster-figure">
      <dt className="p-meta">{name}</dt>
      <dd>
        <strong>{alarm !== undefined && <Glyph mark={alarm ? "alert" : "ready"} />} {value}</strong>
        <span className="p-meta">{pending ? t("planning.roster.recount") : change ? t("planning.roster.before", { change }) : t("planning.roster.same")}</span>
      </dd>
    </div>
  );
}

export function RosterFigures({ judged, guess, start, terms, pending }: {
  judged: Judged;
  guess: { hours: number; cost: number };
  start: Judged | null;
  terms: Terms;
  pending: boolean;
}) {
  const { t, lang } = useTexts();
  const share = (value: number): string => percent(value, lang, 1);
  const finely = (value: number): string => percent(value, lang, 2);
  const hours = (value: number): string => decimal(value, lang, 2);
  const cost = (value: number): string => money(value, terms.currency, lang);
  const from = start ?? judged;
  return (
    <dl className="roster-figures">
      <Figure
        name={t("planning.roster.figure.late", { time: spell(terms.within_s, lang) })} value={share(judged.late_mean)} pending={pending}
        alarm={judged.late_mean > terms.late} change={signed(judged.late_mean - from.late_mean, finely)}
      />
      <Figure
        name={t("planning.roster.figure.worst")} value={share(judged.late_worst)} pending={pending}
        alarm={judged.late_worst > terms.late} change={signed(judged.late_worst - from.late_worst, finely)}
      />
      <Figure name={t("planning.roster.figure.hours")} value={hours(guess.hours)} change={signed(guess.hours - from.hours, hours)} />
      <Figure name={t("planning.roster.figure.cost")} value={cost(guess.cost)} change={signed(guess.cost - from.cost, cost)} />
    </dl>
  );
}

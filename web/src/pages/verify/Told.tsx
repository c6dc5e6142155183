/** What a receipt or a month says, in the words of a director. */

import { exact } from "@/format/number";
import { showPhone } from "@/format/phone";
import { count, dayHour, hour, hourSeconds, spell, type Lang } from "@/format/time";
import { useTexts } from "@/i18n";
import { grouped } from "./canonical";
import type { MonthHead, Receipt } from "./shapes";
import type { Verdict } from "./verdict";

/** The day by the reader's own clock, as the times beside it. */
const longDay = (at: string, lang: Lang): string =>
  new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(new Date(at));

function Facts({ facts }: { facts: [string, React.ReactNode][] }) {
  return (
    <dl className="verify-facts">
      {facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

const Print = ({ digest }: { digest: string }) => <code className="verify-print">{grouped(digest)}</code>;

export function OneReceipt({ receipt }: { receipt: Receipt }) {
  const { t, lang } = useTexts();
  const { owner, answering, charges, currency, agent } = receipt;
  const names = { owner: owner.name, answering: answering.name };
  const amount = (value: number): string => exact(value, currency, lang);
  return (
    <>
      <p className="verify-story">
        {t("verify.one.story", { ...names, day: longDay(receipt.answered_at, lang), time: hour(receipt.answered_at, lang), duration: spell(receipt.seconds, lang) })}
      </p>
      <Facts
        facts={[
          [t("verify.one.toOwner", names), amount(charges.owner)],
          [t("verify.one.toAnswering", names), amount(charges.answering)],
          [t("verify.one.toPlatform"), amount(charges.platform)],
          [t("verify.one.total"), <strong key="total">{amount(charges.total)}</strong>],
          [t("verify.one.payer"), receipt.payer === "owner" ? owner.name : t("verify.one.payout")],
          [t("verify.one.called"), showPhone(receipt.called)],
          [t("verify.one.agent"), t(`verify.one.${agent.kind}`, { alias: agent.alias, country: agent.country })],
          [t("verify.one.arrived"), dayHour(receipt.arrived_at, lang)],
          [t("verify.one.answered"), hourSeconds(receipt.answered_at, lang)],
          [t("verify.one.ended"), hourSeconds(receipt.ended_at, lang)],
          [t("verify.one.agreement"), t("verify.one.version", { id: receipt.agreement.id, number: receipt.agreement.number })],
          [t("verify.one.nth"), t("verify.one.number", { nth: count(receipt.nth, lang), id: receipt.id })],
          [t("verify.one.recording"), receipt.recording ? <Print key="recording" digest={receipt.recording} /> : t("verify.one.noRecording")],
          [t("verify.one.ladder"), <Print key="ladder" digest={receipt.ladder} />],
        ]}
      />
    </>
  );
}

export function OneMonth({ head, names }: { head: MonthHead; names: Verdict["names"] }) {
  const { t, lang } = useTexts();
  const month = new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${head.month}-01T00:00:00Z`));
  if (!names || head.count === 0) return <p className="verify-story">{t("verify.month.none", { month })}</p>;
  return (
    <>
      <p className="verify-story">{t("verify.month.story", { ...names, month, count: head.count })}</p>
      <p className="p-quiet">{t("verify.month.numbers", { first: count(head.first, lang), last: count(head.first + head.count - 1, lang) })}</p>
      {head.totals.map((sum) => (
        <Facts
          key={sum.currency}
          facts={[
            [t("verify.one.toOwner", names), exact(sum.owner, sum.currency, lang)],
            [t("verify.one.toAnswering", names), exact(sum.answering, sum.currency, lang)],
            [t("verify.one.toPlatform"), exact(sum.platform, sum.currency, lang)],
            [t("verify.one.total"), <strong key="total">{exact(sum.total, sum.currency, lang)}</strong>],
            [t("verify.month.time"), spell(sum.seconds, lang)],
          ]}
        />
      ))}
      <p className="p-quiet">{t("verify.month.later")}</p>
    </>
  );
}

/** Green or red, each fault with its place, what is proven and by which key. */

import { useEffect, useRef } from "react";
import { useTexts, type Translate } from "@/i18n";
import { count } from "@/format/time";
import { Glyph } from "@/theme/Glyph";
import { grouped } from "./canonical";
import { OneMonth, OneReceipt } from "./Told";
import { holds, type Finding, type Proven, type Verdict } from "./verdict";

type Sentence = keyof typeof import("@/i18n/fr/verify").verify.finding;

const long = (text: string): string => (/^[0-9a-f]{64}$/.test(text) ? grouped(text) : text || "?");

function placeOf(found: Finding, t: Translate): string {
  const place = t(`verify.where.${found.part}`, { name: found.name }).trim();
  if (found.also) return `${place} (${t("verify.where.lines", { line: found.line, also: found.also })})`;
  return found.line > 1 ? `${place} (${t("verify.where.line", { line: found.line })})` : place;
}

function Faults({ verdict }: { verdict: Verdict }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="verify-findings">
      <h2 id="verify-findings">{t("verify.findings")}</h2>
      <ol className="verify-findings">
        {verdict.findings.map((found, at) => (
          <li key={`${found.code}.${at}`}>
            <strong>{placeOf(found, t)}</strong>
            <span>
              {t(`verify.finding.${found.code.replace(".", "_") as Sentence}`, { field: found.field, expected: long(found.expected), found: long(found.found) })}
            </span>
          </li>
        ))}
      </ol>
      {verdict.more > 0 && <p>{t("verify.more", { more: verdict.more })}</p>}
    </section>
  );
}

function What({ proven, month }: { proven: Proven; month: boolean }) {
  const { t } = useTexts();
  return (
    <ul className="verify-proven">
      <li>{t("verify.proven.receipts", { count: proven.receipts })} {t("verify.proven.days", { count: proven.days })}</li>
      <li>{t(proven.isTrusted ? "verify.proven.signature" : "verify.proven.signed")}</li>
      {month && <li>{t("verify.proven.chain")}</li>}
      <li>{t("verify.proven.sums")}</li>
      {proven.charged > 0 && <li>{t("verify.proven.charged", { count: proven.charged })}</li>}
    </ul>
  );
}

export function Result({ verdict }: { verdict: Verdict }) {
  const { t, lang } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [verdict]);
  const good = holds(verdict);
  const { proven, receipt, head } = verdict;
  const faults = verdict.findings.length + verdict.more;
  return (
    <div className="verify-result" data-good={good}>
      <section className="verify-verdict" data-good={good} aria-labelledby="verify-verdict">
        <h2 id="verify-verdict" ref={heading} tabIndex={-1}>
          <Glyph mark={good ? "ready" : "alert"} />{" "}
          {good ? t(proven?.isTrusted ? "verify.good" : "verify.agrees") : proven ? t("verify.bad", { count: faults, shown: count(faults, lang) }) : t("verify.unread")}
        </h2>
        {good && proven && <What proven={proven} month={head !== null} />}
      </section>
      {!good && <Faults verdict={verdict} />}
      {proven && (
        <section aria-labelledby="verify-key">
          <h2 id="verify-key">{t("verify.fingerprint")}</h2>
          <p className="verify-key"><code className="verify-print">{grouped(proven.key)}</code></p>
          <p>{t(proven.isTrusted ? "verify.trusted" : "verify.untrusted")}</p>
        </section>
      )}
      {(receipt || head) && (
        <section aria-labelledby="verify-told">
          <h2 id="verify-told">{t(receipt ? "verify.one.title" : "verify.month.title")}</h2>
          {!good && <p className="verify-unproven">{t("verify.one.unproven")}</p>}
          {receipt && <OneReceipt receipt={receipt} />}
          {head && <OneMonth head={head} names={verdict.names} />}
        </section>
      )}
    </div>
  );
}

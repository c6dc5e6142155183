/** A small sign that is always there: whether all accounts add up, and where they do not, by how much. */

import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { AccountKind, Difference } from "@/api/ledger";
import { exact } from "@/format/number";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { Glyph } from "@/theme/Glyph";

const EVERY_MS = 30_000;
const KINDS: readonly string[] = ["due", "prepaid", "held", "payout", "fees", "rounding", "bank", "vat"] satisfies AccountKind[];
const isKind = (kind: string): kind is AccountKind => KINDS.includes(kind);

export function Check() {
  const { t, lang } = useTexts();
  const { data, error } = useQuery({ queryKey: ["ledger", "check"], queryFn: () => api.get<Difference[]>("/ledger/check"), refetchInterval: EVERY_MS });
  if (error) return <p className="closing-check" role="status"><Glyph mark="alert" /> {problemText(error, t)}</p>;
  if (!data) return <p className="closing-check" role="status"><Glyph mark="offline" /> {t("closing.check.unknown")}</p>;
  if (data.length === 0) return <p className="closing-check" role="status"><Glyph mark="ready" /> {t("closing.check.right")}</p>;
  const line = (each: Difference): string => t("closing.check.line", {
    what: t(`closing.check.what.${each.what}`), firm: each.firm ?? t("closing.check.everybody"), kind: each.kind !== null && isKind(each.kind) ? t(`statements.accounts.kind.${each.kind}`) : t("closing.check.anyKind"),
    expected: exact(each.expected, each.currency, lang), kept: exact(each.kept, each.currency, lang),
  });
  return (
    <details className="closing-check">
      <summary><span role="alert"><Glyph mark="alert" /> {t("closing.check.wrong", { count: data.length })}</span></summary>
      <ul>{data.map((each) => <li key={line(each)}>{line(each)}</li>)}</ul>
    </details>
  );
}

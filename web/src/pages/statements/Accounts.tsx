/** What is on the firm's accounts now: what is due first, then what there is besides. */

import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Account } from "@/api/ledger";
import { exact } from "@/format/number";
import { useTexts } from "@/i18n";
import { Loaded } from "@/shell/Page";
import { ofMillionths } from "./money";

export function Accounts() {
  const { t, lang } = useTexts();
  const accounts = useQuery({ queryKey: ["ledger", "accounts"], queryFn: () => api.get<Account[]>("/ledger/accounts") });
  const name = ({ kind, amount }: Account): string => (kind === "due" ? t(amount > 0 ? "statements.accounts.owed" : amount < 0 ? "statements.accounts.owing" : "statements.accounts.even") : t(`statements.accounts.kind.${kind}`));
  const shown = ({ kind, amount, currency }: Account): string => {
    if (kind === "due") return ofMillionths(Math.abs(amount), currency, lang);
    return kind === "rounding" ? exact(amount, currency, lang).replace("-", "\u2212") : ofMillionths(amount, currency, lang);
  };
  const rank = (account: Account): number => (account.kind === "due" ? 0 : 1);
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">{t("statements.accounts.title")}</h2>
      <Loaded of={accounts} lines={1}>
        {(found) => (found.length === 0 ? <p className="p-quiet">{t("statements.accounts.none")}</p> : (
          <dl className="accounts p-card">
            {[...found].sort((a, b) => rank(a) - rank(b)).map((account) => (
              <div key={`${account.kind} ${account.currency}`} data-kind={account.kind}>
                <dt>{name(account)}</dt>
                <dd>{shown(account)}</dd>
              </div>
            ))}
          </dl>
        ))}
      </Loaded>
    </section>
  );
}

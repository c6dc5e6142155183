/** What callers of the firm's numbers pay: tariffs today and to come, carriers' files, and what a month brought. */

import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { PricedNumber } from "@/api/tariffs";
import { useTexts } from "@/i18n";
import { Empty, Loaded, Page } from "@/shell/Page";
import { FilePart } from "./FilePart";
import { MonthPart } from "./MonthPart";
import { NumberCard } from "./Numbers";
import { TARIFFS } from "./words";
import "@/pages/partners/partners.css";
import "@/pages/statements/statements.css";
import "./tariffs.css";

export default function TariffsPage() {
  const { t } = useTexts();
  const numbers = useQuery({ queryKey: TARIFFS, queryFn: () => api.get<PricedNumber[]>("/tariffs") });
  return (
    <Page title={t("tariffs.title")}>
      <p className="p-quiet partner-lead">{t("tariffs.lead")}</p>
      <Loaded of={numbers} lines={6}>
        {(found) => (found.length === 0 ? <Empty title={t("tariffs.noNumbers")} text={t("tariffs.noNumbersText")} /> : (
          <div className="partners">
            <section aria-labelledby="tariffs-numbers">
              <h2 id="tariffs-numbers">{t("tariffs.numbers")}</h2>
              {found.map((number) => <NumberCard key={number.id} number={number} />)}
            </section>
            <MonthPart numbers={found} />
            <FilePart />
          </div>
        ))}
      </Loaded>
    </Page>
  );
}

/** Numbers with their tariff today and to come. */

import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { PricedNumber, TariffVersion } from "@/api/tariffs";
import { cents } from "@/format/number";
import { showPhone } from "@/format/phone";
import { useTexts } from "@/i18n";
import { dayName } from "@/pages/planning/week";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { TariffForm } from "./TariffForm";
import { TARIFFS, tariffText } from "./words";

function ToCome({ version, currency }: { version: TariffVersion; currency: string }) {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const drop = async (): Promise<void> => {
    try {
      await api.delete(`/tariffs/${version.id}`);
      await client.invalidateQueries({ queryKey: TARIFFS });
      toast({ kind: "done", text: t("tariffs.takenBack") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return (
    <p>
      {t(version.begun ? "tariffs.since" : "tariffs.from", { day: dayName(version.starts_on, lang, "full"), tariff: tariffText(version.tariff, currency, t, lang) })}
      {!version.begun && <> <Button size="compact-sm" onClick={() => void drop()}>{t("tariffs.takeBack")}</Button></>}
    </p>
  );
}

export function NumberCard({ number }: { number: PricedNumber }) {
  const { t, lang } = useTexts();
  const [open, setOpen] = useState(false);
  const coming = number.others.filter((each) => !each.begun);
  const past = number.others.filter((each) => each.begun);
  const show = (amount: number): string => cents(amount, number.currency, lang);
  return (
    <article className="p-card partner-card" aria-labelledby={number.id}>
      <header>
        <h3 id={number.id}>{showPhone(number.number)}</h3>
        <span className="p-meta">{[number.label, t(`tariffs.category.${number.category ?? "unknown"}`)].filter(Boolean).join(" · ")}</span>
        <span className="grow" />
        <span className="partner-standing">{number.today ? tariffText(number.today.tariff, number.currency, t, lang) : t("tariffs.none")}</span>
      </header>
      {number.today && <p className="p-meta">{t("tariffs.holds", { use: t(`tariffs.use.${number.today.tariff.use}`), day: dayName(number.today.starts_on, lang, "full") })}</p>}
      {number.category === "surcharged" && <p className="p-meta">{t("tariffs.bounds", { minute: show(number.minute_max), call: show(number.call_max), cap: show(number.call_cap), month: show(number.month_cap) })}</p>}
      {coming.map((version) => <ToCome key={version.id} version={version} currency={number.currency} />)}
      {past.length > 0 && <details><summary>{t("tariffs.past")}</summary>{past.map((version) => <ToCome key={version.id} version={version} currency={number.currency} />)}</details>}
      {open ? <TariffForm number={number} close={() => setOpen(false)} /> : <div className="partner-row"><Button onClick={() => setOpen(true)}>{t(number.today ? "tariffs.change" : "tariffs.enter")}</Button></div>}
    </article>
  );
}

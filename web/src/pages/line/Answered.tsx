/** What partners answered for the firm and the firm for others: what it comes to, and each call. */

import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { Side } from "@/api/agreements";
import type { Answered } from "@/api/overflow";
import { cents } from "@/format/number";
import { count, day, hour, spell, type Lang } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { sumsOf, type Sum } from "./line";

const SHOWN = 10;

const country = (code: string, lang: Lang): string => (code ? (new Intl.DisplayNames(lang, { type: "region" }).of(code) ?? code) : "");

/** Whose money stands first: one's own. */
const PARTS: Record<Side, readonly ["owner" | "answering", "owner" | "answering"]> = { owner: ["owner", "answering"], answering: ["answering", "owner"] };

function Figures({ sum, side }: { sum: Sum; side: Side }) {
  const { t, lang } = useTexts();
  const money = (amount: number): string => cents(amount, sum.currency, lang);
  const [mine, theirs] = PARTS[side];
  return (
    <ul className="report-figures p-card">
      <li><strong>{count(sum.calls, lang)}</strong> {t("line.answered.calls", { count: sum.calls })}</li>
      <li><strong>{spell(sum.seconds, lang)}</strong> {t("line.answered.talk")}</li>
      <li><strong>{money(sum[mine])}</strong> {t(`line.${side}.mine`)}</li>
      <li><strong>{money(sum[theirs])}</strong> {t(`line.${side}.theirs`)}</li>
      <li><strong>{money(sum.platform)}</strong> {t("line.answered.platform")}</li>
    </ul>
  );
}

function Row({ each, side, dated }: { each: Answered; side: Side; dated: boolean }) {
  const { t, lang } = useTexts();
  const me = useMe();
  const zone = me.firm.time_zone;
  const at = `${dated ? `${day(each.since, lang, zone)}, ` : ""}${hour(each.since, lang, zone)}`;
  const money = (amount: number): string => cents(amount, each.currency, lang);
  return (
    <Table.Tr>
      <Table.Td className="p-nowrap">{each.call ? <Link to={`/history?call=${each.call}`} aria-label={t("line.answered.open", { at })}>{at}</Link> : at}</Table.Td>
      <Table.Td>{each.partner}</Table.Td>
      <Table.Td>{each.alias}</Table.Td>
      <Table.Td>{country(each.country, lang)}</Table.Td>
      <Table.Td>{each.brand}</Table.Td>
      <Table.Td><span className="p-alias">{each.caller}</span></Table.Td>
      <Table.Td className="p-nowrap line-figure">{spell(each.seconds, lang)}</Table.Td>
      {[...PARTS[side].map((part) => each[part]), each.platform].map((amount, index) => <Table.Td key={index} className="p-nowrap line-figure">{money(amount)}</Table.Td>)}
    </Table.Tr>
  );
}

export function AnsweredPart({ side, answered, dated, cut }: { side: Side; answered: Answered[]; dated: boolean; cut: boolean }) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const mine = answered.filter((each) => each.side === side);
  const heads = [t("line.answered.col.at"), t(`line.${side}.firm`), t("line.answered.col.agent"), t("line.answered.col.country"), t("line.answered.col.brand"), t("line.answered.col.caller")];
  const figures = [t("line.answered.col.time"), t(`line.${side}.mineHead`), t(`line.${side}.theirsHead`), t("line.answered.col.platform")];
  const id = `line-${side}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{t(`line.${side}.title`)}</h2>
      {!mine.length && <p className="p-quiet line-none">{t(`line.${side}.none`)}</p>}
      {sumsOf(answered, side).map((sum) => <Figures key={sum.currency} sum={sum} side={side} />)}
      {cut && mine.length > 0 && <p className="p-meta">{t("line.answered.cut")}</p>}
      {mine.length > 0 && (
        <div className="p-card line-scroll" tabIndex={0} role="group" aria-labelledby={id}>
          <Table className="report-table" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                {heads.map((head) => <Table.Th key={head} scope="col">{head}</Table.Th>)}
                {figures.map((head) => <Table.Th key={head} scope="col" className="line-figure">{head}</Table.Th>)}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{(all ? mine : mine.slice(0, SHOWN)).map((each) => <Row key={each.id} each={each} side={side} dated={dated} />)}</Table.Tbody>
          </Table>
        </div>
      )}
      {!all && mine.length > SHOWN && <Button className="line-rest" onClick={() => setAll(true)}>{t("line.answered.rest", { count: mine.length - SHOWN })}</Button>}
    </section>
  );
}

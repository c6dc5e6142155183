/** One statement: its lines, who pays whom, when and why on that day, its files, and what is contested of it. */

import { Button, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api } from "@/api/client";
import type { Paid, Party, Role, Statement, StatementLine } from "@/api/ledger";
import { exact, percent } from "@/format/number";
import { count, spell } from "@/format/time";
import { useTexts, type Translate } from "@/i18n";
import { useMe } from "@/me";
import { dayName } from "@/pages/planning/week";
import { Loaded, Page } from "@/shell/Page";
import { Glyph } from "@/theme/Glyph";
import { Disputes } from "./Disputes";
import { Keep } from "./Keep";
import { groupedIban, monthName, ofCents, wayOf, whyOf } from "./money";
import "./statements.css";

const TEN_THOUSAND = 10_000;

const roleIn = (of: Statement, firm: string): Role => (of.seller.firm === firm ? "seller" : of.buyer.firm === firm ? "buyer" : "partner");

function lineTitle(line: StatementLine, of: Statement, t: Translate): string {
  if (line.kind !== "answered") return t(`statements.one.line.${line.kind}`);
  const names = { owner: of.owner.name, answering: of.answering.name };
  return t(of.seller.firm === of.answering.firm ? "statements.one.line.answeredFor" : "statements.one.line.answeredBy", names);
}

function Lines({ of }: { of: Statement }) {
  const { t, lang } = useTexts();
  const money = (amount: number): string => ofCents(amount, of.currency, lang);
  const sums: [string, number][] = [[t("statements.one.net"), of.net], [t("statements.one.vat", { rate: percent(of.vat_rate / TEN_THOUSAND, lang, 2) }), of.vat], [t("statements.one.total"), of.total]];
  return (
    <section aria-labelledby="statement-lines">
      <h2 id="statement-lines">{t("statements.one.lines")}</h2>
      <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("statements.one.lines")}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("statements.one.what")}</Table.Th>
              {[t("statements.col.calls"), t("statements.col.time"), t("statements.one.exact"), t("statements.one.cents")].map((head) => <Table.Th key={head} className="figure">{head}</Table.Th>)}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {of.lines.map((line, at) => (
              <Table.Tr key={at}>
                <Table.Td>{lineTitle(line, of, t)}{line.about && <span className="p-meta"> {t("statements.one.lineAbout", { about: line.about })}</span>}</Table.Td>
                <Table.Td className="figure">{line.calls ? count(line.calls, lang) : ""}</Table.Td>
                <Table.Td className="figure">{line.seconds ? spell(line.seconds, lang) : ""}</Table.Td>
                <Table.Td className="figure">{exact(line.amount, of.currency, lang).replace("-", "\u2212")}</Table.Td>
                <Table.Td className="figure">{money(line.cents)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            {sums.map(([name, amount]) => (
              <Table.Tr key={name}>
                <Table.Th colSpan={4} scope="row">{name}</Table.Th>
                <Table.Td className="figure"><strong>{money(amount)}</strong></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tfoot>
        </Table>
      </div>
      <p className="p-meta">{t("statements.one.rounded")}</p>
    </section>
  );
}

function PartyCard({ title, party }: { title: string; party: Party }) {
  const { t } = useTexts();
  const lines = [
    ...party.address, [party.postcode, party.city, party.country].filter(Boolean).join(" "),
    party.registration && t("statements.one.registration", { number: party.registration }), party.vat && t("statements.one.vatNumber", { number: party.vat }),
    party.iban && t("statements.one.iban", { iban: groupedIban(party.iban) }), party.email,
  ].filter(Boolean);
  return (
    <section className="p-card statement-party">
      <h3>{title}</h3>
      <p><strong>{party.name}</strong></p>
      {lines.map((line) => <p key={line}>{line}</p>)}
    </section>
  );
}

function Due({ of, role }: { of: Statement; role: Role }) {
  const { t, lang } = useTexts();
  const paid = useQuery({ queryKey: ["statements", "paid", of.id], queryFn: () => api.get<Paid[]>(`/statements/${encodeURIComponent(of.id)}/payments`) });
  const why = whyOf(of.due_why);
  return (
    <section className="p-card statement-party" aria-labelledby="statement-due">
      <h2 id="statement-due">{t("statements.one.due")}</h2>
      <p className="statement-pay">{t(`statements.one.pay.${wayOf(role, of.kind)}`, { seller: of.seller.name, buyer: of.buyer.name, total: ofCents(of.total, of.currency, lang), day: dayName(of.due_on, lang, "full") })}</p>
      {paid.data?.map((each) => (
        <p key={`${each.paid_on} ${each.reference}`}>
          <Glyph mark={each.returned_on ? "alert" : "ready"} /> {t("statements.one.paid", { day: dayName(each.paid_on, lang, "full"), reference: each.reference })}
          {each.returned_on && <> {t("statements.one.cameBack", { day: dayName(each.returned_on, lang, "full"), reason: each.reason })}</>}
        </p>
      ))}
      {why && !paid.data?.some((each) => !each.returned_on) && <p className="p-quiet">{t(`statements.why.${why}`)}</p>}
      {of.corrects && <p>{t("statements.one.corrects", { number: of.corrects })}</p>}
      {of.exemption && <p>{t("statements.one.exemption", { why: of.exemption })}</p>}
      {of.mandate && <p className="p-meta">{t("statements.one.mandate", { buyer: of.buyer.name, seller: of.seller.name, mandate: of.mandate })}</p>}
      {of.note && <p>{of.note}</p>}
    </section>
  );
}

function Files({ of }: { of: Statement }) {
  const { t, lang } = useTexts();
  const path = (name: string): string => `/statements/${of.id}/${name}?language=${lang}`;
  return (
    <div className="statement-files" role="group" aria-label={t("statements.one.files")}>
      <Keep path={path("statement.pdf")}>{t("statements.one.pdf")}</Keep>
      <Keep path={path("factur-x.pdf")}>{t("statements.one.facturX")}</Keep>
      {/* as long as it may be: the browser writes it as it comes */}
      <Button component="a" href={`/api/v1${path("calls.csv")}`} download>{t("statements.one.csv")}</Button>
      <Keep path={path("calls.xlsx")}>{t("statements.one.xlsx")}</Keep>
    </div>
  );
}

function Body({ of }: { of: Statement }) {
  const { t, lang } = useTexts();
  const me = useMe();
  return (
    <Page title={t("statements.one.title", { number: of.number })} tab={t("statements.one.tab", { number: of.number, month: monthName(of.month, lang) })} actions={<Files of={of} />}>
      <p className="statements-lead">
        <Link to="/statements">{t("statements.one.back")}</Link>
        <span>{t(`statements.kind.${of.kind}`)}</span>
        <span>{t("statements.one.issued", { day: dayName(of.issued_on, lang, "full"), month: monthName(of.month, lang) })}</span>
        <span>{t("statements.one.about", { owner: of.owner.name, answering: of.answering.name })}</span>
      </p>
      <div className="statement">
        <div>
          <Lines of={of} />
          <Disputes of={of} firm={me.firm.id} />
        </div>
        <div>
          <Due of={of} role={roleIn(of, me.firm.id)} />
          <PartyCard title={t("statements.one.seller")} party={of.seller} />
          <PartyCard title={t("statements.one.buyer")} party={of.buyer} />
        </div>
      </div>
    </Page>
  );
}

export default function StatementPage() {
  const { t } = useTexts();
  const { id = "" } = useParams();
  const statement = useQuery({ queryKey: ["statements", "one", id], queryFn: () => api.get<Statement>(`/statements/${encodeURIComponent(id)}`) });
  if (statement.data) return <Body of={statement.data} />;
  return <Page title={t("statements.title")}><Loaded of={statement}>{() => null}</Loaded></Page>;
}

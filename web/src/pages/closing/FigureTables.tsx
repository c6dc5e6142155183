/** What a month comes to: findings, the statements to come with their lines, and what changed since the month before. */

import { Table } from "@mantine/core";
import type { Change, Draft, Finding } from "@/api/ledger";
import { signed } from "@/format/number";
import { count, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { ofCents } from "@/pages/statements/money";
import { Glyph } from "@/theme/Glyph";
import { answeredOf, bars, blockingFirst, totals } from "./figures";

export function Findings({ findings }: { findings: Finding[] }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="closing-findings">
      <h2 id="closing-findings">{t("closing.findings.title")}</h2>
      {findings.length === 0 ? <p className="p-quiet">{t("closing.findings.none")}</p> : (
        <ul className="closing-findings">
          {blockingFirst(findings).map((each) => (
            <li key={`${each.trouble} ${each.firm}`}>
              <Glyph mark={each.blocks ? "alert" : "wrap"} /> <strong>{t(each.blocks ? "closing.findings.blocks" : "closing.findings.look")}</strong> {t(`closing.findings.${each.trouble}`, { firm: each.firm })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function DraftRows({ draft }: { draft: Draft }) {
  const { t, lang } = useTexts();
  const money = (amount: number): string => ofCents(amount, draft.currency, lang);
  const { calls, seconds } = answeredOf(draft);
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <strong>{draft.seller}</strong>, {t("closing.drafts.pays", { buyer: draft.buyer })}<br />
          <span className="p-meta">{t("closing.drafts.parties", { owner: draft.owner, answering: draft.answering })}</span>
        </Table.Td>
        <Table.Td className="figure">{count(calls, lang)}</Table.Td>
        <Table.Td className="figure">{spell(seconds, lang)}</Table.Td>
        <Table.Td className="figure">{money(draft.net)}</Table.Td>
        <Table.Td className="figure">{money(draft.vat)}</Table.Td>
        <Table.Td className="figure"><strong>{money(draft.total)}</strong></Table.Td>
      </Table.Tr>
      {draft.lines.length > 1 && draft.lines.map((line, at) => (
        <Table.Tr key={at} className="closing-line">
          <Table.Td>{t(`closing.drafts.line.${line.kind}`)}{line.about && ` (${line.about})`}</Table.Td>
          <Table.Td className="figure">{line.calls ? count(line.calls, lang) : ""}</Table.Td>
          <Table.Td className="figure">{line.seconds ? spell(line.seconds, lang) : ""}</Table.Td>
          <Table.Td className="figure">{money(line.cents)}</Table.Td>
          <Table.Td />
          <Table.Td />
        </Table.Tr>
      ))}
    </>
  );
}

export function Drafts({ drafts, done }: { drafts: Draft[]; done: boolean }) {
  const { t, lang } = useTexts();
  return (
    <section aria-labelledby="closing-drafts">
      <h2 id="closing-drafts">{t(done ? "closing.drafts.titleClosed" : "closing.drafts.title")}</h2>
      {drafts.length === 0 ? <p className="p-quiet">{t("closing.drafts.none")}</p> : (
        <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("closing.drafts.caption")}>
          <Table>
            <Table.Thead>
              <Table.Tr>{(["seller", "calls", "time", "net", "vat", "total"] as const).map((head) => <Table.Th key={head} className={head === "seller" ? undefined : "figure"}>{t(`closing.drafts.col.${head}`)}</Table.Th>)}</Table.Tr>
            </Table.Thead>
            <Table.Tbody>{drafts.map((draft, at) => <DraftRows key={at} draft={draft} />)}</Table.Tbody>
            <Table.Tfoot>
              {totals(drafts).map((sum) => (
                <Table.Tr key={sum.currency}>
                  <Table.Th colSpan={3} scope="row">{t("closing.drafts.sum")}</Table.Th>
                  {[sum.net, sum.vat, sum.total].map((amount, at) => <Table.Td key={at} className="figure"><strong>{ofCents(amount, sum.currency, lang)}</strong></Table.Td>)}
                </Table.Tr>
              ))}
            </Table.Tfoot>
          </Table>
        </div>
      )}
    </section>
  );
}

export function Changes({ changes }: { changes: Change[] }) {
  const { t, lang } = useTexts();
  const lengths = bars(changes);
  return (
    <section aria-labelledby="closing-changes">
      <h2 id="closing-changes">{t("closing.changes.title")}</h2>
      {changes.length === 0 ? <p className="p-quiet">{t("closing.changes.none")}</p> : (
        <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("closing.changes.title")}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("closing.changes.firm")}</Table.Th>
                {(["before", "now", "change"] as const).map((head) => <Table.Th key={head} className="figure">{t(`closing.changes.${head}`)}</Table.Th>)}
                <Table.Td aria-hidden="true" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changes.map((each, at) => {
                const show = (amount: number): string => ofCents(amount, each.currency, lang);
                return (
                  <Table.Tr key={`${each.firm} ${each.currency}`}>
                    <Table.Td>{each.firm}</Table.Td>
                    <Table.Td className="figure">{show(each.before)}</Table.Td>
                    <Table.Td className="figure">{show(each.now)}</Table.Td>
                    <Table.Td className="figure">{signed(each.now - each.before, show) || t("closing.changes.same")}</Table.Td>
                    <Table.Td aria-hidden="true" className="closing-bar"><span data-less={(lengths[at] ?? 0) < 0} style={{ width: `${46 * Math.abs(lengths[at] ?? 0)}%` }} /></Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

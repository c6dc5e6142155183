/** How partners stand: calls, complaints, and the part without complaint between its bounds, against the agreement's floor. */

import { Table } from "@mantine/core";
import type { Agreement } from "@/api/agreements";
import type { PartnerStanding } from "@/api/quality";
import { decimal, percent } from "@/format/number";
import { count } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Glyph } from "@/theme/Glyph";

const ENOUGH = 50;
/** The drawing begins at 80 %: below, everything is at its left edge. */
const FROM = 0.8;
const at = (part: number): number => Math.max(0, (part - FROM) / (1 - FROM)) * 160;

function Bounds({ one, floor }: { one: PartnerStanding; floor: number | null }) {
  return (
    <svg className="complaint-bounds" viewBox="0 0 160 14" aria-hidden="true">
      <line x1="0" x2="160" y1="7" y2="7" stroke="var(--p-border)" />
      <line x1={at(one.low)} x2={Math.max(at(one.high), at(one.low) + 2)} y1="7" y2="7" stroke="currentColor" strokeWidth="4" />
      {floor !== null && <line x1={at(floor)} x2={at(floor)} y1="0" y2="14" stroke="currentColor" strokeDasharray="2 2" />}
    </svg>
  );
}

export function Standings({ found, agreements }: { found: PartnerStanding[]; agreements: Agreement[] }) {
  const { t, lang } = useTexts();
  const me = useMe();
  if (!found.length) return null;
  const heads = ["partner", "answered", "complained", "rate", "quality"] as const;
  return (
    <section aria-labelledby="complaint-standings">
      <h2 id="complaint-standings">{t("complaints.standings")}</h2>
      <p className="p-quiet">{t("complaints.standingsLead")}</p>
      <div className="p-card complaint-table" tabIndex={0} role="group" aria-label={t("complaints.standings")}>
        <Table>
          <Table.Thead><Table.Tr>{heads.map((head) => <Table.Th key={head}>{t(`complaints.${head}`)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {found.map((one) => {
              const agreement = agreements.find((each) => each.id === one.agreement);
              const ours = one.owner === me.firm.id;
              const name = (ours ? agreement?.answering_name : agreement?.owner_name) ?? one.agreement;
              const floor = agreement?.versions.find((each) => each.id === agreement.in_force)?.terms.quality_floor ?? null;
              const judged = one.answered >= ENOUGH;
              return (
                <Table.Tr key={one.agreement}>
                  <Table.Td>
                    {t(ours ? "complaints.answers" : "complaints.answersFor", { name })}
                    {judged && floor !== null && one.high < floor && <p role="alert"><Glyph mark="alert" /> {t(ours ? "complaints.shut" : "complaints.shutForUs")}</p>}
                  </Table.Td>
                  <Table.Td>{count(one.answered, lang)}</Table.Td>
                  <Table.Td>{count(one.complained, lang)}</Table.Td>
                  <Table.Td>{one.answered ? decimal((1000 * one.complained) / one.answered, lang) : "–"}</Table.Td>
                  <Table.Td>
                    {judged ? t("complaints.bounds", { low: percent(one.low, lang, 1), high: percent(one.high, lang, 1) }) : t("complaints.few")}
                    {floor !== null && <span className="p-meta"> {t("complaints.floor", { floor: percent(floor, lang, 1) })}</span>}
                    <Bounds one={one} floor={floor} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

/** The months of the platform and how far each has come, for the firm that runs it. */

import { Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { Month, MonthSigned, Stage } from "@/api/ledger";
import { count, dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { monthName } from "@/pages/statements/money";
import { Empty, Loaded, Page } from "@/shell/Page";
import { Glyph, type Mark } from "@/theme/Glyph";
import { Check } from "./Check";
import { TopUpPart } from "./TopUpPart";
import "@/pages/statements/statements.css";
import "./closing.css";

export const MONTHS = ["months"] as const;
export const STAGES: Stage[] = ["open", "proposed", "approved", "closed"];
export const MARKS: Record<Stage, Mark> = { open: "offline", proposed: "wrap", approved: "pause", closed: "ready" };
const HEADS = ["month", "stage", "proposed", "approved", "closed", "statements"] as const;

function Row({ month }: { month: Month }) {
  const me = useMe();
  const { t, lang } = useTexts();
  const by = (who: MonthSigned | null): string => (who ? t("closing.by", { name: who.name, at: dayHour(who.at, lang, me.firm.time_zone) }) : "");
  return (
    <Table.Tr>
      <Table.Td><Link to={`/closing/${month.month.slice(0, 7)}`} className="row-link closing-month">{monthName(month.month, lang)}</Link></Table.Td>
      <Table.Td className="p-nowrap"><Glyph mark={MARKS[month.stage]} /> {t(`closing.stage.${month.stage}`)}</Table.Td>
      <Table.Td>{by(month.proposed)}</Table.Td>
      <Table.Td>{by(month.approved)}</Table.Td>
      <Table.Td>{month.closed_at ? dayHour(month.closed_at, lang, me.firm.time_zone) : ""}</Table.Td>
      <Table.Td className="figure">{month.stage === "closed" ? count(month.statements, lang) : ""}</Table.Td>
    </Table.Tr>
  );
}

export default function ClosingPage() {
  const { t } = useTexts();
  const months = useQuery({ queryKey: MONTHS, queryFn: () => api.get<Month[]>("/months") });
  return (
    <Page title={t("closing.title")} actions={<Check />}>
      <p className="p-quiet statements-lead">{t("closing.lead")}</p>
      <Loaded of={months} lines={4}>
        {(found) => (found.length === 0 ? <Empty title={t("closing.none")} text={t("closing.noneText")} /> : (
          <div className="p-card statements-table" tabIndex={0} role="group" aria-label={t("closing.months")}>
            <Table highlightOnHover>
              <Table.Thead>
                <Table.Tr>{HEADS.map((head) => <Table.Th key={head} className={head === "statements" ? "figure" : undefined}>{t(`closing.col.${head}`)}</Table.Th>)}</Table.Tr>
              </Table.Thead>
              <Table.Tbody>{found.map((month) => <Row key={month.month} month={month} />)}</Table.Tbody>
            </Table>
          </div>
        ))}
      </Loaded>
      <TopUpPart />
    </Page>
  );
}

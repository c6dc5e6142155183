/** The rules that are in force, queue by queue, in words. */

import { Table } from "@mantine/core";
import { dayHour, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Empty } from "@/shell/Page";
import { skillsText, stepsText, teamsText, type InForce, type Policy } from "./rules";

const COLUMNS = ["queue", "target", "priority", "prefer", "skills", "teams", "steps"] as const;

export function InForceCard({ force, version, names }: { force: InForce; version: Policy | undefined; names: (id: string) => string }) {
  const { t, lang } = useTexts();
  const me = useMe();
  if (!force.rules.length) return <Empty title={t("rules.force.none")} text={t("rules.force.noneText")} />;
  const at = version?.published_at;
  return (
    <section aria-labelledby="rules-force">
      <h2 id="rules-force">{t("rules.force.title")}</h2>
      <p className="p-meta">
        {at ? t("rules.force.since", { at: dayHour(at, lang, me.firm.time_zone), who: version?.published_by ?? "" }) : t("rules.force.never")}
        {force.changed.length > 0 && <strong> {t("rules.force.changed", { queues: force.changed.map(names).join(", ") })}</strong>}
      </p>
      <div className="p-card rules-table" role="group" tabIndex={0} aria-label={t("rules.force.title")}>
        <Table>
          <Table.Thead>
            <Table.Tr>{COLUMNS.map((name) => <Table.Th key={name}>{t(`rules.force.col.${name}`)}</Table.Th>)}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {force.rules.map((rule) => (
              <Table.Tr key={rule.queue}>
                <Table.Th scope="row">{names(rule.queue)}</Table.Th>
                <Table.Td className="p-nowrap">{spell(rule.target_s, lang)}</Table.Td>
                <Table.Td>{rule.priority}</Table.Td>
                <Table.Td className="p-nowrap">{rule.prefer_s ? spell(rule.prefer_s, lang) : t("rules.force.never_known")}</Table.Td>
                <Table.Td>{skillsText(rule, names, t)}</Table.Td>
                <Table.Td>{teamsText(rule.teams, names, t)}</Table.Td>
                <Table.Td>{stepsText(rule, names, t, lang)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

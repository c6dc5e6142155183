/** The people whom each hour of a day takes, found by playing it, beside what the formula asks of each queue for itself. */

import { Button, Table } from "@mantine/core";
import { api } from "@/api/client";
import type { HourNeeds, Requirement } from "@/api/planning";
import { decimal } from "@/format/number";
import { useTexts } from "@/i18n";
import { Glyph } from "@/theme/Glyph";
import { clockOf, localOf, type Axis } from "./axis";
import { DAYS } from "./data";
import { Playing } from "./Playing";
import { useRuns } from "./usePlayed";
import { dayName } from "./week";

const QUARTERS = 4;

interface HourCounted {
  starts: string;
  people: number;
}

/** The hours of a day in which anybody is needed, and the most people that the formula asks for in each. */
function hoursOf(need: Requirement, day: string, zone: string): HourCounted[] {
  const everybody = need.starts.map((_, at) => need.queues.reduce((sum, queue) => sum + (queue.agents[at] ?? 0), 0));
  return need.starts.flatMap((starts, at) => {
    const local = localOf(Date.parse(starts), zone);
    const people = Math.max(...everybody.slice(at, at + QUARTERS));
    return local.date === day && local.minute % 60 === 0 && people > 0 ? [{ starts, people }] : [];
  });
}

export function PlayedHours({ need, from, day, axis }: { need: Requirement; from: string; day: string; axis: Axis }) {
  const { t, lang } = useTexts();
  const runs = useRuns<HourNeeds>();
  const hours = hoursOf(need, day, axis.zone);
  const names = new Map(need.queues.map((queue) => [queue.queue_id, queue.name]));
  const found = hours.flatMap((hour) => {
    const played = runs.found.get(hour.starts);
    return played ? [{ hour, played }] : [];
  });
  const kinds = found.map(({ played }) => played.kinds).reduce<HourNeeds["kinds"]>((most, each) => (each.length > most.length ? each : most), []);
  const [counted, played] = [found.reduce((sum, each) => sum + each.hour.people, 0), found.reduce((sum, each) => sum + each.played.people, 0)];
  const play = (): void => runs.start(hours.map((hour) => hour.starts), (starts, signal) => api.post<HourNeeds>("/planning/played-hour", { from, days: DAYS, starts }, signal));
  const when = dayName(day, lang);
  return (
    <section className="plan-hours" aria-labelledby="plan-hours">
      <div className="plan-played">
        <h3 id="plan-hours">{t("planning.played.hours", { day: when })}</h3>
        {runs.busy ? <Playing done={runs.done} of={runs.of} stop={runs.stop} label={t("planning.played.hoursWorking", { done: runs.done, count: runs.of })} />
          : <Button size="compact-md" disabled={hours.length === 0} onClick={play}>{t(found.length ? "planning.played.again" : "planning.played.playHours")}</Button>}
        <p className="p-meta">{t("planning.played.hoursLead")}</p>
      </div>
      {found.length > 0 && (
        <>
          {!runs.busy && <p role="status">{t("planning.played.hoursResult", { played: decimal(played, lang), counted: decimal(counted, lang) })}</p>}
          <div className="plan-table">
            <Table withTableBorder={false} aria-label={t("planning.played.hours", { day: when })}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t("planning.played.hour")}</Table.Th>
                  <Table.Th scope="col">{t("planning.played.counted")}</Table.Th>
                  <Table.Th scope="col">{t("planning.played.played")}</Table.Th>
                  {kinds.map((kind) => (
                    <Table.Th key={kind.queue_ids.join()} scope="col">
                      {kind.queue_ids.map((id) => names.get(id) ?? id).join(" + ")} <span className="p-meta">{t("planning.played.there", { count: kind.there })}</span>
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {found.map(({ hour, played: one }) => (
                  <Table.Tr key={hour.starts}>
                    <Table.Th scope="row">{clockOf(Date.parse(hour.starts), axis.zone)}</Table.Th>
                    <Table.Td>{hour.people}</Table.Td>
                    <Table.Td>{one.kept ? <strong>{one.people}</strong> : <><Glyph mark="alert" /> {t("planning.played.never")}</>}</Table.Td>
                    {kinds.map((kind) => <Table.Td key={kind.queue_ids.join()}>{one.kinds.find((each) => each.queue_ids.join() === kind.queue_ids.join())?.people ?? 0}</Table.Td>)}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
    </section>
  );
}

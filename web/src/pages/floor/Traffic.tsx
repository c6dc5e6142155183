/** The right side of the floor: queues with those who wait, and the calls in progress. */

import { showPhone } from "@/format/phone";
import { clock, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { agentOf, callsOf, queuesOf, waitingIn, type CallRow } from "@/live/model";
import { secondsSince, useRows } from "@/live/provider";

function Caller({ call, now }: { call: CallRow; now: number }) {
  const { t, lang } = useTexts();
  return (
    <li>
      <span className="p-cut">{showPhone(call.customer) || t("desk.call.unknown")}</span>
      <span className="p-meta p-cut">{call.path.join(" › ")}</span>
      <span className="desk-clock">{spell(secondsSince(call.queued_at, now), lang)}</span>
    </li>
  );
}

export function Queues({ now }: { now: number }) {
  const { t } = useTexts();
  const rows = useRows();
  const queues = queuesOf(rows).sort((a, b) => b.waiting.length - a.waiting.length || a.name.localeCompare(b.name));
  return (
    <section aria-labelledby="floor-queues">
      <h2 id="floor-queues">{t("floor.queues")}</h2>
      {queues.map((queue) => (
        <div key={queue.id} className="floor-queue p-card">
          <div className="floor-queue-head">
            <h3 className="p-cut">{queue.name}</h3>
            <strong data-none={queue.waiting.length === 0}>{t("floor.waiting", { count: queue.waiting.length })}</strong>
          </div>
          <p className="p-meta">{[t("desk.presence.ready", { count: queue.ready }), t("floor.talking", { count: queue.talking }), t("floor.present", { count: queue.signed_in })].join(" · ")}</p>
          {queue.waiting.length > 0 && (
            <ol>{waitingIn(rows, queue).slice(0, 8).map((call) => <Caller key={call.id} call={call} now={now} />)}</ol>
          )}
        </div>
      ))}
      {!queues.length && <p className="p-quiet">{t("desk.idle.noQueues")}</p>}
    </section>
  );
}

export function Calls({ now }: { now: number }) {
  const { t } = useTexts();
  const rows = useRows();
  const calls = callsOf(rows)
    .filter((call) => call.phase !== "queued" && call.phase !== "ended")
    .sort((a, b) => a.arrived_at.localeCompare(b.arrived_at));
  return (
    <section aria-labelledby="floor-calls">
      <h2 id="floor-calls">{t("floor.calls")} ({calls.length})</h2>
      {!calls.length && <p className="p-quiet">{t("floor.noCalls")}</p>}
      {calls.length > 0 && (
        <ul className="floor-calls p-card">
          {calls.map((call) => (
            <li key={call.id}>
              <span className="p-cut">{showPhone(call.customer) || t("desk.call.unknown")}</span>
              <span className="p-meta p-cut">
                {t(`floor.phase.${call.phase}`)}
                {call.agent && ` · ${agentOf(rows, call.agent)?.alias ?? "?"}`}
              </span>
              <span className="desk-clock">{clock(secondsSince(call.answered_at ?? call.arrived_at, now))}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

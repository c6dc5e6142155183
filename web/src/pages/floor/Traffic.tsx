/** The right side of the floor: queues with those who wait, and the calls in progress. */

import { useEffect, useState } from "react";
import { clock, spell, type Lang } from "@/format/time";
import { i18n, useTexts, type Translate } from "@/i18n";
import { agentOf, callsOf, helperOf, PULLS, queuesOf, waitingIn, type CallRow, type QueueRow } from "@/live/model";
import { secondsSince, useRows, useSocket } from "@/live/provider";
import { whoOf } from "@/pages/desk/CallBar";
import type { Rows } from "@/live/reducer";
import { Glyph } from "@/theme/Glyph";

interface Why {
  code: string;
  others: number;
  place: number | null;
  step: number;
  free_in_s: number | null;
}

const COUNTED = "every_agent_with_the_skills_is_busy";

/** Why a caller waits, in sentences. */
export function whyText(why: Why, t: Translate, lang: Lang): string {
  const sentences: string[] = [];
  if (why.place !== null) sentences.push(t("floor.why.place", { count: why.place }));
  if (why.code === COUNTED) sentences.push(why.others === 0 ? t(`floor.why.${COUNTED}_zero`) : t(`floor.why.${COUNTED}`, { count: why.others }));
  else if (i18n.exists(`floor.why.${why.code}`)) sentences.push(t(`floor.why.${why.code as "no_agent_has_the_skills"}`));
  if (why.step > 0) sentences.push(t("floor.why.step", { step: why.step }));
  if (why.free_in_s !== null) sentences.push(t("floor.why.expected", { time: spell(why.free_in_s, lang) }));
  return sentences.join(" ");
}

/** What the platform says of a caller who waits; asked when somebody looks, and again while they do. */
function useWhy(call: string, open: boolean): string | null {
  const socket = useSocket();
  const { t, lang } = useTexts();
  const [why, setWhy] = useState<Why | null>(null);
  useEffect(() => {
    if (!open) return;
    let here = true;
    const ask = (): void => {
      socket.do({ type: "explain", call }).then((told) => here && setWhy(told as Why)).catch(() => here && setWhy(null));
    };
    ask();
    const timer = window.setInterval(ask, 5000);
    return () => {
      here = false;
      window.clearInterval(timer);
    };
  }, [socket, call, open]);
  return why && whyText(why, t, lang);
}

/** At which partners he waits too, or whose telephone rings there. */
function Elsewhere({ call }: { call: CallRow }) {
  const { t, lang } = useTexts();
  const helper = helperOf(call);
  if (helper) return <p className="p-meta floor-elsewhere">{t("floor.ringsAt", { who: helper })}</p>;
  if (!call.partners_asked.length) return null;
  return <p className="p-meta floor-elsewhere">{t("floor.alsoAt", { partners: new Intl.ListFormat(lang, { type: "conjunction" }).format(call.partners_asked) })}</p>;
}

function Caller({ call, now, first }: { call: CallRow; now: number; first: boolean }) {
  const { t, lang } = useTexts();
  const [open, setOpen] = useState(first);
  const why = useWhy(call.id, open);
  return (
    <li>
      <button type="button" className="floor-caller" aria-expanded={open} title={t("floor.why.title")} onClick={() => setOpen(!open)}>
        <span className="p-cut">{whoOf(call, t)}</span>
        <span className="p-meta p-cut">{[call.call_back && t(`floor.callBack.${call.call_back}`), call.path.join(" › ")].filter(Boolean).join(" · ")}</span>
        <span className="desk-clock">{spell(secondsSince(call.queued_at, now), lang)}</span>
      </button>
      <Elsewhere call={call} />
      {open && <p className="p-meta floor-why">{why ?? "…"}</p>}
    </li>
  );
}

/** What the queue has promised and how it stands: said before it breaks, while something can be done. */
function PromiseLine({ queue }: { queue: QueueRow }) {
  const { t, lang } = useTexts();
  if (!queue.waiting.length) return null;
  const values = { time: spell(queue.expected_s ?? 0, lang), promise: spell(queue.target_s, lang), count: queue.late };
  return (
    <p className="floor-promise" data-alarm={queue.alarm} role={queue.alarm === "kept" ? undefined : "status"}>
      {queue.alarm !== "kept" && <><Glyph mark="alert" />{" "}</>}
      {queue.alarm === "kept" && queue.expected_s === null ? t("floor.promise.unknown", values) : t(`floor.promise.${queue.alarm}`, values)}
      {PULLS.map((pull) => queue.pulls[pull] !== undefined && ` ${t(`floor.pull.${pull}`, { count: queue.pulls[pull] })}`)}
    </p>
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
          <PromiseLine queue={queue} />
          {queue.waiting.length > 0 && (
            <ol>{waitingIn(rows, queue).slice(0, 8).map((call, at) => <Caller key={call.id} call={call} now={now} first={at === 0} />)}</ol>
          )}
        </div>
      ))}
      {!queues.length && <p className="p-quiet">{t("desk.idle.noQueues")}</p>}
    </section>
  );
}

/** Who has a call: an agent of one's own, one of a partner, or one of one's own for a partner's brand. */
function servedBy(call: CallRow, rows: Rows, t: Translate): string {
  const who = helperOf(call) ?? (call.agent ? (agentOf(rows, call.agent)?.alias ?? "?") : "");
  return [who, call.guest && t("floor.forBrand", { brand: call.brand })].filter(Boolean).join(" · ");
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
              <span className={call.guest ? "p-alias p-cut" : "p-cut"}>{whoOf(call, t)}</span>
              <span className="desk-clock">{clock(secondsSince(call.answered_at ?? call.arrived_at, now))}</span>
              <span className="p-meta floor-served">{[t(`floor.phase.${call.phase}`), servedBy(call, rows, t)].filter(Boolean).join(" · ")}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

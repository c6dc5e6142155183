/** The middle of the desk: what to say now, who is consulted, what comes next. */

import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { spell } from "@/format/time";
import { api } from "@/api/client";
import { showPhone } from "@/format/phone";
import { useTexts } from "@/i18n";
import { bindings } from "@/keys/keymap";
import { queuesOf, type CallRow } from "@/live/model";
import { secondsSince, useNow, useRows } from "@/live/provider";
import { usePrefs } from "@/prefs";
import { useMe } from "@/me";
import { keyName, Key } from "@/shell/KeyHelp";
import { problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph, type Mark } from "@/theme/Glyph";
import { reasonText } from "./reasons";
import type { DeskView } from "./useDesk";
import { BrandStrip } from "./BrandStrip";
import { PayStrip } from "./PayStrip";
import { whoOf } from "./CallBar";

function Missed({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const reason = desk.agent?.reason;
  const known = ["no_answer", "rejected", "page_asleep"] as const;
  const found = known.find((item) => item === reason);
  if (desk.agent?.presence !== "paused" || !reason || reason === "signed_in" || (!found && !["busy", "unreachable", "failed"].includes(reason))) return null;
  return (
    <div className="desk-note" role="alert">
      <strong>
        <Glyph mark="alert" /> {t("desk.missed.title")}
      </strong>
      <p>{found ? t(`desk.missed.${found}`) : t("desk.missed.other", { reason: reasonText(reason, t) })}</p>
    </div>
  );
}

export function CallMe() {
  const { t } = useTexts();
  const me = useMe();
  if (!me.demonstration) return null;
  const call = async (): Promise<void> => {
    try {
      await api.post("/demo/call-me");
      toast({ kind: "done", text: t("desk.idle.callMeDone") });
    } catch (problem) {
      toast({ kind: "no", text: problemText(problem, t) });
    }
  };
  return (
    <div className="desk-callme">
      <Button onClick={() => void call()}>{t("desk.idle.callMe")}</Button>
      <span className="p-meta">{t("desk.idle.callMeHelp")}</span>
    </div>
  );
}

function Queues() {
  const { t, lang } = useTexts();
  const now = useNow();
  const queues = queuesOf(useRows()).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <section aria-label={t("desk.idle.queues")} className="desk-queues">
      <h2>{t("desk.idle.queues")}</h2>
      {!queues.length && <p className="p-quiet">{t("desk.idle.noQueues")}</p>}
      <ul>
        {queues.map((queue) => (
          <li key={queue.id}>
            <span className="p-cut">{queue.name}</span>
            <span>
              {queue.waiting.length ? t("desk.waiting", { count: queue.waiting.length }) : <span className="p-quiet">{t("desk.noWaiting")}</span>}
              {queue.longest_since && <span className="p-quiet"> · {spell(secondsSince(queue.longest_since, now), lang)}</span>}
            </span>
            <span className="p-quiet">{queue.ready ? t("desk.presence.ready", { count: queue.ready }) : t("desk.presence.none")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Idle({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const { keys } = usePrefs();
  const { agent } = desk;
  const presence = agent?.presence === "ready" ? "ready" : agent?.presence === "unreachable" ? "unreachable" : "paused";
  const mark: Mark = presence === "ready" ? "ready" : presence === "paused" ? "pause" : "alert";
  const why = agent?.reason === "page_asleep" ? "page_asleep" : "phone_unreachable";
  return (
    <>
      <Missed desk={desk} />
      <p className="desk-big">
        <Glyph mark={mark} size="1.25rem" />{" "}
        {presence === "paused" ? t("desk.idle.paused", { reason: reasonText(agent?.reason ?? "", t) }) : t(`desk.idle.${presence}`)}
      </p>
      {presence === "unreachable" && <p role="alert">{t(`desk.unreachable.${why}`)}</p>}
      {presence === "paused" && <p className="p-quiet">{t("desk.idle.hint", { key: keyName(bindings(keys).wrap, t) })}</p>}
      <CallMe />
      <Queues />
    </>
  );
}

function Consult({ desk, call }: { desk: DeskView; call: CallRow }) {
  const { t } = useTexts();
  const { consult } = call;
  if (!consult) return null;
  const spoken = consult.state !== "ringing";
  return (
    <section className="desk-note" aria-label={t("desk.call.consulting", { who: showPhone(consult.label) })}>
      <p role="status">{t(`desk.sheet.${consult.state}`, { who: showPhone(consult.label) })}</p>
      <div className="desk-row">
        {spoken && <Button variant="filled" onClick={() => void desk.send({ type: "complete_transfer" })}>{t("desk.sheet.complete")}</Button>}
        {consult.state === "up" && <Button onClick={() => void desk.send({ type: "conference" })}>{t("desk.sheet.conference")}</Button>}
        <Button onClick={() => void desk.send({ type: "cancel_consult" })}>{t("desk.sheet.cancel")}</Button>
      </div>
    </section>
  );
}

function Talking({ desk, call }: { desk: DeskView; call: CallRow }) {
  const { t } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const answered = desk.stage === "talking";
  useEffect(() => {
    if (answered) heading.current?.focus({ preventScroll: true }); // the reader starts with what to say, once answered
  }, [answered, call.id]);
  const language = call.language === "fr" || call.language === "en" ? call.language : null;
  return (
    <>
      <BrandStrip call={call} />
      <Consult desk={desk} call={call} />
      {call.call_back === "kept" && desk.stage === "offered" && <p className="desk-note">{t("desk.call.callBackNote")}</p>}
      {call.phase === "reconnecting" && <p className="desk-note" role="alert">{t("desk.call.reconnecting")}</p>}
      <h2 ref={heading} tabIndex={-1} className="p-meta desk-say-title">
        {t("desk.call.say")} {language && <>({t(`desk.call.language.${language}`)})</>}
      </h2>
      <p className="desk-say" lang={call.language}>
        {call.greeting.replaceAll("{alias}", desk.agent?.alias ?? "") || t("desk.call.sayDefault")}
      </p>
      {call.path.length > 0 && (
        <>
          <h2 className="p-meta">{t("desk.call.choices")}</h2>
          <p>{call.path.join(" › ")}</p>
        </>
      )}
      <PayStrip desk={desk} />
    </>
  );
}

function Wrapping({ call }: { call: CallRow | null }) {
  const { t } = useTexts();
  return (
    <>
      {call && <BrandStrip call={call} small />}
      <p className="desk-big">
        <Glyph mark="wrap" size="1.25rem" /> {t("desk.wrap.title")}
        <span className="desk-after">
          {t("desk.wrap.finish")} <Key action="wrap" />
        </span>
        <span className="desk-hint">{t("desk.wrap.hint")}</span>
      </p>
    </>
  );
}

export function Stage({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const { call, stage } = desk;
  const me = useMe();
  if (stage === "wrap_up") return <Wrapping call={call} />;
  if (!call) return <Idle desk={desk} />;
  return (
    <>
      {stage === "offered" && !call.auto_answer && (
        <p className="p-hidden" role="alert">
          {t("desk.call.incoming", { brand: call.brand, who: whoOf(call, t), queue: call.queue_name ?? call.guest?.owner ?? t("desk.call.noQueue") })}
        </p>
      )}
      {stage === "offered" && !me.softphone && <p className="desk-note">{t("desk.call.noPhone")}</p>}
      <Talking desk={desk} call={call} />
    </>
  );
}

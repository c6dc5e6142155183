/** The bottom line: one key ends the call, qualifies it and goes on; ten seconds to undo. */

import { Button } from "@mantine/core";
import { clock } from "@/format/time";
import { useTexts } from "@/i18n";
import { useNow } from "@/live/provider";
import type { Action } from "@/keys/keymap";
import { Key } from "@/shell/KeyHelp";
import { Glyph } from "@/theme/Glyph";
import { labelOf, useDispositions } from "./data";
import type { DeskView } from "./useDesk";
import { QUESTIONS, type Answers, type Question } from "./useAnswers";
import type { Qualify } from "./useQualify";

function Countdown({ until }: { until: string }) {
  const { t } = useTexts();
  const now = useNow();
  return <span className="desk-clock">{t("desk.wrap.left", { time: clock((new Date(until).getTime() - now) / 1000) })}</span>;
}

function Undo({ desk, qualify }: { desk: DeskView; qualify: Qualify }) {
  const { t, lang } = useTexts();
  useNow();
  const dispositions = [...useDispositions(desk.call), ...useDispositions()];
  if (!qualify.last || qualify.correcting) return null;
  const chosen = dispositions.find((item) => item.code === qualify.last?.code);
  const left = Math.max(0, Math.ceil((qualify.last.until - Date.now()) / 1000));
  return (
    <span className="desk-undo">
      <Glyph mark="ready" /> {t("desk.wrap.done", { label: chosen ? labelOf(chosen, lang) : t("desk.wrap.noDisposition") })}
      <Button size="compact-md" onClick={qualify.undo}>
        {t("desk.wrap.undo")}&nbsp;
        <Key action="undo" />&nbsp;{left}&nbsp;s
      </Button>
    </span>
  );
}

const KEYS: Record<Question, Action> = { forbidden_offer: "forbiddenOffer", complained: "complaint" };

function Asked({ answers, able }: { answers: Answers; able: boolean }) {
  const { t } = useTexts();
  if (!answers.asked) return null;
  return (
    <span className="desk-asked" role="group" aria-label={t("desk.asks.title")}>
      {QUESTIONS.map((question) => {
        const yes = answers.said[question];
        return (
          <Button key={question} size="compact-md" variant={yes ? "filled" : "default"} color={yes ? "danger" : undefined} aria-pressed={yes} disabled={!able}
            onClick={() => answers.turn(question)}>
            {t(`desk.asks.${question}`)}&nbsp;<strong>{t(yes ? "desk.asks.yes" : "desk.asks.no")}</strong>&nbsp;
            <Key action={KEYS[question]} />
          </Button>
        );
      })}
    </span>
  );
}

export function WrapBar({ desk, qualify }: { desk: DeskView; qualify: Qualify }) {
  const { t, lang } = useTexts();
  const dispositions = useDispositions(desk.call);
  const wrapping = desk.stage === "wrap_up";
  const able = qualify.call !== null && desk.acts;
  const lead = qualify.correcting ? "correcting" : !able ? "idle" : wrapping ? "bar" : "barTalking";
  return (
    <section className="desk-wrap" aria-label={t("desk.wrap.title")}>
      <Asked answers={qualify.answers} able={able} />
      <span className={able ? "p-nowrap" : "p-quiet p-nowrap"}>{t(`desk.wrap.${lead}`)}</span>
      <span className="desk-codes">
        {able && dispositions.slice(0, 9).map((item, index) => (
          <Button key={item.code} size="compact-md" onClick={() => qualify.choose(item)}>
            <kbd className="p-key">{index + 1}</kbd>&nbsp;{labelOf(item, lang)}
          </Button>
        ))}
        {able && !dispositions.length && <span className="p-meta">{t("desk.wrap.none")}</span>}
      </span>
      <span className="desk-gap" />
      <Undo desk={desk} qualify={qualify} />
      {wrapping && desk.agent?.wrap_up_until && (
        <>
          <Countdown until={desk.agent.wrap_up_until} />
          <Button size="compact-md" disabled={!desk.acts} onClick={() => void desk.send({ type: "extend_wrap_up", seconds: 30 })}>
            {t("desk.wrap.extend")}&nbsp;
            <Key action="extend" />
          </Button>
        </>
      )}
    </section>
  );
}

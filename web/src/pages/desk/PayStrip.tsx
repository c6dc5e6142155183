/** A consultation paid by card: what may be sold, the caller at his keypad as dots and a result, and the time that he pays for. */

import { Button } from "@mantine/core";
import { useRef } from "react";
import { cents } from "@/format/number";
import { clock, spell } from "@/format/time";
import { useTexts, type Translate } from "@/i18n";
import { useKeys } from "@/keys/useKeys";
import type { CardRow, ProductRow } from "@/live/model";
import { capturing, counting, paidFor } from "@/live/card";
import { secondsSince, useNow } from "@/live/provider";
import { Key } from "@/shell/KeyHelp";
import { Glyph } from "@/theme/Glyph";
import type { DeskView } from "./useDesk";

const FAILED = ["not_accepted", "no_keys", "timed_out", "too_many_tries", "declined", "service_away", "cancelled", "gone", "keypad_lost"];

function priceOf(product: ProductRow, t: Translate, lang: "fr" | "en"): string {
  const amount = cents(product.amount, product.currency, lang);
  return t(product.unit === "minute" ? "desk.pay.aMinute" : "desk.pay.aPacket", { amount, time: spell(product.most_s, lang) });
}

function Dots({ card }: { card: CardRow }) {
  const { t } = useTexts();
  const stage = t(`desk.pay.stage.${card.stage as "number"}`);
  return (
    <p className="pay-stage" role="status">
      <strong>{stage}</strong>
      {card.digits > 0 && (
        <span className="pay-dots" role="img" aria-label={t("desk.pay.digits", { count: card.digits })}>{"•".repeat(card.digits)}</span>
      )}
      {card.tries > 1 && <span className="p-meta">{t("desk.pay.try", { number: card.tries })}</span>}
    </p>
  );
}

function Counted({ card }: { card: CardRow }) {
  const { t, lang } = useTexts();
  const now = useNow();
  const until = card.until === null ? now : Date.parse(card.until);
  const seconds = Math.min(secondsSince(card.since, until), card.product.most_s);
  return (
    <p className="pay-stage">
      <span className="desk-clock">{clock(seconds)}</span>
      <strong>{cents(paidFor(card.product, seconds), card.product.currency, lang)}</strong>
      <span className="p-meta">{t("desk.pay.card", { digits: card.last_four })}</span>
    </p>
  );
}

export function PayStrip({ desk }: { desk: DeskView }) {
  const { t, lang } = useTexts();
  const first = useRef<HTMLButtonElement>(null);
  const { call, send, acts, stage } = desk;
  const card = call?.card ?? null;
  const products = call?.products ?? [];
  const taking = card !== null && capturing(card);
  const running = card !== null && counting(card);
  const able = acts && desk.may.hold && !call?.held;
  const take = (product: ProductRow): void => void send({ type: "take_card", product: product.id });
  const stop = (): void => void send({ type: taking ? "cancel_card" : "end_consultation" });
  useKeys({
    card: () => {
      const [only, ...others] = products;
      if (!acts) return;
      if (taking || running) stop();
      else if (able && only && others.length === 0) take(only);
      else first.current?.focus();
    },
  });
  if (stage !== "talking" || (products.length === 0 && !card)) return null;
  return (
    <section className="strip pay" aria-label={t("desk.pay.title")}>
      <p className="strip-for">{t("desk.pay.title")}{card && (taking || running) ? ` · ${card.product.name}` : ""}</p>
      {card && taking && <Dots card={card} />}
      {card && taking && <p className="p-meta">{t("desk.pay.alone")}</p>}
      {card?.since && <Counted card={card} />}
      {card?.until && <p className="p-meta">{t("desk.pay.over")}</p>}
      {card?.result && FAILED.includes(card.result) && (
        <p role="status"><Glyph mark="alert" /> {t(`desk.pay.failed.${card.result as "declined"}`)}</p>
      )}
      <div className="pay-buttons">
        {(taking || running) && (
          <Button disabled={!acts} onClick={stop}>{t(taking ? "desk.pay.cancel" : "desk.pay.end")}&nbsp;<Key action="card" /></Button>
        )}
        {!taking && !running && products.map((product, nth) => (
          <Button key={product.id} ref={nth === 0 ? first : undefined} disabled={!able} onClick={() => take(product)}>
            {t("desk.pay.take", { name: product.name, price: priceOf(product, t, lang) })}
            {nth === 0 && <>&nbsp;<Key action="card" /></>}
          </Button>
        ))}
      </div>
    </section>
  );
}

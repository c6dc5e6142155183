/** Outcomes, reasons and the steps of the ladder in sentences. */

import type { Names } from "@/api/names";
import type { Disposition, Rung } from "@/api/types";
import { showPhone } from "@/format/phone";
import { cents } from "@/format/number";
import { spell, type Lang } from "@/format/time";
import { i18n, type Translate } from "@/i18n";
import type { fr } from "@/i18n/fr";
import { labelOf } from "@/pages/desk/data";
import { reasonText } from "@/pages/desk/reasons";

type Outcome = keyof typeof fr.history.outcomes;

/** The step that every recorded number has before its own. */
const NOTICE = "recording-notice";

export function outcomeText(outcome: string | null, t: Translate): string {
  const key = outcome ?? "open";
  return i18n.exists(`history.outcomes.${key}`) ? t(`history.outcomes.${key as Outcome}`) : key;
}

export function byText(by: string | null, t: Translate): string {
  if (!by) return "";
  return i18n.exists(`history.by.${by}`) ? t(`history.by.${by as "agent"}`) : by;
}

function wordFor(name: string, value: unknown, t: Translate, lang: Lang, names: Names, dispositions: Disposition[]): string {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  if (name === "customer" || name === "dialled") return showPhone(text) || t("desk.call.unknown");
  if (name === "label") return /^[+\d•]/.test(text) ? showPhone(text) : text;
  if (name === "agent" || name === "supervisor") return names.of(text) || text;
  if (name === "reason" || name === "why") return text === "hung_up" ? t("history.hung_up") : reasonText(text, t);
  if (name === "node" && text === NOTICE) return t("history.notice");
  if (name === "outcome") return outcomeText(text, t);
  if (name === "by") return byText(text, t);
  if (name === "mode") return i18n.exists(`history.modes.${text}`) ? t(`history.modes.${text as "listen"}`) : text;
  if (name === "disposition") {
    const found = dispositions.find((item) => item.code === text);
    return found ? labelOf(found, lang) : text || t("history.sheet.none");
  }
  if (name === "pull") return i18n.exists(`history.pulls.${text}`) ? t(`history.pulls.${text as "hold"}`) : text;
  if (name === "partner") return text ? ` (${text})` : "";
  if (name === "partners") return Array.isArray(value) ? new Intl.ListFormat(lang, { type: "conjunction" }).format(value as string[]) : text;
  if (name === "seconds") return spell(Number(value), lang);
  if (name === "skipped") return value === true ? t("history.skipped") : "";
  if (name === "waited_s" || name === "left_s") return spell(Number(value), lang);
  return text;
}

/** Why it was this agent, as the end of a sentence; calls from before this was kept say nothing. */
function chosenText(data: Rung["data"], t: Translate): string {
  const why = typeof data.why === "string" ? data.why : "";
  if (why === "free_the_longest") {
    const count = Number(data.others ?? 0);
    return count === 0 ? t("history.chosen.free_the_longest_zero") : t("history.chosen.free_the_longest", { count });
  }
  return i18n.exists(`history.chosen.${why}`) ? t(`history.chosen.${why as "next_in_line"}`) : "";
}

const BUSY = "every_agent_with_the_skills_is_busy";

/** Why nobody was rung. */
function waitsText(data: Rung["data"], t: Translate): string {
  const why = typeof data.why === "string" ? data.why : "";
  if (why === BUSY) return t(`history.waits.${BUSY}`, { count: Number(data.at_work ?? 0) });
  return i18n.exists(`history.waits.${why}`) ? t(`history.waits.${why as "no_agent_has_the_skills"}`) : why.replaceAll("_", " ");
}

/** Why partners were asked, or are no more. */
function partnerWhy(data: Rung["data"], t: Translate): string {
  const why = typeof data.why === "string" ? data.why : "";
  return i18n.exists(`history.partnerWhy.${why}`) ? t(`history.partnerWhy.${why as "danger"}`) : why;
}

/** "0,80 € par minute + prix d'un appel". */
function chargeText(data: Rung["data"], t: Translate, lang: Lang): string {
  const price = cents(Number(data.price), String(data.currency), lang);
  return t(data.basis === "per_call" ? "tariffs.basis.per_call" : "tariffs.basis.per_minute", { price });
}

/** "Sophie (Voix du Sud)" where the last to answer was a partner's agent, whom one's own names do not know; else nothing. */
export function partnerOf(ladder: Rung[]): string {
  const last = ladder.findLast((rung) => rung.kind === "interaction.agent_answered");
  return last?.data.partner ? `${String(last.data.alias)} (${String(last.data.partner)})` : "";
}

/** One step as a sentence; a kind that these pages do not know is shown by its name. */
export function rungText(rung: Rung, t: Translate, lang: Lang, names: Names, dispositions: Disposition[]): string {
  const kind = rung.kind.replace(/^interaction\./, "");
  if (kind === "wait_explained") return waitsText(rung.data, t);
  if (kind === "wait_announced" && rung.data.wait_s) {
    return t("history.ladder.wait_promised", { position: rung.data.position as number, time: spell(Number(rung.data.wait_s), lang) });
  }
  if (!i18n.exists(`history.ladder.${kind}`)) return kind.replaceAll("_", " ");
  const values = Object.fromEntries(
    Object.entries(rung.data).map(([name, value]) => [name, wordFor(name, value, t, lang, names, dispositions)]),
  );
  const chosen = kind === "call_offered" ? chosenText(rung.data, t) : "";
  if (kind === "card_refused") values.why = t(`history.cardWhy.${String(rung.data.why) as "gone"}`);
  if (kind.startsWith("partners_")) values.why = partnerWhy(rung.data, t);
  if (typeof rung.data.alias === "string" && typeof rung.data.agent === "string" && !names.of(rung.data.agent)) values.agent = rung.data.alias;
  if (kind === "tariff_announced") values.price = chargeText(rung.data, t, lang);
  if (kind === "charging_ended") values.charged = rung.data.why === "longest" ? t("history.charged.longest") : t("history.charged.call_over");
  if (kind === "partner_served" || kind === "charging_ended") values.seconds = spell(Math.round((Date.parse(String(rung.data.until)) - Date.parse(String(rung.data.since))) / 1000), lang);
  const more = { chosen, partner: "", waited: values.waited_s ?? "", lasted: values.seconds ?? "", reason: values.reason ?? values.why ?? "", ...values };
  return t(`history.ladder.${kind as "call_arrived"}`, more as unknown as { customer: string; dialled: string });
}

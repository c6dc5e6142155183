/** Sentences about duties, in the reader's language and the firm's time. */

import { useMemo } from "react";
import { showPhone } from "@/format/phone";
import { hour, type Lang } from "@/format/time";
import { useTexts, type Translate } from "@/i18n";
import type { Mark } from "@/theme/Glyph";
import { local } from "./local";
import type { Hole, Standing, Times } from "./model";

const TAG: Record<Lang, string> = { fr: "fr-FR", en: "en-GB" };

export interface Words {
  t: Translate;
  lang: Lang;
  /** "mardi 24 novembre" */
  day: (at: string) => string;
  /** "mar. 24" of a date. */
  short: (date: string) => string;
  /** "09:00–17:00" */
  span: (times: Times) => string;
  /** "mardi 24 novembre, 09:00–17:00" */
  when: (times: Times) => string;
  hole: (hole: Hole) => string;
}

export function useWords(zone: string): Words {
  const { t, lang } = useTexts();
  return useMemo(() => {
    const show = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(TAG[lang], options);
    const long = show({ weekday: "long", day: "numeric", month: "long", timeZone: zone });
    const brief = show({ weekday: "short", day: "numeric", timeZone: "UTC" });
    const day = (at: string): string => {
      const text = long.format(new Date(at));
      return lang === "fr" ? text.replace(/(?<!\d)1 /, "1er ") : text;
    };
    const span = (times: Times): string => `${hour(times.starts, lang, zone)}–${hour(times.ends, lang, zone)}`;
    const when = (times: Times): string => {
      const [from, to] = [local(times.starts, zone), local(times.ends, zone)];
      const days = (Date.parse(times.ends) - Date.parse(times.starts)) / 86_400_000;
      if (from.minute === 0 && to.minute === 0 && days >= 0.9) {
        const last = new Date(Date.parse(times.ends) - 60_000).toISOString();
        return days < 1.1 ? day(times.starts) : t("duty.fromTo", { from: day(times.starts), to: day(last) });
      }
      return from.day === to.day || days < 1 ? `${day(times.starts)}, ${span(times)}` : t("duty.fromTo", { from: `${day(times.starts)} ${hour(times.starts, lang, zone)}`, to: `${day(times.ends)} ${hour(times.ends, lang, zone)}` });
    };
    const hole = (one: Hole): string => {
      const name = one.kind === "number" ? showPhone(one.name) : one.name;
      const people = one.people === 0 ? t("duty.nobody") : t("duty.tooFew", { people: one.people, wanted: one.wanted });
      const told = t("duty.hole", { when: when(one), name, people });
      return one.partners.length ? t("duty.behind", { hole: told, names: one.partners.join(", ") }) : told;
    };
    return { t, lang, day, short: (date) => brief.format(new Date(`${date}T12:00:00Z`)), span, when, hole };
  }, [t, lang, zone]);
}

export const MARKS: Record<Standing, Mark> = {
  off: "offline", to_come: "wrap", working: "ready", on_break: "pause", break_due: "call", paused: "pause", missing: "alert",
  unknown: "offline", over: "offline",
};

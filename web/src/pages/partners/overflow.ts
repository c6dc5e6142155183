/** When a queue asks which partners, as a value to change and as one sentence to read back. Pure. */

import type { Agreement, Standing } from "@/api/agreements";
import type { ChosenPartner, Overflow } from "@/api/overflow";
import { spell, type Lang } from "@/format/time";
import type { Translate } from "@/i18n";

/** What a queue begins with once partners are chosen for it. */
export const FIRST: Overflow = { order: "named", nobody: true, danger: true, after_s: null, apart_s: 10, partners: [] };

const HOLDS: ReadonlySet<Standing> = new Set(["to_come", "in_force", "ending"]);

/** The agreements by which somebody answers for one's own firm, now or soon; and those that a rule names though they are over. */
export function eligible(agreements: Agreement[], partners: ChosenPartner[]): Agreement[] {
  const named = new Set(partners.map((each) => each.agreement));
  return agreements.filter((each) => each.side === "owner" && (HOLDS.has(each.standing) || named.has(each.id)));
}

/** Takes a partner in, at the end, or out. */
export function toggled(partners: ChosenPartner[], agreement: string): ChosenPartner[] {
  const without = partners.filter((each) => each.agreement !== agreement);
  return without.length < partners.length ? without : [...partners, { agreement, share: 1 }];
}

/** Moves a partner by so many places; at either end it stays. */
export function moved(partners: ChosenPartner[], at: number, by: number): ChosenPartner[] {
  const to = at + by;
  const one = partners[at];
  if (!one || to < 0 || to >= partners.length) return partners;
  const rest = partners.filter((_, index) => index !== at);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** Whether a rule would ever ask anybody. */
export const asksEver = (rule: Overflow): boolean => rule.nobody || rule.danger || rule.after_s !== null;

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function whenText(rule: Overflow, t: Translate, lang: Lang): string {
  if (rule.after_s === 0) return t("partners.overflow.say.atOnce");
  const parts = [
    ...(rule.nobody ? [t("partners.overflow.say.nobody")] : []),
    ...(rule.danger ? [t("partners.overflow.say.danger")] : []),
  ];
  if (rule.after_s !== null) {
    const time = spell(rule.after_s, lang);
    parts.push(parts.length ? t("partners.overflow.say.else", { time }) : t("partners.overflow.say.after", { time }));
  }
  return parts.reduce((first, then) => t("partners.overflow.say.or", { first, then }));
}

function whoText(rule: Overflow, names: string[], t: Translate, lang: Lang): string {
  const all = new Intl.ListFormat(lang, { type: "conjunction" }).format(names);
  if (names.length === 1) return names[0] ?? "";
  if (rule.apart_s === 0) return t("partners.overflow.say.together", { names: all });
  const time = spell(rule.apart_s, lang);
  if (rule.order === "price") return t("partners.overflow.say.price", { names: all, time });
  if (rule.order === "share") {
    const shares = names.map((name, at) => t("partners.overflow.say.part", { name, share: rule.partners[at]?.share ?? 1 }));
    return t("partners.overflow.say.share", { names: shares.join(", "), time });
  }
  return names.reduce((first, then) => t("partners.overflow.say.then", { first, then, time }));
}

/** "Si personne n'est là, tout de suite ; sinon après 20 s : Voix du Sud, puis Nord 10 s plus tard." */
export function overflowText(rule: Overflow, nameOf: (agreement: string) => string, t: Translate, lang: Lang): string {
  if (!rule.partners.length) return t("partners.overflow.say.none");
  if (!asksEver(rule)) return t("partners.overflow.say.never");
  const who = whoText(rule, rule.partners.map((each) => nameOf(each.agreement)), t, lang);
  return upper(t("partners.overflow.say.whole", { when: whenText(rule, t, lang), who }));
}

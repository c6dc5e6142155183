import { beforeAll, describe, expect, it } from "vitest";
import type { Agreement } from "@/api/agreements";
import type { Overflow } from "@/api/overflow";
import { i18n, startTexts } from "@/i18n";
import { asksEver, eligible, FIRST, moved, overflowText, toggled } from "./overflow";

const some = (...ids: string[]) => ids.map((agreement) => ({ agreement, share: 1 }));
const names: Record<string, string> = { a: "Voix du Sud", b: "Nord", c: "Est" };
const rule = (change: Partial<Overflow>): Overflow => ({ ...FIRST, danger: false, partners: some("a", "b"), ...change });

describe("partners in a rule", () => {
  it("come in at the end and go out from anywhere", () => {
    expect(toggled(some("a"), "b")).toEqual(some("a", "b"));
    expect(toggled(some("a", "b"), "a")).toEqual(some("b"));
  });
  it("change places, and stay at the ends", () => {
    expect(moved(some("a", "b", "c"), 0, 1)).toEqual(some("b", "a", "c"));
    expect(moved(some("a", "b", "c"), 2, -1)).toEqual(some("a", "c", "b"));
    expect([moved(some("a"), 0, -1), moved(some("a"), 0, 1)]).toEqual([some("a"), some("a")]);
  });
  it("are those who answer now or soon, and those that are named though it is over", () => {
    const agreement = (id: string, side: string, standing: string): Agreement => ({ id, side, standing }) as Agreement;
    const all = [agreement("a", "owner", "in_force"), agreement("b", "owner", "ended"), agreement("c", "answering", "in_force"), agreement("d", "owner", "to_come"), agreement("e", "owner", "proposed"), agreement("f", "owner", "ended")];
    expect(eligible(all, some("b")).map((each) => each.id)).toEqual(["a", "b", "d"]);
  });
  it("are asked never where no moment is chosen; at once is a moment", () =>
    expect([asksEver(rule({ nobody: false })), asksEver(rule({ nobody: false, after_s: 0 }))]).toEqual([false, true]));
});

describe("the sentence", () => {
  beforeAll(() => {
    Object.assign(globalThis, { document: globalThis.document ?? { documentElement: {} } });
    startTexts();
  });
  it.each([
    [rule({ after_s: 20 }), "Si personne n’est là, tout de suite ; sinon après 20 s : Voix du Sud, puis Nord 10 s plus tard."],
    [rule({ after_s: null, partners: some("a") }), "Si personne n’est là, tout de suite : Voix du Sud."],
    [rule({ nobody: false, after_s: 90, partners: some("b") }), "Après 1 min 30 : Nord."],
    [rule({ danger: true, after_s: 20, partners: some("a") }), "Si personne n’est là, tout de suite ; si la promesse est en danger, autant d’appelants qu’il faut ; sinon après 20 s : Voix du Sud."],
    [rule({ after_s: 0, apart_s: 0 }), "Toujours tout de suite : Voix du Sud et Nord en même temps, quel que soit l’ordre."],
    [rule({ order: "share", partners: [{ agreement: "a", share: 2 }, { agreement: "b", share: 1 }] }), "Si personne n’est là, tout de suite : d’abord le plus en retard sur sa part, le suivant 10 s plus tard (Voix du Sud 2, Nord 1)."],
    [rule({ order: "price", partners: some("a", "b", "c") }), "Si personne n’est là, tout de suite : d’abord le moins cher du moment, le suivant 10 s plus tard (Voix du Sud, Nord et Est)."],
    [rule({ partners: some("a", "b", "c") }), "Si personne n’est là, tout de suite : Voix du Sud, puis Nord 10 s plus tard, puis Est 10 s plus tard."],
    [rule({ nobody: false }), "Jamais : choisissez au moins un moment."],
    [rule({ partners: [] }), "Ne demande à aucun partenaire."],
  ])("says what the rule does (%#)", (given, said) =>
    expect(overflowText(given, (id) => names[id] ?? id, i18n.t, "fr").replace(/[\u00A0\u202F]/g, " ")).toBe(said));
});

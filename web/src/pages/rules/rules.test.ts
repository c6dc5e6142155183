import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { Translate } from "@/i18n";
import { en } from "@/i18n/en";
import { changedQueues, isClear, percent, pieces, points, seconds, stepsText, type Rule } from "./rules";

const rule = (change: Partial<Rule> = {}): Rule => ({ queue: "que_1", target_s: 180, priority: 0, prefer_s: 0, skills: {}, teams: [], steps: [], ...change });

describe("rules", () => {
  const texts = i18next.createInstance();
  void texts.init({ lng: "en", ns: ["t"], defaultNS: "t", resources: { en: { t: en } }, interpolation: { escapeValue: false } });
  const t = texts.t as unknown as Translate;
  it("are the same in whatever order their parts stand", () => {
    const one = rule({ skills: { a: 1, b: 2 }, teams: ["x", "y"], steps: [{ after_s: 60, lower: 1, teams: [] }, { after_s: 30, lower: 0, teams: ["x", "y"] }] });
    const other = rule({ skills: { b: 2, a: 1 }, teams: ["y", "x"], steps: [{ after_s: 30, lower: 0, teams: ["y", "x"] }, { after_s: 60, lower: 1, teams: [] }] });
    expect(changedQueues([one], [other])).toEqual([]);
    expect(changedQueues([rule({ priority: 1 })], [rule()])).toEqual(["que_1"]);
    expect(changedQueues([rule()], [])).toEqual(["que_1"]);
  });
  it("tell how the search widens, in the order in which it does", () => {
    const widening = rule({ steps: [{ after_s: 60, lower: 2, teams: ["x"] }, { after_s: 30, lower: 0, teams: ["y"] }] });
    expect(stepsText(widening, (id) => id.toUpperCase(), t, "en")).toBe("after 30 s: Y too · after 1 min: level lower by 2, X too");
    expect(stepsText(rule(), (id) => id, t, "en")).toBe("none");
  });
  it("tell differences with their interval, and say when there is none to speak of", () => {
    expect(points({ mean: -0.1234, half_width: 0.05 }, t, "en")).toBe("−12.3 pts ± 5");
    expect(seconds({ mean: 61, half_width: null }, t, "en")).toBe("+1 min 01");
    expect(percent(0.125, t, "fr")).toBe("12,5%");
    expect([isClear({ mean: 3, half_width: 4 }), isClear({ mean: -5, half_width: 4 }), isClear({ mean: 0, half_width: null })]).toEqual([false, true, true]);
  });
  it("draw a line in pieces where nobody came", () => {
    expect(pieces([[0, 10, 5], [900, null, 5], [1800, 20, 5]], 1, 100, 50)).toEqual(["0,25", "100,0"]);
    expect(pieces([], 2, 100, 50)).toEqual([]);
  });
});

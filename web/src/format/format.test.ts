import { describe, expect, it } from "vitest";
import { readPhone, showPhone } from "./phone";
import { clock, count, spell, weekdays } from "./time";
import { french } from "./typography";

describe("numbers", () => {
  it.each([
    ["+33612345678", "06\u00A012\u00A034\u00A056\u00A078"],
    ["06••••••78", "06\u00A0••\u00A0••\u00A0••\u00A078"],
    ["+336******78", "06\u00A0••\u00A0••\u00A0••\u00A078"],
    ["+442079460958", "+442\u00A0079\u00A0460\u00A0958"],
    ["", ""],
    [null, ""],
  ])("%s is shown as %s", (given, shown) => expect(showPhone(given)).toBe(shown));
  it.each([
    ["06 12 34 56 78", "0612345678"],
    ["0033 6 12.34.56.78", "+33612345678"],
    ["bonjour", null],
    ["", null],
  ])("%s is read as %s", (typed, read) => expect(readPhone(typed)).toBe(read));
});

describe("times", () => {
  it("runs a clock", () => expect([clock(0), clock(134), clock(3734), clock(-5)]).toEqual(["00:00", "02:14", "1:02:14", "00:00"]));
  it("spells a duration", () => expect([spell(45, "en"), spell(100, "fr"), spell(120, "fr"), spell(7500, "en")]).toEqual(
    ["45 s", "1\u00A0min\u00A040", "2\u00A0min", "2 h 05"]));
  it("starts the week on Monday", () => expect(weekdays("fr")[0]).toBe("lundi"));
  it("marks thousands with a narrow space", () => expect(count(12345, "fr")).toBe("12\u202F345"));
});

describe("French spaces", () => {
  it("puts them before the double marks", () =>
    expect(french("Attention : prêt ? Oui ! « Toiture »")).toBe(
      "Attention\u00A0: prêt\u202F? Oui\u202F! «\u00A0Toiture\u00A0»"));
  it("turns the apostrophe", () => expect(french("l'appel")).toBe("l\u2019appel"));
  it("does it once only", () => expect(french(french("Qui ? 12 %"))).toBe(french("Qui ? 12 %")));
});

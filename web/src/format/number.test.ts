import { describe, expect, it } from "vitest";
import { decimal, exact, money, percent, signed } from "./number";

describe("numbers as people read them", () => {
  it("has the French marks", () => expect([decimal(1234.56, "fr"), percent(0.114, "fr"), money(1_234_567_890, "EUR", "fr")]).toEqual(
    ["1\u202F234,6", "11\u00A0%", "1\u202F235\u00A0€"]));
  it("has the English marks", () => expect([decimal(1234.56, "en"), percent(0.114, "en", 1), money(1_234_567_890, "EUR", "en")]).toEqual(
    ["1,234.6", "11.4%", "€1,235"]));
  it("leaves out nothing of an exact amount", () =>
    expect([exact(366_667, "EUR", "fr"), exact(5_500_000, "EUR", "fr"), exact(1_234_000_001, "EUR", "en")]).toEqual(
      ["0,366667\u00A0€", "5,50\u00A0€", "€1,234.000001"]));
  it("gives a difference its sign, and none to what cannot be seen", () => {
    const show = (amount: number): string => percent(amount, "en", 1);
    expect([signed(0.02, show), signed(-0.02, show), signed(0.0001, show)]).toEqual(["+2%", "\u22122%", ""]);
  });
});

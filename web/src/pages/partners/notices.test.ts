import { describe, expect, it } from "vitest";
import { bandsOf, holeAddress, holeOf, newNotice, sideOf, termsOf, unfitWhen } from "./notices";
import { unfit, USUAL } from "./terms";

const ZONE = "Europe/Paris";

describe("a hole of the duty page", () => {
  const address = (people: number): URLSearchParams => new URLSearchParams(holeAddress({ day: "2026-11-26", minute: 750 }, { day: "2026-11-27", minute: 0 }, people, "Devis").split("?")[1]);
  it("fills the form to publish in", () => {
    const found = holeOf(address(2), ZONE);
    expect(found).toMatchObject({ kind: "hole", windows: [], once: { first: "2026-11-26", since: "12:30", last: "2026-11-27", until: "00:00" }, at_once: 2, note: "Devis", expires_on: "2026-11-27" });
    expect(found && unfitWhen(found)).toBeNull();
  });
  it("is none where the address is spoiled", () => {
    expect(holeOf(new URLSearchParams("publish=hole&first=demain"), ZONE)).toBeNull();
    expect(holeOf(address(0), ZONE)?.at_once).toBe(1);
  });
});

describe("an answer to a notice", () => {
  it("has its hours, price, people and countries", () => {
    const night = { ...newNotice("2026-11-23", ZONE), windows: [{ days: [5, 7], since: "22:00", until: "06:00" }], per_hour: 7_000_000, at_once: 3, countries: ["FR"] };
    const terms = termsOf(night);
    expect(terms.bands.map(({ days, since, until }) => [days, since, until])).toEqual([[[5, 7], "22:00", "24:00"], [[1, 6], "00:00", "06:00"]]);
    expect(terms.bands.every((band) => unfit(band) === null && band.rates.answering_per_hour === 7_000_000)).toBe(true);
    expect([terms.rates.answering_per_hour, terms.at_once, terms.countries]).toEqual([7_000_000, 3, ["FR"]]);
  });
  it("keeps the usual rates where the price is to be agreed on", () => expect(termsOf({ ...newNotice("2026-11-23", ZONE), per_hour: null }).rates).toEqual(USUAL.rates));
  it("ends an evening at midnight", () => expect(bandsOf([{ days: [1], since: "20:00", until: "00:00" }], USUAL.rates)).toHaveLength(1));
  it("takes the other side", () => expect((["capacity", "hole"] as const).map((kind) => sideOf({ ...newNotice("2026-11-23", ZONE), kind }))).toEqual(["owner", "answering"]));
});

describe("the hours of a notice", () => {
  const of = (days: number[], since: string, until: string) => unfitWhen({ ...newNotice("2026-11-23", ZONE), windows: [{ days, since, until }] });
  it("may be a night", () => expect(of([1], "22:00", "06:00")).toBeNull());
  it("need a day and some time", () => expect([of([], "09:00", "18:00"), of([1], "09:00", "09:00")]).toEqual(["days", "hours"]));
  it("end after they begin where they are once", () => {
    const once = { first: "2026-11-26", since: "14:00", last: "2026-11-26", until: "12:00" };
    expect(unfitWhen({ ...newNotice("2026-11-23", ZONE), windows: [], once })).toBe("hours");
  });
});

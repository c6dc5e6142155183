import { beforeAll, describe, expect, it } from "vitest";
import type { Names } from "@/api/names";
import type { Rung } from "@/api/types";
import { i18n, startTexts } from "@/i18n";
import { partnerOf, rungText } from "./words";

const rung = (kind: string, data: Record<string, unknown>): Rung => ({ seq: 1, at: "", ms: 0, kind: `interaction.${kind}`, data });
const names: Names = { agents: [], queues: [], of: (id) => (id === "agt_own" ? "Camille" : "") };

describe("a ladder with partners in it", () => {
  beforeAll(() => {
    Object.assign(globalThis, { document: globalThis.document ?? { documentElement: {} } });
    startTexts();
  });
  it.each([
    [rung("partners_asked", { partners: ["Voix du Sud", "Nord"], why: "in_time" }), "Attend aussi chez Voix du Sud et Nord : le moment convenu est venu"],
    [rung("partners_withdrawn", { partners: ["Nord"], why: "refused" }), "N’attend plus chez Nord : il a refusé"],
    [rung("call_offered", { agent: "agt_far", alias: "Sophie", partner: "Voix du Sud", why: "next_in_line" }), "Sonne chez Sophie (Voix du Sud), qui se libère : cet appel était le prochain"],
    [rung("offer_failed", { agent: "agt_far", alias: "Sophie", reason: "no_answer" }), "Sophie n’a pas pris l’appel : appel non décroché"],
    [rung("agent_answered", { agent: "agt_far", alias: "Sophie", partner: "Voix du Sud", waited_s: 41.4 }), "Sophie (Voix du Sud) décroche après 41 s d’attente"],
    [rung("agent_answered", { agent: "agt_own", alias: "Camille", waited_s: 3 }), "Camille décroche après 3 s d’attente"],
    [rung("partner_served", { alias: "Sophie", name: "Voix du Sud", since: "2026-11-22T09:00:45Z", until: "2026-11-22T09:02:30Z" }), "Sophie (Voix du Sud) a eu l’appel pendant 1 min 45"],
    [rung("tariff_announced", { price: 800_000, basis: "per_minute", currency: "EUR" }), "Entend le tarif : 0,80 € par minute + prix d’un appel"],
    [rung("charging_began", { skipped: true, longest_s: 1800 }), "Le prix est compté à partir d’ici, l’annonce passée par #"],
    [rung("tariff_warned", { left_s: 60 }), "Entend que l’appel sera coupé dans 1 min"],
    [rung("charging_ended", { since: "2026-11-22T09:00:45Z", until: "2026-11-22T09:02:30Z", why: "call_over" }), "Le prix a été compté pendant 1 min 45 : l’appel a pris fin"],
  ])("is told in sentences (%#)", (step, said) => expect(rungText(step, i18n.t, "fr", names, []).replace(/[\u00A0\u202F]/g, " ")).toBe(said));
  it("names the partner's agent who answered last", () => {
    const own = rung("agent_answered", { agent: "agt_own", alias: "Camille" });
    const far = rung("agent_answered", { agent: "agt_far", alias: "Sophie", partner: "Voix du Sud" });
    expect([partnerOf([own, far]), partnerOf([far, own]), partnerOf([])]).toEqual(["Sophie (Voix du Sud)", "", ""]);
  });
});

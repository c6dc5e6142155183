/** The mock: `npm run mock` shows every page without a platform. `?as=agent|supervisor|director|operator|nobody&scene=…` chooses what. */

import { calls, firm, ladder, meOf, partnerLadder, PEOPLE, settings, type Who } from "./data";
import { duty } from "./duty";
import { ledger } from "./ledger";
import { advertising } from "./adverts";
import { agreements } from "./agreements";
import { overflow } from "./overflow";
import { quality } from "./quality";
import { watch } from "./watch";
import { planning } from "./planning";
import { tariffs } from "./tariffs";
import { policiesAnswer } from "./policies";
import { promiseReport } from "./reports";
import type { Scene } from "./rows";
import { webhooks } from "./webhooks";
import { MockSocket } from "./socket";

function chosen(name: string, fallback: string): string {
  const value = new URLSearchParams(location.search).get(name) ?? sessionStorage.getItem(`mock.${name}`) ?? fallback;
  sessionStorage.setItem(`mock.${name}`, value);
  return value;
}

const json = (body: unknown, status = 200): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

function waveform(): { left: number[]; right: number[] } {
  const lane = (shift: number): number[] =>
    Array.from({ length: 600 }, (_, at) => Math.max(0, Math.sin(at / 23 + shift)) * (0.4 + 0.6 * Math.abs(Math.sin(at * 1.7 + shift))));
  return { left: lane(0), right: lane(Math.PI) };
}

/** Ninety seconds of soft tones, so that the player has something to play. */
function audio(): Response {
  const rate = 8000;
  const length = rate * 105;
  const view = new DataView(new ArrayBuffer(44 + length));
  const text = (at: number, word: string): void => [...word].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + length, true); text(8, "WAVEfmt "); view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, rate, true); view.setUint32(28, rate, true);
  view.setUint16(32, 1, true); view.setUint16(34, 8, true); text(36, "data"); view.setUint32(40, length, true);
  for (let at = 0; at < length; at++) view.setUint8(44 + at, 128 + 20 * Math.sin(at / 12) * Math.max(0, Math.sin(at / 9000)));
  return new Response(view.buffer, { headers: { "Content-Type": "audio/wav" } });
}

/** One that a partner answered. */
const PARTNERS_CALL = "int_006";

function oneCall(id: string) {
  const row = calls.find((item) => item.id === id) ?? calls[0];
  const from = new Date(row?.arrived_at ?? 0).getTime();
  return {
    call: row,
    ladder: (row?.id === PARTNERS_CALL ? partnerLadder : ladder).map(([kind, after, data], seq) => ({ seq: seq + 1, at: new Date(from + after * 1000).toISOString(), ms: after * 1000, kind, data })),
    recordings: [{
      id: "rec_1", started_at: new Date(from + 45_100).toISOString(), started_ms: 45_100, duration_ms: 105_000, status: "sealed", may_listen: true,
      purpose: "quality", retention_until: new Date(from + 90 * 86_400_000).toISOString(),
      marks: [{ kind: "hold", from_ms: 35_000, to_ms: 50_000 }, { kind: "private", from_ms: 55_000, to_ms: 67_000 }],
    }],
  };
}

function planDays(): unknown {
  const start = Date.now();
  return {
    items: Array.from({ length: 14 }, (_, index) => {
      const day = new Date(start + index * 86_400_000);
      const closed = day.getDay() === 0;
      return {
        day: day.toISOString().slice(0, 10), holiday: index === 5 ? "Jour férié" : null, label: "",
        spans: closed || index === 5 ? [] : [{ opens: "09:00", closes: "12:30" }, { opens: "14:00", closes: "18:00" }],
      };
    }),
  };
}

function answer(method: string, path: string, params: URLSearchParams): Response {
  const who = chosen("as", "agent");
  const [, first = "", id = "", rest = ""] = path.split("/");
  if (path === "/sign-in") {
    sessionStorage.setItem("mock.as", "agent");
    return json(null, 204);
  }
  if (path === "/sign-out" || path === "/sign-out-everywhere") {
    sessionStorage.setItem("mock.as", "nobody");
    return json(null, 204);
  }
  const duties = method === "GET" || path === "/me/duty/calendar" ? duty(path, params, who in PEOPLE ? (PEOPLE[who as Who].agent?.id ?? null) : null) : null;
  if (duties) return json(duties);
  if (path === "/me") return who === "nobody" ? json({ status: 401, code: "signed_out", title: "Signed out" }, 401) : json(meOf(who as Who));
  if (path === "/demo/accounts") return json({ items: [{ name: "Camille Durand", role: "agent", firm: "Toiture Nord", email: "camille@toiture-nord.example", password: "demo" }, { name: "Léa Martin", role: "supervisor", firm: "Toiture Nord", email: "lea@toiture-nord.example", password: "demo" }] });
  if (first === "calls" && id) return json(oneCall(id));
  if (first === "calls") {
    const from = Number(params.get("cursor") ?? 0);
    const outcome = params.get("outcome");
    const wanted = outcome ? calls.filter((call) => call.outcome === outcome) : calls;
    return json({ items: wanted.slice(from, from + 25), next_cursor: from + 25 < wanted.length ? String(from + 25) : null });
  }
  if (first === "reports") return json(promiseReport(params));
  if (first === "recordings") return rest === "waveform" ? json(waveform()) : audio();
  if (first === "firm") return json(firm);
  if (first === "recording-terms") return json({ agents_hear_own: false });
  if (first === "policies") return json(policiesAnswer(method, id, chosen("rules", "ready")));
  if (rest === "days") return json(planDays());
  if (path === "/flows/check") return json({ problems: [] });
  const list = settings[first] as { id?: string; code?: string }[] | undefined;
  if (!list) return json({}, method === "GET" ? 404 : 204);
  if (method !== "GET") return json({ ...list[0], id: "new" }, method === "POST" ? 201 : 200);
  return json(id ? list.find((item) => (item.id ?? item.code) === id) : { items: list, next_cursor: null });
}

/** Takes as long as a platform would, and breaks off as a browser would. */
function wait(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    window.setTimeout(resolve, ms);
  });
}

export function startMock(): void {
  const scene = chosen("scene", "ready") as Scene;
  chosen("as", "agent");
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    if (url.pathname === "/healthz") return json({ alive: true });
    if (!url.pathname.startsWith("/api/v1")) return real(input, init);
    const method = init?.method ?? "GET";
    const path = url.pathname.slice("/api/v1".length);
    const body = init?.body instanceof Blob ? await init.body.text() : String(init?.body ?? "");
    const plan = planning(method, path, url.searchParams, body, scene === "unplanned");
    await wait((plan?.after ?? 40) * ("mockSlow" in window ? Number(window.mockSlow) : 1), init?.signal);
    const hooked = webhooks(method, path, scene === "unplanned");
    if (hooked !== undefined) return json(hooked);
    const agreed = watch(method, path, body, scene === "unplanned") ?? quality(method, path, scene === "unplanned") ?? overflow(method, path, body, scene === "unplanned") ?? advertising(method, path, url.searchParams, body, scene === "unplanned") ?? agreements(method, path, body, scene === "unplanned");
    if (agreed !== undefined) return json(agreed);
    const booked = ledger(method, path, url.searchParams, body, chosen("as", "agent") === "operator" ? "fir_regie" : "fir_nord", scene === "unplanned");
    if (booked) return booked;
    const priced = tariffs(method, path, body, scene === "unplanned");
    if (priced) return priced;
    return plan ? json(plan.body ?? null, plan.body === undefined ? 204 : 200) : answer(method, path, url.searchParams);
  };
  const Real = window.WebSocket;
  window.WebSocket = function choose(address: string | URL, protocols?: string | string[]) {
    if (!String(address).includes("/api/v1/live")) return new Real(address, protocols);
    const floor = new MockSocket(scene);
    if ("mockDown" in window) floor.close();
    Object.assign(window, { mockFloor: floor });
    return floor;
  } as unknown as typeof WebSocket;
  Object.assign(window.WebSocket, { OPEN: 1, CONNECTING: 0, CLOSING: 2, CLOSED: 3 });
}

import { beforeEach, describe, expect, it, vi } from "vitest";

const heard: Record<string, (event: unknown) => void> = {};

vi.mock("jssip", () => ({
  UA: class {
    on(name: string, listener: (event: unknown) => void): void {
      heard[name] = listener;
    }
    start(): void {}
    stop(): void {}
  },
  WebSocketInterface: class {},
}));
vi.mock("./voice", () => ({
  Voice: class {
    open = (): Promise<object> => Promise.resolve({});
    hush(): void {}
    release(): void {}
  },
}));

import { Softphone } from "./softphone";

class Ring {
  answered = 0;
  on(): void {}
  isEnded = (): boolean => false;
  isEstablished = (): boolean => false;
  answer(): void {
    this.answered += 1;
  }
}

const account = { url: "wss://example/ws", uri: "sip:a@example", user: "a", password: "b" };

async function rings(): Promise<Ring> {
  const session = new Ring();
  heard.newRTCSession?.({ originator: "remote", session });
  await vi.waitFor(() => Promise.resolve());
  await new Promise((done) => setTimeout(done));
  return session;
}

describe("answering", () => {
  let phone: Softphone;
  beforeEach(async () => {
    vi.useRealTimers();
    vi.stubGlobal("window", globalThis);
    phone = new Softphone();
    await phone.start(account);
  });

  it("takes the leg that rings", async () => {
    const session = await rings();
    expect(session.answered).toBe(0);
    await phone.answer();
    expect(session.answered).toBe(1);
  });

  it("holds for a ring that comes a moment later", async () => {
    await phone.answer();
    expect((await rings()).answered).toBe(1);
  });

  it("does not hold for the ring of another call", async () => {
    await phone.answer();
    phone.withdraw();
    expect((await rings()).answered).toBe(0);
  });

  it("does not hold for ever", async () => {
    await phone.answer();
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 10_000);
    expect((await rings()).answered).toBe(0);
    vi.restoreAllMocks();
  });
});

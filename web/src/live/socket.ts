/** The websocket to the live floor: connects, keeps the state, sends intents, beats, and reconnects by itself. */

import { everySecond } from "./ticker";
import { apply, empty, type Events, type LiveState, type Snapshot } from "./reducer";

export type Link = "connecting" | "up" | "down";

export interface Live {
  state: LiveState;
  link: Link;
  /** When the last message came, by this machine's clock; null before the first. */
  heard: number | null;
  /** The floor itself answers; false while it starts again behind a link that is up. */
  floor: boolean;
  /** Milliseconds to add to this machine's clock to have the platform's. */
  drift: number;
}

export interface Refusal {
  code: string;
  message: string;
}

export class Refused extends Error {
  readonly code: string;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.code = refusal.code;
  }
}

export type Intent = { type: string } & Record<string, unknown>;

type Message =
  | Snapshot
  | Events
  | { type: "done"; id: number; data?: unknown }
  | ({ type: "refused"; id: number } & Refusal)
  | { type: "floor"; up: boolean }
  | { type: "beat" };

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (reason: Error) => void;
}

const BEAT = 5000;
const SILENCE = 12_000;
const PAUSES = [200, 500, 1000, 2000, 4000];

export class LiveSocket {
  private socket: WebSocket | null = null;
  private live: Live = { state: empty, link: "connecting", heard: null, floor: true, drift: 0 };
  private readonly listeners = new Set<() => void>();
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;
  private failures = 0;
  private stopTicks: () => void = () => undefined;
  private beaten = 0;
  private retry = 0;
  private open = false;
  private phone = true;

  constructor(
    private readonly address: string,
    private readonly whenRefused: () => void = () => undefined,
  ) {}

  get = (): Live => this.live;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    if (this.open) return;
    this.open = true;
    this.connect();
  }

  stop(): void {
    this.open = false;
    window.clearTimeout(this.retry);
    this.socket?.close(1000);
  }

  /** Sends what a person wants done; rejects with the sentence of the refusal, or when the link is down. */
  do(intent: Intent): Promise<unknown> {
    const socket = this.socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Refused({ code: "link_down", message: "" }));
    }
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ type: "do", id, intent }));
    });
  }

  private tell(change: Partial<Live>): void {
    this.live = { ...this.live, ...change };
    for (const listener of this.listeners) listener();
  }

  private connect(): void {
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onopen = () => {
      this.beat(socket);
      this.stopTicks = everySecond(() => {
        if (Date.now() - this.beaten >= BEAT - 200) this.beat(socket);
        this.closeWhenSilent(socket);
      });
    };
    socket.onmessage = (event: MessageEvent<string>) => this.hear(JSON.parse(event.data) as Message, socket);
    socket.onclose = (event: CloseEvent) => this.lost(socket, event.code);
  }

  private beat(socket: WebSocket): void {
    this.beaten = Date.now();
    if (socket.readyState === WebSocket.OPEN) socket.send(this.phone ? '{"type":"beat"}' : '{"type":"beat","looking":true}');
  }

  private closeWhenSilent(socket: WebSocket): void {
    if (this.live.heard !== null && this.live.link === "up" && Date.now() - this.live.heard > SILENCE) socket.close(4000);
  }

  private hear(message: Message, socket: WebSocket): void {
    const heard = Date.now();
    if (message.type === "snapshot" || message.type === "events") {
      const state = apply(this.live.state, message);
      if (state.gap) {
        socket.close(4001);
        return;
      }
      if (message.type === "snapshot") this.failures = 0;
      this.tell({ state, heard, link: "up", ...driftOf(message, heard) });
      return;
    }
    if (message.type === "floor") {
      this.tell({ heard, floor: message.up });
      return;
    }
    if (message.type === "done" || message.type === "refused") {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.type === "done") waiting?.resolve(message.data);
      else waiting?.reject(new Refused(message));
    }
    this.tell({ heard });
  }

  /** Whether this page has the person's telephone: a page that only looks on does not vouch for the person. */
  vouch(phone: boolean): void {
    if (phone === this.phone) return;
    this.phone = phone;
    if (this.socket) this.beat(this.socket);
  }

  private lost(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.stopTicks();
    for (const waiting of this.waiting.values()) waiting.reject(new Refused({ code: "link_down", message: "" }));
    this.waiting.clear();
    this.tell({ link: "down" });
    if (code >= 4000 && code < 5000) this.whenRefused();
    if (!this.open) return;
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)] ?? 4000;
    this.failures += 1;
    this.retry = window.setTimeout(() => this.connect(), pause);
  }
}

function driftOf(message: Snapshot | Events, heard: number): { drift?: number } {
  const now = (message as { now?: string }).now;
  return now ? { drift: new Date(now).getTime() - heard } : {};
}

/** Where the live floor is, seen from this page. */
export function liveAddress(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/live`;
}

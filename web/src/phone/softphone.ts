/** The telephone of the page: registers with the switch, carries one call at a time, mends itself. Decides nothing:
 *  whether to answer is told by the live floor. */

import type { UA } from "jssip";
import type { RTCSession, RTCSessionEventMap } from "jssip/lib/RTCSession";
import type { IncomingRTCSessionEvent } from "jssip/lib/UA";
import { Voice } from "./voice";

export interface SoftphoneAccount {
  /** Address of the switch's websocket. */
  url: string;
  /** sip:name@domain */
  uri: string;
  user: string;
  password: string;
}

export type Registration = "idle" | "connecting" | "registered" | "refused" | "lost";
export type Leg = "none" | "offered" | "answering" | "up";
export type MicTrouble = "refused" | "missing" | "busy" | "lost" | "silent" | null;

export interface PhoneState {
  registration: Registration;
  /** What the switch said when it refused the registration. */
  cause: string | null;
  leg: Leg;
  muted: boolean;
  microphone: MicTrouble;
  /** Why the last leg ended, in the switch's word; null while none has. */
  ended: string | null;
  /** Round trip in milliseconds and lost share of packets, measured during a call. */
  quality: { roundTrip: number; lost: number } | null;
}

export const idle: PhoneState = {
  registration: "idle", cause: null, leg: "none", muted: false, microphone: null, ended: null, quality: null,
};

/** How long an answer given before the ring holds, at most. */
const EAGER_FOR_MS = 3000;

export class Softphone {
  private ua: UA | null = null;
  private session: RTCSession | null = null;
  private state: PhoneState = idle;
  private wantMuted = false;
  private statsTimer = 0;
  private eagerUntil = 0;
  private readonly listeners = new Set<() => void>();
  readonly voice = new Voice((microphone) => this.tell({ microphone }));

  get = (): PhoneState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private tell(change: Partial<PhoneState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  async start(account: SoftphoneAccount): Promise<void> {
    if (this.ua) return;
    this.tell({ registration: "connecting", cause: null });
    const { UA: Agent, WebSocketInterface } = await import("jssip");
    if (this.ua) return;
    const ua = new Agent({
      sockets: [new WebSocketInterface(account.url)],
      uri: account.uri,
      authorization_user: account.user,
      password: account.password,
      register: true,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 5,
      user_agent: "Permanence desk",
    });
    this.ua = ua;
    ua.on("registered", () => this.tell({ registration: "registered", cause: null }));
    ua.on("registrationFailed", (event: { cause?: string }) =>
      this.tell({ registration: "refused", cause: event.cause ?? null }));
    ua.on("disconnected", () => this.tell({ registration: this.ua ? "lost" : "idle" }));
    ua.on("newRTCSession", (event: { originator: string }) => {
      if (event.originator === "remote") this.offered((event as IncomingRTCSessionEvent).session);
    });
    ua.start();
  }

  stop(): void {
    const ua = this.ua;
    this.ua = null;
    window.clearInterval(this.statsTimer);
    ua?.stop();
    this.voice.release();
    this.session = null;
    this.tell({ ...idle });
  }

  private offered(session: RTCSession): void {
    if (this.session) {
      session.terminate({ status_code: 486 });
      return;
    }
    this.session = session;
    this.tell({ leg: "offered", ended: null, muted: false, quality: null });
    this.wantMuted = false;
    const over = (cause: string | undefined): void => this.over(session, cause ?? null);
    session.on("ended", (event) => over(event.cause));
    session.on("failed", (event) => over(event.cause));
    session.on("confirmed", () => this.up(session));
    session.on("peerconnection", (event) => this.listenTo(event.peerconnection));
    session.on("icecandidate", hurry());
    if (Date.now() < this.eagerUntil) void this.answer();
  }

  private listenTo(connection: RTCPeerConnection): void {
    connection.addEventListener("track", (event) => this.voice.play(event.streams[0] ?? new MediaStream([event.track])));
  }

  private up(session: RTCSession): void {
    if (session !== this.session) return;
    this.tell({ leg: "up" });
    this.setMuted(this.wantMuted);
    this.voice.watch(() => this.state.leg === "up" && !this.state.muted);
    window.clearInterval(this.statsTimer);
    this.statsTimer = window.setInterval(() => void this.measure(session), 2000);
  }

  private over(session: RTCSession, cause: string | null): void {
    if (session !== this.session) return;
    this.session = null;
    window.clearInterval(this.statsTimer);
    this.voice.hush();
    this.tell({ leg: "none", muted: false, ended: cause, quality: null });
  }

  /** Opens the microphone and takes the leg that is offered. The floor's word may be here a moment before the switch's
   *  ring: who answers in between is not made to press again. */
  async answer(): Promise<void> {
    const session = this.session;
    this.eagerUntil = session ? 0 : Date.now() + EAGER_FOR_MS;
    if (!session || this.state.leg !== "offered") return;
    this.tell({ leg: "answering" });
    const stream = await this.voice.open();
    if (session !== this.session || session.isEnded()) return;
    if (!stream) {
      this.tell({ leg: "offered" });
      return;
    }
    session.answer({ mediaStream: stream, pcConfig: { iceServers: [] } });
  }

  /** The offer is over: a ring that comes now is another call's. */
  withdraw(): void {
    this.eagerUntil = 0;
  }

  /** Ends the leg, or refuses it while it is only offered. */
  hangUp(): void {
    if (this.session && !this.session.isEnded()) {
      this.session.terminate(this.state.leg === "offered" ? { status_code: 486 } : undefined);
    }
  }

  setMuted(muted: boolean): void {
    this.wantMuted = muted;
    if (this.session?.isEstablished()) {
      if (muted) this.session.mute({ audio: true });
      else this.session.unmute({ audio: true });
    }
    this.tell({ muted });
  }

  sendDigit(digit: string): void {
    if (this.session?.isEstablished()) this.session.sendDTMF(digit, { transportType: "RFC2833" as never });
  }

  /** Puts a newly chosen microphone into the call that is up. */
  async changeMicrophone(): Promise<void> {
    const stream = await this.voice.reopen();
    const track = stream?.getAudioTracks()[0];
    if (!track) return;
    for (const sender of this.session?.connection?.getSenders() ?? []) await sender.replaceTrack(track);
    this.setMuted(this.state.muted);
  }

  private async measure(session: RTCSession): Promise<void> {
    const report = await session.connection?.getStats();
    let roundTrip = 0;
    let lost = 0;
    let received = 0;
    report?.forEach((entry: Record<string, unknown>) => {
      if (entry.type === "candidate-pair" && entry.nominated) roundTrip = Number(entry.currentRoundTripTime ?? 0) * 1000;
      if (entry.type === "inbound-rtp") {
        lost = Number(entry.packetsLost ?? 0);
        received = Number(entry.packetsReceived ?? 0);
      }
    });
    if (session === this.session) this.tell({ quality: { roundTrip, lost: received ? lost / (lost + received) : 0 } });
  }
}

/** Sends the answer shortly after the first candidate, instead of waiting for every network of the machine. */
function hurry(): RTCSessionEventMap["icecandidate"] {
  let timer = 0;
  return (event) => {
    if (!timer) timer = window.setTimeout(() => event.ready(), 150);
  };
}

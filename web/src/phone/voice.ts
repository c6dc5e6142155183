/** Microphone and headset: opens, plays to the chosen ear and device, notices a microphone that is lost or silent. */

import { prefs } from "@/prefs";
import type { MicTrouble } from "./softphone";

type Sink = { setSinkId?: (id: string) => Promise<void> };

export function constraints(): MediaTrackConstraints {
  const { microphone } = prefs.get();
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(microphone ? { deviceId: { ideal: microphone } } : {}),
  };
}

export function troubleOf(error: unknown): MicTrouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

export class Voice {
  private stream: MediaStream | null = null;
  private element: HTMLAudioElement | null = null;
  private graph: AudioContext | null = null;
  private watcher = 0;
  private listener: (() => void) | null = null;

  constructor(private readonly report: (trouble: MicTrouble) => void) {}

  /** The microphone, opened once and kept warm; null with a trouble reported when there is none. */
  async open(): Promise<MediaStream | null> {
    if (this.stream?.getAudioTracks().some((track) => track.readyState === "live")) return this.stream;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: constraints() });
    } catch (error) {
      this.report(troubleOf(error));
      return null;
    }
    for (const track of this.stream.getAudioTracks()) {
      track.addEventListener("ended", () => this.report("lost"));
    }
    this.report(null);
    return this.stream;
  }

  async reopen(): Promise<MediaStream | null> {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    return this.open();
  }

  /** Plays the other side, in one ear or both. */
  play(remote: MediaStream): void {
    const element = (this.element ??= new Audio());
    element.autoplay = true;
    element.srcObject = this.panned(remote);
    const { speaker } = prefs.get();
    if (speaker) void (element as Sink).setSinkId?.(speaker).catch(() => undefined);
    void element.play().catch(() => undefined); // refused before any gesture: the next key press plays it
  }

  private panned(remote: MediaStream): MediaStream {
    const { ear } = prefs.get();
    void this.graph?.close();
    this.graph = null;
    if (ear === "both") return remote;
    const graph = new AudioContext();
    if (graph.state !== "running") {
      void graph.close(); // sound is not unlocked yet: both ears are better than none
      return remote;
    }
    this.graph = graph;
    const silent = new Audio();
    silent.muted = true;
    silent.srcObject = remote; // without an element of its own a remote stream does not flow into the graph
    const pan = new StereoPannerNode(graph, { pan: ear === "left" ? -1 : 1 });
    const out = graph.createMediaStreamDestination();
    graph.createMediaStreamSource(remote).connect(pan).connect(out);
    return out.stream;
  }

  /** During a call: says "silent" after eight seconds without any level while the person is not muted. */
  watch(speaking: () => boolean): void {
    this.unwatch();
    if (!this.stream) return;
    const graph = new AudioContext();
    const meter = graph.createAnalyser();
    meter.fftSize = 512;
    graph.createMediaStreamSource(this.stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    let quiet = 0;
    this.watcher = window.setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      const loud = samples.some((value) => Math.abs(value) > 0.0015);
      const before = quiet;
      quiet = loud || !speaking() || graph.state !== "running" ? 0 : quiet + 1;
      if (quiet === 8) this.report("silent");
      if (before >= 8 && quiet === 0) this.report(null);
    }, 1000);
    this.listener = () => void graph.close();
  }

  private unwatch(): void {
    window.clearInterval(this.watcher);
    this.listener?.();
    this.listener = null;
  }

  /** The call is over: nothing plays, the microphone stays warm. */
  hush(): void {
    this.unwatch();
    if (this.element) this.element.srcObject = null;
    void this.graph?.close();
    this.graph = null;
  }

  release(): void {
    this.hush();
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }
}

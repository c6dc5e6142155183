/** The few sounds of the desk: short, soft at both ends, never loud, one for each meaning. */

import { prefs } from "@/prefs";

type Tone = [frequency: number, start: number, length: number];

const SOUNDS: Record<"ring" | "open" | "supervisor" | "test" | "end", Tone[]> = {
  ring: [[587, 0, 0.16], [784, 0.2, 0.24]],
  open: [[440, 0, 0.18]],
  supervisor: [[392, 0, 0.12], [392, 0.18, 0.12]],
  test: [[440, 0, 0.3], [660, 0.35, 0.3]],
  end: [[330, 0, 0.14]],
};

export type Sound = keyof typeof SOUNDS;

let graph: AudioContext | null = null;

function context(): AudioContext {
  graph ??= new AudioContext();
  return graph;
}

/** Called on a gesture: from then on the browser lets the page sound. */
export async function unlockSound(): Promise<boolean> {
  await context().resume().catch(() => undefined);
  return soundIsOn();
}

export function soundIsOn(): boolean {
  return graph?.state === "running";
}

function tone(out: AudioContext, [frequency, start, length]: Tone, level: number): void {
  const from = out.currentTime + start;
  const gain = new GainNode(out, { gain: 0 });
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(level, from + 0.03);
  gain.gain.setValueAtTime(level, from + length - 0.05);
  gain.gain.linearRampToValueAtTime(0, from + length);
  const voice = new OscillatorNode(out, { frequency, type: "sine" });
  voice.connect(gain).connect(out.destination);
  voice.start(from);
  voice.stop(from + length + 0.02);
}

/** Plays one sound on the device for it: the ring where the person wants to hear it, the others in the headset. */
export async function sound(name: Sound): Promise<void> {
  const out = context();
  if (out.state !== "running") await out.resume().catch(() => undefined);
  if (out.state !== "running") return;
  const { ringer, speaker, ringVolume } = prefs.get();
  const device = name === "ring" ? ringer || speaker : speaker;
  const sink = out as AudioContext & { setSinkId?: (id: string) => Promise<void>; sinkId?: string };
  if (sink.setSinkId && device !== sink.sinkId) await sink.setSinkId(device).catch(() => undefined);
  const level = Math.min(0.35, (name === "ring" ? ringVolume : 0.5) * 0.4);
  for (const note of SOUNDS[name]) tone(out, note, level);
}

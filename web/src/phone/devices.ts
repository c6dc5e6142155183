/** The sound devices of this machine and the level of the microphone, for the device check. */

import { useEffect, useState } from "react";
import { usePrefs } from "@/prefs";
import type { MicTrouble } from "./softphone";
import { constraints, troubleOf } from "./voice";

export interface Devices {
  microphones: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

export function useDevices(allowed: boolean): Devices {
  const [devices, setDevices] = useState<Devices>({ microphones: [], speakers: [] });
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return;
    const read = async (): Promise<void> => {
      const all = (await media.enumerateDevices()).filter((device) => device.deviceId && device.deviceId !== "default");
      setDevices({
        microphones: all.filter((device) => device.kind === "audioinput"),
        speakers: all.filter((device) => device.kind === "audiooutput"),
      });
    };
    void read();
    const changed = (): void => void read();
    media.addEventListener("devicechange", changed);
    return () => media.removeEventListener("devicechange", changed);
  }, [allowed]);
  return devices;
}

export interface Meter {
  /** 0 to 1, renewed ten times a second. */
  level: number;
  /** Whether a voice was heard since the meter started. */
  heard: boolean;
  trouble: MicTrouble | "insecure";
  open: boolean;
}

const CLOSED: Meter = { level: 0, heard: false, trouble: null, open: false };

/** Measures the chosen microphone while wanted. */
export function useMeter(wanted: boolean, attempt: number): Meter {
  const { microphone } = usePrefs();
  const [meter, setMeter] = useState<Meter>(CLOSED);
  useEffect(() => {
    if (!wanted) return;
    if (!navigator.mediaDevices) {
      setMeter({ ...CLOSED, trouble: "insecure" });
      return;
    }
    let stop = (): void => undefined;
    let gone = false;
    const run = async (): Promise<void> => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints() });
      const graph = new AudioContext();
      const analyser = graph.createAnalyser();
      graph.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      let heard = false;
      const timer = window.setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        heard ||= peak > 0.02;
        setMeter({ level: Math.min(1, Math.sqrt(peak)), heard, trouble: null, open: true });
      }, 100);
      stop = () => {
        window.clearInterval(timer);
        stream.getTracks().forEach((track) => track.stop());
        void graph.close();
      };
      stream.getAudioTracks()[0]?.addEventListener("ended", () => setMeter({ ...CLOSED, trouble: "lost" }));
      if (gone) stop();
    };
    run().catch((error: unknown) => setMeter({ ...CLOSED, trouble: troubleOf(error) }));
    return () => {
      gone = true;
      stop();
    };
  }, [wanted, microphone, attempt]);
  return meter;
}

/** Whether the browser has been given the microphone already. */
export async function microphoneGranted(): Promise<boolean> {
  try {
    const state = await navigator.permissions.query({ name: "microphone" as PermissionName });
    return state.state === "granted";
  } catch {
    return false; // a browser that does not tell: the person is asked by the button
  }
}

/** Round trip to the platform in milliseconds, measured every five seconds; null while it does not answer. */
export function useRoundTrip(): number | null {
  const [trip, setTrip] = useState<number | null>(null);
  useEffect(() => {
    const measure = async (): Promise<void> => {
      const from = performance.now();
      try {
        const answer = await fetch("/healthz", { cache: "no-store" });
        setTrip(answer.ok ? performance.now() - from : null);
      } catch {
        setTrip(null);
      }
    };
    void measure();
    const timer = window.setInterval(() => void measure(), 5000);
    return () => window.clearInterval(timer);
  }, []);
  return trip;
}

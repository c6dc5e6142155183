/** What a person set for this browser: language, size of text, keys, devices, ear. Kept in the browser only. */

import { useSyncExternalStore } from "react";

export type Ear = "left" | "right" | "both";

export interface Prefs {
  lang: "fr" | "en";
  size: number;
  letters: boolean;
  keys: Record<string, string>;
  microphone: string;
  speaker: string;
  ringer: string;
  ear: Ear;
  ringVolume: number;
  wrapSeconds: number | null;
}

const STORE = "permanence.prefs";

const initial: Prefs = {
  lang: "fr",
  size: 100,
  letters: true,
  keys: {},
  microphone: "",
  speaker: "",
  ringer: "",
  ear: "both",
  ringVolume: 0.6,
  wrapSeconds: null,
};

function load(): Prefs {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(STORE) ?? "{}") as Partial<Prefs>) };
  } catch {
    return initial; // nothing stored, or a browser that refuses storage: the defaults serve
  }
}

let current = load();
const listeners = new Set<() => void>();

export const prefs = {
  get: (): Prefs => current,
  set(change: Partial<Prefs>): void {
    current = { ...current, ...change };
    try {
      localStorage.setItem(STORE, JSON.stringify(current));
    } catch {
      // the choice still holds until the page is left
    }
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export function usePrefs(): Prefs {
  return useSyncExternalStore(prefs.subscribe, prefs.get);
}

/** Which key does what. Letters are read by the character, digits by the place on the keyboard: AZERTY and QWERTY alike. */

export const ACTIONS = {
  answer: "F2",
  mute: "F4",
  hold: "F8",
  wrap: "F9",
  transfer: "t",
  private: "p",
  card: "c",
  notes: "n",
  undo: "z",
  forbiddenOffer: "o",
  complaint: "r",
  dial: "d",
  pause: "a",
  extend: "e",
  listen: "l",
  whisper: "w",
  barge: "b",
  leave: "Escape",
  search: "/",
  help: "?",
  palette: "Ctrl+k",
} as const;

export type Action = keyof typeof ACTIONS;

export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  altGraph: boolean;
}

/** The name of a key press as bindings are written: "F2", "t", "1", "Ctrl+k"; null for what no binding may use. */
export function nameOf(press: KeyPress): string | null {
  if (press.altGraph || (press.ctrlKey && press.altKey)) return press.key.length === 1 ? press.key : null;
  if (press.altKey) return null;
  const letter = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.ctrlKey || press.metaKey) return `Ctrl+${letter}`;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code);
  if (digit) return digit[1] ?? null;
  return letter;
}

/** A single character, which must stay free for typing while a field has the focus. */
export function isCharacter(name: string): boolean {
  return name.length === 1;
}

/** The keys in force: what the person chose over what we propose. An empty choice switches the action's key off. */
export function bindings(chosen: Record<string, string>): Record<Action, string> {
  return { ...ACTIONS, ...chosen } as Record<Action, string>;
}

/** Whether a key may be given to an action: not the browser's own, not one that screen readers hold, not a digit. */
export function allowed(name: string): boolean {
  if (/^[0-9]$/.test(name)) return false;
  if (name.startsWith("Ctrl+")) return ["Ctrl+k", "Ctrl+m", "Ctrl+e"].includes(name);
  return !["Tab", "Enter", " ", "Insert", "CapsLock", "F1", "F3", "F5", "F6", "F7", "F11", "F12", "Shift", "Control", "Alt", "Meta", "Dead"].includes(name);
}

/** Actions that share one key: shown as an error in the key settings. */
export function conflicts(map: Record<Action, string>): Action[] {
  const owners = new Map<string, Action[]>();
  for (const [action, key] of Object.entries(map) as [Action, string][]) {
    if (key) owners.set(key, [...(owners.get(key) ?? []), action]);
  }
  return [...owners.values()].filter((list) => list.length > 1).flat();
}

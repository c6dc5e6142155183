/** Listens for keys once per page and calls the handler of the action or digit that was pressed. */

import { useEffect, useRef } from "react";
import { prefs } from "@/prefs";
import { bindings, isCharacter, nameOf, type Action } from "./keymap";

export type Handlers = Partial<Record<Action, () => void>>;

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Actions that open something to type into. Until it is there, what is typed must reach nothing else: a digit meant for a
 *  number would hang up. */
const OPENERS: ReadonlySet<Action> = new Set(["transfer", "dial", "pause", "palette", "help"]);
const OPENING_MS = 400;
let opened = -OPENING_MS;

function meantElsewhere(): boolean {
  const there = document.querySelector('[role="dialog"], [role="menu"]') !== null;
  if (there) opened = -OPENING_MS;
  return there || performance.now() - opened < OPENING_MS;
}

function pressed(event: KeyboardEvent): string | null {
  if (event.repeat || event.defaultPrevented || event.isComposing) return null;
  const name = nameOf({
    key: event.key, code: event.code, ctrlKey: event.ctrlKey, metaKey: event.metaKey, altKey: event.altKey,
    altGraph: event.getModifierState("AltGraph"),
  });
  const elsewhere = meantElsewhere();
  if (name === null || !isCharacter(name)) return name;
  return inField(event.target) || elsewhere || !prefs.get().letters ? null : name;
}

export function useKeys(handlers: Handlers, onDigit?: (digit: number) => void): void {
  const latest = useRef({ handlers, onDigit });
  latest.current = { handlers, onDigit };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const name = pressed(event);
      if (name === null) return;
      const held = latest.current;
      if (/^\d$/.test(name) && held.onDigit) {
        event.preventDefault();
        held.onDigit(Number(name));
        return;
      }
      const map = bindings(prefs.get().keys);
      for (const [action, run] of Object.entries(held.handlers) as [Action, () => void][]) {
        if (map[action] === name) {
          event.preventDefault();
          if (OPENERS.has(action)) opened = performance.now();
          run();
          return;
        }
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}


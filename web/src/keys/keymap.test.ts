import { describe, expect, it } from "vitest";
import { ACTIONS, allowed, bindings, conflicts, nameOf, type KeyPress } from "./keymap";

const press = (change: Partial<KeyPress>): KeyPress => ({
  key: "", code: "", ctrlKey: false, metaKey: false, altKey: false, altGraph: false, ...change,
});

describe("the name of a key", () => {
  it.each([
    ["a digit on AZERTY, unshifted", press({ key: "&", code: "Digit1" }), "1"],
    ["a digit on QWERTY", press({ key: "1", code: "Digit1" }), "1"],
    ["a digit of the pad", press({ key: "4", code: "Numpad4" }), "4"],
    ["a letter where AZERTY has it", press({ key: "a", code: "KeyQ" }), "a"],
    ["a capital", press({ key: "T", code: "KeyT" }), "t"],
    ["a function key", press({ key: "F8", code: "F8" }), "F8"],
    ["the palette", press({ key: "k", code: "KeyK", ctrlKey: true }), "Ctrl+k"],
    ["a bracket on AZERTY", press({ key: "[", code: "Digit5", ctrlKey: true, altKey: true, altGraph: true }), "["],
    ["a menu key", press({ key: "f", code: "KeyF", altKey: true }), null],
  ])("%s", (_what, given, name) => expect(nameOf(given)).toBe(name));
});

describe("choices", () => {
  it("has no conflict at first", () => expect(conflicts(bindings({}))).toEqual([]));
  it("names both sides of a conflict", () => expect(conflicts(bindings({ notes: "t" })).sort()).toEqual(["notes", "transfer"]));
  it("lets an action be switched off", () => expect(conflicts(bindings({ notes: "", dial: "" }))).toEqual([]));
  it("keeps the keys of browsers and readers out", () => {
    expect(["F5", "Insert", "CapsLock", "Tab", "1", "Ctrl+a"].filter(allowed)).toEqual([]);
    expect(Object.values(ACTIONS).every(allowed)).toBe(true);
  });
});

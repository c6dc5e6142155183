import { describe, expect, it } from "vitest";
import { contrast, dark, light, type Palette } from "./tokens";

const texts: (keyof Palette)[] = ["text", "secondary", "accent", "dangerText", "disabledText"];
const grounds: (keyof Palette)[] = ["background", "surface", "sunken", "accentSoft", "alertSoft"];
const marks: (keyof Palette)[] = ["ready", "call", "wrap", "pause", "alert", "offline", "border"];

describe.each([
  ["light", light],
  ["dark", dark],
])("%s palette", (_name, palette) => {
  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    "%s is readable on %s",
    (text, ground) => expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5),
  );
  it.each(marks)("the mark %s stands out on the surface", (mark) =>
    expect(contrast(palette[mark], palette.surface)).toBeGreaterThanOrEqual(3),
  );
  it("writes readably on filled buttons", () => {
    expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.onDanger, palette.danger)).toBeGreaterThanOrEqual(4.5);
  });
});

/** The colours of the house. Each value is checked for contrast by tokens.test.ts; change them there together. */

export interface Palette {
  background: string;
  surface: string;
  sunken: string;
  text: string;
  secondary: string;
  border: string;
  hairline: string;
  accent: string;
  onAccent: string;
  accentSoft: string;
  danger: string;
  onDanger: string;
  dangerText: string;
  focus: string;
  disabledText: string;
  alertSoft: string;
  ready: string;
  call: string;
  wrap: string;
  pause: string;
  alert: string;
  offline: string;
}

export const light: Palette = {
  background: "#F5F6F4",
  surface: "#FCFCFA",
  sunken: "#ECEEEB",
  text: "#1D2420",
  secondary: "#53605A",
  border: "#7C857E",
  hairline: "#D5D9D4",
  accent: "#0B5C8A",
  onAccent: "#FFFFFF",
  accentSoft: "#E1ECF3",
  danger: "#8B1E14",
  onDanger: "#FFFFFF",
  dangerText: "#8B1E14",
  focus: "#0B5C8A",
  disabledText: "#5F6B65",
  alertSoft: "#F8E9E0",
  ready: "#134B3F",
  call: "#4187C3",
  wrap: "#AE7A0A",
  pause: "#5D286D",
  alert: "#863310",
  offline: "#808B86",
};

export const dark: Palette = {
  background: "#14181A",
  surface: "#1C2224",
  sunken: "#101416",
  text: "#E4E8E6",
  secondary: "#A3B0AE",
  border: "#76848A",
  hairline: "#30393C",
  accent: "#6DB9E8",
  onAccent: "#0B1214",
  accentSoft: "#1D313D",
  danger: "#FF8A5C",
  onDanger: "#0B1214",
  dangerText: "#FF8A5C",
  focus: "#FFD166",
  disabledText: "#95A19F",
  alertSoft: "#38221A",
  ready: "#39D193",
  call: "#B4D0E8",
  wrap: "#F2B816",
  pause: "#AE5CC3",
  alert: "#D2522E",
  offline: "#697376",
};

const KEBAB = /[A-Z]/g;

/** The palette as custom properties: `accentSoft` becomes `--p-accent-soft`. */
export function variables(palette: Palette): Record<string, string> {
  return Object.fromEntries(
    Object.entries(palette).map(([name, value]) => [
      `--p-${name.replace(KEBAB, (letter) => `-${letter.toLowerCase()}`)}`,
      value as string,
    ]),
  );
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16)));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast ratio of two colours by the formula of the accessibility guidelines. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

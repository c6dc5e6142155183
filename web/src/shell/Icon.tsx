/** The line icons of the house, 20 px, always beside a word. */

export type IconName = "phone" | "house" | "grid" | "clock" | "calendar" | "bars" | "link" | "bill" | "lock" | "sliders" | "person" | "keyboard";

const PATHS: Record<IconName, string> = {
  phone: "M3.5 10.5a6.5 6.5 0 0 1 13 0M3.5 10v5h3v-5zM13.5 10v5h3v-5zM15 15c0 2-2 2.5-4 2.5",
  house: "M3 9.5l7-6 7 6M5 8v8.5h10V8M8.5 16.5v-4.5h3v4.5",
  grid: "M3 3.5h6v5H3zM11 3.5h6v5h-6zM3 11.5h6v5H3zM11 11.5h6v5h-6z",
  clock: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 5.5V10l3 2",
  calendar: "M3 4.5h14v12.5H3zM3 8.5h14M7 2.5v4M13 2.5v4M6.5 12h4M9.5 14.5h4",
  bars: "M3 17h14M5 17v-5M9 17V8M13 17v-7M16 17V4",
  link: "M8.5 11.5a3.2 3.2 0 0 0 4.6 0l3-3a3.25 3.25 0 0 0-4.6-4.6l-1 1M11.5 8.5a3.2 3.2 0 0 0-4.6 0l-3 3a3.25 3.25 0 0 0 4.6 4.6l1-1",
  bill: "M4.5 2.5h11v15l-2.2-1.6-2.2 1.6-2.2-1.6-2.2 1.6-2.2-1.6zM7.5 6.5h5M7.5 9.5h5M7.5 12.5h3",
  lock: "M4.5 9h11v8.5h-11zM6.5 9V6a3.5 3.5 0 0 1 7 0v3M10 12v2.5",
  sliders: "M3 6h6M13 6h4M11 4v4M3 14h3M10 14h7M8 12v4",
  person: "M10 3a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 10 3M3.5 17c.5-3.5 3-5 6.5-5s6 1.5 6.5 5",
  keyboard: "M2.5 5h15v10h-15zM5.5 8h.01M8.5 8h.01M11.5 8h.01M14.5 8h.01M6 12h8",
};

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.75"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

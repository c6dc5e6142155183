/** The six state marks: a shape and a colour each, always beside the word that says the same. */

export type Mark = "ready" | "call" | "wrap" | "pause" | "alert" | "offline";

const SHAPES: Record<Mark, React.ReactNode> = {
  ready: <path d="M8 1.5 15 14H1z" />,
  call: <circle cx="8" cy="8" r="6.5" />,
  wrap: <path d="M8 .8 15.2 8 8 15.2.8 8z" />,
  pause: <path d="M2.5 1.5h4v13h-4zM9.5 1.5h4v13h-4z" />,
  alert: <path fillRule="evenodd" d="M8 .5 14.7 4.3v7.4L8 15.5 1.3 11.7V4.3zM7 4v5h2V4zm0 6.3v1.9h2v-1.9z" />,
  offline: <circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" strokeWidth="2" />,
};

export function Glyph({ mark, size }: { mark: Mark; size?: string }) {
  return (
    <svg
      className="p-glyph"
      viewBox="0 0 16 16"
      fill="currentColor"
      aria-hidden="true"
      focusable="false"
      style={{ color: `var(--p-${mark})`, ...(size ? { width: size, height: size } : {}) }}
    >
      {SHAPES[mark]}
    </svg>
  );
}

/** The two lanes of a recording drawn on a canvas: customer above, agent below, silent stretches hatched. */

import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { RecordingMark, Waveform } from "@/api/types";
import { useTexts } from "@/i18n";
import { dark, light, type Palette } from "@/theme/tokens";

const HEIGHT = 96;

function lane(pen: CanvasRenderingContext2D, peaks: number[], middle: number, width: number, played: number, colours: [string, string]): void {
  const half = HEIGHT / 4 - 4;
  for (let x = 0; x < width; x += 2) {
    const from = Math.floor((x / width) * peaks.length);
    const to = Math.max(from + 1, Math.floor(((x + 2) / width) * peaks.length));
    const peak = Math.max(0, ...peaks.slice(from, to));
    const size = Math.max(1, Math.sqrt(peak) * half);
    pen.fillStyle = x < played ? colours[0] : colours[1];
    pen.fillRect(x, middle - size, 1.5, size * 2);
  }
}

function silence(pen: CanvasRenderingContext2D, from: number, to: number, palette: Palette): void {
  pen.fillStyle = palette.sunken;
  pen.fillRect(from, 0, to - from, HEIGHT);
  pen.strokeStyle = palette.border;
  pen.beginPath();
  for (let x = from - HEIGHT; x < to; x += 8) {
    pen.moveTo(Math.max(from, x), Math.min(HEIGHT, HEIGHT - (Math.max(from, x) - x)));
    pen.lineTo(Math.min(to, x + HEIGHT), HEIGHT - (Math.min(to, x + HEIGHT) - x));
  }
  pen.stroke();
}

function draw(canvas: HTMLCanvasElement, wave: Waveform, marks: RecordingMark[], share: number, length: number, palette: Palette): void {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  canvas.width = width * scale;
  canvas.height = HEIGHT * scale;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(scale, scale);
  pen.clearRect(0, 0, width, HEIGHT);
  const played = share * width;
  lane(pen, wave.left, HEIGHT / 4, width, played, [palette.accent, palette.border]);
  lane(pen, wave.right, (HEIGHT * 3) / 4, width, played, [palette.ready, palette.border]);
  const at = (ms: number): number => (length ? (ms / 1000 / length) * width : 0);
  for (const mark of marks) silence(pen, at(mark.from_ms), at(mark.to_ms), palette);
  pen.fillStyle = palette.text;
  pen.fillRect(Math.min(width - 2, played), 0, 2, HEIGHT);
}

export function Wave({ wave, marks, share, length }: { wave: Waveform; marks: RecordingMark[]; share: number; length: number }) {
  const { t } = useTexts();
  const scheme = useComputedColorScheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, wave, marks, share, length, scheme === "dark" ? dark : light);
  }, [wave, marks, share, length, scheme]);
  return (
    <div className="wave">
      <span className="wave-names p-meta" aria-hidden="true">
        <span>{t("history.player.customer")}</span>
        <span>{t("history.player.agent")}</span>
      </span>
      <canvas ref={canvas} style={{ height: HEIGHT }} aria-hidden="true" />
    </div>
  );
}

/** The player: both sides' waveforms, the stretches without sound, and everything by keys. */

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import type { Recording, RecordingMark, Waveform } from "@/api/types";
import { clock } from "@/format/time";
import { useTexts } from "@/i18n";
import { Wave } from "./Wave";

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

export function marksOf(recording: Recording): RecordingMark[] {
  return recording.marks.map((mark) => (Array.isArray(mark) ? { kind: mark[0], from_ms: mark[1], to_ms: mark[2] } : mark));
}

interface Playing {
  audio: React.RefObject<HTMLAudioElement | null>;
  at: number;
  length: number;
  on: boolean;
  speed: number;
  failed: boolean;
  seek: (seconds: number) => void;
  toggle: () => void;
  faster: (by: number) => void;
}

function usePlaying(known: number): Playing {
  const audio = useRef<HTMLAudioElement>(null);
  const [state, setState] = useState({ at: 0, length: known, on: false, speed: 1, failed: false });
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const read = (): void =>
      setState({
        at: element.currentTime, on: !element.paused, speed: element.playbackRate, failed: element.error !== null,
        length: known || (Number.isFinite(element.duration) ? element.duration : 0),
      });
    const names = ["timeupdate", "play", "pause", "ratechange", "loadedmetadata", "error", "ended"];
    names.forEach((name) => element.addEventListener(name, read));
    return () => names.forEach((name) => element.removeEventListener(name, read));
  }, [known]);
  const seek = useCallback((seconds: number) => {
    const element = audio.current;
    if (element) element.currentTime = Math.max(0, Math.min(known || element.duration || 0, seconds));
  }, [known]);
  const toggle = useCallback(() => {
    const element = audio.current;
    if (element?.paused) void element.play().catch(() => undefined); // the error event tells
    else element?.pause();
  }, []);
  const faster = useCallback((by: number) => {
    const element = audio.current;
    if (!element) return;
    const at = SPEEDS.indexOf(element.playbackRate);
    element.playbackRate = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + by))] ?? 1;
  }, []);
  return { audio, ...state, seek, toggle, faster };
}

function Marks({ marks, seek }: { marks: RecordingMark[]; seek: (seconds: number) => void }) {
  const { t } = useTexts();
  if (!marks.length) return null;
  return (
    <ul className="player-marks" aria-label={t("history.player.marks")}>
      {marks.map((mark) => (
        <li key={mark.from_ms}>
          <Button size="compact-xs" onClick={() => seek(mark.to_ms / 1000)}>
            {mark.kind === "hold" || mark.kind === "private" ? t(`history.player.mark.${mark.kind}`) : mark.kind} {clock(mark.from_ms / 1000)}–{clock(mark.to_ms / 1000)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

export function Player({ recording }: { recording: Recording }) {
  const { t } = useTexts();
  const playing = usePlaying((recording.duration_ms ?? 0) / 1000);
  const { data } = useQuery({
    queryKey: ["waveform", recording.id], queryFn: () => api.get<Waveform>(`/recordings/${recording.id}/waveform`), staleTime: Infinity,
  });
  const marks = marksOf(recording);
  const onKey = (event: React.KeyboardEvent): void => {
    const runs: Record<string, () => void> = {
      " ": playing.toggle, ArrowLeft: () => playing.seek(playing.at - 5), ArrowRight: () => playing.seek(playing.at + 5),
      "[": () => playing.faster(-1), "]": () => playing.faster(1), "-": () => playing.faster(-1), "+": () => playing.faster(1),
    };
    const run = runs[event.key];
    const onButton = event.target instanceof HTMLButtonElement && event.key === " ";
    if (!run || onButton || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    run();
  };
  return (
    <section className="player" aria-label={t("history.player.label")} onKeyDown={onKey}>
      <audio ref={playing.audio} src={`/api/v1/recordings/${recording.id}/audio`} preload="metadata" />
      <div className="player-wave">
        {data && <Wave wave={data} marks={marks} share={playing.length ? playing.at / playing.length : 0} length={playing.length} />}
        <input
          type="range" min={0} max={Math.max(1, playing.length)} step={0.1} value={playing.at} aria-label={t("history.player.position")}
          aria-valuetext={clock(playing.at)} onChange={(event) => playing.seek(Number(event.currentTarget.value))}
        />
      </div>
      <div className="desk-row">
        <Button variant="filled" onClick={playing.toggle}>{playing.on ? t("history.player.stop") : t("history.player.play")}</Button>
        <span className="desk-clock player-time">{clock(playing.at)} / {clock(playing.length)}</span>
        <Button onClick={() => playing.faster(-1)}>{t("history.player.slower")}</Button>
        <Button onClick={() => playing.faster(1)}>{t("history.player.faster")}</Button>
        <span className="player-time" role="status">×{playing.speed}</span>
      </div>
      {playing.failed && <p role="alert">{t("history.player.failed")}</p>}
      <Marks marks={marks} seek={playing.seek} />
      <p className="p-meta">{t("history.player.help")}</p>
    </section>
  );
}

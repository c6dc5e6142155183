/** Three checks before the first call: the microphone hears, the headset sounds, the network and the switch answer. */

import { Alert, Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "@/i18n";
import { useLive } from "@/live/provider";
import { microphoneGranted, useDevices, useMeter, useRoundTrip } from "@/phone/devices";
import { usePhone } from "@/phone/provider";
import { sound, unlockSound } from "@/phone/sounds";
import { prefs, usePrefs, type Ear } from "@/prefs";
import { useMe } from "@/me";
import { Glyph, type Mark } from "@/theme/Glyph";
import "./device.css";

function Check({ title, mark, children }: { title: string; mark: Mark; children: React.ReactNode }) {
  return (
    <section className="check p-card" aria-label={title}>
      <h2>
        <Glyph mark={mark} /> {title}
      </h2>
      {children}
    </section>
  );
}

function options(devices: MediaDeviceInfo[], fallback: string) {
  return [{ value: "", label: fallback }, ...devices.map((device) => ({ value: device.deviceId, label: device.label || device.deviceId.slice(0, 8) }))];
}

function MicrophoneCheck() {
  const { t } = useTexts();
  const { microphone } = usePrefs();
  const [asked, setAsked] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const meter = useMeter(asked, attempt);
  const { microphones } = useDevices(meter.open);
  const { phone } = usePhone();
  useEffect(() => void microphoneGranted().then((granted) => granted && setAsked(true)), []);
  return (
    <Check title={t("device.microphone")} mark={meter.trouble ? "alert" : meter.heard ? "ready" : "offline"}>
      {asked ? (
        <NativeSelect
          label={t("device.microphone")} value={microphone} data={options(microphones, t("device.defaultDevice"))}
          onChange={(event) => {
            prefs.set({ microphone: event.currentTarget.value });
            void phone.changeMicrophone();
          }}
        />
      ) : (
        <Button variant="filled" onClick={() => setAsked(true)}>{t("device.microphoneAsk")}</Button>
      )}
      <div className="meter" aria-hidden="true">
        <span style={{ transform: `scaleX(${meter.level})` }} />
      </div>
      <p role="status" className="p-meta">
        {meter.heard ? t("device.microphoneHeard") : meter.open ? t("device.microphoneSpeak") : ""}
      </p>
      {meter.trouble && (
        <Alert role="alert" color="red" variant="light">
          {t(`device.${meter.trouble}`)}{" "}
          <Button size="compact-sm" onClick={() => setAttempt(attempt + 1)}>{t("common.retry")}</Button>
        </Alert>
      )}
    </Check>
  );
}

function SpeakerCheck() {
  const { t } = useTexts();
  const { speaker, ringer, ear } = usePrefs();
  const { speakers } = useDevices(true);
  const [played, setPlayed] = useState<boolean | null>(null);
  const play = async (): Promise<void> => {
    setPlayed(await unlockSound());
    await sound("test");
  };
  return (
    <Check title={t("device.speaker")} mark={played ? "ready" : played === false ? "alert" : "offline"}>
      <NativeSelect
        label={t("device.speaker")} value={speaker} data={options(speakers, t("device.defaultDevice"))}
        onChange={(event) => prefs.set({ speaker: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("device.ring")} value={ringer} data={options(speakers, t("device.defaultDevice"))}
        onChange={(event) => prefs.set({ ringer: event.currentTarget.value })}
      />
      <div role="group" aria-label={t("device.ear")}>
        <p className="p-meta check-label">{t("device.ear")}</p>
        <SegmentedControl
          size="xs" fullWidth value={ear} onChange={(value) => prefs.set({ ear: value as Ear })}
          data={(["left", "both", "right"] as const).map((value) => ({ value, label: t(`device.${value}`) }))}
        />
      </div>
      <Button onClick={() => void play()}>{t("device.play")}</Button>
      <p role="status" className="p-meta">
        {played === null ? "" : played ? t("device.played") : t("device.soundBlocked")}
      </p>
    </Check>
  );
}

function Fact({ label, mark, text }: { label: string; mark: Mark; text: string }) {
  return (
    <div className="check-fact">
      <dt>{label}</dt>
      <dd>
        <Glyph mark={mark} /> {text}
      </dd>
    </div>
  );
}

function NetworkCheck() {
  const { t } = useTexts();
  const me = useMe();
  const { link } = useLive();
  const { state } = usePhone();
  const trip = useRoundTrip();
  const live: Mark = link === "up" ? "ready" : link === "down" ? "alert" : "offline";
  const registered = state.registration === "registered";
  const refused = state.registration === "refused";
  const words = { up: "good", down: "bad", connecting: "trying" } as const;
  return (
    <Check title={t("device.network")} mark={link === "up" && (registered || !me.softphone) ? "ready" : refused || link === "down" ? "alert" : "offline"}>
      <dl className="check-facts">
        <Fact label={t("device.live")} mark={live} text={t(`device.${words[link]}`)} />
        {me.softphone && (
          <Fact
            label={t("device.registration")} mark={registered ? "ready" : refused ? "alert" : "offline"}
            text={t(registered ? "device.good" : refused || state.registration === "lost" ? "device.bad" : "device.trying")}
          />
        )}
        <Fact
          label={t("device.delay")} mark={trip === null ? "alert" : trip > 400 ? "wrap" : "ready"}
          text={trip === null ? t("device.bad") : trip > 400 ? t("device.slow") : `${Math.round(trip)}\u00A0ms`}
        />
      </dl>
      {refused && (
        <Alert role="alert" color="red" variant="light">
          {t("device.registrationRefused", { cause: state.cause ?? "?" })}
        </Alert>
      )}
      {!me.softphone && <p className="p-meta">{t("device.phoneOnly")}</p>}
    </Check>
  );
}

export function DeviceCheck({ children }: { children: React.ReactNode }) {
  const { t } = useTexts();
  const me = useMe();
  return (
    <div className="device">
      <p className="p-quiet">{t("device.lead")}</p>
      <div className="checks">
        {me.softphone && <MicrophoneCheck />}
        {me.softphone && <SpeakerCheck />}
        <NetworkCheck />
      </div>
      <div className="device-end">{children}</div>
    </div>
  );
}

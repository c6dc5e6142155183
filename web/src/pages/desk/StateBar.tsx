/** The top line: who I am to the floor, since when, what waits, whether network and headset are well. */

import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { clock, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { useKeys } from "@/keys/useKeys";
import { markOf, totalsOf, type Presence } from "@/live/model";
import { secondsSince, useLive, useNow, useRows } from "@/live/provider";
import { usePhone } from "@/phone/provider";
import { useMe } from "@/me";
import { Key } from "@/shell/KeyHelp";
import { Glyph, type Mark } from "@/theme/Glyph";
import { NextBreak } from "./NextBreak";
import { PAUSES, reasonText } from "./reasons";
import type { DeskView } from "./useDesk";

export const WORD = {
  ready: "ready", offered: "ringing", talking: "call", wrap_up: "wrap", paused: "pause", offline: "offline", unreachable: "unreachable",
} as const satisfies Record<Presence, string>;

function Tool({ mark, text }: { mark: Mark; text: string }) {
  return (
    <span className="desk-tool">
      <Glyph mark={mark} size="0.75rem" /> {text}
    </span>
  );
}

function Tools() {
  const { t } = useTexts();
  const me = useMe();
  const { link } = useLive();
  const { state } = usePhone();
  const registered = !me.softphone || state.registration === "registered";
  const slow = state.quality !== null && (state.quality.roundTrip > 400 || state.quality.lost > 0.05);
  const network = link !== "up" ? "down" : !registered ? "phone" : slow ? "slow" : "good";
  const headset = state.microphone ? "off" : state.muted ? "muted" : "good";
  return (
    <Link to="/device" className="desk-tools">
      <span className="p-hidden">{t("desk.tools")}</span>
      <Tool mark={network === "good" ? "ready" : network === "slow" ? "wrap" : "alert"} text={t(`desk.network.${network}`)} />
      {me.softphone && (
        <Tool mark={headset === "good" ? "ready" : headset === "muted" ? "pause" : "alert"} text={t(`desk.headset.${headset}`)} />
      )}
    </Link>
  );
}

function Waiting({ now }: { now: number }) {
  const { t, lang } = useTexts();
  const { waiting, longestSince } = totalsOf(useRows());
  if (!waiting) return <span className="p-quiet">{t("desk.noWaiting")}</span>;
  return (
    <span>
      {t("desk.waiting", { count: waiting })}
      {longestSince && <span className="p-quiet"> · {t("desk.longest", { time: spell(secondsSince(longestSince, now), lang) })}</span>}
    </span>
  );
}

/** Give a part the focus as soon as it exists, so that no key typed after the one that opened it falls beside it. */
const focusAtOnce = (part: HTMLElement | null) => part?.focus({ preventScroll: true });

function PauseMenu({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  useKeys({ pause: () => desk.may.pause && setOpen(true) });
  return (
    // The library's own trap takes the focus some moments later, and an arrow typed before that would close the menu.
    <Menu opened={open} onChange={setOpen} position="bottom-end" withinPortal
      trapFocus={false} withInitialFocusPlaceholder={false} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button size="compact-md" disabled={!desk.may.pause || !desk.acts}>
          {t("desk.pause")}&nbsp;
          <Key action="pause" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t("desk.pauses")} onKeyDown={(event) => event.key === "Tab" && setOpen(false)}>
        {PAUSES.map((reason, place) => (
          <Menu.Item key={reason} ref={place === 0 ? focusAtOnce : null} onClick={() => desk.deeds.pause(reason)}>
            {t(`desk.reason.${reason}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={desk.stage !== "idle"} onClick={() => void desk.send({ type: "sign_out" })}>
          {t("desk.signOff")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function StateBar({ desk }: { desk: DeskView }) {
  const { t } = useTexts();
  const now = useNow();
  const { agent } = desk;
  if (!agent) return null;
  const paused = agent.presence === "paused" || agent.presence === "unreachable";
  return (
    <section className="desk-state" aria-label={t("desk.stateBar")}>
      <span className="desk-presence" data-presence={agent.presence}>
        <Glyph mark={markOf(agent.presence)} size="1.1rem" />
        <strong>{t(`common.state.${WORD[agent.presence]}`)}</strong>
        <span className="desk-clock">{clock(secondsSince(agent.since, now))}</span>
        {paused && agent.reason && <span className="p-quiet p-cut">{reasonText(agent.reason, t)}</span>}
        {agent.pause_wanted && agent.presence !== "paused" && (
          <span className="p-quiet p-cut">{t("desk.pauseWanted", { reason: reasonText(agent.pause_wanted, t) })}</span>
        )}
      </span>
      <Waiting now={now} />
      <NextBreak desk={desk} />
      <span className="desk-gap" />
      <Tools />
      <PauseMenu desk={desk} />
      <Button size="compact-md" variant={desk.may.ready && desk.stage === "idle" ? "filled" : "default"}
        disabled={!desk.may.ready || !desk.acts} onClick={desk.deeds.ready}>
        {t("desk.ready")}&nbsp;
        <Key action="wrap" />
      </Button>
    </section>
  );
}

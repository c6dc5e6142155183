/** What everybody must know at once: the link is down, part of the installation is away, this tab only looks on. */

import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "@/i18n";
import { hour } from "@/format/time";
import { useLive } from "@/live/provider";
import { noticesOf } from "@/live/model";
import { usePhone } from "@/phone/provider";
import { useMe } from "@/me";
import { Glyph } from "@/theme/Glyph";

const NOTICES = { switch_away: "switchAway", database_away: "databaseAway", disk_full: "diskFull" } as const;

function Band({ children, action }: { children: React.ReactNode; action?: React.ReactNode }) {
  return (
    <div className="p-band" role="alert">
      <Glyph mark="alert" />
      <span>{children}</span>
      {action}
    </div>
  );
}

/** Whether something has held for two seconds: what mends itself sooner is not worth a band. */
function useLasting(holds: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!holds) return;
    const timer = window.setTimeout(() => setLasting(true), 2000);
    return () => {
      window.clearTimeout(timer);
      setLasting(false);
    };
  }, [holds]);
  return lasting;
}

export function Bands() {
  const { t, lang } = useTexts();
  const { state, link, heard, floor } = useLive();
  const { role, leader } = usePhone();
  const me = useMe();
  const lost = useLasting(link === "down");
  const floorAway = useLasting(link === "up" && !floor);
  return (
    <>
      {lost && heard !== null && <Band>{t("common.band.linkDown", { time: hour(new Date(heard), lang) })}</Band>}
      {floorAway && <Band>{t("common.band.floorAway")}</Band>}
      {noticesOf(state.rows).map((notice) => {
        const name = NOTICES[notice.code as keyof typeof NOTICES];
        return <Band key={notice.id}>{name ? t(`common.band.${name}`) : notice.code}</Band>;
      })}
      {me.softphone && role === "viewer" && (
        <Band
          action={
            <Button size="compact-sm" onClick={() => leader.take()}>
              {t("common.band.takeHere")}
            </Button>
          }
        >
          {t("common.band.viewer")}
        </Band>
      )}
    </>
  );
}

/** One's own callers whom agents of partner firms have, and the way onto their calls. */

import { Button } from "@mantine/core";
import { clock } from "@/format/time";
import { useTexts } from "@/i18n";
import { atPartners, helperOf } from "@/live/model";
import { secondsSince, useRows } from "@/live/provider";
import { whoOf } from "@/pages/desk/CallBar";
import { Glyph } from "@/theme/Glyph";

/** `listen`: null where one has no telephone for it. `hears`: the agent on whose call one is. Where the
 *  agreement does not let one listen, the row says so. */
export function AtPartners({ now, listen, hears }: { now: number; listen: ((agent: string) => void) | null; hears: string | null }) {
  const { t } = useTexts();
  const calls = atPartners(useRows());
  if (!calls.length) return null;
  return (
    <section aria-labelledby="floor-partners" className="floor-partners">
      <h2 id="floor-partners">{t("floor.partners")} ({calls.length})</h2>
      <ul className="p-card">
        {calls.map((call) => (
          <li key={call.id} className="floor-row">
            <span className="p-nowrap"><Glyph mark="call" /> {t("common.state.call")}</span>
            <span className="desk-clock">{clock(secondsSince(call.answered_at ?? call.arrived_at, now))}</span>
            <span className="p-cut">{helperOf(call)}</span>
            <span className="p-cut p-quiet">{[whoOf(call, t), call.queue_name ?? call.brand].join(" · ")}</span>
            {listen && !call.listening && <span className="p-meta">{t("floor.notAgreed")}</span>}
            {listen && call.listening && call.agent && call.agent !== hears && (
              <Button size="compact-md" disabled={call.phase !== "talking"} aria-label={t("floor.listenTo", { who: helperOf(call) })} onClick={() => call.agent && listen(call.agent)}>{t("floor.listen")}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

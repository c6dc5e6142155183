/** Who answers at this moment: one's own people, partners' agents with one's callers, and who still waits. */

import { Link } from "react-router";
import { clock, spell } from "@/format/time";
import { useTexts } from "@/i18n";
import { atPartners, callsOf, helperOf, totalsOf } from "@/live/model";
import { secondsSince, useNow, useRows } from "@/live/provider";
import { Glyph, type Mark } from "@/theme/Glyph";
import { thereNow } from "./line";

function Who({ mark, word, names }: { mark: Mark; word: string; names: string[] }) {
  const { t } = useTexts();
  return (
    <div>
      <dt><Glyph mark={mark} /> <strong>{names.length}</strong> {word}</dt>
      <dd className={names.length ? undefined : "p-quiet"}>{names.join(", ") || t("line.now.nobody")}</dd>
    </div>
  );
}

export function Now() {
  const { t, lang } = useTexts();
  const rows = useRows();
  const now = useNow();
  const { ready, talking } = thereNow(rows);
  const away = atPartners(rows);
  const { waiting, longestSince } = totalsOf(rows);
  const asked = callsOf(rows).filter((call) => call.phase === "queued" && call.partners_asked.length > 0).length;
  const forThem = callsOf(rows).filter((call) => call.guest !== null && call.agent !== null).length;
  const alone = ready.length + talking.length + away.length === 0;
  return (
    <section aria-labelledby="line-now">
      <h2 id="line-now">{t("line.now.title")}</h2>
      <div className="p-card line-card">
        {alone && <p className="line-alone" role="alert"><Glyph mark="alert" /> <strong>{t("line.now.alone")}</strong></p>}
        <dl className="line-who">
          <Who mark="ready" word={t("line.now.ready", { count: ready.length })} names={ready.map((agent) => agent.alias)} />
          <Who mark="call" word={t("line.now.talking", { count: talking.length })} names={talking.map((agent) => agent.alias)} />
          <div>
            <dt><Glyph mark="call" /> <strong>{away.length}</strong> {t("line.now.partners")}</dt>
            {away.map((call) => <dd key={call.id}>{helperOf(call)} <span className="p-quiet desk-clock">{clock(secondsSince(call.answered_at, now))}</span></dd>)}
            {!away.length && <dd className="p-quiet">{t("line.now.nobody")}</dd>}
          </div>
          <div>
            <dt><Glyph mark="wrap" /> <strong>{waiting}</strong> {t("line.now.waiting", { count: waiting })}</dt>
            <dd className="p-quiet">
              {[longestSince && t("desk.longest", { time: spell(secondsSince(longestSince, now), lang) }), asked > 0 && t("line.now.asked", { count: asked })].filter(Boolean).join(" · ") || t("desk.noWaiting")}
            </dd>
          </div>
        </dl>
        <p className="p-meta">{forThem > 0 && <>{t("line.now.forThem", { count: forThem })} </>}<Link to="/floor">{t("line.now.floor")}</Link></p>
      </div>
    </section>
  );
}

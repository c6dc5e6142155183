/** In whose name one speaks: the brand of another firm, its caller's alias, and what its agreement permits and forbids. */

import { Fragment } from "react";
import { useTexts } from "@/i18n";
import type { CallRow, GuestRow } from "@/live/model";

/** A barred circle or a tick: the shape says it, the colour repeats it. */
function Sign({ no }: { no: boolean }) {
  return (
    <svg className="p-glyph" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false"
      style={{ color: `var(--p-${no ? "danger-text" : "ready"})` }}>
      {no ? <path d="M8 1.4a6.6 6.6 0 1 0 0 13.2A6.6 6.6 0 0 0 8 1.4M3.5 3.5l9 9" /> : <path d="M2 8.6 6.2 13 14 3.4" />}
    </svg>
  );
}

function Rules({ guest }: { guest: GuestRow }) {
  const { t } = useTexts();
  const lines: { no: boolean; name: string; what: string[] }[] = [
    ...(guest.forbidden.length ? [{ no: true, name: t("desk.guest.forbidden"), what: guest.forbidden }] : []),
    { no: false, name: t("desk.guest.services"), what: guest.services.length ? guest.services : [t("desk.guest.anything")] },
    { no: !guest.cards, name: t("desk.guest.cards"), what: [t(guest.cards ? "desk.guest.cardsYes" : "desk.guest.cardsNo")] },
  ];
  return (
    <dl className="strip-rules">
      {lines.map(({ no, name, what }) => (
        <Fragment key={name}>
          <dt data-no={no}><Sign no={no} /> {name}</dt>
          <dd>{what.join(" · ")}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** `small`: after the call, so that notes are written in the right name. */
export function BrandStrip({ call, small = false }: { call: CallRow; small?: boolean }) {
  const { t } = useTexts();
  const { guest } = call;
  if (!guest) return null;
  const alias = call.customer ?? "";
  const head = (
    <p className="strip-head">
      <span className="strip-for">{t(small ? "desk.guest.notesFor" : "desk.guest.for")} </span>
      <strong className="strip-brand">{call.brand}</strong>
      {guest.owner && guest.owner !== call.brand && <span className="p-quiet"> {t("desk.guest.of", { owner: guest.owner })}</span>}
    </p>
  );
  const who = (
    <p className="strip-who">
      <span className="p-meta">{t("desk.guest.alias")}</span> <span className="p-alias">{alias}</span>
    </p>
  );
  return (
    <section className="strip" data-small={small} aria-label={t("desk.guest.title", { brand: call.brand })}>
      <div className="strip-top">{head}{who}</div>
      {!small && <Rules guest={guest} />}
      {!small && <p className="p-meta strip-hidden">{t(alias.startsWith("?") ? "desk.guest.withheld" : "desk.guest.hidden")}</p>}
    </section>
  );
}

/** The form of a queue's overflow: whom to ask, in which order, at which moment; below it what that means. */

import { Alert, Button, Checkbox, NativeSelect, NumberInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Agreement } from "@/api/agreements";
import type { Order, Overflow } from "@/api/overflow";
import { useTexts } from "@/i18n";
import { problemText } from "@/shell/Page";
import { moved, overflowText, toggled } from "./overflow";

const ORDERS: Order[] = ["named", "share", "price"];

interface Asked {
  draft: Overflow;
  set: (change: Partial<Overflow>) => void;
  nameOf: (agreement: string) => string;
}

/** The partners that were chosen, in order, each with its place or its share. */
function Ranked({ draft, set, nameOf }: Asked) {
  const { t } = useTexts();
  const { partners, order } = draft;
  if (partners.length < 2 || order === "price") return null;
  if (order === "share") {
    return (
      <div className="partner-fields">
        {partners.map((each, at) => (
          <NumberInput
            key={each.agreement} label={t("partners.overflow.share", { name: nameOf(each.agreement) })} min={1} max={100} clampBehavior="strict" allowDecimal={false} value={each.share}
            onChange={(value) => set({ partners: partners.map((one, index) => (index === at ? { ...one, share: Math.max(1, Number(value) || 1) } : one)) })}
          />
        ))}
      </div>
    );
  }
  return (
    <ol className="overflow-order">
      {partners.map((each, at) => (
        <li key={each.agreement}>
          <span>{nameOf(each.agreement)}</span>
          {([-1, 1] as const).map((by) => (
            <Button
              key={by} size="compact-sm" aria-label={t(by < 0 ? "partners.overflow.earlier" : "partners.overflow.later", { name: nameOf(each.agreement) })}
              aria-disabled={at + by < 0 || at + by >= partners.length} onClick={(event) => {
              const button = event.currentTarget;
              set({ partners: moved(partners, at, by) });
              requestAnimationFrame(() => button.focus()); // the line moved, and took the focus from it
            }}
            >
              {by < 0 ? "↑" : "↓"}
            </Button>
          ))}
        </li>
      ))}
    </ol>
  );
}

function Whom({ draft, set, nameOf, agreements }: Asked & { agreements: Agreement[] }) {
  const { t } = useTexts();
  return (
    <fieldset>
      <legend>{t("partners.overflow.whom")}</legend>
      <div className="partner-permits">
        {agreements.map((each) => (
          <Checkbox
            key={each.id} label={each.standing === "in_force" ? each.answering_name : t("partners.overflow.standing", { name: each.answering_name, standing: t(`partners.standing.${each.standing}`).toLowerCase() })}
            checked={draft.partners.some((one) => one.agreement === each.id)} onChange={() => set({ partners: toggled(draft.partners, each.id) })}
          />
        ))}
      </div>
      {draft.partners.length > 1 && (
        <div className="partner-fields overflow-who">
          <NativeSelect
            label={t("partners.overflow.order")} value={draft.order} onChange={(event) => set({ order: event.currentTarget.value as Order })}
            data={ORDERS.map((value) => ({ value, label: t(`partners.overflow.orders.${value}`) }))}
          />
          <NumberInput
            label={t("partners.overflow.apart_s")} suffix=" s" min={0} max={600} allowDecimal={false} clampBehavior="strict" hideControls value={draft.apart_s}
            onChange={(value) => set({ apart_s: Number(value) || 0 })}
          />
        </div>
      )}
      <Ranked draft={draft} set={set} nameOf={nameOf} />
    </fieldset>
  );
}

function When({ draft, set }: Omit<Asked, "nameOf">) {
  const { t } = useTexts();
  return (
    <fieldset>
      <legend>{t("partners.overflow.when")}</legend>
      <div className="partner-permits">
        <Checkbox label={t("partners.overflow.whenNobody")} checked={draft.nobody} onChange={(event) => set({ nobody: event.currentTarget.checked })} />
        <Checkbox label={t("partners.overflow.whenDanger")} checked={draft.danger} onChange={(event) => set({ danger: event.currentTarget.checked })} />
      </div>
      <NumberInput
        className="overflow-after" label={t("partners.overflow.after_s")} description={t("partners.overflow.afterHelp")} placeholder={t("partners.overflow.afterNever")} suffix=" s" min={0} max={3600}
        allowDecimal={false} clampBehavior="strict" hideControls value={draft.after_s ?? ""} onChange={(value) => set({ after_s: value === "" ? null : Number(value) })}
      />
    </fieldset>
  );
}

export function OverflowForm({ first, agreements, nameOf, busy, problem, send, cancel }: {
  first: Overflow;
  agreements: Agreement[];
  nameOf: (agreement: string) => string;
  busy: boolean;
  problem: unknown;
  send: (draft: Overflow) => void;
  cancel: () => void;
}) {
  const { t, lang } = useTexts();
  const [draft, setDraft] = useState(first);
  const set = (change: Partial<Overflow>): void => setDraft((was) => ({ ...was, ...change }));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  return (
    <form ref={form} className="partner-form" onSubmit={(event) => { event.preventDefault(); send(draft); }}>
      <Whom draft={draft} set={set} nameOf={nameOf} agreements={agreements} />
      <When draft={draft} set={set} />
      <p role="status"><strong>{overflowText(draft, nameOf, t, lang)}</strong></p>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <div className="partner-row">
        <Button type="submit" variant="filled" loading={busy}>{t("common.save")}</Button>
        <Button onClick={cancel}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

/** The side sheet to hand a call over: search, then consult (Enter) or transfer without asking (Shift+Enter). */

import { Button, Drawer, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "@/i18n";
import { markOf } from "@/live/model";
import { useRows } from "@/live/provider";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { WORD } from "./StateBar";
import { canConsult, targetsFor, type Target } from "./targets";
import type { DeskView } from "./useDesk";

function Line({ target, chosen, id, choose }: { target: Target; chosen: boolean; id: string; choose: () => void }) {
  const { t } = useTexts();
  return (
    <li id={id} role="option" aria-selected={chosen} className="sheet-line" onClick={choose}>
      {target.agent && <Glyph mark={markOf(target.agent.presence)} />}
      <span className="p-cut">{target.label}</span>
      <span className="p-meta">
        {target.agent && t(`common.state.${WORD[target.agent.presence]}`)}
        {target.queue && (target.queue.ready ? t("desk.presence.ready", { count: target.queue.ready }) : t("desk.presence.none"))}
        {target.kind === "number" && t("desk.sheet.number")}
      </span>
    </li>
  );
}

function List({ targets, at, choose, guest }: { targets: Target[]; at: number; choose: (index: number) => void; guest: boolean }) {
  const { t } = useTexts();
  const heads = { agent: t("desk.sheet.agents"), queue: t(guest ? "desk.sheet.handBack" : "desk.sheet.queues"), number: t("desk.sheet.number") };
  return (
    <div id="sheet-list" role="listbox" aria-label={t("desk.sheet.title")} className="sheet-list">
      {(["agent", "queue", "number"] as const).map((kind) => {
        const some = targets.some((target) => target.kind === kind);
        return some && (
          <ul key={kind} role="group" aria-label={heads[kind]}>
            <li role="presentation" className="p-meta sheet-head">{heads[kind]}</li>
            {targets.map((target, index) => target.kind === kind && (
              <Line key={target.id} target={target} chosen={index === at} id={`sheet-${index}`} choose={() => choose(index)} />
            ))}
          </ul>
        );
      })}
    </div>
  );
}

export function TransferSheet({ desk, open, close }: { desk: DeskView; open: boolean; close: () => void }) {
  const { t } = useTexts();
  const rows = useRows();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const targets = targetsFor(rows, desk.agent?.id ?? null, typed, desk.call, t("desk.sheet.back", { brand: desk.call?.brand ?? "" }));
  const guest = desk.call?.guest ?? null;
  const chosen = targets[Math.min(at, targets.length - 1)];
  const leave = (): void => {
    setTyped("");
    setAt(0);
    close();
  };
  const run = async (type: "consult" | "transfer"): Promise<void> => {
    if (!chosen || (type === "consult" && !canConsult(chosen))) return;
    const done = await desk.send({ type, to: { kind: chosen.kind, id: chosen.id } });
    if (!done) return;
    if (type === "transfer") toast({ kind: "done", text: guest && chosen.kind === "queue" ? t("desk.sheet.handedBack", { brand: desk.call?.brand ?? "" }) : t("desk.sheet.sent", { who: chosen.label }) });
    leave();
  };
  const onKey = (event: React.KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt((now) => Math.max(0, Math.min(targets.length - 1, now + step)));
    else if (event.key === "Enter") void run(event.shiftKey || !canConsult(chosen) ? "transfer" : "consult");
    else return;
    event.preventDefault();
  };
  return (
    <Drawer opened={open && desk.may.transfer} onClose={leave} title={t("desk.sheet.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <TextInput
        data-autofocus label={t(guest ? "desk.sheet.searchGuest" : "desk.sheet.search")} value={typed} onKeyDown={onKey} description={t("desk.sheet.tip")}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        role="combobox" aria-expanded="true" aria-controls={targets.length ? "sheet-list" : undefined} aria-autocomplete="list"
        aria-activedescendant={chosen ? `sheet-${Math.min(at, targets.length - 1)}` : undefined}
      />
      {targets.length ? <List targets={targets} at={Math.min(at, targets.length - 1)} choose={setAt} guest={guest !== null} /> : <p className="p-quiet">{t(guest ? "desk.sheet.noneGuest" : "desk.sheet.none")}</p>}
      <div className="desk-row sheet-end">
        <Button variant="filled" disabled={!canConsult(chosen)} onClick={() => void run("consult")}>{t("desk.sheet.consult")}</Button>
        <Button disabled={!chosen} onClick={() => void run("transfer")}>{t("desk.sheet.transfer")}</Button>
      </div>
    </Drawer>
  );
}

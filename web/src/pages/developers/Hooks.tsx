/** The firm's webhooks: each with how it fares, and what can be done about it. */

import { Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { EventKind, Webhook } from "@/api/webhooks";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Empty, Loaded } from "@/shell/Page";
import { Glyph, type Mark } from "@/theme/Glyph";
import { HookForm, type HookValues } from "./HookForm";
import { Once } from "./Once";
import { useDo } from "./useDo";

const DAY_MS = 86_400_000;

function State({ hook }: { hook: Webhook }) {
  const { t, lang } = useTexts();
  const zone = useMe().firm.time_zone;
  const [mark, text]: [Mark, string] =
    hook.stopped === "by_hand" ? ["offline", t("developers.hook.state.by_hand")]
    : hook.stopped ? ["alert", t(`developers.hook.state.${hook.stopped}`, { at: dayHour(hook.stopped_at ?? "", lang, zone) })]
    : hook.failing_since ? ["alert", t("developers.hook.state.failing", { at: dayHour(hook.failing_since, lang, zone), why: hook.trouble ?? "" })]
    : hook.tried_at ? ["ready", t("developers.hook.state.taken", { at: dayHour(hook.tried_at, lang, zone) })]
    : ["wrap", t("developers.hook.state.new")];
  return <p className="dev-state"><Glyph mark={mark} /> {text}</p>;
}

function One({ hook, change, show }: { hook: Webhook; change: () => void; show: (secret: string) => void }) {
  const { t } = useTexts();
  const { busy, run } = useDo();
  const path = `/webhooks/${hook.id}`;
  const rotate = () => run(async () => show((await api.post<{ secret: string }>(`${path}/secret`)).secret), null);
  const again = (days: number) => run(() => api.post(`${path}/again`, { since: new Date(Date.now() - days * DAY_MS).toISOString() }), t("developers.again.done"));
  return (
    <li className="p-card dev-hook">
      <div className="dev-head">
        <h3>{hook.label || t("developers.hook.one")}</h3>
        <span className="grow" />
        <Button onClick={change}>{t("developers.hook.change")}</Button>
        <Button loading={busy} onClick={() => void run(() => api.post(`${path}/test`), t("developers.hook.tested"))}>{t("developers.hook.test")}</Button>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target><Button variant="subtle">{t("developers.hook.more")}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void again(1)}>{t("developers.again.day")}</Menu.Item>
            <Menu.Item onClick={() => void again(30)}>{t("developers.again.all")}</Menu.Item>
            <Menu.Item onClick={() => void rotate()}>{t("developers.hook.rotate")}</Menu.Item>
            <Menu.Item color="red" onClick={() => void run(() => api.delete(path), t("developers.hook.removed"))}>{t("developers.hook.remove")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <p className="dev-address"><code>{hook.address}</code></p>
      <p className="p-quiet dev-list">{hook.kinds.join(" · ")}</p>
      <State hook={hook} />
    </li>
  );
}

export function Hooks() {
  const { t } = useTexts();
  const hooks = useQuery({ queryKey: ["developers", "hooks"], queryFn: () => api.get<Webhook[]>("/webhooks"), refetchInterval: 10_000 });
  const kinds = useQuery({ queryKey: ["webhook-events"], queryFn: () => api.get<EventKind[]>("/webhook-events"), staleTime: Infinity });
  const [editing, setEditing] = useState<Webhook | "new" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { run } = useDo();
  const first = editing === "new" ? null : editing;
  const save = async (values: HookValues): Promise<void> => {
    if (first) await api.put(`/webhooks/${first.id}`, values);
    else setSecret((await api.post<{ secret: string }>("/webhooks", values)).secret);
    setEditing(null);
    await run(() => Promise.resolve(), null);
  };
  return (
    <section aria-labelledby="dev-hooks">
      <div className="dev-head">
        <h2 id="dev-hooks">{t("developers.hook.title")}</h2>
        <span className="grow" />
        {editing === null && <Button variant="filled" onClick={() => setEditing("new")}>{t("developers.hook.add")}</Button>}
      </div>
      {secret && <Once title={t("developers.hook.secret")} secret={secret} done={() => setSecret(null)} />}
      {editing !== null && kinds.data && <HookForm key={first?.id ?? "new"} kinds={kinds.data} first={first} save={save} leave={() => setEditing(null)} />}
      <Loaded of={hooks} lines={3}>
        {(found) => found.length === 0 ? (editing === null ? <Empty title={t("developers.hook.none")} text={t("developers.hook.noneText")} /> : null) : (
          <ul className="dev-hooks">{found.map((hook) => <One key={hook.id} hook={hook} change={() => setEditing(hook)} show={setSecret} />)}</ul>
        )}
      </Loaded>
    </section>
  );
}

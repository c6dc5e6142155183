/** The side sheet to call a number oneself. */

import { Button, Drawer, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { List } from "@/api/types";
import { readPhone, showPhone } from "@/format/phone";
import { useTexts } from "@/i18n";
import { may, useMe } from "@/me";
import type { DeskView } from "./useDesk";

interface OwnNumber {
  id: string;
  e164: string;
  label: string;
}

export function DialSheet({ desk, open, start, close }: { desk: DeskView; open: boolean; start: string; close: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const [typed, setTyped] = useState(start);
  const [show, setShow] = useState("");
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setTyped(start);
    setWrong(false);
  }, [start, open]);
  const { data } = useQuery({
    queryKey: ["numbers"], queryFn: () => api.get<List<OwnNumber>>("/numbers"), enabled: open && may(me, "admin"), retry: false, staleTime: 300_000,
  });
  const call = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const number = readPhone(typed);
    setWrong(number === null);
    if (number && (await desk.send({ type: "dial", number, show: show || null }))) close();
  };
  return (
    <Drawer opened={open} onClose={close} title={t("desk.dial.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form className="desk-form" onSubmit={(event) => void call(event)}>
        <TextInput
          data-autofocus size="md" type="tel" autoComplete="off" label={t("desk.dial.number")} value={typed}
          error={wrong ? t("desk.dial.wrong") : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
        />
        {data && <NativeSelect
          label={t("desk.dial.show")} value={show} onChange={(event) => setShow(event.currentTarget.value)}
          data={[
            { value: "", label: t("desk.dial.showDefault") },
            ...(data?.items ?? []).map((own) => ({ value: own.id, label: `${showPhone(own.e164)} ${own.label}` })),
          ]}
        />}
        <Button type="submit" variant="filled" size="md" disabled={!desk.may.dial || !desk.acts}>{t("desk.dial.call")}</Button>
      </form>
    </Drawer>
  );
}

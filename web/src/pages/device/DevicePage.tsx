/** The device check as a page of its own, to come back to at any time. */

import { Button } from "@mantine/core";
import { Link } from "react-router";
import { useTexts } from "@/i18n";
import { Page } from "@/shell/Page";
import { DeviceCheck } from "./DeviceCheck";

export default function DevicePage() {
  const { t } = useTexts();
  return (
    <Page title={t("device.title")}>
      <DeviceCheck>
        <Button variant="filled" component={Link} to="/desk">{t("device.done")}</Button>
      </DeviceCheck>
    </Page>
  );
}

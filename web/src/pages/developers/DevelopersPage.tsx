/** For who connects the firm's own systems: webhooks, what was sent, keys, and where the interface is described. */

import { useTexts } from "@/i18n";
import { Page } from "@/shell/Page";
import { Deliveries } from "./Deliveries";
import { Hooks } from "./Hooks";
import { Keys } from "./Keys";
import "./developers.css";

export default function DevelopersPage() {
  const { t } = useTexts();
  return (
    <Page title={t("developers.title")} actions={<a href="/openapi.json" target="_blank" rel="noreferrer">{t("developers.reference")}</a>}>
      <p className="p-quiet dev-lead">{t("developers.lead")}</p>
      <div className="dev">
        <Hooks />
        <Deliveries />
        <Keys />
      </div>
    </Page>
  );
}

/** The two sides of the watch: differences to be explained, and who looked at callers. */

import { NavLink } from "react-router";
import { useTexts } from "@/i18n";
import "@/pages/planning/planning.css";

export function WatchTabs() {
  const { t } = useTexts();
  return (
    <nav className="plan-tabs" aria-label={t("watch.tabs.label")}>
      <NavLink to="/watch" end>{t("watch.tabs.cases")}</NavLink>
      <NavLink to="/watch/accesses">{t("watch.tabs.accesses")}</NavLink>
    </nav>
  );
}

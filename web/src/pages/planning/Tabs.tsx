/** The two sides of planning: what is to come, and who works when. */

import { NavLink } from "react-router";
import { useTexts } from "@/i18n";
import "./planning.css";

export function PlanningTabs() {
  const { t } = useTexts();
  return (
    <nav className="plan-tabs" aria-label={t("planning.tabs.label")}>
      <NavLink to="/planning">{t("planning.tabs.plan")}</NavLink>
      <NavLink to="/duty">{t("planning.tabs.duty")}</NavLink>
    </nav>
  );
}

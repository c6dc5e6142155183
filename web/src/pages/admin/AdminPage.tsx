/** The settings of the firm: a list of sections, and the section that is open. */

import { Navigate, NavLink, Route, Routes } from "react-router";
import { useTexts } from "@/i18n";
import { Page } from "@/shell/Page";
import { AuditSection, FirmSection } from "./FirmSection";
import { ResourcePage } from "./ResourcePage";
import { SPECS } from "./specs";
import "@/pages/history/history.css";
import "./admin.css";

const SECTIONS = [...SPECS.map((spec) => spec.title), "firm", "audit"] as const;

export default function AdminPage() {
  const { t } = useTexts();
  return (
    <Page title={t("admin.title")}>
      <div className="admin">
        <nav aria-label={t("admin.sections")} className="admin-nav">
          {SECTIONS.map((section) => (
            <NavLink key={section} to={`/admin/${section}`}>{t(`admin.section.${section}`)}</NavLink>
          ))}
        </nav>
        <div className="admin-body">
          <Routes>
            <Route index element={<Navigate to="/admin/people" replace />} />
            {SPECS.map((spec) => <Route key={spec.path} path={spec.title} element={<ResourcePage key={spec.path} spec={spec} />} />)}
            <Route path="firm" element={<FirmSection />} />
            <Route path="audit" element={<AuditSection />} />
            <Route path="*" element={<Navigate to="/admin/people" replace />} />
          </Routes>
        </div>
      </div>
    </Page>
  );
}

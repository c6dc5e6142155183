/** A page's head, and what it shows while it loads, when there is nothing, and when something failed. */

import { Alert, Button, Skeleton } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { Problem } from "@/api/client";
import { useTexts, type Translate } from "@/i18n";

/** Sets the title of the tab. */
export function useTitle(title: string): void {
  const { t } = useTexts();
  useEffect(() => {
    document.title = `${title} — ${t("common.product")}`;
  }, [title, t]);
}

export function Page({ title, tab, children, actions }: {
  title: string;
  /** What the tab says when it should say more than the heading. */
  tab?: string;
  actions?: React.ReactNode;
  children: React.ReactNode;
}) {
  useTitle(tab ?? title);
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => heading.current?.focus({ preventScroll: true }), [pathname]);
  return (
    <div className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1} style={{ outline: "none" }}>
          {title}
        </h1>
        <span className="grow" />
        {actions}
      </div>
      {children}
    </div>
  );
}

/** Nothing for 150 ms, then grey lines: a fast answer never flickers. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const { t } = useTexts();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), 150);
    return () => window.clearTimeout(timer);
  }, []);
  if (!late) return <div aria-busy="true" />;
  return (
    <div aria-busy="true">
      <span className="p-hidden" role="status">
        {t("common.loading")}
      </span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={20} mt={12} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  );
}

export function Empty({ title, text, action }: { title: string; text?: string; action?: React.ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

/** The sentence that a person can act on, whatever went wrong. */
export function problemText(error: unknown, t: Translate): string {
  if (!(error instanceof Problem)) return t("common.error.unknown", { id: String(error) });
  if (error.code === "unreachable") return t("common.error.unreachable");
  if (error.status === 403) return error.body.detail || t("common.error.forbidden");
  if (error.status >= 500) return t("common.error.unknown", { id: error.body.request_id ?? error.code });
  return error.body.detail || error.body.title;
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTexts();
  return (
    <Alert role="alert" className="p-failure" title={t("common.error.title")}>
      <p style={{ margin: "0 0 0.5rem" }}>
        {problemText(error, t)} {t("common.error.safe")}
      </p>
      {retry && <Button onClick={retry}>{t("common.retry")}</Button>}
    </Alert>
  );
}

/** Loading, failure, or the content of what was asked for. */
export function Loaded<T>({ of, children, lines }: {
  of: { data: T | undefined; error: unknown; refetch: () => unknown };
  lines?: number;
  children: (data: T) => React.ReactNode;
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Failure error={of.error} retry={() => void of.refetch()} />;
  return <Loading lines={lines} />;
}

/** Providers and routes. */

import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { Component, lazy, Suspense, useEffect } from "react";
import { createBrowserRouter, Navigate, useLocation } from "react-router";
import { RouterProvider } from "react-router/dom";
import { api, Problem } from "@/api/client";
import type { List } from "@/api/types";
import { useTexts } from "@/i18n";
import { LiveProvider } from "@/live/provider";
import { MustChange } from "@/pages/profile/PasswordForm";
import { SignIn } from "@/pages/signin/SignIn";
import { PhoneProvider } from "@/phone/provider";
import { usePrefs } from "@/prefs";
import { homeOf, may, MeProvider, useMe, useMeQuery, type Right } from "@/me";
import { Empty, Failure, Loading, Page } from "@/shell/Page";
import { Crash, Shell } from "@/shell/Shell";
import { resolver, theme } from "@/theme/theme";

const Desk = lazy(() => import("@/pages/desk/DeskPage"));
const Device = lazy(() => import("@/pages/device/DevicePage"));
const Floor = lazy(() => import("@/pages/floor/FloorPage"));
const Line = lazy(() => import("@/pages/line/LinePage"));
const Planning = lazy(() => import("@/pages/planning/PlanningPage"));
const Duty = lazy(() => import("@/pages/duty/DutyPage"));
const History = lazy(() => import("@/pages/history/HistoryPage"));
const Reports = lazy(() => import("@/pages/reports/ReportsPage"));
const Admin = lazy(() => import("@/pages/admin/AdminPage"));
const Adverts = lazy(() => import("@/pages/adverts/AdvertsPage"));
const Accesses = lazy(() => import("@/pages/watch/AccessPage"));
const Watch = lazy(() => import("@/pages/watch/WatchPage"));
const Partners = lazy(() => import("@/pages/partners/PartnersPage"));
const Statements = lazy(() => import("@/pages/statements/StatementsPage"));
const Statement = lazy(() => import("@/pages/statements/StatementPage"));
const Billing = lazy(() => import("@/pages/statements/BillingPage"));
const Closing = lazy(() => import("@/pages/closing/ClosingPage"));
const ClosingMonth = lazy(() => import("@/pages/closing/MonthPage"));
const Tariffs = lazy(() => import("@/pages/tariffs/TariffsPage"));
const Developers = lazy(() => import("@/pages/developers/DevelopersPage"));
const Rules = lazy(() => import("@/pages/rules/RulesPage"));
const Profile = lazy(() => import("@/pages/profile/ProfilePage"));
const Complaints = lazy(() => import("@/pages/complaints/ComplaintsPage"));
const Tell = lazy(() => import("@/pages/complaints/TellPage"));
const Receipts = lazy(() => import("@/pages/receipts/ReceiptsPage"));
const Verify = lazy(() => import("@/pages/verify/VerifyPage"));

class Guard extends Component<{ children: React.ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    return this.state.broken ? <Crash /> : this.props.children;
  }
}

function Place({ right, children }: { right?: Right; children: React.ReactNode }) {
  const me = useMe();
  const { t } = useTexts();
  if (right && !may(me, right)) return <Page title={t("common.error.title")}><Empty title={t("common.error.forbidden")} /></Page>;
  return <Suspense fallback={<div className="page"><Loading /></div>}>{children}</Suspense>;
}

/** Who directs a firm without agents brings callers: its home is the page of advertisements. */
function Home() {
  const me = useMe();
  const directs = may(me, "admin") && !may(me, "desk");
  const agents = useQuery({ queryKey: ["agents", "any"], queryFn: () => api.get<List<{ id: string }>>("/agents?limit=1"), enabled: directs, retry: false });
  if (directs && agents.isPending) return <div className="page"><Loading /></div>;
  return <Navigate to={agents.data?.items.length === 0 ? "/adverts" : homeOf(me)} replace />;
}

function Missing() {
  const { t } = useTexts();
  return (
    <Page title={t("common.notFound.title")}>
      <Empty title={t("common.notFound.text")} action={<a href="/">{t("common.notFound.home")}</a>} />
    </Page>
  );
}

function SignedIn() {
  const query = useMeQuery();
  const where = useLocation();
  if (query.error) return <main className="crash"><Failure error={query.error} retry={() => void query.refetch()} /></main>;
  if (query.data === undefined) return <main className="crash"><Loading /></main>;
  if (query.data === null) return <SignIn expired={where.pathname !== "/"} />;
  if (query.data.person.must_change_password) return <MustChange />;
  return (
    <MeProvider value={query.data}>
      <LiveProvider key={`${query.data.firm.id}.${query.data.person.id}`}>
        <PhoneProvider>
          <Shell />
        </PhoneProvider>
      </LiveProvider>
    </MeProvider>
  );
}

const router = createBrowserRouter([
  // for whoever holds a receipt: nobody signs in here
  { path: "/verify", element: <Suspense fallback={<main className="crash"><Loading /></main>}><Verify /></Suspense>, errorElement: <Crash /> },
  // for whoever called
  { path: "/complaint", element: <Suspense fallback={<main className="crash"><Loading /></main>}><Tell /></Suspense>, errorElement: <Crash /> },
  {
    path: "/",
    element: <SignedIn />,
    errorElement: <Crash />,
    children: [
      { index: true, element: <Place><Home /></Place> },
      { path: "sign-in", element: <Place><Home /></Place> },
      { path: "device", element: <Place right="desk"><Device /></Place> },
      { path: "desk", element: <Place right="desk"><Desk /></Place> },
      { path: "floor", element: <Place right="supervise"><Floor /></Place> },
      { path: "line", element: <Place right="admin"><Line /></Place> },
      { path: "planning", element: <Place right="supervise"><Planning /></Place> },
      { path: "rules", element: <Place right="supervise"><Rules /></Place> },
      { path: "duty", element: <Place><Duty /></Place> },
      { path: "history", element: <Place right="history"><History /></Place> },
      { path: "reports", element: <Place right="supervise"><Reports /></Place> },
      { path: "adverts", element: <Place right="admin"><Adverts /></Place> },
      { path: "partners", element: <Place right="admin"><Partners /></Place> },
      { path: "tariffs", element: <Place right="admin"><Tariffs /></Place> },
      { path: "complaints", element: <Place right="supervise"><Complaints /></Place> },
      { path: "receipts", element: <Place right="admin"><Receipts /></Place> },
      { path: "watch/accesses", element: <Place right="admin"><Accesses /></Place> },
      { path: "watch", element: <Place right="admin"><Watch /></Place> },
      { path: "statements", element: <Place right="money"><Statements /></Place> },
      { path: "statements/billing", element: <Place right="money"><Billing /></Place> },
      { path: "statements/:id", element: <Place right="money"><Statement /></Place> },
      { path: "closing", element: <Place right="platform"><Closing /></Place> },
      { path: "closing/:month", element: <Place right="platform"><ClosingMonth /></Place> },
      { path: "developers", element: <Place right="admin"><Developers /></Place> },
      { path: "admin/*", element: <Place right="admin"><Admin /></Place> },
      { path: "profile", element: <Place><Profile /></Place> },
      { path: "*", element: <Missing /> },
    ],
  },
]);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
  },
});

export function App() {
  const { size } = usePrefs();
  useEffect(() => {
    document.documentElement.style.fontSize = `${(16 * size) / 100}px`;
  }, [size]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Guard>
          <RouterProvider router={router} />
        </Guard>
      </QueryClientProvider>
    </MantineProvider>
  );
}

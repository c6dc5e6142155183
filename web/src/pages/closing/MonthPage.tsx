/** One month: how far it has come, what may be done, what to look at, and what it comes to. */

import { Alert, Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { api, Problem, query } from "@/api/client";
import type { Month, Preview, StatementShort } from "@/api/ledger";
import type { List } from "@/api/types";
import { dayHour } from "@/format/time";
import { useTexts } from "@/i18n";
import { useMe } from "@/me";
import { Keep } from "@/pages/statements/Keep";
import { monthName, owes } from "@/pages/statements/money";
import { Loaded, Page, problemText } from "@/shell/Page";
import { toast } from "@/shell/toast";
import { Glyph } from "@/theme/Glyph";
import { Check } from "./Check";
import { MARKS, MONTHS, STAGES } from "./ClosingPage";
import { Changes, Drafts, Findings } from "./FigureTables";
import { Payments } from "./Payments";
import "@/pages/statements/statements.css";
import "./closing.css";

const SOON_MS = 1_500;

function Steps({ month }: { month: Month }) {
  const { t } = useTexts();
  const at = STAGES.indexOf(month.stage);
  return (
    <ol className="closing-steps" aria-label={t("closing.steps")}>
      {STAGES.map((stage, index) => (
        <li key={stage} data-done={index < at} aria-current={index === at ? "step" : undefined}>
          <Glyph mark={index <= at ? MARKS[stage] : "offline"} /> {t(`closing.stage.${stage}`)}
        </li>
      ))}
    </ol>
  );
}

/** What is there after closing: the statements, and the bank's file where this firm has something to pay. */
function Written({ month }: { month: string }) {
  const { t, lang } = useTexts();
  const { data } = useQuery({ queryKey: ["statements", "list", month, "first"], queryFn: () => api.get<List<StatementShort>>(`/statements${query({ month, limit: 200 })}`) });
  const name = monthName(month, lang);
  return (
    <div className="statement-files">
      <Link to={`/statements?month=${month}`}>{t("closing.do.toStatements", { month: name })}</Link>
      {data && owes(data.items) && <Keep path={`/payments/${month}/payments.xml`}>{t("statements.payments", { month: name })}</Keep>}
    </div>
  );
}

function Deed({ preview, refresh }: { preview: Preview; refresh: () => Promise<unknown> }) {
  const me = useMe();
  const { t, lang } = useTexts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { month, digest, findings, drafts } = preview;
  const send = async (what: "proposal" | "approval"): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post<Month>(`/months/${month.month.slice(0, 7)}/${what}`, what === "proposal" ? { digest } : undefined);
      toast({ kind: "done", text: t(what === "proposal" ? "closing.do.proposed" : "closing.do.approvedNow") });
    } catch (error) {
      setProblem(error);
    } finally {
      await refresh();
      setBusy(false);
    }
  };
  const blocked = findings.some((each) => each.blocks);
  const { proposed, approved } = month;
  const changed = problem instanceof Problem && problem.code === "month.figures_changed";
  const signed = (who: { name: string; at: string } | null): { name: string; at: string } => ({ name: who?.name ?? "", at: who ? dayHour(who.at, lang, me.firm.time_zone) : "" });
  return (
    <section className="p-card closing-deed" aria-label={t("closing.steps")}>
      <Steps month={month} />
      <div role="status">
        {month.stage === "open" && <p>{t(blocked ? "closing.do.blocked" : drafts.length ? "closing.do.open" : "closing.do.empty")}</p>}
        {month.stage === "proposed" && <p>{t(proposed?.own ? "closing.do.ownProposal" : "closing.do.mayApprove", signed(proposed))}</p>}
        {month.stage === "approved" && <p>{t("closing.do.approved", signed(approved))}</p>}
        {month.stage === "closed" && <p>{t("closing.do.closed", { count: month.statements, at: month.closed_at ? dayHour(month.closed_at, lang, me.firm.time_zone) : "" })}</p>}
      </div>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      {month.stage === "closed" ? <Written month={month.month} /> : (
        <div className="statement-files">
          {month.stage === "open" && <Button variant="filled" loading={busy} disabled={blocked} onClick={() => void send("proposal")}>{t("closing.do.propose")}</Button>}
          {month.stage === "proposed" && !proposed?.own && !changed && <Button variant="filled" loading={busy} onClick={() => void send("approval")}>{t("closing.do.approve")}</Button>}
          {month.stage === "proposed" && changed && <Button variant="filled" loading={busy} onClick={() => void send("proposal")}>{t("closing.do.again")}</Button>}
        </div>
      )}
    </section>
  );
}

function Body({ preview, refresh }: { preview: Preview; refresh: () => Promise<unknown> }) {
  const { stage } = preview.month;
  const done = stage === "approved" || stage === "closed";
  return (
    <div className="closing">
      <Deed preview={preview} refresh={refresh} />
      {stage === "closed" && <Payments month={preview.month.month.slice(0, 7)} />}
      {!done && <Findings findings={preview.findings} />}
      <Drafts drafts={preview.drafts} done={done} />
      <Changes changes={preview.changes} />
    </div>
  );
}

export default function MonthPage() {
  const { t, lang } = useTexts();
  const client = useQueryClient();
  const { month = "" } = useParams();
  const key = [...MONTHS, month];
  const preview = useQuery({
    queryKey: key, queryFn: () => api.get<Preview>(`/months/${encodeURIComponent(month)}`),
    refetchInterval: (found) => (found.state.data?.month.stage === "approved" ? SOON_MS : false),
  });
  const closed = preview.data?.month.stage === "closed";
  useEffect(() => {
    if (!closed) return;
    void client.invalidateQueries({ queryKey: ["statements"] });
    void client.invalidateQueries({ queryKey: ["ledger"], refetchType: "active" });
  }, [closed, client]);
  const readable = /^\d{4}-(0[1-9]|1[0-2])/.test(month);
  return (
    <Page title={readable ? t("closing.monthTitle", { month: monthName(month, lang) }) : t("closing.title")} actions={<Check />}>
      <p className="statements-lead"><Link to="/closing">{t("closing.back")}</Link></p>
      <Loaded of={preview} lines={8}>{(found) => <Body preview={found} refresh={() => client.invalidateQueries({ queryKey: MONTHS })} />}</Loaded>
    </Page>
  );
}

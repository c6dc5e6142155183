/** The rules of distribution: what is in force, a draft to change and try, and what was in force before. */

import { Alert, Button } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { api, query } from "@/api/client";
import type { List } from "@/api/types";
import { useTexts } from "@/i18n";
import { labelOfRow, useRowsOf } from "@/pages/admin/options";
import "@/pages/admin/admin.css";
import { Loaded, Page, problemText } from "@/shell/Page";
import { DraftCard } from "./Draft";
import { InForceCard } from "./InForce";
import { Versions } from "./Versions";
import type { InForce, Policy } from "./rules";
import "./rules.css";

const SOON_MS = 1000;

/** Names of queues, skills and teams by id. */
function useRuleNames(): (id: string) => string {
  const [queues, skills, teams] = [useRowsOf("queues"), useRowsOf("skills"), useRowsOf("teams")];
  return useMemo(() => {
    const names = new Map([...queues, ...skills, ...teams].map((row) => [String(row.id), labelOfRow(row)]));
    return (id: string) => names.get(id) ?? id;
  }, [queues, skills, teams]);
}

function Begin({ refresh }: { refresh: () => Promise<unknown> }) {
  const { t } = useTexts();
  const [problem, setProblem] = useState<unknown>(null);
  const begin = async (): Promise<void> => {
    try {
      await api.post("/policies", {});
      await refresh();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <section aria-labelledby="rules-draft">
      <h2 id="rules-draft">{t("rules.draft.title")}</h2>
      <p className="p-meta">{t("rules.draft.beginText")}</p>
      {problem !== null && <Alert role="alert" color="red" variant="light">{problemText(problem, t)}</Alert>}
      <Button variant="filled" onClick={() => void begin()}>{t("rules.draft.begin")}</Button>
    </section>
  );
}

function Draft({ id, names, refresh }: { id: string; names: (id: string) => string; refresh: () => Promise<unknown> }) {
  const draft = useQuery({
    queryKey: ["policies", "one", id],
    queryFn: () => api.get<Policy>(`/policies/${id}`),
    refetchInterval: (found) => (["waiting", "playing"].includes(found.state.data?.trial?.state ?? "") ? SOON_MS : false),
  });
  const ground = draft.data?.ground.map((rule) => JSON.stringify(rule)).join() ?? "";
  return <Loaded of={draft}>{(policy) => <DraftCard key={ground} draft={policy} names={names} refresh={refresh} />}</Loaded>;
}

export default function RulesPage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const names = useRuleNames();
  const force = useQuery({ queryKey: ["policies", "in-force"], queryFn: () => api.get<InForce>("/policies/in-force") });
  const versions = useInfiniteQuery({
    queryKey: ["policies", "list"], initialPageParam: "",
    queryFn: ({ pageParam }) => api.get<List<Policy>>(`/policies${query({ cursor: pageParam, limit: 20 })}`),
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const refresh = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ["policies"] });
    await client.invalidateQueries({ queryKey: ["queues"] });
  };
  const listed = versions.data?.pages.flatMap((page) => page.items);
  const published = (listed ?? []).filter((policy) => policy.status !== "draft");
  return (
    <Page title={t("rules.title")} actions={<Link to="/floor">{t("rules.toFloor")}</Link>}>
      <p className="rules-lead p-quiet">{t("rules.lead")}</p>
      <Loaded of={force}>
        {(now) => (
          <div className="rules">
            <InForceCard force={now} version={published.find((policy) => policy.id === now.version)} names={names} />
            {now.rules.length > 0 && (now.draft ? <Draft id={now.draft} names={names} refresh={refresh} /> : <Begin refresh={refresh} />)}
            <Loaded of={{ data: listed, error: versions.error, refetch: versions.refetch }} lines={2}>
              {() => <Versions versions={published} refresh={refresh} more={versions.hasNextPage ? () => void versions.fetchNextPage() : null} />}
            </Loaded>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

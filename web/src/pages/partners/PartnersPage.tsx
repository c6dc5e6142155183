/** Firms that answer for one another: agreements, the firms one may turn to, and what one's own firm tells them. */

import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Agreement, Listing, ShownFirm } from "@/api/agreements";
import { useTexts } from "@/i18n";
import { dayIn } from "@/pages/planning/week";
import { Empty, Loaded, Page } from "@/shell/Page";
import { AGREEMENTS, AgreementCard } from "./AgreementCard";
import { Market, OwnListing } from "./Market";
import { Notices } from "./Notices";
import { OverflowPart } from "./OverflowPart";
import "./partners.css";

/** What waits for our answer first, then what holds, then the rest. */
const RANK: Record<Agreement["standing"], number> = { proposed: 1, in_force: 2, to_come: 2, ending: 2, refused: 3, ended: 3 };
const rankOf = (agreement: Agreement): number => {
  const open = agreement.versions.find((version) => version.id === agreement.open);
  return open && open.proposed.side !== agreement.side ? 0 : RANK[agreement.standing];
};

export default function PartnersPage() {
  const { t } = useTexts();
  const agreements = useQuery({ queryKey: AGREEMENTS, queryFn: () => api.get<Agreement[]>("/agreements") });
  const market = useQuery({ queryKey: ["synergy", "market"], queryFn: () => api.get<ShownFirm[]>("/synergy/market") });
  const listing = useQuery({ queryKey: ["synergy", "listing"], queryFn: () => api.get<Listing>("/synergy/listing") });
  const today = dayIn(new Date(), "Europe/Paris");
  return (
    <Page title={t("partners.title")}>
      <p className="p-quiet partner-lead">{t("partners.lead")}</p>
      <div className="partners">
        <section aria-labelledby="partners-agreements">
          <h2 id="partners-agreements">{t("partners.agreements")}</h2>
          <Loaded of={agreements} lines={4}>
            {(found) => (found.length ? <>{[...found].sort((a, b) => rankOf(a) - rankOf(b)).map((agreement) => <AgreementCard key={agreement.id} agreement={agreement} today={today} />)}</>
              : <Empty title={t("partners.none")} text={t("partners.noneText")} />)}
          </Loaded>
        </section>
        {agreements.data && <OverflowPart agreements={agreements.data} />}
        <section aria-labelledby="partners-notices">
          <h2 id="partners-notices">{t("partners.notices.title")}</h2>
          <Notices today={today} shown={listing.data?.shown ?? true} settled={!agreements.isPending} />
        </section>
        <section aria-labelledby="partners-market">
          <h2 id="partners-market">{t("partners.market.title")}</h2>
          <Loaded of={market} lines={4}>{(found) => <Market firms={found} today={today} />}</Loaded>
        </section>
        <section aria-labelledby="partners-listing">
          <h2 id="partners-listing">{t("partners.listing.title")}</h2>
          <Loaded of={listing} lines={4}>{(found) => <OwnListing listing={found} />}</Loaded>
        </section>
      </div>
    </Page>
  );
}

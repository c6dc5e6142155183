"""Directors of both firms fetch their receipts, the same bytes on either side; a third firm knows nothing of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.kernel.ids import AgreementId, VersionId
from permanence.synergy.model import Terms
from permanence.synergy.verification import verify_bytes
from tests.http.test_agreement_routes import firms, propose, today  # noqa: F401  - the fixture
from tests.receipt_kit import Allies, Office, answer
from tests.receipts import TERMS


@pytest.fixture
async def agreed(firms, tmp_path: Path, floor_database: Database, database: Database):  # noqa: F811
    """Owner, partner and stranger with their directors, what the first two agreed, and the office that issues receipts."""
    (owner_id, owner), (partner_id, partner), (_, stranger) = firms
    made = (await propose(owner, partner_id, starts_on=today())).json()
    terms = Terms(rates=TERMS.rates, notice_days=10)
    allies = Allies(owner_id, partner_id, AgreementId(made["id"]), VersionId(made["versions"][0]["id"]), terms)
    return owner, partner, stranger, allies, Office(tmp_path, floor_database, database)


async def test_both_firms_see_and_fetch_the_same_receipts_and_a_third_sees_none(agreed) -> None:
    owner, partner, stranger, allies, office = agreed
    begun = datetime.now(UTC) - timedelta(days=2)
    for nth in range(3):
        await answer(office.floor, allies, begun + timedelta(minutes=nth))
    assert await office.issuer.issue(begun + timedelta(minutes=10)) == 3
    first = (await owner.get("/receipts?limit=2")).json()
    rest = (await owner.get(f"/receipts?limit=2&cursor={first['next_cursor']}&agreement={allies.agreement}")).json()
    told = [*first["items"], *rest["items"]]
    assert [(one["nth"], one["side"], one["partner"], one["seconds"], one["signed"]) for one in told] == [
        (nth, "owner", "Nord", 90, False) for nth in (3, 2, 1)
    ]
    assert rest["next_cursor"] is None and told[0]["total"] == sum(told[0][side] for side in ("owner", "answering", "platform")) > 0
    seen = (await partner.get("/receipts")).json()["items"]
    assert [(one["id"], one["side"], one["partner"]) for one in seen] == [(one["id"], "answering", "Étoile") for one in told]
    assert (await partner.get("/receipts?agreement=agr_other")).json()["items"] == []
    kept = (await owner.get("/receipts.csv?language=en")).text.removeprefix("\ufeff").splitlines()
    assert kept[0].startswith("Receipt,Number,Side,Partner,") and [line.split(",")[0] for line in kept[1:]] == [one["id"] for one in told]
    assert len((await stranger.get("/receipts.csv")).text.splitlines()) == 1
    paths = [f"/receipts/{one['id']}/file" for one in told]
    early = await owner.get(paths[0])
    assert (early.status_code, early.json()["code"]) == (409, "receipt.unsigned") and "signés après minuit" in early.json()["detail"]
    month = told[0]["month"]
    own, theirs = f"/receipts/months/{allies.answering}/owner/{month}", f"/receipts/months/{allies.owner}/answering/{month}"
    assert (await owner.get(own)).json()["code"] == "receipt.unsigned"

    await office.issuer.sign_days(datetime.now(UTC))
    key = (await stranger.get("/receipts/key")).json()
    for path in paths:
        file = await owner.get(path)
        assert (file.status_code, file.content) == (200, (await partner.get(path)).content)
        assert verify_bytes(file.content, key["key_id"]).holds and ".json" in file.headers["content-disposition"]
        assert (await stranger.get(path)).status_code == 404
    whole = await owner.get(own)
    assert (whole.status_code, whole.content) == (200, (await partner.get(theirs)).content)
    assert verify_bytes(whole.content, key["public_key"]).holds and f"{month}-{allies.answering}-owner.jsonl" in whole.headers["content-disposition"]
    assert (await owner.get("/receipts")).json()["items"][0]["signed"] is True
    assert (await stranger.get("/receipts")).json() == {"items": [], "next_cursor": None}
    for path in (own, theirs, f"/receipts/months/{allies.owner}/owner/{month}"):
        assert (await stranger.get(path)).status_code == 404
    assert (await owner.get(f"/receipts/months/{allies.answering}/answering/{month}")).status_code == 404  # nobody agreed on that


async def test_what_cannot_be_fetched_is_told(agreed, browser) -> None:
    owner, _, _, allies, _ = agreed
    statuses = {
        "/receipts/rcp_1/file": 404, f"/receipts/rcp_{'0' * 26}/file": 404, "/receipts/months/frm_1/owner/2026-11": 404,
        f"/receipts/months/{allies.answering}/owner/2026-13": 404, f"/receipts/months/{allies.answering}/neither/2026-11": 422,
        "/receipts?cursor=abc": 422,
    }  # fmt: skip
    assert {path: (await owner.get(path)).status_code for path in statuses} == statuses
    nobody = browser()
    assert (await nobody.get("/receipts")).status_code == 401
    assert len((await nobody.get("/receipts/key")).json()["public_key"]) == 64  # whoever verifies needs no account

"""Who may see which sort of canary: a small table, written by hand beside the platform's own rules and knowing nothing of them.

What is not in the table is for the firm itself alone (director, supervisor, agent), and for nobody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from permanence.firms.model import Role
from tests.integration.isolation.canaries import Aviary, Canary
from tests.integration.isolation.canary_platform import ANSWERING, FIRMS, OPERATOR, OWNER, SECOND, STRANGER
from tests.integration.isolation.canary_walk import LIVE, TABLE, Sight

LETTERS = {Role.DIRECTOR: "d", Role.SUPERVISOR: "s", Role.AGENT: "a", Role.CLIENT: "c", Role.OPERATOR: "o"}
PARTNERS = {(OWNER, ANSWERING), (ANSWERING, OWNER), (SECOND, ANSWERING), (ANSWERING, SECOND)}
OWNERS = {OWNER, SECOND}


@dataclass(frozen=True, slots=True)
class Open:
    """Roles (by their first letters) of the firm itself, of a firm that has an agreement with it, of the operator, of anybody; of those
    who pay the firm for a month. `live` is added on live sockets, `me` for what people are told of themselves."""

    sort: str
    own: str
    partner: str = ""
    operator: str = ""
    anybody: str = ""
    payer: str = ""
    live: str = ""
    me: str = ""


TABLE_OF_SORTS = (
    Open(r"listing\.name", "dsa", partner="dsa", anybody="d"),
    Open(r"listing\.text|/synergy/notices.*", "d", anybody="d"),
    Open(r"firm name|/firm\.name", "dsaco", partner="d", operator="od"),
    Open(r"agreement note.*|terms\.rates", "d", partner="d"),
    Open(r"terms\.(services|forbidden)", "d", partner="d", live="sa"),
    Open(r"brand|brand greeting|/brands.*|number", "dsa", partner="dsa", operator="od"),
    Open(r"/?dispositions.*", "dsa", live="dsa"),
    Open(r"agent alias", "dsa", partner="ds", operator="od"),
    Open(r"billing\.(iban|bic)", "do", operator="od", payer="d"),
    Open(r"billing\..*", "do", partner="d", operator="od", payer="d"),
    Open(r"dispute reason", "d", partner="d", operator="od"),
    Open(r"closing \d", "od"),
    Open(r"customer", "ds", live="a"),
    Open(r"email", "d", me="dsaco"),
    Open(r"person", "d", partner="d", operator="od", me="dsaco"),
    Open(r"call notes|endpoint", "dsa"),
    Open(r"flows\..*|/flows.*|plans\..*|/plans.*|/prompts.*|numbers\..*|/numbers.*", "d"),
    Open(r"/planning.*", "ds"),
    Open(r"/prepaid/.*", "do"),
)
OTHERWISE = Open("", "dsa")
SHARED_TABLES = re.compile(rf"{TABLE} ledger\.(statement|proposal)")
"""Rows of statements are whole for all three firms that they concern; what is told of them is decided above the database."""
ON_INVOICES = re.compile(r"billing\..*")
WHOM_MONEY_IS_FROM = "GET /top-ups"
NAMES = re.compile(r"firm name|/firm\.name")
"""Who runs the platform names any firm on it when that one has paid ahead."""


def of(canary: Canary) -> Open:
    """Return what the table says of a canary."""
    return next((each for each in TABLE_OF_SORTS if re.fullmatch(each.sort, canary.sort)), OTHERWISE)


def may_see(canary: Canary, sight: Sight) -> bool:
    """Say whether this canary may be where it was seen."""
    if not sight.firm:
        return False
    rule, own = of(canary), sight.firm in (canary.firm, *canary.also)
    partner, operator = (canary.firm, sight.firm) in PARTNERS, sight.firm == OPERATOR and canary.firm != STRANGER
    pays = (sight.firm in OWNERS and canary.firm in (ANSWERING, OPERATOR)) or sight.firm == OPERATOR
    if sight.where == WHOM_MONEY_IS_FROM and sight.firm == OPERATOR and NAMES.fullmatch(canary.sort):
        return sight.role is None or LETTERS[sight.role] in "od"
    if ON_INVOICES.fullmatch(canary.sort) and SHARED_TABLES.match(sight.where):
        return own or partner or operator or (canary.firm == OPERATOR and sight.firm != STRANGER)
    roles = (
        rule.anybody
        + (rule.own if own else "")
        + (rule.partner if partner or (canary.firm == OPERATOR and sight.firm in (*OWNERS, ANSWERING)) else "")
        + (rule.operator if operator else "")
        + (rule.payer if pays else "")
        + (rule.live if (own or partner) and (sight.where == LIVE or sight.where.startswith(TABLE)) else "")
        + (rule.me if own and sight.where == "GET /me" else "")
    )
    return bool(roles) if sight.role is None else LETTERS[sight.role] in roles


def wrong(aviary: Aviary, sights: list[Sight]) -> list[str]:
    """Return a sentence for every canary that is where it should not be."""
    assert set(aviary.firms) == set(FIRMS), "a firm that the table does not know"
    return sorted(
        {
            f"{sight.where}: {sight.role or 'somebody'} of {sight.firm or 'no firm'} sees {canary.sort!r} of {canary.firm}"
            for sight in sights
            for canary in (aviary.out[token] for token in sight.tokens)
            if not may_see(canary, sight)
        }
    )

"""`permanence replay int_…`: what happened on a call, step by step, as the journal tells it."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from permanence.adapters.postgres.pool import Database
from permanence.app import database as databases
from permanence.app.ladder_words import Tongue, sentence
from permanence.app.settings import Settings
from permanence.firms.model import Firm
from permanence.firms.store import PostgresFirms
from permanence.interaction.history import Rung
from permanence.interaction.store_history import PostgresCalls
from permanence.kernel.errors import Invalid, NotFound
from permanence.kernel.ids import FirmId, InteractionId, is_id
from permanence.routing.store_floor import load_agents

NO_CALL = "There is no call {call} here; its id begins with int_ and stands in the history and in every line of the log."


async def tell_call(settings: Settings, call: str, language: str | None, say: Callable[[str], None]) -> None:
    """Print the ladder of a call; raise `NotFound` where there is none."""
    if language not in (None, "fr", "en"):
        raise Invalid("The language is fr or en.")
    if not is_id(call, "int"):
        raise NotFound(NO_CALL.format(call=call))
    async with databases.standing(settings), Database(databases.floor_door(settings), size_max=1, limit_s=15.0) as database:
        firm, rungs, names = await _read(database, InteractionId(call))
    tongue: Tongue = "fr" if (language or firm.language) == "fr" else "en"
    zone = ZoneInfo(firm.time_zone)
    say(f"{call}  {firm.name}  {rungs[0].at.astimezone(zone):%Y-%m-%d %H:%M:%S}")
    for rung in rungs:
        told = sentence(rung.kind, rung.data, tongue, names)
        say(f"{rung.at.astimezone(zone):%H:%M:%S}  {rung.ms / 1000:8.1f} s  {told}")


async def _read(database: Database, call: InteractionId) -> tuple[Firm, list[Rung], dict[str, str]]:
    async with database.nobody() as door:
        roster = [FirmId(firm) for (firm,) in await (await door.execute("select firms.roster()")).fetchall()]
    for firm in roster:
        async with database.firms([firm]) as c:
            rungs = list(await PostgresCalls().ladder(c, call))
            if rungs:
                names = {str(card.id): card.alias for card in await load_agents(c)}
                return await PostgresFirms().firm(c), rungs, names
    raise NotFound(NO_CALL.format(call=call))

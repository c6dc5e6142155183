"""A call's ladder in the terminal while it happens, step by step, and where its recording lies afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from permanence.app.demo.callers import Caller
from permanence.interaction.archive import Viewer
from permanence.interaction.history import CallDetails, RecordingLine, Rung
from permanence.interaction.service import History, Listening
from permanence.kernel.errors import NotFound, Unavailable
from permanence.kernel.ids import InteractionId, RecordingId

LOOK_EVERY_S = 0.3
AFTER_THE_END_S = 30.0
Say = Callable[[str], None]

STEPS: dict[str, tuple[str, str]] = {
    "call_arrived": ("Appel de {customer} vers {dialled}", "Call from {customer} to {dialled}"),
    "call_picked_up": ("La plateforme décroche", "The platform picks up"),
    "prompt_started": ("Le client entend « {node} »", "The customer hears “{node}”"),
    "key_pressed": ("Le client tape {digit}", "The customer presses {digit}"),
    "key_timed_out": ("Le client ne tape rien", "The customer presses nothing"),
    "tariff_announced": ("Le client entend le tarif", "The customer hears the tariff"),
    "charging_began": ("Le prix est compté à partir d'ici", "The price is counted from here"),
    "tariff_warned": ("L'appel sera coupé dans {left_s} s", "The call will be cut in {left_s} s"),
    "charging_ended": ("Le prix n'est plus compté", "The price is counted no more"),
    "call_queued": ("File d'attente « {name} »", "Queue “{name}”"),
    "wait_announced": ("Annonce : place {position}", "Announcement: place {position}"),
    "call_offered": ("Ça sonne chez {alias}", "{alias}'s telephone rings"),
    "partners_asked": ("Attend aussi chez {partners}", "Waits at {partners} too"),
    "partners_withdrawn": ("N'attend plus chez {partners}", "Waits at {partners} no more"),
    "partner_served": ("C'est {name} qui a répondu ; chaque seconde est comptée", "{name} has answered; every second is counted"),
    "offer_failed": ("L'offre n'aboutit pas ({reason})", "The offer fails ({reason})"),
    "agent_answered": (
        "{alias} décroche après {waited_s} s d'attente",
        "{alias} answers after a wait of {waited_s} s",
    ),
    "recording_started": ("Enregistrement : {purpose}", "Recording: {purpose}"),
    "recording_ended": ("L'enregistrement est clos", "The recording is closed"),
    "call_held": ("Mise en attente", "On hold"),
    "call_resumed": ("Reprise", "Resumed"),
    "agent_lost": ("Le poste du téléconseiller ne répond plus", "The agent's telephone is lost"),
    "agent_returned": ("Le téléconseiller est de retour", "The agent is back"),
    "call_ended": ("Fin : {outcome}, par {by}", "End: {outcome}, by {by}"),
    "call_recovered": ("Appel repris après un redémarrage", "Call taken up after a restart"),
    "card_asked": ("Paiement par carte : {name}", "Payment by card: {name}"),
    "card_refused": ("Pas de paiement par carte ({why})", "No payment by card ({why})"),
    "card_authorised": ("Carte •••• {last_four} : montant réservé", "Card •••• {last_four}: amount held"),
    "consultation_counted": ("Fin de la consultation payante", "End of the paid consultation"),
    "card_numbers_masked": ("Numéros de carte masqués : {count}", "Card numbers masked: {count}"),
    "forbidden_offer_told": ("Offre interdite faite, dit le partenaire", "A forbidden offer was made, says the partner"),
    "complaint_heard": ("Le client se plaint, dit le partenaire", "The caller complained, says the partner"),
    "disposition_saved": ("Qualification : {disposition}", "Disposition: {disposition}"),
}
NODES = {
    "recording-notice": ("mention d'enregistrement", "recording notice"),
    "accueil": ("accueil", "welcome"),
    "menu-autre-langue": ("menu en anglais", "menu in English"),
    "fermeture": ("message de fermeture", "closing message"),
}
OUTCOMES = {
    "answered": ("conversation", "conversation"),
    "abandoned": ("abandon", "abandoned"),
    "left_in_menu": ("raccroché dans le menu", "left in the menu"),
    "closed": ("fermé", "closed"),
}
BY = {
    "customer": ("le client", "the customer"),
    "agent": ("le téléconseiller", "the agent"),
    "platform": ("la plateforme", "the platform"),
}


@dataclass(frozen=True, slots=True)
class Watch:
    """Tells one firm's calls in a terminal. `column` is 0 for French, 1 for English."""

    history: History
    listening: Listening
    viewer: Viewer
    say: Say
    column: int

    async def follow(self, caller: Caller, patience_s: float = 180.0) -> CallDetails | None:
        """Tell the ladder of this caller's call from its beginning until its recording is sealed."""
        loop = asyncio.get_running_loop()
        until, told, call = loop.time() + patience_s, 0, None
        details: CallDetails | None = None
        while loop.time() < until:
            row = caller.row() if call is None else None
            if row is not None:
                call = InteractionId(str(row["id"]))
            found = await self._details(call) if call is not None else None
            if found is not None:
                if details is None or (details.call.ended_at is None and found.call.ended_at is not None):
                    until = min(until, loop.time() + AFTER_THE_END_S) if found.call.ended_at else until
                details = found
                for rung in found.ladder[told:]:
                    self.say(f"  {rung.ms / 1000:7.1f} s  {self.line(rung)}")
                told = len(found.ladder)
                if _is_settled(found):
                    break
            await asyncio.sleep(LOOK_EVERY_S)
        return details

    def line(self, rung: Rung) -> str:
        """Say one step in words."""
        kind = rung.kind.removeprefix("interaction.")
        pattern = STEPS.get(kind, (kind, kind))[self.column]
        data: dict[str, Any] = dict(rung.data)
        for name, words in (("node", NODES), ("outcome", OUTCOMES), ("by", BY)):
            value = str(data.get(name))
            data[name] = words.get(value, (value, value))[self.column]
        if isinstance(data.get("partners"), list):
            data["partners"] = ", ".join(data["partners"])
        if isinstance(data.get("waited_s"), float):
            data["waited_s"] = self._number(data["waited_s"])
        return pattern.format_map(_Blanks(data))

    async def tell_recording(self, recording: RecordingLine, folder: str) -> None:
        """Say where the recording lies, that it is sealed, and how loud both sides are."""
        if recording.status != "sealed":
            self.say(
                ("Enregistrement : pas encore scellé ({}).", "Recording: not sealed yet ({}).")[
                    self.column
                ].format(recording.status)
            )
            return
        kept = await self.listening.find(self.viewer, RecordingId(recording.id))
        sides = recording.levels or {}
        left, right = (self._level(sides.get(side)) for side in ("in", "out"))
        seconds = self._number((recording.duration_ms or 0) / 1000)
        text = (
            "Enregistrement de {s} s, scellé (AES-256-GCM) : {file} ; voix du client {left}, voix de l'agent {right}.",
            "Recording of {s} s, sealed (AES-256-GCM): {file}; customer's voice {left}, agent's voice {right}.",
        )[self.column]
        self.say(text.format(s=seconds, file=f"{folder}/{kept.firm}/{kept.file}", left=left, right=right))

    async def _details(self, call: InteractionId) -> CallDetails | None:
        try:
            return await self.history.details(self.viewer, call)
        except (NotFound, Unavailable):
            return None  # its first rows are being written, or the database is away for a moment

    def _number(self, value: float) -> str:
        text = f"{value:.1f}"
        return text.replace(".", ",") if self.column == 0 else text

    def _level(self, side: dict[str, Any] | None) -> str:
        value = side.get("rms_db") if side else None
        return ("silence", "silence")[self.column] if value is None else f"{self._number(value)} dB"


class _Blanks(dict[str, Any]):
    """Values of a sentence; what is missing is a dash."""

    def __missing__(self, _key: str) -> str:
        return "—"


def _is_settled(details: CallDetails) -> bool:
    """Say whether the call is over, qualified, and its recordings are sealed or given up."""
    noted = details.call.outcome != "answered" or any(
        rung.kind.endswith("disposition_saved") for rung in details.ladder
    )
    done = all(recording.status in ("sealed", "failed") for recording in details.recordings)
    return details.call.ended_at is not None and noted and done

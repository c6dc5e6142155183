"""What the columns of an export mean, by the names that French and English programs give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from permanence.planning.cells import plain

# Written as `cells.plain` leaves them: no accents, no capitals, letters and digits alone.
WORDS = """
moment: datetime dateheure dateetheure horodatage timestamp start starttime debut datedebut datededebut debutappel datedappel
moment: dateappel datedebutappel date interval intervalle jour day calldate callstart begin
time: heure time hour heuredebut heurededebut heureappel heuredappel starthour tranche tranchehoraire creneau
queue: queue file fileattente filedattente service groupe group skill competence queuename nomfile nomdelafile campagne campaign
calls: calls appels nbappels nombredappels nombreappels offered callsoffered offeredcalls appelsofferts recus appelsrecus
calls: appelspresentes presentes volume entrants appelsentrants
handled: handled answeredcalls callsanswered callshandled traites appelstraites decroches appelsdecroches appelsrepondus appelspris
mean_handling: meanhandling meanhandlings meanhandlingtime aht ahts averagehandlingtime averagehandletime avghandling avghandletime
mean_handling: dmt dmts dmc dmcs dureemoyenne dureemoyennes dureemoyennedetraitement dureemoyennedetraitements tempsmoyen
mean_handling: tempsmoyendetraitement handlings
duration: duration durations duree durees dureeens dureeensecondes talk talks talktime talkseconds talktimes conversation
duration: dureeconversation dureedeconversation dureecommunication dureedecommunication dureeappel dureedelappel dureetraitement
duration: dureedetraitement handlingtime billsec seconds secondes callduration
notes: wrapup wrapups acw postappel dureepostappel postappels aftercallwork travailapresappel
answered: answered repondu decroche traite pris statut status etat resultat disposition answer
"""


def _meanings_of(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.split("\n"):
        meaning, _, words = line.partition(":")
        found |= dict.fromkeys(words.split(), meaning)
    return found


MEANINGS = _meanings_of(WORDS)


def meanings(names: Sequence[str]) -> dict[str, int]:
    """Return where each meaning is; of several columns with one meaning the first counts."""
    found: dict[str, int] = {}
    for at, name in enumerate(names):
        if meaning := MEANINGS.get(plain(name)):
            found.setdefault(meaning, at)
    if "moment" not in found and "time" in found:
        found["moment"] = found.pop("time")
    if counts_calls(found) and "handled" not in found and "answered" in found:
        found["handled"] = found.pop("answered")
    return found


def counts_calls(found: Mapping[str, int]) -> bool:
    """Say whether a line with these meanings is a count of calls, not one call."""
    return "calls" in found and "mean_handling" in found

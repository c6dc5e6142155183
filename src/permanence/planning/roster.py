"""Make the roster of some days: what is required, who can do it, what the solver found, and in sentences what it could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from permanence.firms.model import Language
from permanence.kernel.ids import QueueId
from permanence.planning.model import Shift
from permanence.planning.shifts import Worker, WorkRules, solve

DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FRENCH = {
    "no_past": "Aucune file n'a d'historique avant ces jours ; importez-le d'abord.",
    "nobody": "Personne ne sert la file « {queue} » ; donnez ses compétences à des conseillers.",
    "no_agents": "Aucun conseiller ne sert de file prévue ; il n'y a personne à planifier.",
    "too_few": "Les conseillers sont trop peu nombreux : il manque {hours} heures, le plus à la file « {queue} » le {day} à {time} ({people} personnes).",
    "enough": "Chaque quart d'heure a ses conseillers.",
    "gap": "Aucun autre planning ne couvrirait mieux le besoin de plus de {percent} %.",
}
ENGLISH = {
    "no_past": "No queue has a history before these days; import it first.",
    "nobody": "Nobody serves the queue '{queue}'; give its skills to some agents.",
    "no_agents": "No agent serves a queue that is planned; there is nobody to plan.",
    "too_few": "There are too few agents: {hours} hours are missing, most of all in the queue '{queue}' on {day} at {time} ({people} people).",
    "enough": "Every quarter of an hour has its agents.",
    "gap": "No other roster would cover the need better by more than {percent} %.",
}


@dataclass(frozen=True, slots=True)
class Made:
    """Shifts, and what is to be said about them."""

    shifts: tuple[Shift, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What the roster is made of. Names are those of the queues required."""

    starts: tuple[datetime, ...]
    required: Mapping[QueueId, tuple[int, ...]]
    names: Mapping[QueueId, str]
    workers: tuple[Worker, ...]
    rules: WorkRules
    zone: ZoneInfo
    limit_s: float
    language: Language


def make(task: Task) -> Made:
    """Return the best roster found in the time; too few people is no error, it is told."""
    words = FRENCH if task.language is Language.FR else ENGLISH
    served = {queue for worker in task.workers for queue in worker.queues}
    asked = {queue: need for queue, need in task.required.items() if any(need)}
    notes = [words["nobody"].format(queue=task.names[queue]) for queue in asked if queue not in served]
    if not asked:
        return Made((), (words["no_past"],))
    if not any(set(worker.queues) & asked.keys() for worker in task.workers):
        return Made((), (words["no_agents"], *notes))
    # Nights in which nobody is asked for are left out: nothing begins or ends in them.
    places = [n for n in range(len(task.starts)) if any(need[n] for need in asked.values())]
    starts = [task.starts[n] for n in places]
    need = {queue: tuple(each[n] for n in places) for queue, each in asked.items() if queue in served}
    found = solve(starts, need, task.workers, task.rules, task.zone, task.limit_s)
    notes.append(_missing(found.short, starts, task, words))
    if found.gap > 0.0005:
        notes.append(words["gap"].format(percent=_figure(100 * found.gap, task.language)))
    return Made(found.shifts, tuple(notes))


def _missing(short: Mapping[QueueId, Sequence[float]], starts: Sequence[datetime], task: Task, words: Mapping[str, str]) -> str:
    """Return the sentence about missing people: how many hours in all, and where it is worst."""
    hours = sum(sum(each) for each in short.values()) / 4
    if hours < 0.5:
        return words["enough"]
    people, n, queue = max((part, -n, queue) for queue, each in short.items() for n, part in enumerate(each))
    local = starts[-n].astimezone(task.zone)
    french = task.language is Language.FR
    day = f"{DAYS_FR[local.weekday()]} {local:%d/%m}" if french else f"{DAYS_EN[local.weekday()]} {local:%Y-%m-%d}"
    figures = {"hours": _figure(hours, task.language), "people": _figure(people, task.language)}
    return words["too_few"].format(queue=task.names[queue], day=day, time=f"{local:%H:%M}", **figures)


def _figure(value: float, language: Language) -> str:
    text = f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"
    return text.replace(".", ",") if language is Language.FR else text

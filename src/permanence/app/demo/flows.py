"""The call flow of a demonstration number: opening plan, welcome, menu in two languages, queues, closing message."""

from __future__ import annotations

from dataclasses import dataclass

from permanence.app.demo.firms import ALWAYS, WORKDAY, DemoFirm, DemoNumber
from permanence.flows.model import (
    AnyNode,
    EndNode,
    HoursNode,
    LanguageNode,
    MenuNode,
    MessageNode,
    OpeningPlan,
    QueueNode,
    Span,
)
from permanence.kernel.ids import QueueId

OTHER = {"fr": "en", "en": "fr"}
PLANS = ("Jour et nuit", "Heures de bureau")


@dataclass(frozen=True, slots=True)
class Made:
    """Ids of what was written before the flows: prompts by (sentence, language), plans by name, queues by name."""

    prompts: dict[tuple[str, str], str]
    plans: dict[str, str]
    queues: dict[str, QueueId]


def weekly(number_is_always_open: bool) -> tuple[tuple[Span, ...], ...]:
    """Return opening hours, Monday first."""
    if number_is_always_open:
        return tuple(tuple(Span(*span) for span in ALWAYS) for _ in range(7))
    return tuple(tuple(Span(*span) for span in WORKDAY) if day < 5 else () for day in range(7))


def plan_of(number: DemoNumber) -> str:
    """Return the name of the number's opening plan."""
    return PLANS[0] if number.always else PLANS[1]


def plan(name: str, id_: str) -> OpeningPlan:
    """Return an opening plan of a firm in France."""
    always = name == PLANS[0]
    return OpeningPlan(id_, "Europe/Paris", weekly(always), None if always else "FR", name=name)


NAMES = {
    "fr": {
        "hours": "horaires", "welcome": "accueil", "closed": "fermeture", "wait": "attente", "menu": "menu",
        "menu-other": "menu-autre-langue", "speak-other": "autre-langue", "speak-first": "premiere-langue",
        "wait-en": "attente-anglais", "night": "permanence",
    },
    "en": {
        "hours": "hours", "welcome": "welcome", "closed": "closed", "wait": "wait", "menu": "menu",
        "menu-other": "menu-other-language", "speak-other": "other-language", "speak-first": "first-language",
        "wait-en": "wait-english", "night": "night",
    },
}  # fmt: skip
"""What a director of that language would call the steps."""


def start_of(number: DemoNumber) -> str:
    """Return the first step of a number's flow."""
    return NAMES[number.language]["hours"]


def nodes(firm: DemoFirm, number: DemoNumber, made: Made) -> dict[str, AnyNode]:
    """Return the flow of a number by node; it begins at `start_of`."""
    first, name = number.language, NAMES[number.language]
    after = name["menu"] if number.queue is None else name["wait"]
    found: list[AnyNode] = [
        HoursNode(name["hours"], made.plans[plan_of(number)], name["welcome"], name["closed"] if number.night is None else name["night"]),
        EndNode(name["closed"], (made.prompts["closed", first],), closed=True),
        MessageNode(name["welcome"], (made.prompts["welcome", first],), after),
    ]
    if number.night is not None:
        found.append(QueueNode(name["night"], made.queues[number.night]))
    if number.queue is not None:
        found.append(QueueNode(name["wait"], made.queues[number.queue]))
    else:
        found += _menus(firm, first, made)
    return {node.id: node for node in found}


def _menus(firm: DemoFirm, first: str, made: Made) -> list[AnyNode]:
    """Both menus; key 9 leads to the other language, where each key leads to a queue as well."""
    found: list[AnyNode] = []
    name = NAMES[first]
    queues = {key: queue for key, (queue, _) in firm.menu.items() if queue}
    foreign = next((q.name for q in firm.queues if q.language == "en"), None)
    for language, menu, other in (
        (first, name["menu"], name["speak-other"]), (OTHER[first], name["menu-other"], name["speak-first"])
    ):  # fmt: skip
        column = 0 if language == "fr" else 1
        choices = {key: f"{name['wait']}-{key}" for key in queues if key != "9"}
        if language == "en" and foreign is not None:
            choices = dict.fromkeys(choices, name["wait-en"])
        labels = {key: labels[column] for key, (_, labels) in firm.menu.items()}
        found.append(
            MenuNode(
                menu, (made.prompts["menu", language],), {**choices, "9": other}, next(iter(choices.values())),
                invalid=(made.prompts["wrong", language],), timeout_s=6.0, labels=labels,
            )
        )  # fmt: skip
    found += [
        LanguageNode(name["speak-other"], OTHER[first], name["menu-other"]),
        LanguageNode(name["speak-first"], first, name["menu"]),
        *(QueueNode(f"{name['wait']}-{key}", made.queues[queue]) for key, queue in queues.items() if key != "9"),
    ]
    if foreign is not None:
        found.append(QueueNode(name["wait-en"], made.queues[foreign]))
    return found

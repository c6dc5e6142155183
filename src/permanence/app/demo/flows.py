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


def nodes(firm: DemoFirm, number: DemoNumber, made: Made) -> dict[str, AnyNode]:
    """Return the flow of a number by node; it starts at ``hours``."""
    first = number.language
    found: list[AnyNode] = [
        HoursNode("hours", made.plans[plan_of(number)], "welcome", "closed"),
        EndNode("closed", (made.prompts["closed", first],), closed=True),
        MessageNode(
            "welcome", (made.prompts["welcome", first],), "choose" if number.queue is None else "wait"
        ),
    ]
    if number.queue is not None:
        found.append(QueueNode("wait", made.queues[number.queue]))
    else:
        found += _menus(firm, first, made)
    return {node.id: node for node in found}


def _menus(firm: DemoFirm, first: str, made: Made) -> list[AnyNode]:
    """Both menus; key 9 leads to the other language, where each key leads to a queue as well."""
    found: list[AnyNode] = []
    queues = {key: queue for key, (queue, _) in firm.menu.items() if queue}
    foreign = next((q.name for q in firm.queues if q.language == "en"), None)
    for language, name in ((first, "choose"), (OTHER[first], "choose-other")):
        column = 0 if language == "fr" else 1
        other = "speak-other" if name == "choose" else "speak-first"
        choices = {key: f"wait-{key}" for key in queues if key != "9"}
        if language == "en" and foreign is not None:
            choices = dict.fromkeys(choices, "wait-en")
        labels = {key: labels[column] for key, (_, labels) in firm.menu.items()}
        found.append(
            MenuNode(
                name, (made.prompts["menu", language],), {**choices, "9": other}, next(iter(choices.values())),
                invalid=(made.prompts["wrong", language],), timeout_s=6.0, labels=labels,
            )
        )  # fmt: skip
    found += [
        LanguageNode("speak-other", OTHER[first], "choose-other"),
        LanguageNode("speak-first", first, "choose"),
        *(QueueNode(f"wait-{key}", made.queues[queue]) for key, queue in queues.items() if key != "9"),
    ]
    if foreign is not None:
        found.append(QueueNode("wait-en", made.queues[foreign]))
    return found

"""Where a caller goes next: a flow, a place in it, what the caller did, and the time.

Nodes that decide by themselves (hours, language) are passed through; the answer is always something that can be
heard: a message, a menu, a queue, the end. A flow that is broken never leaves a caller in silence: he is told
goodbye, and the checks below keep such a flow from being published at all.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from permanence.flows.model import (
    AnyNode,
    Directory,
    EndNode,
    Flow,
    HoursNode,
    LanguageNode,
    MenuNode,
    MessageNode,
    NumberCard,
    OpeningPlan,
    QueueNode,
    Span,
)
from permanence.interaction.steps import EnterQueue, Finish, FlowStep, Gather, Say
from permanence.kernel import public_holidays

MAX_HOPS = 50
NOTICE = "recording-notice"


class Choice(NamedTuple):
    """The next step, the tries used in the present menu, the language from here, and the key's label if one was chosen."""

    step: FlowStep
    tries: int
    language: str
    label: str | None = None


def first_step(directory: Directory, number: NumberCard, now: datetime) -> Choice:
    """Return what a caller of this number hears first; recorded numbers say so before all else."""
    if number.purpose is not None and number.notice is not None:
        media = _media(directory, (number.notice,))
        if media:
            return Choice(Say(NOTICE, media), 0, number.language)
    return after_notice(directory, number, now)


def after_notice(directory: Directory, number: NumberCard, now: datetime) -> Choice:
    """Return the first step of the number's flow."""
    flow = directory.flows.get(number.flow)
    if flow is None:
        return Choice(Finish("missing", ()), 0, number.language)
    return _walk(directory, flow, flow.start, number.language, now)


def next_step(
    directory: Directory, number: NumberCard, node: str | None, outcome: str, tries: int, language: str, now: datetime
) -> Choice:
    """Return what follows `node` after `outcome` (``start``, ``done``, ``again``, ``timeout`` or a key)."""
    if outcome == "start":
        return first_step(directory, number, now)
    if node == NOTICE:
        return after_notice(directory, number, now)
    flow = directory.flows.get(number.flow)
    here = flow.nodes.get(node or "") if flow is not None else None
    if flow is None or here is None:
        return Choice(Finish("missing", ()), 0, language)
    match here:
        case MenuNode() if outcome != "again":
            return _after_menu(directory, flow, here, outcome, tries, language, now)
        case MessageNode(next=following) if outcome != "again":
            return _walk(directory, flow, following, language, now)
        case _:
            return _walk(directory, flow, here.id, language, now)


def _after_menu(
    directory: Directory, flow: Flow, menu: MenuNode, key: str, tries: int, language: str, now: datetime
) -> Choice:
    if key in menu.choices:
        chosen = _walk(directory, flow, menu.choices[key], language, now)
        return chosen._replace(label=menu.labels.get(key, key))
    if tries + 1 >= menu.tries:
        return _walk(directory, flow, menu.otherwise, language, now)
    wrong = menu.invalid if key != "timeout" else ()
    return Choice(Gather(menu.id, _media(directory, wrong + menu.prompts), menu.timeout_s), tries + 1, language)


def _walk(directory: Directory, flow: Flow, start: str, language: str, now: datetime) -> Choice:
    """Pass through the nodes that decide by themselves until something can be heard."""
    place = start
    for _ in range(MAX_HOPS):
        node = flow.nodes.get(place)
        match node:
            case HoursNode(plan=plan, open=opened, closed=closed):
                hours = directory.plans.get(plan)
                place = opened if hours is None or is_open(hours, now) else closed
            case LanguageNode(language=language, next=place):
                pass
            case MessageNode(prompts=prompts):
                return Choice(Say(node.id, _media(directory, prompts)), 0, language)
            case MenuNode(prompts=prompts, timeout_s=timeout_s):
                return Choice(Gather(node.id, _media(directory, prompts), timeout_s), 0, language)
            case QueueNode(queue=queue) if queue in directory.queues:
                return Choice(EnterQueue(node.id, directory.queues[queue]), 0, language)
            case EndNode(prompts=prompts, closed=closed):
                return Choice(Finish(node.id, _media(directory, prompts), closed), 0, language)
            case _:
                break
    return Choice(Finish("missing", ()), 0, language)


def _media(directory: Directory, prompts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the URIs of prompts; ``sound:`` names are the switch's own, unknown prompts are left out."""
    found = (p if p.startswith("sound:") else _uri(directory, p) for p in prompts)
    return tuple(uri for uri in found if uri is not None)


def _uri(directory: Directory, prompt: str) -> str | None:
    known = directory.prompts.get(prompt)
    return known.media if known is not None else None


def is_open(plan: OpeningPlan, now: datetime) -> bool:
    """Say whether the plan is open at this moment, in the plan's own time zone."""
    local = now.astimezone(ZoneInfo(plan.time_zone))
    return any(_within(span, local) for span in spans_of(plan, local.date()))


def spans_of(plan: OpeningPlan, day: date) -> tuple[Span, ...]:
    """Return the opening hours of a date: an exception first, then a public holiday (closed), then the week."""
    for exception in plan.exceptions:
        if exception.day == day:
            return exception.spans
    if holiday_name(plan, day) is not None:
        return ()
    return plan.weekly[day.weekday()] if day.weekday() < len(plan.weekly) else ()


def holiday_name(plan: OpeningPlan, day: date) -> str | None:
    """Return the public holiday on this date in the plan's country, or None."""
    return public_holidays.holiday_name(plan.holiday_country, plan.holiday_subdivision, day)


def _within(span: Span, local: datetime) -> bool:
    moment = local.time().replace(tzinfo=None)
    opens = time.fromisoformat(span.opens)
    return opens <= moment and (span.closes == "24:00" or moment < time.fromisoformat(span.closes))


def problems(flow: Flow, directory: Directory) -> list[str]:
    """Return what must be mended before this flow may be published, a sentence each; empty when it is sound."""
    found = [] if flow.start in flow.nodes else [f"The flow starts at '{flow.start}', which does not exist."]
    for node in flow.nodes.values():
        found += [
            f"'{node.id}' leads to '{target}', which does not exist."
            for target in targets(node)
            if target not in flow.nodes
        ]
        found += [f"'{node.id}' plays '{p}', which does not exist." for p in _missing_prompts(node, directory)]
        if isinstance(node, QueueNode) and node.queue not in directory.queues:
            found.append(f"'{node.id}' leads to a queue that does not exist.")
        if isinstance(node, HoursNode) and node.plan not in directory.plans:
            found.append(f"'{node.id}' uses an opening plan that does not exist.")
    return found + _endless(flow)


def targets(node: AnyNode) -> tuple[str, ...]:
    """Return the nodes to which this one leads."""
    match node:
        case HoursNode(open=opened, closed=closed):
            return (opened, closed)
        case MenuNode(choices=choices, otherwise=otherwise):
            return (*choices.values(), otherwise)
        case MessageNode(next=following) | LanguageNode(next=following):
            return (following,)
        case _:
            return ()


def _missing_prompts(node: AnyNode, directory: Directory) -> list[str]:
    match node:
        case MenuNode(prompts=prompts, invalid=invalid):
            used = prompts + invalid
        case MessageNode(prompts=prompts) | EndNode(prompts=prompts):
            used = prompts
        case _:
            used = ()
    return [p for p in used if not p.startswith("sound:") and p not in directory.prompts]


def _endless(flow: Flow) -> list[str]:
    """Find nodes from which neither a queue nor an end can be reached."""
    good = {n.id for n in flow.nodes.values() if isinstance(n, QueueNode | EndNode)}
    grew = True
    while grew:
        more = {n.id for n in flow.nodes.values() if n.id not in good and good.intersection(targets(n))}
        good |= more
        grew = bool(more)
    return [f"From '{node}' the caller never reaches a queue or an end." for node in flow.nodes if node not in good]

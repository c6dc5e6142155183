"""What a simulated day is made of: queues with their callers, teams with their agents. Read from TOML.

    name = "Two queues"
    hours = 8

    [[queue]]
    name = "sales"
    per_hour = [30, 60, 60, 40]     # calls in each hour; the last one goes on
    handling_s = 180
    patience_s = 120                # left out: callers never give up

    [[team]]
    agents = 12
    skills = { sales = 5 }

    [[work]]                        # beside callers: outbound, preview or text
    kind = "outbound"
    seconds = 150
    share = 0.2                     # of an agent's time
"""

from __future__ import annotations

import tomllib
from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.kernel.errors import Invalid
from permanence.routing.model import Work

Name = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9 _.-]+$")]
Rate = Annotated[float, Meta(ge=0, le=100_000)]
Seconds = Annotated[float, Meta(ge=0, le=86_400)]
Positive = Annotated[float, Meta(gt=0, le=86_400)]
Part = Annotated[float, Meta(ge=0, le=1)]


class ScenarioUnfit(Invalid):
    """The scenario cannot be played."""

    code = "scenario_unfit"


class Widen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As a queue's step: after so long, lower levels and more teams."""

    after_s: Annotated[int, Meta(ge=1, le=3600)]
    lower: Annotated[int, Meta(ge=0, le=9)] = 0
    teams: tuple[Name, ...] = ()


class QueueScene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A queue and those who call it. `swing` is how much a day differs from the next (coefficient of variation);
    handling times are exponential, or lognormal where `handling_cv` is given; patience is exponential.
    """

    name: Name
    per_hour: tuple[Rate, ...]
    handling_s: Positive
    handling_cv: Annotated[float, Meta(gt=0, le=5)] | None = None
    patience_s: Positive | None = None
    retry: Part = 0.0
    retry_after_s: Positive = 300.0
    skills: dict[Name, Annotated[int, Meta(ge=1, le=10)]] | None = None  # None: the skill of the queue's own name
    teams: tuple[Name, ...] = ()
    steps: tuple[Widen, ...] = ()
    target_s: Annotated[int, Meta(ge=5, le=7200)] = 180
    priority: Annotated[int, Meta(ge=-100, le=100)] = 0
    wrap_up_s: Annotated[int, Meta(ge=0, le=3600)] = 0
    swing: Annotated[float, Meta(ge=0, le=1)] = 0.0


class TeamScene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Agents of a kind. `speed_cv` is how much their pace differs, `misses` the part of rings that nobody answers."""

    agents: Annotated[int, Meta(ge=0, le=10_000)]
    skills: dict[Name, Annotated[int, Meta(ge=1, le=10)]]
    name: Name = "team"
    answers_after_s: Seconds = 0.0
    misses: Part = 0.0
    back_after_s: Positive = 60.0
    speed_cv: Annotated[float, Meta(ge=0, le=1)] = 0.0
    starts_h: Annotated[float, Meta(ge=0, le=24)] = 0.0
    ends_h: Annotated[float, Meta(ge=0, le=48)] | None = None
    break_every_s: Positive | None = None
    break_s: Seconds = 600.0


class WorkScene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What agents of some teams (none named: of all) do beside callers: pieces of work of `seconds` on average (exponential),
    which fall due at any moment and fill `share` of an agent's time. They are done when the agent is next free; what a queue
    in danger prevents or breaks off stays due.
    """

    kind: Work
    seconds: Positive
    share: Part
    teams: tuple[Name, ...] = ()


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day."""

    queue: Annotated[tuple[QueueScene, ...], Meta(min_length=1, max_length=500)]
    team: Annotated[tuple[TeamScene, ...], Meta(min_length=1, max_length=200)]
    name: str = "day"
    hours: Annotated[float, Meta(gt=0, le=24 * 366)] = 8.0
    warm_up_h: Annotated[float, Meta(ge=0, le=100)] = 0.0  # played, and left out of what is counted
    step_s: Annotated[int, Meta(ge=60, le=86_400)] = 3600  # how long each entry of `per_hour` lasts
    work: Annotated[tuple[WorkScene, ...], Meta(max_length=20)] = ()
    swing: Annotated[float, Meta(ge=0, le=1)] = 0.0  # how much a day differs from the next, for all queues alike


def read(text: str) -> Scenario:
    """Return the scenario; raise `ScenarioUnfit` with the place where it is wrong."""
    try:
        scenario = msgspec.convert(tomllib.loads(text), Scenario)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioUnfit(f"The scenario is no TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise ScenarioUnfit(f"The scenario cannot be played: {error}.") from error
    return check(scenario)


def check(scenario: Scenario) -> Scenario:
    """Return it; raise `ScenarioUnfit` where names do not fit together, or work fills all of somebody's time."""
    names = [queue.name for queue in scenario.queue]
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise ScenarioUnfit(f"Two queues are called {double}. Give each its own name.")
    teams = {team.name for team in scenario.team}
    for queue in scenario.queue:
        if not queue.per_hour:
            raise ScenarioUnfit(f"The queue {queue.name} has no calls in any hour; give per_hour at least one figure.")
        for named in (*queue.teams, *(team for step in queue.steps for team in step.teams)):
            if named not in teams:
                raise ScenarioUnfit(f"The queue {queue.name} names the team {named}, which is not there.")
    for work in scenario.work:
        missing = next((team for team in work.teams if team not in teams), None)
        if missing is not None:
            raise ScenarioUnfit(f"Work of kind {work.kind} names the team {missing}, which is not there.")
    for team in scenario.team:
        if sum(work.share for work in scenario.work if not work.teams or team.name in work.teams) >= 1:
            raise ScenarioUnfit(f"The team {team.name} would have no time left for callers; lower the shares of its work.")
    return scenario

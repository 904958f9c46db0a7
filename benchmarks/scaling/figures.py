"""What the stages of a finished run took, put together from its steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from benchmarks.scaling.state import State, Step

__all__ = ["Figures", "figures_of"]

_MEASURED = ("simulate", "replay", "derive", "derive-nothing-new", "report", "views")
_BY_TERM = ("simulate", "replay")


@dataclass(frozen=True)
class Figures:
    """
    What a run took.

    Attributes:
        pages, rows: that it had.
        stages: of each stage ``s``, ``processor s`` (of all processes and the server), ``of the server: s``, ``load``
            (the least and the most), ``most MB``, ``most MB of the server``, bytes by what they are of, ``tries``, the
            floor in processor seconds and the ratio to it.
        ended: when the last step was.
    """

    pages: int
    rows: int
    stages: dict[str, dict[str, float]]
    ended: datetime


def figures_of(state: State, terms: int) -> Figures:
    """
    Put the steps of a run of some terms together.

    Raises:
        SystemExit: a stage is not done.
    """
    steps = {stage: state.of(stage, terms if stage in _BY_TERM else 0) for stage in ("empty", *_MEASURED)}
    pages = int(sum(step.counts["pages"] for step in steps["replay"]))
    stages = {stage: _sum(steps[stage]) for stage in _MEASURED}
    before = steps["empty"][-1]
    for stage in _MEASURED[1:]:
        for what in ("bytes of the database", "bytes of the log"):
            stages[stage][what] = steps[stage][-1].counts[what] - before.counts[what]
        before = steps[stage][-1]
    for step, name in zip(steps["simulate"][:1] + steps["simulate"][-1:], ("first", "last"), strict=True):
        stages["simulate"][f"{name} term: pages/processor s"] = _rate(step)
    for step, name in zip(steps["replay"][:1] + steps["replay"][-1:], ("first", "last"), strict=True):
        stages["replay"][f"{name} term: pages/processor s"] = _rate(step)
    for stage in ("simulate", "replay", "derive"):
        floor = state.of(f"floor-{stage}")[0].counts
        share = pages / floor["pages"] if "pages" in floor else 1.0
        stages[stage]["floor: processor s"] = floor["floor: processor s"] * share
        stages[stage]["times the floor"] = stages[stage]["processor s"] / stages[stage]["floor: processor s"]
    for stage, asked in (("report", state.of("floor-report")[0]), ("views", steps["views"][0])):
        whole = stages[stage]["s"] if stage == "report" else asked.counts["all views: s"]
        stages[stage] |= {name: asked.counts[name] for name in ("rows", "statements", "statements not asked again")}
        stages[stage]["floor: s"] = asked.counts["floor: s"]
        stages[stage]["times the floor"] = whole / asked.counts["floor: s"]
    stages["views"] |= {name: steps["views"][0].counts[name] for name in ("views", "slowest view: s", "all views: s")}
    rows = int(sum(step.counts["rows"] for step in steps["replay"]))
    rounded = {stage: {name: float(f"{value:.5g}") for name, value in told.items()} for stage, told in stages.items()}
    return Figures(pages, rows, rounded, max(step.ended for some in steps.values() for step in some))


def _rate(step: Step) -> float:
    return step.counts["pages"] / (step.cost.cpu + step.cost.server)


def _sum(steps: Sequence[Step]) -> dict[str, float]:
    costs = [step.cost for step in steps]
    told = {
        "s": sum(cost.wall for cost in costs),
        "processor s": sum(cost.cpu + cost.server for cost in costs),
        "of the server: s": sum(cost.server for cost in costs),
        "most MB": max(cost.memory for cost in costs),
        "most MB of the server": max(cost.server_memory for cost in costs),
        "least load": min(step.load for step in steps),
        "most load": max(step.load for step in steps),
        "tries": max(step.tries for step in steps),
    }
    for name in ("bytes of bodies", "bytes of the archive"):
        if name in steps[0].counts:
            told[name] = sum(step.counts[name] for step in steps)
    return told

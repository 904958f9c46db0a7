"""What the stages of a run took, put together from its steps."""

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
_OF_VIEWS = (
    "rows", "statements", "statements not asked again", "floor: s", "views", "slowest view: s", "all views: s",
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """
    What a run took.

    Attributes:
        pages, rows: that it had.
        stages: of each stage that is done ``pages``, ``s``, ``processor s`` (of all processes and the server), ``of the
            server: s``, ``least load``, ``most load``, ``most MB``, ``most MB of the server``, bytes by what they are
            of, ``tries``, the floor in processor seconds and the ratio to it.
        ended: when the last step was.
    """

    pages: int
    rows: int
    stages: dict[str, dict[str, float]]
    ended: datetime


def figures_of(state: State, terms: int) -> Figures:
    """
    Put the steps of a run of some terms together: of those stages that are done, and at least of two of them.

    Raises:
        SystemExit: the pages are not simulated and replayed.
    """
    steps = {stage: state.of(stage, terms if stage in _BY_TERM else 0) for stage in ("empty", *_BY_TERM)}
    steps |= {stage: [step] for stage in _MEASURED[len(_BY_TERM) :] if (step := state.done(stage)) is not None}
    pages, rows = (int(sum(step.counts[what] for step in steps["replay"])) for what in ("pages", "rows"))
    stages = {stage: {"pages": float(pages), **_sum(some)} for stage, some in steps.items() if stage != "empty"}
    before = steps["empty"][-1]
    for stage, told in stages.items():
        if stage in _BY_TERM:
            told["pages"] = sum(step.counts["pages"] for step in steps[stage])
            told["first term: pages/processor s"] = _rate(steps[stage][0])
            told["last term: pages/processor s"] = _rate(steps[stage][-1])
        if stage != "simulate":
            for what in ("bytes of the database", "bytes of the log"):
                told[what] = steps[stage][-1].counts[what] - before.counts[what]
            before = steps[stage][-1]
        told.update(_floor(state, stage, told))
    rounded = {stage: {name: float(f"{value:.5g}") for name, value in told.items()} for stage, told in stages.items()}
    return Figures(pages, rows, rounded, max(step.ended for some in steps.values() for step in some))


def _floor(state: State, stage: str, told: dict[str, float]) -> dict[str, float]:
    """The floor of a stage and the ratio to it; nothing where it was not measured."""
    step = state.done("views" if stage == "views" else f"floor-{stage}")
    if step is None:
        return {}
    counts = step.counts
    if stage in {"report", "views"}:
        kept = {name: counts[name] for name in _OF_VIEWS if name in counts}
        whole = counts["all views: s"] if stage == "views" else told["s"]
        return {**kept, "times the floor": whole / counts["floor: s"]}
    floor = counts["floor: processor s"] * (told["pages"] / counts["pages"] if "pages" in counts else 1.0)
    return {"floor: processor s": floor, "times the floor": told["processor s"] / floor}


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

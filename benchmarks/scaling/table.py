"""The figures of a run for people, as a table of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.scaling.history import Entry

__all__ = ["NAMES", "number", "rows_of", "table"]

NAMES = {
    "simulate": "simulate and archive",
    "replay": "replay",
    "derive": "derive",
    "derive-nothing-new": "derive again, nothing new",
    "report": "`report study`",
    "views": "first views of explore",
}
"""How a page names each stage."""
_HEADS = (
    "stage", "s", "processor s", "pages a processor second", "most MB, program", "most MB, server",
    "archive, MB", "database, MB", "log, MB", "floor", "times the floor", "load",
)  # fmt: skip
_MB = 1_000_000


def table(entry: Entry) -> str:
    """What each stage of a run took."""
    rows = [_row(entry, stage) for stage in NAMES if stage in entry.stages]
    return "\n".join(rows_of([_HEADS, *rows]))


def rows_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table, the first row of which is its head."""
    head, *others = rows
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *others]
    return [f"| {' | '.join(line)} |" for line in lines]


def _row(entry: Entry, stage: str) -> list[str]:
    told = entry.stages[stage]
    floor = "" if "times the floor" not in told else number(told.get("floor: processor s", told.get("floor: s", 0.0)))
    return [
        NAMES[stage],
        number(told["s"]),
        number(told["processor s"]),
        number(told["pages"] / told["processor s"]),
        number(told["most MB"]),
        number(told["most MB of the server"]),
        _megabytes(told, "bytes of the archive"),
        _megabytes(told, "bytes of the database"),
        _megabytes(told, "bytes of the log"),
        floor,
        number(told["times the floor"]) if floor else "",
        f"{told['least load']:g} to {told['most load']:g}",
    ]


def _megabytes(told: dict[str, float], name: str) -> str:
    return number(told[name] / _MB) if name in told else ""


def number(value: float) -> str:
    """Three figures of a number, without an exponent."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

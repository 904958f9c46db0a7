"""What stands under each figure: n, interval, definition and grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.report.small import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from cryptodrug_scraper.report.parts import Study

__all__ = ["facts"]


def facts(
    study: Study,
    frame: pl.DataFrame,
    *,
    interval: str,
    definition: str | None = None,
    n: str | None = None,
) -> list[tuple[str, str]]:
    """
    Return what the rows of a figure rest on.

    Args:
        study: whose scope and words these are.
        frame: the rows; ``vendor_count``, ``grade`` and what is hidden are looked at where they are there.
        interval: key of the message that tells what kind of interval it is, without its group.
        definition: what is counted; the scope's definition and attribution if not given.
        n: on how many it rests; the least and the most vendors of the rows if not given.
    """
    words, scope = study.words, study.scope
    told = [
        (words("fact.n"), n or _vendors(study, frame)),
        (words("fact.interval"), words(f"interval.{interval}")),
        (words("fact.definition"), definition or _definition(study)),
        (words("fact.grade"), _grades(study, frame)),
    ]
    hidden = 0 if HIDDEN not in frame.columns else int(frame[HIDDEN].sum() or 0)
    if hidden and not scope.is_identified:
        told.append((words("fact.hidden"), words.many("small.hidden", hidden)))
    return told


def _vendors(study: Study, frame: pl.DataFrame) -> str:
    words = study.words
    counts: Sequence[int] = frame["vendor_count"].drop_nulls().to_list() if "vendor_count" in frame.columns else []
    hidden = HIDDEN in frame.columns and frame[HIDDEN].any() and not study.scope.is_identified
    if not counts or (hidden and not any(counts)):
        return words("fact.few")
    shown = _between(study, counts)
    return words("fact.vendors_but", shown=shown) if hidden else shown


def _between(study: Study, counts: Sequence[int]) -> str:
    words = study.words
    if min(counts) == max(counts):
        return words.many("fact.vendors", counts[0])
    return words("fact.vendors_between", low=words.number(min(counts)), high=words.number(max(counts)))


def _definition(study: Study) -> str:
    words, scope = study.words, study.scope
    return words(
        "fact.choice",
        definition=words(f"definition.{scope.definition}"),
        attribution=words(f"attribution.{scope.attribution}"),
    )


def _grades(study: Study, frame: pl.DataFrame) -> str:
    if "grade" not in frame.columns or frame["grade"].drop_nulls().is_empty():
        return study.words("fact.window_grade")
    found = dict(frame.drop_nulls("grade").group_by("grade").len().rows())
    words = study.words
    return words.listed(
        f"{words(f'grade.{grade}')} ({words.number(found[grade])})"
        for grade in ("complete", "usable", "partial")
        if grade in found
    )

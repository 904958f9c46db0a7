"""What the specifications of a figure say together: how many bear a claim out, and which choice turns the verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.study.finding import JUDGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["NOT_LOOKED_AT", "Agreement", "agreement", "same_here"]

NOT_LOOKED_AT = "not_looked_at"
"""The verdict of a specification whose derivation was not made: it is in no count but that of what is unknown."""
_FIGURE = ("value", "low", "high", "n", "vendor_count", "grade", "verdict", "why_code")


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    What the specifications of one figure say.

    Attributes:
        usual: the verdict of the specification that is asked for.
        specifications: how many are defensible and can differ.
        agrees: how many of these bear the claim out.
        disagrees: how many contradict it.
        cannot_tell: of how many it cannot be told.
        unknown: of how many there is no verdict: withheld, not looked at, or no claim is made.
        least: the least figure of these; None: none is known.
        most: the largest.
        turned: single choices, all else being as asked for, that turn a verdict into another, with that.
        apart: how many specifications are not defensible.
        turned_apart: those of them that turn it by a single choice, with what it becomes.
    """

    usual: str
    specifications: int
    agrees: int
    disagrees: int
    cannot_tell: int
    unknown: int
    least: float | None
    most: float | None
    turned: tuple[tuple[str, str], ...]
    apart: int
    turned_apart: tuple[tuple[str, str], ...]


def agreement(rows: Sequence[Mapping[str, Any]]) -> Agreement:
    """
    Return what the specifications of one figure say together.

    Args:
        rows: ``verdict, value, fails`` (the rule of what is defensible that it fails, or None), ``single`` (the one
            choice in which it is another than what is asked for, or None), ``is_usual`` (it is what is asked for)
            and ``is_same`` (its derivation changes nothing of this figure). One is usual.
    """
    usual = next(str(row["verdict"]) for row in rows if row["is_usual"])
    counted = [row for row in rows if not row["is_same"]]
    defensible = [row for row in counted if row["fails"] is None]
    apart = [row for row in counted if row["fails"] is not None]
    verdicts = Counter(row["verdict"] for row in defensible)
    known = [row["value"] for row in defensible if row["value"] is not None]
    judged = {verdict: verdicts.get(verdict, 0) for verdict in JUDGED}
    return Agreement(
        usual,
        len(defensible),
        judged["agrees"],
        judged["disagrees"],
        judged["cannot_tell"],
        len(defensible) - sum(judged.values()),
        min(known, default=None),
        max(known, default=None),
        _turned(usual, defensible),
        len(apart),
        _turned(usual, apart),
    )


def same_here(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """
    Return the derivations that change nothing of a figure, under any definition and attribution.

    What is withheld or not looked at is not known to be the same.

    Args:
        rows: of one figure, with ``definition, attribution, derivation``, its figure and its verdict.
    """
    known: dict[tuple[Any, Any], Mapping[str, Any]] = {}
    same: dict[str, bool] = {}
    for row in rows:
        key = row["definition"], row["attribution"]
        if row["derivation"] is None:
            known[key] = row
            continue
        is_known = row["verdict"] not in {NOT_LOOKED_AT, "withheld"}
        is_same = is_known and key in known and all(row[name] == known[key][name] for name in _FIGURE)
        same[row["derivation"]] = same.get(row["derivation"], True) and is_same
    return {name for name, is_same in same.items() if is_same}


def _turned(usual: str, rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    if usual not in JUDGED:
        return ()
    return tuple(
        (row["single"], row["verdict"])
        for row in rows
        if row["single"] is not None and row["verdict"] in JUDGED and row["verdict"] != usual
    )

"""Every claim under every choice, as rows: what is asked of the current derivation, and of each beside it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from cryptodrug_scraper.derive.variants import variants
from cryptodrug_scraper.disclosure.choice import chosen
from cryptodrug_scraper.disclosure.findings import WITHHELD
from cryptodrug_scraper.disclosure.points import PublicPoints
from cryptodrug_scraper.report.small import HIDDEN
from cryptodrug_scraper.study.agreement import NOT_LOOKED_AT, same_here
from cryptodrug_scraper.study.choices import Specification, choices
from cryptodrug_scraper.study.points import points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.run import State
    from cryptodrug_scraper.disclosure.choice import Choice as Withheld
    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.store.database import Database
    from cryptodrug_scraper.study.choices import Choice
    from cryptodrug_scraper.study.claims import Study

__all__ = ["FIGURE", "Made", "Specified", "specified"]

FIGURE = ("finding", "market", "measure")
"""What names a figure, whatever its specification."""
Made = Literal["current", "held", "made", "not_looked_at"]
_NUMBERS = ("value", "low", "high", "n", "vendor_count")
_SCHEMA = {
    **dict.fromkeys(("finding", "market", "measure", "claim_id", "unit", "country"), pl.String),
    **dict.fromkeys(("definition", "attribution", "derivation"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    **dict.fromkeys(("n", "vendor_count"), pl.Int64),
    **dict.fromkeys(("grade", "verdict", "why_code"), pl.String),
    **dict.fromkeys(("first_day", "last_day"), pl.Date),
    "fails": pl.Int64,
    "single": pl.String,
    **dict.fromkeys(("is_usual", "is_same"), pl.Boolean),
    **dict.fromkeys(("made", "sql"), pl.String),
}
"""Columns of the rows, in their order."""


@dataclass(frozen=True, slots=True)
class Specified:
    """
    All points.

    Attributes:
        frame: one row per figure and specification; ``single`` is the one choice in which it is another than what is
            asked for, ``fails`` the rule of what is defensible that it fails, ``is_same`` tells that its derivation
            changes nothing of the figure, and ``made`` from where that derivation is. `HIDDEN` tells what is withheld.
        made: by each choice of other parameters, from where its derivation is.
        withheld: what is withheld of the current derivation, for the ledger; None: nothing is.
    """

    frame: pl.DataFrame
    made: Mapping[str, Made]
    withheld: Withheld | None


def specified(
    database: Database,
    connection: Connection,
    scope: Scope,
    study: Study,
    *,
    parameters: Parameters | None = None,
    is_held_only: bool = False,
    done: Callable[[int], None] = lambda _count: None,
    tell: Callable[[State], None] = lambda _state: None,
) -> Specified:
    """
    Ask all of a study under every specification.

    Args:
        database: an open one, in which derivations by other parameters are made and removed again.
        connection: of it, which shows the current derivation.
        scope: the country and window, the definition and attribution asked for, and whether anything is withheld.
        study: whose claims are judged.
        parameters: of the current derivation, as `derive.variants.variants` takes them.
        is_held_only: make no derivation, and look at those alone that the database holds.
        done: told after each derivation how many were asked.
        tell: told how far the making of one is.

    Raises:
        StoreError: nothing was derived, or the current derivation is not of what the database holds now.
    """
    asked, usual = scope.asked, list(points(connection, scope.asked, study, scope.neighbours))
    withheld = None if scope.is_identified else chosen(connection, asked, study=study)
    public = None if withheld is None else PublicPoints(withheld, asked, study)

    def row(point: Any, shown: Connection, made: Made) -> dict[str, Any]:  # noqa: ANN401  # a point
        told = asdict(point.finding) if public is None else public.published(point, shown)
        return {**told, **asdict(point.specification), "made": made}

    rows = [row(point, connection, "current") for point in usual]
    known: dict[str, Made] = {}
    done(1)
    connection.rollback()
    with ExitStack() as stack:
        beside = stack.enter_context(variants(database, parameters))
        for number, choice in enumerate(choices().derivations, start=2):
            other = choice.of(beside.parameters)
            is_held = beside.is_held(other)
            made: Made = "held" if is_held else "not_looked_at" if is_held_only else "made"
            known[choice.id] = made
            if made == NOT_LOOKED_AT:
                rows += [_unknown(row, choice) for row in rows if row["derivation"] is None]
            else:
                with beside.shown(other, tell) as shown:
                    rows += [
                        row(each, shown, made) for each in points(shown, asked, study, scope.neighbours, choice.id)
                    ]
            done(number)
    return Specified(_frame(rows, scope), known, withheld)


def _unknown(row: Mapping[str, Any], choice: Choice) -> dict[str, Any]:
    """The row of a specification whose derivation is not looked at."""
    gone = dict.fromkeys((*_NUMBERS, "grade", "why_code"))
    return {**row, **gone, "verdict": NOT_LOOKED_AT, "derivation": choice.id, "made": NOT_LOOKED_AT}


def _frame(rows: Iterable[dict[str, Any]], scope: Scope) -> pl.DataFrame:
    known = choices()
    by_figure: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        by_figure.setdefault(tuple(row[name] for name in FIGURE), []).append(row)
    found = []
    for of_one in by_figure.values():
        same = same_here(of_one)
        if not any(row["derivation"] is None for row in of_one):
            continue  # a market that other parameters alone have; the current derivation asks nothing of it
        for row in of_one:
            taken = Specification(row["definition"], row["attribution"], row["derivation"])
            more = {
                "fails": known.fails(taken),
                "single": taken.differs(scope.asked),
                "is_usual": (is_usual := taken.is_usual(scope.asked)),
                "is_same": row["derivation"] in same,
                "sql": row["sql"] if is_usual else None,
            }
            found.append({name: {**row, **more}.get(name) for name in _SCHEMA})
    frame = pl.DataFrame(found, schema=_SCHEMA)
    return frame.with_columns((pl.col("verdict") == WITHHELD).alias(HIDDEN))

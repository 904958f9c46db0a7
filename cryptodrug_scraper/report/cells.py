"""Cells of tables: how each value is written, and the number by which its column is sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.output import inert
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.report.states import known_end, state, word
from cryptodrug_scraper.words.reasons import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.measures.estimators.told import Ratio
    from cryptodrug_scraper.report.parts import Column, Figure, Study
    from cryptodrug_scraper.report.states import State

__all__ = ["NUMBERS", "Cell", "cells", "is_wide"]

NUMBERS = frozenset({"number", "decimal", "percent", "euro", "amount", "unit"})
"""Kinds of columns whose values are numbers."""
_UNITS = {"share": "percent", "eur": "euro", "eur_per_month": "euro", "ratio": "decimal"}
_RATIOS: Mapping[str, Ratio] = {"percent": "share", "decimal": "quotient"}
_RATIOS_BY_UNIT: Mapping[str, Ratio] = {"share": "share", "ratio": "quotient", "eur": "quotient"}
_KEYS = {"unknown": "-1", "withheld": "-2", "untold": "-3", "open": "-3"}
"""By which cells without a number are sorted: below all numbers."""
_LONG, _FEW = 40, 6
"""Characters of a cell, and columns of a table, which all are seen at once."""
_CLAIM = "study"
"""Stands beside its verdict, and is read whole."""
_TIMES = frozenset({"day", "month", "moment"})


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A cell.

    Attributes:
        text: as it is read.
        key: by which the column is sorted; None: by the text.
        style: class of the cell: ``n`` for numbers, ``t`` for what is not broken, ``w`` for sentences, ``v`` for
            verdicts, ``x`` for what is withheld or too few to say, ``u`` for what is not known.
        is_heading: whether it names its row.
        is_clipped: whether only its beginning is seen until it is opened, so that its row is as high as others.
    """

    text: str
    key: str | None
    style: str
    is_heading: bool = False
    is_clipped: bool = False


def cells(study: Study, figure: Figure) -> list[list[Cell]]:
    """Return the rows of a figure's table."""
    ends = _ends(figure.columns)
    found = []
    for row in figure.frame.iter_rows(named=True):
        states = {each.name: _state(each, row, ends.get(each.name)) for each in figure.columns if each.kind in NUMBERS}
        beside = {end for name, said in states.items() if said in {"untold", "open"} for end in ends.get(name, ())}
        found.append(
            [
                Cell("\u2013", _KEYS["untold"], "n", place == 0)  # beside words no interval
                if column.name in beside
                else _cell(
                    study, column, row, states.get(column.name, "shown"), ends.get(column.name),
                    is_heading=place == 0, is_of_many=is_wide(figure),
                )
                for place, column in enumerate(figure.columns)
            ]
        )  # fmt: skip
    return found


def is_wide(figure: Figure) -> bool:
    """Whether a table has more columns than are seen at once: its rows are of one line, but for what is read whole."""
    return len(figure.columns) > _FEW


def _ends(columns: Sequence[Column]) -> dict[str, tuple[str, str]]:
    """The columns of both ends of the interval of each column that has one: those that come after it."""
    names = [column.name for column in columns]
    known = zip(names, names[1:], names[2:], strict=False)
    return {name: (low, high) for name, low, high in known if low.endswith("low") and high.endswith("high")}


def _state(column: Column, row: Mapping[str, Any], ends: tuple[str, str] | None) -> State:
    """What is said of a number: a share or a quotient may be too few to say."""
    kind = _RATIOS_BY_UNIT.get(row["unit"]) if column.kind == "unit" else _RATIOS.get(column.kind)
    return state(row, column.name, kind, ends)


def _cell(
    study: Study, column: Column, row: dict[str, Any], found: State, ends: tuple[str, str] | None, *, is_heading: bool,
    is_of_many: bool,
) -> Cell:  # fmt: skip
    words, value = study.words, row[column.name]
    is_number = column.kind in NUMBERS
    end = known_end(row, ends) if found == "open" else None
    if end is not None and ends is not None:  # without one, the word says that none is known
        told = words("untold.least" if end == ends[0] else "untold.most", end=_written(study, column, row, row[end]))
        return Cell(told, str(row[end]), "n x", is_heading)
    if found != "shown":
        return Cell(word(words, found), _KEYS[found], "n x" if found != "unknown" else "n u", is_heading)
    if value is None:
        return Cell("\u2013", "", "", is_heading)
    style = "n" if is_number else ""
    if column.kind in _TIMES or column.kind == "market":
        style = "t"
    style = {"long": "w", "verdict": "v"}.get(column.kind, style)
    key = str(value) if is_number or column.kind in _TIMES else None
    text = inert(_written(study, column, row, value))
    return Cell(text, key, style, is_heading, is_of_many and len(text) > _LONG and column.name != _CLAIM)


def _written(study: Study, column: Column, row: dict[str, Any], value: Any) -> str:  # noqa: ANN401
    words = study.words
    match column.kind:
        case "market":
            return words(f"market.{value}") if value in {"all", "any"} else study.called(str(value))
        case "measure" | "grade":
            return words(f"{column.kind}.{value}")
        case "amount":
            return words.euro(value) if row["measure"] == "turnover_eur" else words.number(value)
        case "unit":
            return str(getattr(words, _UNITS.get(row["unit"], "number"))(value))
        case "number" | "decimal" | "percent" | "euro" | "day" | "month" | "moment":
            return str(getattr(words, column.kind)(value))
        case "country":
            return f"{words.country(value)} ({value})"
        case "kind" | "estimator" | "event" | "decision" | "evidence" | "time_source" | "rate_source":
            return words.known(column.kind, value)
        case "warning":
            warning = Reason.of(row["warning_code"], row["warning_values"])
            return value if warning is None else sentence(words, warning)
        case "origins":
            return " + ".join(map(words.country, value.split(" + ")))
        case "countries":
            return words.listed(map(words.country, value))
        case _:
            return words("fact.yes" if value else "fact.no") if isinstance(value, bool) else str(value)

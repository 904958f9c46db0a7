"""Check the figure of a sealed answer: its SQL, and that it follows from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptodrug_scraper import __version__
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.sealed.absence import bound_of
from cryptodrug_scraper.sealed.arithmetic import given_again
from cryptodrug_scraper.sealed.family import FAMILIES, absence_sql, arithmetic_of, compared_of, figure_sql, rows_sql
from cryptodrug_scraper.sealed.layout import ARITHMETIC, FIGURE, FIGURE_SQL, ROWS, ROWS_SQL
from cryptodrug_scraper.sealed.lines import fitting, read_json, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cryptodrug_scraper.sealed.question import Question
    from cryptodrug_scraper.sealed.told import Told

__all__ = ["check_figure"]


def check_figure(folder: Path, question: Question, left_out: Mapping[str, str], told: Told) -> None:
    """
    Check SQL, rows and figure.

    Args:
        folder: of the package.
        question: what is asked.
        left_out: files that are not there, each with the reason.
        told: takes what is found.

    Raises:
        ArchiveError: a file cannot be read.
    """
    _check_sql(folder, question, told)
    if FIGURE in left_out:
        told.is_unchecked("figure", f"figure and rows were left out: {left_out[FIGURE]}")
        return
    figure = read_json(folder, FIGURE, dict[str, Any])
    rows = read_lines(folder, ROWS, dict[str, Any]) if (folder / ROWS).exists() else []
    expected = compared_of(question.family, figure, are_there=bool(rows))
    if lacking := sorted(set(expected) - set(question.compared)):
        told.is_changed("figure", f"{', '.join(lacking)} of it could be given again, and question.json leaves that out")
    if question.kind == "absence":
        _check_looks(figure, rows, told)
    elif not question.compared:
        told.is_unchecked("figure", f"it cannot be given again of its {counted(len(rows), 'row')} without the database")
    else:
        _check_arithmetic(folder, question, figure, rows, told)


def _check_sql(folder: Path, question: Question, told: Told) -> None:
    """The statements must be those of the program's catalogue, where it is of the version that made them."""
    values = question.values
    catalogue: dict[str, Callable[[], str]] = {}
    if question.kind == "finding" and question.statement is not None:
        name = question.statement
        catalogue[FIGURE_SQL] = lambda: figure_sql(name, values)
    if question.kind == "absence":
        catalogue[FIGURE_SQL] = lambda: _absence_of(question)
    if question.kind == "finding" and question.family in FAMILIES:
        family = question.family or ""
        catalogue[ROWS_SQL] = lambda: rows_sql(family, values)
        catalogue[ARITHMETIC] = lambda: arithmetic_of(family, values)
    if not catalogue:
        told.is_unchecked("SQL", "it is of one's own, and of no catalogue: read what it asks")
        return
    same = True
    for path, made in catalogue.items():
        expected = _made(made, path)
        there = (folder / path).read_text(encoding="utf-8") if (folder / path).exists() else ""
        if there == f"{expected}\n":
            continue
        same = False
        if question.program == __version__:
            told.is_changed("SQL", f"{path} is not the statement of the catalogue with the values of question.json")
        else:
            told.is_unchecked("SQL", f"{path} is of version {question.program}, and this is {__version__}")
    if same:
        told.holds(
            "SQL", "the statements are those of the catalogue with the values of question.json; a database runs them"
        )


def _made(made: Callable[[], str], path: str) -> str:
    """
    A statement of the catalogue.

    Raises:
        ArchiveError: there is none of that name, or its values are no values of it.
    """
    try:
        return made()
    except (OSError, ValueError, TypeError, KeyError) as error:
        msg = f"{path}: question.json names no statement of the catalogue, or other values: {error}"
        raise ArchiveError(msg) from error


def _absence_of(question: Question) -> str:
    filled = [{**question.values, "market": market} for market in question.markets]
    return "\n;\n".join(absence_sql(each, name) for each in filled for name in ("found", "looks"))


def _check_arithmetic(
    folder: Path, question: Question, figure: Mapping[str, Any], rows: list[dict[str, Any]], told: Told
) -> None:
    said = figure["rows"][0] if question.kind == "sql" else figure
    try:
        again = given_again((folder / ARITHMETIC).read_text(encoding="utf-8"), rows, question.columns)
    except (OSError, ConfigurationError) as error:
        told.is_changed("figure", str(error))
        return
    wrong = [name for name in question.compared if not fitting(said.get(name), again.get(name))]
    for name in wrong:
        told.is_changed("figure", f"{name} is {said.get(name)}, and the rows give {again.get(name)}")
    if not wrong:
        named = ", ".join(f"{name} {said[name]}" for name in question.compared)
        told.holds("figure", f"it follows from {counted(len(rows), 'row')}: {named}")
    numbers = {name for name, value in said.items() if isinstance(value, int | float) and name not in question.compared}
    if numbers:
        told.is_unchecked("figure", f"{', '.join(sorted(numbers))}: only the database gives these")


def _check_looks(figure: Mapping[str, Any], rows: list[dict[str, Any]], told: Told) -> None:
    """The bound of each look must be the one that follows from its row."""
    try:
        again = [{**row, **bound_of(row)} for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        told.is_changed("rows", f"a row is no look: {error}")
        return
    if figure.get("looks") != again or figure.get("met") != 0:
        told.is_changed("figure", "its looks and bounds are not those that follow from the rows")
        return
    bounded = [row for row in again if row["bound"] is not None]
    told.holds("figure", f"the bounds of {len(bounded)} of {counted(len(again), 'look')} follow from the rows")
    if len(bounded) < len(again):
        told.is_unchecked("figure", "of the other looks it is not known how many were not met: they have no bound")
    for market in figure.get("unlooked", []):
        told.is_unchecked("figure", f"nobody looked at {market} in these days: nothing can be said of it")

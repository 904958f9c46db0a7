"""
The queries of the cookbook, each in a file: ``queries/NN-name.sql``.

A file begins with comments, its head, in paragraphs: the section and the question, notes, and where it has any the
values that it is asked with and the chart that suits its answer. A value stands on a line as
``:name: what it means (kind, usual value)``, and in the SQL as ``:name``. A chart is ``chart: line`` or ``bars``,
``of`` a column, ``from`` and ``to`` the ends of its interval, ``over`` the columns along which it is drawn, and ``one
for each`` value of others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, cast

from cryptodrug_scraper.cookbook.meant import did_you_mean
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Chart", "Parameter", "Query", "queries", "query_called", "read_query"]

_PARAMETER = re.compile(r":(?P<name>\w+): (?P<meaning>.+) \((?P<kind>\w+), (?P<usual>[^()]+)\)")
_CHART = re.compile(
    r"chart: (?P<form>line|bars) of (?P<value>\w+)(?: from (?P<low>\w+) to (?P<high>\w+))?"
    r" over (?P<over>\w+(?:, \w+)*?)(?:, one for each (?P<each>\w+(?:, \w+)*))?"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    A value that a query is asked with.

    Attributes:
        name: its name in the SQL.
        meaning: what it means there.
        kind: what may be given: see `kinds.kind_of`.
        usual: what it is where nothing is given.
    """

    name: str
    meaning: str
    kind: str
    usual: str


@dataclass(frozen=True, slots=True)
class Chart:
    """
    The chart that suits an answer, by its columns.

    Attributes:
        form: ``line`` over a day or month, or ``bars`` over categories.
        value: the column of what is drawn.
        low: the lower end of its interval; None where it has none.
        high: the upper end.
        over: the column of the day or month; those of the category.
        each: the columns for each value of which one chart is drawn.
    """

    form: Literal["line", "bars"]
    value: str
    low: str | None
    high: str | None
    over: tuple[str, ...]
    each: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """
    A query of the cookbook.

    Attributes:
        number: its place, from 1.
        name: what it is called, without its number.
        section: what its question is about.
        question: the question.
        notes: how its answer is to be read.
        parameters: the values that it is asked with.
        chart: the chart of its answer; None where none suits it.
        sql: the SQL, with ``:name`` for values.
    """

    number: int
    name: str
    section: str
    question: str
    notes: str
    parameters: tuple[Parameter, ...]
    chart: Chart | None
    sql: str


@cache
def queries() -> Sequence[Query]:
    """All queries, in order."""
    found = [path for path in (files(__package__) / "queries").iterdir() if path.name.endswith(".sql")]
    return tuple(
        read_query(path.name, path.read_text(encoding="utf-8")) for path in sorted(found, key=lambda path: path.name)
    )


def query_called(called: str) -> Query:
    """
    Return a query by its number or its name.

    Raises:
        ConfigurationError: there is none.
    """
    known = queries()
    for query in known:
        if called in {query.name, str(query.number), f"{query.number:02d}"}:
            return query
    meant = did_you_mean(called, [query.name for query in known])
    msg = f"the cookbook has no question {called!r}{meant or f'; it has 1 to {len(known)}'}"
    raise ConfigurationError(msg)


def read_query(file_name: str, text: str) -> Query:
    """
    Read a file of a query.

    Args:
        file_name: ``NN-name.sql``.
        text: what it holds.

    Raises:
        ConfigurationError: its head has not the form that this module describes.
    """
    number, _, name = file_name.removesuffix(".sql").partition("-")
    lines = text.splitlines()
    length = next((place for place, line in enumerate(lines) if not line.startswith("--")), len(lines))
    said = "\n".join(line[2:].strip() for line in lines[:length]).split("\n\n")
    if len(said) not in {2, 3} or ": " not in said[0] or not number.isdigit():
        msg = f"{file_name}: a query begins with its section and question, notes, and its values, each a paragraph"
        raise ConfigurationError(msg)
    section, _, question = " ".join(said[0].splitlines()).partition(": ")
    parameters, chart = _asked_with(file_name, said[2].splitlines() if said[2:] else [])
    return Query(
        int(number),
        name,
        section,
        question[0].upper() + question[1:],
        " ".join(said[1].splitlines()),
        parameters,
        chart,
        "\n".join(lines[length:]),
    )


def _asked_with(file_name: str, lines: Sequence[str]) -> tuple[tuple[Parameter, ...], Chart | None]:
    parameters, chart = [], None
    for line in lines:
        if found := _PARAMETER.fullmatch(line):
            parameters.append(Parameter(**found.groupdict()))
        elif found := _CHART.fullmatch(line):
            chart = Chart(
                cast("Literal['line', 'bars']", found["form"]),
                found["value"],
                found["low"],
                found["high"],
                _names(found["over"]),
                _names(found["each"]),
            )
        else:
            msg = f"{file_name}: {line!r} is neither a value, as in ':day: the day (day, 2019-03-01)', nor a chart"
            raise ConfigurationError(msg)
    return tuple(parameters), chart


def _names(said: str | None) -> tuple[str, ...]:
    return tuple(said.split(", ")) if said else ()

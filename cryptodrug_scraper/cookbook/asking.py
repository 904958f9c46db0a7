"""The values that a query is asked with, and its SQL with them in it, which anybody can copy and run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.cookbook.kinds import NOTHING_HELD, NoValueError, kind_of
from cryptodrug_scraper.cookbook.meant import did_you_mean
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.statements import with_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.cookbook.kinds import Held
    from cryptodrug_scraper.cookbook.query import Query

__all__ = ["Given", "as_usual", "filled", "given", "headed", "usual", "values_set"]

_IN_ORDER = (("first_day", "last_day"), ("first_amount", "second_amount"))
"""Values of which the second may not come before the first."""


@dataclass(frozen=True, slots=True)
class Given:
    """
    What was given for the values of a query.

    Attributes:
        said: each as it was given, by its name.
        values: those that are values of their kind.
        wrong: what is wrong with the others.
    """

    said: Mapping[str, str]
    values: Mapping[str, object]
    wrong: Mapping[str, str]


def usual(query: Query) -> dict[str, str]:
    """The usual values of a query, as somebody would give them."""
    return {each.name: each.usual for each in query.parameters}


def given(query: Query, said: Mapping[str, str], held: Held = NOTHING_HELD) -> Given:
    """
    Read what was given for a query.

    Args:
        query: the query.
        said: what was given, by the names of its values; others are left out, and what is not given is usual.
        held: markets and events that are in the database.
    """
    said = {name: said.get(name, text).strip() for name, text in usual(query).items()}
    values: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for each in query.parameters:
        try:
            values[each.name] = kind_of(each.kind, held).read(said[each.name])
        except NoValueError as error:
            wrong[each.name] = str(error)
    for first, last in _IN_ORDER:
        if first in values and last in values and values[last] < values[first]:  # type: ignore[operator]
            wrong[last] = f"{said[last]!r} comes before {said[first]!r}"
    return Given(said, values, wrong)


def values_set(query: Query, pairs: Iterable[str], held: Held = NOTHING_HELD) -> dict[str, object]:
    """
    Read values as they are set on the command line, ``name=value``.

    Raises:
        ConfigurationError: one has not this form, has no name of the query's, or is no value of its kind.
    """
    said: dict[str, str] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            msg = f"{pair!r} sets nothing: write it as name=value"
            raise ConfigurationError(msg)
        if name not in usual(query):
            known = ", ".join(usual(query))
            meant = did_you_mean(name, usual(query)) or (f"; it has {known}" if known else "; it has none")
            msg = f"question {query.number} of the cookbook has no value {name!r}{meant}"
            raise ConfigurationError(msg)
        said[name] = text
    found = given(query, said, held)
    if found.wrong:
        msg = "; ".join(f"{name}: {why}" for name, why in found.wrong.items())
        raise ConfigurationError(msg)
    return dict(found.values)


def filled(query: Query, values: Mapping[str, object]) -> str:
    """
    Return the SQL of a query as it stands for anybody: its values are written into it.

    Args:
        query: the query.
        values: a value for each of its parameters.
    """
    return with_values(query.sql, values)


def as_usual(query: Query) -> str:
    """Return the SQL of a query with its usual values."""
    return filled(query, given(query, {}).values)


def headed(query: Query, values: Mapping[str, object]) -> str:
    """Return the SQL of a query with its values, after comments that say the question and the values."""
    lines = [f"-- {query.section}: {query.question}"]
    if values:
        lines.append(f"-- {', '.join(f'{name} {value}' for name, value in values.items())}")
    return "\n".join([*lines, filled(query, values)])

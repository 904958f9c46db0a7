"""What can be asked for in SQL: the views and functions of the schema ``research``, as the database describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.explore.questions import Table

__all__ = ["SCHEMA", "Column", "Relation", "found_in", "relations_of", "used_by"]

SCHEMA = statement(__package__, "schema")

_UNSAID = re.compile(r"""'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$""", re.DOTALL)
"""Texts and comments, in which a name is none."""
_NAME = r'(?:research\s*\.\s*)?"?(?P<name>\w+)"?'
_FROM = re.compile(rf"\b(?:FROM|JOIN|TABLE|ONLY|LATERAL)\s+{_NAME}", re.IGNORECASE)
_ALSO = re.compile(rf"\s*(?:(?:AS\s+)?\w+\s*)?,\s*{_NAME}", re.IGNORECASE)
"""A further item of the same list, after the alias of the one before."""
_CALLED = re.compile(rf"{_NAME}\s*\(")


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a view, or of what a function gives.

    Attributes:
        name: its name.
        kind: its type.
        comment: what it means; empty where the database does not say.
    """

    name: str
    kind: str
    comment: str


@dataclass(slots=True)
class Relation:
    """
    A view or a function.

    Attributes:
        name: its name.
        arguments: what a function takes; None for a view.
        grain: what one row is.
        columns: its columns.
    """

    name: str
    arguments: str | None
    grain: str
    columns: list[Column] = field(default_factory=list)

    @property
    def called(self) -> str:
        """Its name, with what it takes."""
        return self.name if self.arguments is None else f"{self.name}({self.arguments})"


def relations_of(table: Table) -> list[Relation]:
    """Read the answer to `SCHEMA`."""
    found: dict[tuple[str, str | None], Relation] = {}
    for row in table.mappings:
        key = row["name"], row["arguments"]
        known = found.setdefault(key, Relation(*key, " ".join((row["grain"] or "").split())))
        if row["column_name"] is not None:
            known.columns.append(Column(row["column_name"], row["type"], row["comment"] or ""))
        elif row["result"]:
            known.columns.append(Column(row["name"], row["result"], ""))
    return list(found.values())


def used_by(sql: str, relations: Sequence[Relation]) -> list[Relation]:
    """Return those that SQL names: views where a table may stand, and functions that it calls."""
    said = _UNSAID.sub(" ", sql)
    views = {name.lower() for name in _views(said)}
    functions = {found["name"].lower() for found in _CALLED.finditer(said)}
    return [each for each in relations if each.name in (views if each.arguments is None else functions)]


def found_in(relations: Sequence[Relation], words: str) -> list[Relation]:
    """Return those whose name, grain, or a column's name or comment has all of some words."""
    wanted = words.casefold().split()
    return [each for each in relations if all(word in _said(each) for word in wanted)]


def _views(said: str) -> Iterator[str]:
    for found in _FROM.finditer(said):
        yield found["name"]
        also = _ALSO.match(said, found.end())
        while also is not None:
            yield also["name"]
            also = _ALSO.match(said, also.end())


def _said(relation: Relation) -> str:
    columns = (f"{column.name} {column.comment}" for column in relation.columns)
    return " ".join([relation.called, relation.grain, *columns]).casefold()

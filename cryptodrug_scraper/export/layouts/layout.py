"""What a table of another project's form is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LayoutTable", "window_of"]


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """
    A table.

    Attributes:
        name: its name there.
        meaning: its grain and what it holds.
        key: the columns that tell its rows apart.
        columns: the column of the SQL and the meaning of each column, by its name there.
        sql: what gives the rows, with the parameters ``first``, ``last`` and ``markets``, each of which may be null.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: Mapping[str, tuple[str, str]]
    sql: str


def window_of(begins: str, ends: str | None = None, market: str = "market") -> str:
    """Say in SQL that a row's time and the window have a moment in common, and that its market is asked for."""
    return (
        f"(%(markets)s::text[] IS NULL OR {market} = ANY (%(markets)s)) "
        f"AND (%(last)s::date IS NULL OR {begins} < %(last)s::date + 1) "
        f"AND (%(first)s::date IS NULL OR coalesce({ends or begins}, {begins}) >= %(first)s::date)"
    )

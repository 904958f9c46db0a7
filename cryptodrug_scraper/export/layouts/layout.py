"""What a table of another project's form is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LayoutTable"]


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """
    A table.

    Attributes:
        name: its name there.
        meaning: its grain and what it holds.
        key: the columns that tell its rows apart.
        columns: the column of the SQL and the meaning of each column, by its name there.
        sql: what gives the rows, with ``:first``, ``:last`` and ``:markets`` as `Selection.values` has them.
        needs: a column of the SQL; rows in which it is empty are left out.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: Mapping[str, tuple[str, str]]
    sql: str
    needs: str | None = None

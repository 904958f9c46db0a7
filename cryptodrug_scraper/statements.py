"""
Statements of SQL, each in a file of its own: ``statements/NAME.sql`` in the folder of the package that runs it.

A file begins with comments that say what the statement gives and what its parameters mean; the statement follows after
an empty line. Parameters stand in it as ``:name``, and are bound when it runs, or written into it as SQL writes values
(`with_values`): nothing else fills a statement in. What is no value, as names of tables and columns, is no part of a
file.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FOLDER", "each_statement", "for_driver", "numbered", "statement", "with_values"]

FOLDER = "statements"
_PARTS = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|::|%|:(?P<name>[A-Za-z_]\w*)""",
    re.DOTALL,
)
"""What SQL is made of, as far as names of parameters are concerned."""


@cache
def statement(package: str, name: str) -> str:
    """
    Return a statement, without the comments that its file begins with.

    Args:
        package: the package that runs it, in most modules their ``__package__``.
        name: the name of its file, without ``.sql``.

    Raises:
        FileNotFoundError: there is no such file.
    """
    said = (files(package) / FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return said.partition("\n\n")[2].rstrip()


def each_statement(sql: str) -> list[str]:
    """Return the statements of SQL, without the semicolons between them; comments alone are none."""
    import sqlparse  # noqa: PLC0415  # it takes long to import, and most of what imports this module splits nothing

    found = sqlparse.split(sql, strip_semicolon=True)
    return [each for each in found if sqlparse.format(each, strip_comments=True).strip()]


def for_driver(sql: str, names: Mapping[str, object]) -> str:
    """
    Return SQL in the form of psycopg2, for a cursor of its own: ``%(name)s`` stands where ``:name`` did.

    What is quoted, a comment or a cast holds no names, and no per cent sign is one.

    Args:
        sql: with ``:name`` where a value is to be bound.
        names: those of the values; any other word after a colon stays as it is.
    """

    def bound(match: re.Match[str]) -> str:
        name = match["name"]
        return f"%({name})s" if name in names else match[0].replace("%", "%%")

    return _PARTS.sub(bound, sql)


def numbered(sql: str, values: Mapping[str, object]) -> tuple[str, list[object]]:
    """
    Return SQL in the form of the server's own protocol, for ADBC: ``$1`` stands where ``:name`` did; and the values in
    the order of their numbers.

    Args:
        sql: with ``:name`` where a value is to be bound.
        values: by their names; those whose name does not stand in it are left out.
    """
    numbers: dict[str, int] = {}

    def bound(match: re.Match[str]) -> str:
        name = match["name"]
        return f"${numbers.setdefault(name, len(numbers) + 1)}" if name in values else match[0]

    written = _PARTS.sub(bound, sql)
    return written, [values[name] for name in numbers]


def with_values(sql: str, values: Mapping[str, object]) -> str:
    """
    Return SQL as somebody may run it who has no values to bind: each stands in it as SQL writes it.

    It is for readers, and for answers of many rows, which ADBC streams only where no value is bound. All else that the
    program runs has its values bound.

    Args:
        sql: with ``:name`` where a value is bound.
        values: by their names.
    """

    def written(match: re.Match[str]) -> str:
        return _literal(values[match["name"]]) if match["name"] in values else match[0]

    return _PARTS.sub(written, sql)


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return f"TIMESTAMPTZ '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value}'"
    if isinstance(value, list | tuple):
        return f"ARRAY[{', '.join(map(_literal, value))}]"
    return "'" + str(value).replace("'", "''") + "'"

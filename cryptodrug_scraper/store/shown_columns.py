"""
The columns that a definition shows of a record, as the record's fields declare them.

In the text of a view, function or type, ``{columns of listing: o}`` stands for those of a listing, each as ``o.title``,
and ``{columns of listing}`` for them with their types, as ``title text``: all that the kind of view shows
(`cryptodrug_scraper.page.fields.Views`), but for those that the text names itself. A comma follows it. Where
``{texts of listing: o}`` stands among the joins, long texts are shown in place of their digests, and commented on.
``{corrected listing: read as o}`` makes ``o`` of the record ``read`` with what a row ``corrected`` says instead, whose
column ``made`` is a record, and ``fields`` an object of what it says by name; it joins long texts, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.fields import TYPES, Form, Views, columns_of
from cryptodrug_scraper.page.records import Listing, Review, Vendor

if TYPE_CHECKING:
    from cryptodrug_scraper.page.fields import StatedColumn

__all__ = ["with_columns"]

_RECORDS: dict[str, type] = {"listing": Listing, "facts": ListingFacts, "vendor": Vendor, "review": Review}
_LOOKS = frozenset({"listing_at_snapshot", "listings_on", "review_page"})
_COLUMNS = re.compile(r"\{columns of (\w+)(?:: (\w+))?\},[ \n]+")
_TEXTS = re.compile(r"\{texts of (\w+): (\w+)\}\n")
_CORRECTED = re.compile(r"\{corrected (\w+): (\w+) as (\w+)\}")
_NAMED = re.compile(r"(?:\.|\bAS )(\w+)")
_TYPED = re.compile(r"\b(\w+)(?= [a-z])")
_STATEMENT = re.compile(r"^CREATE .*?;$", re.MULTILINE | re.DOTALL)
_WIDTH = 112


def with_columns(file: str, said: str) -> str:
    """
    Write out the columns that a text leaves to the records.

    Args:
        file: what it defines.
        said: the text.

    Raises:
        KeyError: there is no such record.
    """
    if "{columns of " not in said and "{corrected " not in said:
        return said
    kind = Views.LOOKS if file in _LOOKS else Views.ROWS
    statement = _STATEMENT.findall(said)[0]
    corrected = [column for record, _, _ in _CORRECTED.findall(said) for column in _shown(record, kind)]
    texts = [column for record, _ in _TEXTS.findall(said) for column in _shown(record, kind) if column.is_text]
    texts += [column for column in corrected if column.is_text]

    def columns(found: re.Match[str]) -> str:
        record, table = found.groups()
        named = set(_TYPED.findall(statement) if table is None else _NAMED.findall(statement))
        listed = [column for column in _shown(record, kind) if column.shown_as not in named]
        if table is None:
            parts = [f"{column.shown_as} {_type(column)}" for column in listed]
        else:
            parts = [
                _corrected_text(column)
                if column in corrected and column.is_text
                else _stated(column, table, is_joined=column in texts)
                for column in listed
            ]
        return f"\n{_wrapped(parts)},\n    " if parts else ""

    def joins(found: re.Match[str]) -> str:
        return "".join(f"{_text_of(column, found[2])}\n" for column in _shown(found[1], kind) if column.is_text)

    filled = re.sub(r"[ \n]+(?=\{columns of )", " ", said)
    filled = re.sub(r"[ ]\n", "\n", _COLUMNS.sub(columns, filled))
    shown = [
        column
        for record, _, of in _CORRECTED.findall(said)
        for column in _shown(record, kind)
        if re.search(rf"\b{of}\.{column.name}\b(?! AS )", filled)
    ]
    filled = _CORRECTED.sub(lambda found: _corrected(found, kind), _TEXTS.sub(joins, filled))
    told = {column.field: column.text_comment for column in texts} | {each.name: each.comment for each in shown}
    said_of = [(name, comment) for name, comment in told.items() if f"{file}.{name} IS" not in said]
    return filled + _comments(file, said_of)


def _shown(record: str, kind: Views) -> list[StatedColumn]:
    return [column for column in columns_of(_RECORDS[record]) if kind in column.means.views]


def _type(column: StatedColumn) -> str:
    return "integer" if column.column.form is Form.SMALL else TYPES[column.type]


def _stated(column: StatedColumn, table: str, *, is_joined: bool) -> str:
    return f"{column.field}.body AS {column.field}" if is_joined else f"{table}.{column.shown_as}"


def _wrapped(parts: list[str]) -> str:
    """Parts of a list on lines that can be read."""
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part) > _WIDTH:
            lines.append("")
        lines[-1] += f" {part},"
    return "\n".join(f"   {line}" for line in lines).removesuffix(",")


def _corrected(found: re.Match[str], kind: Views) -> str:
    """What makes a record of what was read and what is decided instead."""
    record, read, of = found.groups()
    columns = _shown(record, kind)
    values = [
        f"{read}.{column.name}"
        if column.is_text
        else f"CASE WHEN corrected.fields ? '{column.name}'\n"
        f"            THEN (corrected.made).{column.name} ELSE {read}.{column.name} END AS {column.name}"
        for column in columns
    ]
    texts = [f"\n{_text_of(column, of)}" for column in columns if column.is_text]
    return "CROSS JOIN LATERAL (\n    SELECT\n        " + ",\n        ".join(values) + f"\n) {of}" + "".join(texts)


def _corrected_text(column: StatedColumn) -> str:
    return (
        f"CASE WHEN corrected.fields ? '{column.field}' THEN corrected.fields ->> '{column.field}' "
        f"ELSE {column.field}.body END AS {column.field}"
    )


def _text_of(column: StatedColumn, table: str) -> str:
    return f"LEFT JOIN text {column.field} ON {column.field}.sha256 = {table}.{column.name}"


def _comments(file: str, said: list[tuple[str, str]]) -> str:
    quoted = [(name, comment.replace("'", "''")) for name, comment in said]
    return "".join(f"\nCOMMENT ON COLUMN research.{file}.{name} IS\n    '{comment}';" for name, comment in quoted) + (
        "\n" if said else ""
    )

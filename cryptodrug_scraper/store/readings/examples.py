"""Find examples of values that differ between two parser versions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, ColumnElement, LargeBinary, Text, case, cast, func, or_, select
from sqlalchemy.dialects.postgresql import array

from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.readings.matching import as_text, matched
from cryptodrug_scraper.store.readings.reading_pairs import PAIR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.readings.compare import Change

__all__ = ["Example", "examples_of"]

_SHOWN = 80
_BEFORE = 20
"""Characters of a value that an example shows, and how many of those stand before the first difference."""
_TEXTS = re.compile(r".*_sha256\Z")


@dataclass(frozen=True, slots=True)
class Example:
    """
    One value that differs.

    Attributes:
        market: the market of the page, as the newer version sees it.
        kind: the kind of the page, likewise.
        field: the column.
        change: ``appeared``, ``vanished`` or ``changed``.
        capture_id: the page.
        url_key: its address without host, if one is known.
        key: what tells the record from others of the page.
        old: the value as text, cut to the part around the first difference; of a long text, the text itself.
        new: the same of the newer version.
    """

    market: str | None
    kind: str
    field: str
    change: Change
    capture_id: UUID
    url_key: str | None
    key: list[str | None]
    old: str | None
    new: str | None


def examples_of(connection: Connection, table: str, fields: Sequence[str], most: int) -> list[Example]:
    """
    Return some examples for each market, kind of page, field and change, always the same ones.

    Args:
        connection: one in which readings are paired (see `pair_readings`).
        table: one of `COMPARED`.
        fields: the fields wanted; name only those that differ anywhere.
        most: how many of each.
    """
    if not fields or most < 1:
        return []
    rows = matched(table)
    names, old, new = (
        array([cast(field, Text) for field in fields]),
        array([_text(rows.old.c[field]) for field in fields]),
        array([_text(rows.new.c[field]) for field in fields]),
    )
    values = func.unnest(names, old, new).table_valued("field", "old", "new").render_derived()
    change = case((values.c.old.is_(None), "appeared"), (values.c.new.is_(None), "vanished"), else_="changed")
    place = func.row_number().over(
        partition_by=[PAIR.c.market, PAIR.c.kind, values.c.field, change], order_by=[PAIR.c.capture_id, rows.key]
    )
    differing = (
        select(
            *(PAIR.c.market, PAIR.c.kind, values.c.field, change.label("change"), PAIR.c.capture_id),
            *(rows.key.label("key"), values.c.old, values.c.new, place.label("place")),
        )
        .select_from(rows.joined)
        .join(values, values.c.old.is_distinct_from(values.c.new))
        .where(or_(*(rows.old.c[field].is_distinct_from(rows.new.c[field]) for field in fields)))
        .subquery()
    )
    capture = Base.metadata.tables["capture"]
    url_key = select(func.min(capture.c.url_key)).where(capture.c.capture_id == differing.c.capture_id)
    query = (
        select(
            *(differing.c.market, differing.c.kind, differing.c.field, differing.c.change, differing.c.capture_id),
            *(url_key.scalar_subquery().label("url_key"), differing.c.key, differing.c.old, differing.c.new),
        )
        .where(differing.c.place <= most)
        .order_by(differing.c.market.nulls_first(), differing.c.kind, differing.c.field, differing.c.change)
        .order_by(differing.c.place)
    )
    found = [Example(*row) for row in connection.execute(query)]
    return [_cut(example) for example in _with_texts(connection, found)]


def _text(column: ColumnElement[Any]) -> ColumnElement[str]:
    return func.encode(column, "hex") if isinstance(column.type, LargeBinary) else as_text(column)


def _with_texts(connection: Connection, examples: list[Example]) -> list[Example]:
    """Put long texts in the place of their digests."""
    digests = {
        bytes.fromhex(value)
        for example in examples
        for value in (example.old, example.new)
        if value is not None and _TEXTS.match(example.field)
    }
    text = Base.metadata.tables["text"]
    wanted = select(text.c.sha256, text.c.body).where(
        text.c.sha256 == func.any(cast(sorted(digests), ARRAY(LargeBinary)))
    )
    bodies = {bytes(digest).hex(): body for digest, body in connection.execute(wanted)} if digests else {}
    return [
        replace(example, old=bodies.get(example.old or "", example.old), new=bodies.get(example.new or "", example.new))
        if _TEXTS.match(example.field)
        else example
        for example in examples
    ]


def _cut(example: Example) -> Example:
    """Show of two long values what lies around their first difference."""
    together = zip(example.old or "", example.new or "", strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], together))
    start = max(0, common - _BEFORE)
    return replace(example, old=_part(example.old, start), new=_part(example.new, start))


def _part(value: str | None, start: int) -> str | None:
    if value is None or (len(value) <= _SHOWN and start < _SHOWN // 2):
        return value
    shown = value[start : start + _SHOWN]
    return ("…" if start else "") + shown + ("…" if start + _SHOWN < len(value) else "")

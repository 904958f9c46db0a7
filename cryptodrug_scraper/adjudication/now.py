"""What the program tells now of the items of a sample, whatever it told when they were drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import text

from cryptodrug_scraper.adjudication.machine import told_by
from cryptodrug_scraper.decisions.subject import Link
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.adjudication.sample import Sample

__all__ = ["FIELDS", "now_of", "told_now"]

FIELDS = statement(__package__, "fields_now")
"""The statement that gives sample, ordinal and record, as JSON, of each item of a page that is there."""
_LINKS = text(statement(__package__, "links_now"))


def told_now(
    sample: Sample,
    fields: Mapping[int, str],
    pairs: Mapping[tuple[tuple[str, str], tuple[str, str]], str],
) -> dict[int, str]:
    """
    Return what the program tells of each item that is there, by its ordinal.

    A pair of accounts of which it has no evidence any longer is told to be of two sellers.

    Args:
        sample: the sample.
        fields: of items of pages: the record that the reading that counts has at their place, as JSON.
        pairs: the decision on each pair of accounts that is linked in any way, by market and name of both.
    """
    found = {}
    for place, item in enumerate(sample.items):
        subject = item.subject
        if isinstance(subject, Link):
            first, second = ((each.market, each.vendor) for each in (subject.first, subject.second))
            decision = pairs.get((first, second)) or pairs.get((second, first))
            found[place] = "same" if decision == "same" else "different"
        elif place in fields:
            found[place] = told_by(item.kind, subject.field, msgspec.json.decode(fields[place]))
    return found


def now_of(connection: Connection, known: UUID, sample: Sample) -> dict[int, str]:
    """
    Return what the readings that count and the current derivation tell, as `told_now` does.

    Args:
        connection: of the role that owns the database.
        known: identifier of the sample.
        sample: the sample.
    """
    fields = {row[1]: row[2] for row in connection.execute(text(FIELDS)) if row[0] == str(known)}
    pairs = {}
    for named, ordinal, decision in connection.execute(_LINKS):
        subject = sample.items[ordinal].subject if named == str(known) else None
        if isinstance(subject, Link):
            pairs[(subject.first.market, subject.first.vendor), (subject.second.market, subject.second.vendor)] = (
                decision
            )
    return told_now(sample, fields, pairs)

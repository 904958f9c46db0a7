"""Find the captures that the installed parsers have not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.loading.read_before import readings_of, sightings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.replay.summary import Summary
    from cryptodrug_scraper.replay.task import Options

__all__ = ["current_readings", "unread"]


def current_readings() -> frozenset[tuple[str | None, str]]:
    """Return each installed market, and None for pages of no market, with the version of its installed parser."""
    names: list[str | None] = [None, *(market.name for market in markets())]
    return frozenset((name, parser_version(name)) for name in names)


def unread(
    connection: Connection, captures: Sequence[Capture], summary: Summary, options: Options
) -> Sequence[Capture]:
    """
    Return the captures that are to be read, and count the others.

    A capture that the installed parser of its market has read before is not read again, since that would give the same
    rows; only the place where it was found this time is loaded. The same holds of one whose reading is to be kept.

    Args:
        connection: one that has no transaction open.
        captures: some hundreds at most.
        summary: counts the captures that are not returned.
        options: with ``reparse``, captures that the database does not know at all are passed over.
    """
    readings = readings_of(connection, captures)
    wanted, known = [], []
    for capture in captures:
        read = readings.get(capture.capture_id)
        if read is None and options.reparse:
            summary.pass_over(capture.origin)
        elif read is None:
            wanted.append(capture)
        elif any((each.market, each.version) in options.current for each in read):
            summary.read_before += 1
            known.append(capture)
        elif (kept := next((each.market for each in read if each.is_shown), None)) in options.kept:
            summary.kept[kept or ""] += 1
            known.append(capture)
        else:
            wanted.append(capture)
    if known:
        summary.new_rows.update(load(connection, [sightings_of(known)]))
    return wanted

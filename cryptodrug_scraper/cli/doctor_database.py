"""
What the doctor says of the database. It looks, and changes nothing: where there is no database yet, it makes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.finding import Finding
from cryptodrug_scraper.errors import CryptodrugError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.store.contents import Contents
    from cryptodrug_scraper.store.database import Database

__all__ = ["Revision", "look_into_database", "of_contents", "of_revision"]

_LOAD = "cryptodrug replay FOLDER loads saved pages; make demo loads simulated ones"


@dataclass(frozen=True, slots=True)
class Revision:
    """
    The schema of a database.

    Attributes:
        found: its revision; None where it has none.
        newest: the one that this version of the program works with.
        refused: why this version cannot use it, and what to do; empty where it can.
        has_views: whether its views are those of this version.
    """

    found: str | None
    newest: str
    refused: str = ""
    has_views: bool = True


def look_into_database() -> tuple[list[Finding], str | None]:
    """Look at the database; return what was found, and the server's version, where it answers."""
    from cryptodrug_scraper.cli.doctor_rates import look_at_rates
    from cryptodrug_scraper.store.database import look_at_database

    try:
        with look_at_database() as database:
            if database is None:
                return [Finding("database", "note", "none yet", _LOAD), *look_at_rates()], None
            return _look(database), database.server_version
    except CryptodrugError as error:
        return [Finding("database", "problem", "cannot be used", str(error)), *look_at_rates()], None


def _look(database: Database) -> list[Finding]:
    from cryptodrug_scraper.cli.doctor_rates import look_at_rates
    from cryptodrug_scraper.cli.doctor_readings import look_at_readings
    from cryptodrug_scraper.cli.time_words import of_times
    from cryptodrug_scraper.derive.outdated import outdated_parts
    from cryptodrug_scraper.derive.times import current_times
    from cryptodrug_scraper.derive.version import measures_version
    from cryptodrug_scraper.store.contents import contents_of
    from cryptodrug_scraper.store.excess import excess_of_program
    from cryptodrug_scraper.store.revisions import head_revision, why_refused
    from cryptodrug_scraper.store.showing import is_shown

    found = database.revision
    place = "embedded" if database.is_embedded else database.shown_dsn
    with database.engine.connect() as connection:
        revision = Revision(found, head_revision(), why_refused(found), is_shown(connection))
        excess = excess_of_program(connection)
        finding = of_revision(revision, f"PostgreSQL {database.server_version}, {place}", excess, database.is_embedded)
        if found != revision.newest or not revision.has_views:
            return [finding, *look_at_rates()]
        contents, version = contents_of(connection), measures_version()
        times = of_times(current_times(connection))
        others = [*times, *look_at_readings(connection), *look_at_rates(connection, contents)]
    is_counted = contents.measures_version == version and not contents.underived
    outdated = outdated_parts(database) if is_counted else []
    return [finding, *of_contents(contents, version, outdated), *others, _reader(database)]


def of_revision(revision: Revision, server: str, excess: str, is_embedded: bool) -> Finding:
    """
    Check whether the program can work with a database.

    Args:
        revision: of its schema.
        server: what and where it is, in words.
        excess: what to do about rights that the program need not have; empty where it has none.
        is_embedded: whether the server is the program's own.
    """
    found = f"{server}, {revision.found or 'without a schema yet'}"
    if revision.found == revision.newest and revision.has_views:
        return Finding("database", "note" if excess else "ok", found, excess)
    if revision.found == revision.newest:
        advice = "the next command makes them anew" if is_embedded else "run: cryptodrug db upgrade"
        state = "note" if is_embedded else "problem"
        return Finding("database", state, found, f"its views are of another version of this program; {advice}")
    if revision.refused:
        return Finding("database", "problem", found, f"it is at {revision.refused}")
    if not is_embedded:
        return Finding("database", "problem", found, f"{revision.newest} is the newest; run: cryptodrug db upgrade")
    if revision.found is None:
        return Finding("database", "note", found, _LOAD)
    advice = f"the next command brings it to {revision.newest}; for a copy of before: cryptodrug db dump FILE"
    return Finding("database", "note", found, advice)


def of_contents(contents: Contents, version: str, outdated: Sequence[str] = ()) -> list[Finding]:
    """
    Check whether there are pages, and whether they were derived.

    Args:
        contents: what the database holds.
        version: that of the measures of this program.
        outdated: parts of the derivation that would be made anew from as many pages.
    """
    if not contents.pages:
        return [Finding("pages", "note", "none yet", _LOAD)]
    counts = ", ".join(f"{pages:,} of {market}" for market, pages in contents.markets.items())
    if contents.newest_at is None:
        advice = "nothing can be derived of these: docs/importing.md says how pages get their times"
        return [Finding("pages", "note", f"{contents.pages:,}, none of a known market and time", advice)]
    newest = f"{contents.newest_at:%Y-%m-%d}"
    return [
        Finding("pages", "ok", f"{contents.pages:,}: {counts}; the newest of {newest}"),
        _derived(contents, version, outdated),
    ]


def _derived(contents: Contents, version: str, outdated: Sequence[str]) -> Finding:
    if contents.derived_at is None:
        return Finding("derived", "note", "nothing yet: views of what pages mean are empty", "run cryptodrug derive")
    made = f"on {contents.derived_at:%Y-%m-%d %H:%M} UTC"
    more = ", ".join(f"{pages:,} of {market}" for market, pages in contents.underived.items() if pages > 0)
    gone = ", ".join(f"{-pages:,} of {market}" for market, pages in contents.underived.items() if pages < 0)
    said = [f"without {more} that came later"] * bool(more) + [f"with {gone} that are gone"] * bool(gone)
    if contents.measures_version != version:
        said.append("by another version of the measures")
    if outdated:
        said.append(f"from other readings than there are now: {', '.join(outdated)} would be made anew")
    state = "note" if said else "ok"
    return Finding("derived", state, ", ".join([made, *said]), "run cryptodrug derive" if said else "")


def _reader(database: Database) -> Finding:
    """Whether SQL of researchers runs as a role with no more rights than it needs; nothing but query depends on it."""
    from cryptodrug_scraper.store.database import open_for_reader
    from cryptodrug_scraper.store.excess import ADVICE, excess_of_reader

    try:
        with open_for_reader(database) as reader, reader.engine.connect() as connection:
            excess = excess_of_reader(connection)
    except CryptodrugError as error:
        return Finding("reader", "note", "cannot log in", str(error))
    if excess:
        return Finding("reader", "note", f"may do more than read: {', '.join(excess)}", ADVICE)
    return Finding("reader", "ok", f"{reader.engine.url.username} sees the schema research and nothing else")

"""What a report rests on: program, parsers, database, derivation and day, in a line that can be cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper import __version__
from cryptodrug_scraper.derive.simulated import simulated_captures
from cryptodrug_scraper.store.digest import kept_digest

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.words.wording import Words

__all__ = ["Source", "citation", "source_of"]

_PARSERS = text(
    "SELECT DISTINCT o.market, o.parser_version FROM parse_run o WHERE o.market IS NOT NULL "
    "AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id) ORDER BY 1, 2"
)
_RUN = text("SELECT derive_run::text, measures_version FROM research.derivation WHERE is_current")


@dataclass(frozen=True, slots=True)
class Source:
    """
    What the figures rest on.

    Attributes:
        program: version of the program.
        parsers: versions of the parsers whose readings count, by market.
        derive_run: the derivation.
        measures: version of what measures.
        digest: SHA-256 of all derived rows.
        made_on: day of the report.
        simulated: captures that were simulated.
        captures: captures in all.
        is_simulated: whether the report is stamped as simulated.
    """

    program: str
    parsers: tuple[tuple[str, str], ...]
    derive_run: str
    measures: str
    digest: str
    made_on: date
    simulated: int
    captures: int
    is_simulated: bool


def source_of(connection: Connection, *, today: date, is_simulated: bool) -> Source:
    """
    Look up what figures of this database rest on.

    Raises:
        StoreError: nothing was derived.
    """
    connection.rollback()
    digest = kept_digest(connection)
    run, measures = connection.execute(_RUN).one()
    parsers = tuple((str(market), str(version)) for market, version in connection.execute(_PARSERS))
    simulated, captures = simulated_captures(connection)
    return Source(
        __version__, parsers, run, measures, digest, today, simulated, captures, is_simulated or simulated > 0
    )


def citation(source: Source, scope: Scope, words: Words) -> str:
    """Return the line to cite a report by."""
    return words(
        "citation.line",
        country=words.named(scope.country),
        first=words.full_day(scope.first_day),
        last=words.full_day(scope.last_day),
        choices=f"{scope.definition}, {scope.attribution}",
        program=source.program,
        parsers=words.listed(f"{market} {version}" for market, version in source.parsers),
        measures=source.measures,
        run=source.derive_run,
        digest=source.digest,
        day=words.full_day(source.made_on),
    )

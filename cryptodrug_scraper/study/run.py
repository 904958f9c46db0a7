"""Derive, and judge the study by what results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.run import derive as derive_tables
from cryptodrug_scraper.store.digest import keep_sums
from cryptodrug_scraper.study.asked import country_checked
from cryptodrug_scraper.study.current import asked_for
from cryptodrug_scraper.study.installed import digest_of, study_named
from cryptodrug_scraper.study.keep import are_kept, keep_findings

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.run import Derivation, State
    from cryptodrug_scraper.store.database import Database

__all__ = ["derive"]


def derive(
    database: Database,
    parameters: Parameters,
    tell: Callable[[State], None] = lambda _state: None,
    *,
    workers: int | None = None,
    dask: str | None = None,
) -> Derivation:
    """
    Make a derivation of all that was observed, make it the current one, and keep with it the findings that its
    parameters ask for, and the sums of which its digest is made.

    Args:
        database: an open one.
        parameters: of the measures, and what the findings are about.
        tell: is told how far it is.
        workers: processes that tell ratings apart, of markets with many; None: as many as the machine has cores.
        dask: the address of a Dask scheduler, whose workers tell ratings apart in place of those processes.

    Raises:
        StoreError: nothing was observed, another derivation goes on, or the database refuses something.
        ConfigurationError: the parameters ask for the findings of no study, country or window; or the cluster cannot
            be used.
    """
    study = study_named(parameters.findings.study)
    parameters = parameters.replaced({"findings": {"study_digest": digest_of(study)}})
    country_checked(parameters.findings.country or study.country)

    def judge(connection: Connection, run: UUID) -> None:
        if not are_kept(connection, run):
            with connection.begin():
                asked = asked_for(connection, parameters.findings, study)
            keep_findings(connection, run, asked, study)
        keep_sums(connection)

    return derive_tables(database, parameters, tell, judge, workers=workers, dask=dask)

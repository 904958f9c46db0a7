"""Whether the current derivation is of what the database holds now; nothing is changed to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.connection import steady_view
from cryptodrug_scraper.derive.parameters import parameters_kept
from cryptodrug_scraper.derive.plan import plan
from cryptodrug_scraper.derive.runs import current_run, parts_of

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

__all__ = ["outdated_parts"]


def outdated_parts(database: Database) -> list[str]:
    """
    Name the parts of the current derivation that would be made anew from what the database holds now, by the same
    measures and parameters: ``rates``, or a market of which there are other readings, crawls or events than it was made
    from, or from whose readings it learned.

    Nothing is named where that cannot be told: there is no derivation, or it was made with other parameters than this
    version has, or with series of rates of somebody's own, of which a run keeps the names only.

    Raises:
        StoreError: nothing is observed any more, or the database refuses to be read.
    """
    with database.engine.connect() as connection:
        run = current_run(connection)
        made = set() if run is None else parts_of(connection, run.derive_run)
    if run is None:
        return []
    parameters = parameters_kept(run.parameters)
    if parameters is None or parameters.rates.series:
        return []
    with steady_view(database) as observed:
        planned = plan(observed, parameters, run.measures_version)
    if planned.derive_run == run.derive_run:
        return []
    return [part.name for part in (*(each.part for each in planned.markets), planned.rates) if part.part_id not in made]

"""
Derivations of the same pages by other parameters, each of which views show for as long as it is asked, and no longer.

Of a derivation by other parameters those parts are made that depend on them, and all others are taken as they are. What
is made is there as the parts of a derivation that was broken off are: no view shows it, but to the one transaction in
which the derivation is noted and chosen. That is undone in the end, and the parts are removed.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.connection import columns_of, only_one, steady_view
from cryptodrug_scraper.derive.parameters import parameters_kept
from cryptodrug_scraper.derive.parts import is_there
from cryptodrug_scraper.derive.plan import given_now, planned
from cryptodrug_scraper.derive.run import make_parts
from cryptodrug_scraper.derive.runs import add, analyze, current_run, remove_parts, runs
from cryptodrug_scraper.derive.version import measures_version
from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adbc_driver_postgresql.dbapi import Connection as Columns
    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.plan import Given, Plan
    from cryptodrug_scraper.derive.run import State
    from cryptodrug_scraper.store.database import Database

__all__ = ["Variants", "variants"]

_STEPS = {"migration": frozenset({"across"}), "populations": frozenset({"market"})}
"""By the group of a parameter, the steps whose parts depend on it; on any other all do."""
_EVERY = frozenset({"market", "across"})


@dataclass(frozen=True, slots=True)
class Variants:
    """
    Shows derivations beside the current one.

    Attributes:
        database: where they are.
        parameters: of the current one.
        version: of the measures that made it.
    """

    database: Database
    parameters: Parameters
    version: str
    _given: Given
    _observed: Columns
    _written: Columns

    def is_held(self, parameters: Parameters) -> bool:
        """Tell whether the database holds the derivation by these parameters already."""
        run = planned(self._given, parameters, self.version).derive_run
        with self.database.engine.connect() as connection:
            return any(each.derive_run == run for each in runs(connection))

    @contextmanager
    def shown(
        self, parameters: Parameters, tell: Callable[[State], None] = lambda _state: None
    ) -> Iterator[Connection]:
        """
        Show the derivation by other parameters to one connection, for as long as the block runs.

        Args:
            parameters: that differ in none of rates.
            tell: is told how far it is, where it has to be made.

        Raises:
            StoreError: the database refuses something.
        """
        chosen = self._plan(parameters)
        made, _ = make_parts(self._observed, self._written, chosen, parameters, tell=tell)
        try:
            with self.database.engine.connect() as connection:
                if made:
                    analyze(connection)
                transaction = connection.begin()
                try:
                    parts = [part.part_id for part in chosen.parts]
                    now = datetime.now(UTC)
                    add(connection, chosen.derive_run, parts, self.version, parameters.as_json(), now)
                    yield connection
                finally:
                    transaction.rollback()
        finally:
            with self.database.engine.connect() as connection:
                remove_parts(connection, {part.part_id for part in chosen.parts})

    def _plan(self, parameters: Parameters) -> Plan:
        """The parts of the derivation: all of its own where they are there, else those of the current one that do."""
        own, now = (planned(self._given, each, self.version) for each in (parameters, self.parameters))
        if all(is_there(self._written, part) for part in own.parts):
            return own
        changed = {
            name for name in parameters.__struct_fields__ if getattr(parameters, name) != getattr(self.parameters, name)
        }
        steps = {step for name in changed for step in _STEPS.get(name, _EVERY)}
        return replace(
            own,
            rates=now.rates,
            markets=own.markets if "market" in steps else now.markets,
            across=own.across if "across" in steps else now.across,
        )


@contextmanager
def variants(database: Database, parameters: Parameters | None = None) -> Iterator[Variants]:
    """
    Make ready to show derivations beside the current one; nobody else derives while the block runs.

    Args:
        database: an open one.
        parameters: of the current derivation, where it has series of rates of somebody's own, of which it keeps the
            names only; None: those that it keeps.

    Raises:
        StoreError: nothing was derived, the current derivation is not of what the database holds now, or another one
            goes on.
    """
    with database.engine.connect() as connection:
        run = current_run(connection)
    if run is None:
        msg = "nothing was derived yet: run cryptodrug derive"
        raise StoreError(msg)
    known = parameters or parameters_kept(run.parameters)
    if known is None or run.measures_version != measures_version():
        msg = "the current derivation was made by other measures than this version has: run cryptodrug derive first"
        raise StoreError(msg)
    if parameters is None and known.rates.series:
        msg = (
            "the current derivation has series of rates, of which it keeps the names only: give the file of its "
            "parameters by --parameters"
        )
        raise StoreError(msg)
    with only_one(database), steady_view(database) as observed, columns_of(database) as written:
        given = given_now(observed, known)
        if planned(given, known, run.measures_version).derive_run != run.derive_run:
            msg = (
                "the current derivation is not of what the database holds now, or of other parameters: "
                "run cryptodrug derive, then this again"
            )
            raise StoreError(msg)
        yield Variants(database, known, run.measures_version, given, observed, written)

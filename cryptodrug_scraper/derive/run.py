"""
Derive: what is new of the observed layer goes through the measures into the derived tables.

A derivation is made of parts: the rates of all days, each market, and what goes across markets. A part is named by what
decides on it, so one that is there already is taken as it is, whichever run made it; one that was broken off is not
there, and is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.across import across_markets
from cryptodrug_scraper.derive.connection import columns_of, only_one, steady_view
from cryptodrug_scraper.derive.given_back import give_back_large_blocks
from cryptodrug_scraper.derive.judged import LINKS, error_counts
from cryptodrug_scraper.derive.left_out import LEFT_OUT, left_out
from cryptodrug_scraper.derive.market import of_market
from cryptodrug_scraper.derive.observed import read_market
from cryptodrug_scraper.derive.parts import is_there, make, rows_of
from cryptodrug_scraper.derive.plan import plan
from cryptodrug_scraper.derive.runs import analyze, analyze_readings_apart, register
from cryptodrug_scraper.derive.version import measures_version
from cryptodrug_scraper.derive.workplace import workplace
from cryptodrug_scraper.measures.money.order_ratios import order_ratios
from cryptodrug_scraper.store.detached import check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from uuid import UUID

    from adbc_driver_postgresql.dbapi import Connection
    from sqlalchemy import Connection as Asking

    from cryptodrug_scraper.derive.observed import Observed
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.parts import Part
    from cryptodrug_scraper.derive.plan import MarketPart, Plan
    from cryptodrug_scraper.derive.told_accounts import Frames
    from cryptodrug_scraper.derive.workplace import Workplace
    from cryptodrug_scraper.store.database import Database

__all__ = ["Derivation", "State", "derive", "make_parts"]

_OF_SALES = frozenset(
    {"market", "vendor", "listing_id", "is_tiered", "amount_eur", "asked_eur", "price_source", "price_flag"}
)
"""What `order_ratios` needs of sales."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a derivation is: what it does now, and how many of its parts are there."""

    doing: str
    done: int
    parts: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """
    What a derivation did.

    Attributes:
        derive_run: its identifier.
        made: rows of each part that was made, by its name.
        taken: names of the parts that were there.
    """

    derive_run: UUID
    made: dict[str, dict[str, int]]
    taken: list[str]


def derive(
    database: Database,
    parameters: Parameters,
    tell: Callable[[State], None] = lambda _state: None,
    then: Callable[[Asking, UUID], None] = lambda _connection, _run: None,
    *,
    workers: int | None = None,
    dask: str | None = None,
) -> Derivation:
    """
    Make a derivation of all that was observed, and make it the current one.

    `study.run.derive` does so too, and judges the study by it.

    Args:
        database: an open one.
        parameters: of the measures.
        tell: is told how far it is.
        then: is called with a connection when the derivation is the current one, and no other goes on.
        workers: processes that tell ratings apart, of markets with many; None: as many as the machine has cores.
        dask: the address of a Dask scheduler, whose workers tell ratings apart in place of those processes.

    Raises:
        ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
        StoreError: nothing was observed, a month lies in a file, another derivation goes on, or the database refuses
            something.
    """
    give_back_large_blocks()
    started_at = datetime.now(UTC)
    version = measures_version()
    with (
        only_one(database),
        steady_view(database) as observed,
        columns_of(database) as written,
        workplace(version, workers, dask) as place,
    ):
        with database.engine.connect() as connection:
            analyze_readings_apart(connection)
            check_whole(connection)
        planned = plan(observed, parameters, version)
        made, taken = make_parts(observed, written, planned, parameters, place, tell)
        place.keep_markets(planned.markets)
        with database.engine.connect() as connection:
            if made:
                analyze(connection)
            part_ids = [part.part_id for part in planned.parts]
            register(connection, planned.derive_run, part_ids, version, parameters.as_json(), started_at)
            then(connection, planned.derive_run)
    return Derivation(planned.derive_run, made, taken)


def make_parts(
    observed: Connection,
    written: Connection,
    planned: Plan,
    parameters: Parameters,
    place: Workplace | None = None,
    tell: Callable[[State], None] = lambda _state: None,
) -> tuple[dict[str, dict[str, int]], list[str]]:
    """
    Make those parts of a derivation that are not there.

    Args:
        observed: a steady view of the database.
        written: a connection that reads and writes columns.
        planned: the derivation.
        parameters: of the measures.
        place: where ratings are told apart; None: in memory.
        tell: is told how far it is.

    Returns:
        Rows of each part that was made, by its name, and the names of those that were there.
    """
    made: dict[str, dict[str, int]] = {}
    taken: list[str] = []

    def take_or_make(part: Part, compute: Callable[[], Iterable[tuple[str, pl.DataFrame]]]) -> None:
        tell(State(part.name, len(made) + len(taken), len(planned.parts)))
        if is_there(written, part):
            taken.append(part.name)
        else:
            made[part.name] = make(written, part, compute)

    def read(each: MarketPart) -> Observed:
        kept = None if place is None else place.read(each.market, each.months)
        return read_market(observed, each.market, each.months, kept)

    def accounts(each: MarketPart, tell: Callable[[MarketPart], Frames]) -> Frames:
        return tell(each) if place is None else place.accounts(each, tell)

    def of_one(each: MarketPart) -> Iterator[tuple[str, pl.DataFrame]]:
        sales = [rows_of(written, part, "sale", _OF_SALES) for part in each.learned]
        ratios = order_ratios(pl.concat(sales)) if sales else None
        return of_market(read(each), each.known, ratios, parameters, place, each.decisions)

    coins = left_out(coins=planned.fx.coins_left_out)
    take_or_make(planned.rates, lambda: (("fx_rate", planned.fx.fx), (LEFT_OUT, coins)))
    for each in planned.markets:
        take_or_make(each.part, partial(of_one, each))
    markets, decisions = planned.markets, planned.decisions
    rows = partial(rows_of, written)
    of_all = partial(across_markets, observed, read, accounts, rows, markets, parameters, decisions)
    take_or_make(planned.across, lambda: of_all().items())
    if planned.errors is not None:
        errors, sample = planned.errors
        links = partial(rows_of, written, planned.across, "account_link", LINKS)
        take_or_make(errors, lambda: [("error_count", error_counts(sample, observed, links()))])
    return made, taken

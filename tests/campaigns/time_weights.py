"""
How much the weights of evidence decide of which pages are told to be old copies: each halved, and doubled.

    cryptodrug simulate archive wallstreet --archive dump --form folder --saver wget --sidecars 0 --old 0.1
    cryptodrug replay dump
    python tests/campaigns/time_weights.py dump/pages.parquet

The database is the one that commands use, and holds that archive alone. For each weight, and each market, it is printed
which share of the old copies is told to be older than stated, and how many other pages are accused of being older or
newer; the exit code is 1 where any is.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.connection import steady_view
from cryptodrug_scraper.derive.dated import dated_pages
from cryptodrug_scraper.derive.inputs import observed_inputs
from cryptodrug_scraper.derive.observed import Observed, read_market
from cryptodrug_scraper.measures.times import own_evidence, printed_rates, usual_pace, weighing
from cryptodrug_scraper.store.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from adbc_driver_postgresql.dbapi import Connection

_WEIGHTS: tuple[tuple[ModuleType, str], ...] = (
    *((weighing, name) for name in ("_LEAST", "_LEAST_NEWER", "_BETTER")),
    *((own_evidence, name) for name in ("_CLOCK", "_BYTES", "_LIFE")),
    *((printed_rates, name) for name in ("_STRANGE", "_SPREADS")),
    *((usual_pace, name) for name in ("_WEIGHT", "_TIMES", "_DEVIATIONS", "_LEAST_DAYS")),
)
_ORIGINS = "SELECT uuid_send(capture_id) AS capture_id, path AS file FROM capture_origin"


def _main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("truth", type=Path, help="pages.parquet of a simulated archive")
    truth = pl.read_parquet(options.parse_args().truth).select(pl.col("market").cast(pl.String), "file", "is_old_copy")
    with open_database(read_only=True) as database, steady_view(database) as connection:
        markets = [_kept(connection, each.market) for each in observed_inputs(connection)]
        truth = truth.join(pl.read_database(_ORIGINS, connection), on="file")
    accused = _told("as they are", markets, truth)
    for module, name in _WEIGHTS:
        weight = getattr(module, name)
        for times in (0.5, 2.0):
            setattr(module, name, weight * times)
            accused += _told(f"{module.__name__.rpartition('.')[2]}.{name} x {times:g}", markets, truth)
        setattr(module, name, weight)
    return int(accused > 0)


def _kept(connection: Connection, market: str) -> Observed:
    """What the pages of a market state, read once."""
    read, frames = read_market(connection, market), dict[str, pl.DataFrame]()

    def blocks(name: str) -> Iterator[pl.DataFrame]:
        if name not in frames:
            frames[name] = read.read(name)
        yield frames[name]

    kept = Observed(market, blocks)
    dated_pages(kept)
    return kept


def _told(label: str, markets: Iterable[Observed], truth: pl.DataFrame) -> int:
    """Print what is told of each market, and return how many pages are accused."""
    parts, accused = [], 0
    for observed in markets:
        times = dated_pages(observed).times.select("capture_id", "verdict")
        pages = truth.filter(pl.col("market") == observed.market).join(times, on="capture_id")
        old, others = pages.filter("is_old_copy"), pages.filter(~pl.col("is_old_copy"))
        wrong = others.filter(pl.col("verdict").is_in(["older", "newer"])).height
        found = old.filter(pl.col("verdict") == "older").height
        share = f"{found / old.height:.1%}" if old.height else "no old copies"
        parts.append(f"{observed.market} {share}, {wrong} accused")
        accused += wrong
    print(f"{label}: {'; '.join(parts)}", flush=True)  # noqa: T201  # what it is for
    return accused


if __name__ == "__main__":
    sys.exit(_main())

"""Exchange rates for a derivation: of all days that were observed, from the pages of all markets and from outside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.bank_files import EURO_SINCE
from cryptodrug_scraper.derive.observed import read_market
from cryptodrug_scraper.derive.reference_rates import read_series, reference_rates
from cryptodrug_scraper.measures.money.rates import daily_dollars, exchange_rates
from cryptodrug_scraper.store.reference_rates import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from adbc_driver_postgresql.dbapi import Connection

    from cryptodrug_scraper.derive.parameters import Parameters

__all__ = ["Rates", "all_rates", "public_pairs"]

_BEFORE = timedelta(days=400)
"""How long before the first capture a rating can have been left that has an age: pages print a year at most."""
_FIRST_RATING = "SELECT min(occurred_from AT TIME ZONE 'UTC')::date FROM review_observation"
"""Ratings may have dates instead, of any time."""


@dataclass(frozen=True, slots=True)
class Rates:
    """
    What currencies and coins were worth.

    Attributes:
        fx: EUR for one unit by day (`measures.money.rates.exchange_rates`), where known.
        dollars: with which rates markets converted prices, by day (`measures.money.rates.daily_dollars`).
        public: what a researcher's series and the European Central Bank say, by day: ``pair`` (as ``BTC/USD``, and
            ``EUR/USD`` of the bank), ``day, rate``; not what pages print.
        coins_left_out: coins of which pages print rates, and ``fx`` has no rows (`measures.money.rates.MOST_COINS`).
    """

    fx: pl.DataFrame
    dollars: pl.DataFrame
    public: pl.DataFrame
    coins_left_out: int = 0

    def until(self, day: date | None) -> Rates:
        """Leave out the rates after a day, if there is one: what a market's figures cannot depend on."""
        if day is None:
            return Rates(self.fx.clear(), self.dollars.clear(), self.public.clear())
        until = pl.col("day") <= day
        return Rates(self.fx.filter(until), self.dollars.filter(until), self.public.filter(until))

    def digest(self) -> str:
        """SHA-256 of all rates."""
        return _digest(self.fx, self.dollars, self.public)

    def public_digest(self) -> str:
        """SHA-256 of those that no page prints."""
        return _digest(self.public)


def all_rates(connection: Connection, markets: Iterable[str], parameters: Parameters) -> Rates:
    """
    Return the rates of the days of all markets, from the first on which there were euros.

    Args:
        connection: a steady view of the database.
        markets: their codes.
        parameters: where a researcher's own series lie.

    Raises:
        ConfigurationError: a series cannot be read, or a file of reference rates.
    """
    observed = [read_market(connection, market) for market in markets]
    pages = pl.concat([each.read("rate_tables").sort("captured_at", "rate_table_id") for each in observed])
    rates = pl.concat([each.read("rates") for each in observed]).unique(maintain_order=True)
    captured = pages["captured_at"].dt.date().to_list() or [EURO_SINCE]
    with_ages = max(min(captured), EURO_SINCE + _BEFORE) - _BEFORE
    first = max(min(with_ages, _first_rating(connection) or with_ages), EURO_SINCE)
    last = max(*captured, first)
    ecb = reference_rates(_added(connection))
    series = [read_series(path) for path in parameters.rates.series]
    fx = exchange_rates(
        pages,
        rates,
        ecb,
        pl.concat(series) if series else None,
        first_day=first,
        last_day=last,
        longest_gap_days=parameters.rates.longest_gap_days,
    )
    printed = daily_dollars(pages, rates, ecb)
    beyond = set(printed["currency"]) - set(fx["currency"])
    return Rates(fx.drop_nulls("eur"), printed, public_pairs(series, ecb, first), len(beyond))


def public_pairs(series: Iterable[pl.DataFrame], bank: pl.DataFrame, first_day: date) -> pl.DataFrame:
    """
    Return what is known of rates otherwise than by pages: of coins in USD and EUR, and of EUR in other currencies.

    Args:
        series: a researcher's own (`reference_rates.read_series`).
        bank: reference rates (`bank_files.REFERENCE`).
        first_day: the first that counts.

    Returns:
        As ``Rates.public``, sorted.
    """
    crosses = bank.select(pl.format("EUR/{}", "currency").alias("pair"), "day", rate="per_eur")
    dollars = bank.filter(pl.col("currency") == "USD").select("day", "per_eur").sort("day")
    parts = [crosses]
    for each in series:
        coin = each.sort("day").join_asof(dollars, on="day", tolerance="6d")
        parts.append(coin.select(pl.format("{}/USD", "currency").alias("pair"), "day", rate="usd"))
        parts.append(
            coin.drop_nulls("per_eur").select(
                pl.format("{}/EUR", "currency").alias("pair"), "day", rate=pl.col("usd") / pl.col("per_eur")
            )
        )
    known = pl.concat(parts).filter((pl.col("day") >= first_day) & (pl.col("rate") > 0))
    return known.unique(["pair", "day"], keep="last", maintain_order=True).sort("pair", "day")


def _first_rating(connection: Connection) -> date | None:
    """The first day of all ratings; None without any of known time."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_RATING)
        day: date | None = cursor.fetchone()[0]
        return day


def _added(connection: Connection) -> list[tuple[str, bytes]]:
    """The files of reference rates that were added, in the order in which they were."""
    with connection.cursor() as cursor:
        cursor.execute(CONTENTS)
        return [(name, content) for name, content in cursor.fetchall()]


def _digest(*frames: pl.DataFrame) -> str:
    digest = hashlib.sha256()
    for frame in frames:
        digest.update(frame.sort(pl.all()).write_csv().encode())
    return digest.hexdigest()

"""
What is usual instead of estimators, on the same observed layer.

A review's date is the page's instant less its age, and reviews are one if vendor, stars, words and that date agree;
or if listing, stars and words do.
Each of them is a sale; or every row of a list of reviews is one; or the difference of a vendor's counter between two
snapshots is their number. A price above USD 10,000 is dropped. The last snapshot of a month is the market, and a vendor
is of the country that most of its statements name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.observed import read_market
from simulator.truth.asked_prices import price_spells
from simulator.truth.captured import captured_reviews
from simulator.truth.live import populations
from simulator.truth.months import market_months, whole_months
from simulator.truth.printed import numbered
from simulator.truth.shares import country_shares
from simulator.truth.worth import euros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adbc_driver_postgresql.dbapi import Connection

    from simulator.commands.comparison.derived import Derived
    from simulator.truth.frames import Frames

__all__ = ["CUT_USD", "DATED", "WORDED", "Naive", "naive_estimates", "naive_holding"]

CUT_USD = 10_000
DATED, WORDED = "reviews by computed date", "distinct listing, stars and words"
_ROWS, _COUNTERS = "rows as sales", "differences of counters"
_LAST, _MODE = "last snapshot", "most frequent country"
_MONTH = pl.col("captured_at").dt.date().dt.month_start().alias("month")


class Naive:
    """
    The observed layer of one market, cut into the snapshots of a derivation.

    Args:
        connection: to the database, by ADBC.
        market: its name.
        looks: snapshots of all markets.
        rates: `simulator.truth.worth.euros`; real studies had such rates too.
    """

    def __init__(self, connection: Connection, market: str, looks: pl.DataFrame, rates: pl.DataFrame) -> None:
        observed = read_market(connection, market)
        looks = looks.filter(pl.col("market") == market).sort("first_at")
        pages = observed.pages().sort("captured_at")
        cut = looks.select("snapshot_id", "first_at")
        pages = pages.join_asof(cut, left_on="captured_at", right_on="first_at").drop("first_at")
        self.market, self.rates = market, rates
        self.listings = observed.frame("listings", pages)
        self.vendors = observed.frame("vendors", pages)
        self.reviews = observed.frame("reviews", pages)

    def dated(self) -> pl.DataFrame:
        """Reviews that are told apart by the date that a page's instant and the age give, with their amount in EUR."""
        computed = self.reviews.with_columns(pl.col("occurred_to").alias("at"))
        one = computed.unique(["vendor", "stars", "sign", "comment", "at"], keep="first", maintain_order=True)
        asked = self.listings.filter(pl.col("price").is_not_null()).unique(
            "listing_id", keep="first", maintain_order=True
        )
        asked = asked.select("listing_id", "price", "price_currency")
        priced = one.join(asked, on="listing_id", how="left").with_columns(
            pl.coalesce("amount", "price").alias("worth"),
            pl.coalesce("amount_currency", "price_currency").alias("currency"),
        )
        return self._with_month(self.in_euros(priced, "at"))

    def worded(self) -> pl.DataFrame:
        """Reviews that are told apart by listing, stars and words; where a page names no listing, by its vendor."""
        return self.reviews.unique(
            ["vendor", "listing_id", "stars", "sign", "comment"], keep="first", maintain_order=True
        )

    def in_euros(self, rows: pl.DataFrame, at: str) -> pl.DataFrame:
        """Add ``worth_eur``, null above the cut."""
        rates = self.rates.with_columns(pl.col("eur"))
        dollar = rates.filter(pl.col("currency") == "USD").select("day", pl.col("eur").alias("dollar"))
        day = rows.with_columns(pl.col(at).dt.date().alias("day"))
        found = day.join(rates, on=["day", "currency"], how="left").join(dollar, on="day", how="left")
        worth = pl.col("worth") * pl.col("eur")
        return found.with_columns(pl.when(worth <= CUT_USD * pl.col("dollar")).then(worth).alias("worth_eur"))

    def counted(self) -> pl.DataFrame:
        """Sales by the differences of vendors' counters, in the month of the later of two snapshots."""
        stated = self.vendors.filter(pl.col("sales_count").is_not_null()).group_by("vendor", "snapshot_id")
        counters = stated.agg(pl.col("sales_count").max().cast(pl.Float64), pl.col("captured_at").max())
        counters = counters.sort("vendor", "captured_at")
        grown = counters.with_columns(pl.col("sales_count").diff().over("vendor").clip(0).alias("value"))
        return grown.group_by(_MONTH).agg(pl.col("value").sum())

    def rows(self) -> pl.DataFrame:
        """Sales by all rows of lists of reviews, however often each is seen."""
        dated = self.reviews.with_columns(pl.col("occurred_to").alias("at"))
        return self._with_month(dated).group_by("month").agg(pl.len().cast(pl.Float64).alias("value"))

    def countries(self) -> pl.DataFrame:
        """The country that most statements of each vendor name in a month: ``month, vendor, country``."""
        stated = self.listings.filter(pl.col("origin_codes").list.len() == 1).with_columns(
            _MONTH, pl.col("origin_codes").list.first().alias("country")
        )
        often = stated.group_by("month", "vendor", "country").len().sort("len", "country", descending=[True, False])
        return often.unique(["month", "vendor"], keep="first", maintain_order=True).select("month", "vendor", "country")

    @staticmethod
    def _with_month(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(pl.col("at").dt.date().dt.month_start().alias("month"))


def naive_estimates(frames: Frames, derived: Derived, connection: Connection, country: str) -> pl.DataFrame:
    """
    Return what naive practice comes to, beside the true figures.

    Args:
        frames: the truth.
        derived: tells the snapshots.
        connection: to the database, by ADBC.
        country: whose shares are compared.

    Returns:
        ``market, period, measure, practice, unit, value, true, counts``; ``measure`` is named as by
        `simulator.commands.comparison.estimates`.
    """
    looks = derived["snapshots"].sort("market", "first_at")
    rates = euros(frames)
    markets = [Naive(connection, market, looks, rates) for market in looks["market"].unique().sort()]
    months = market_months(frames, looks)
    people = populations(frames, looks)
    captured = (
        captured_reviews(frames, derived["pages"]).group_by("market").agg(pl.len().cast(pl.Float64).alias("true"))
    )
    shares = country_shares(frames, looks, country).filter(pl.col("snapshot_id").is_null())
    whole = whole_months(frames, looks)
    parts = []
    for naive in markets:
        dated = naive.dated()
        all_of_it = pl.DataFrame({"market": [naive.market], "value": [float(dated.height)]}).join(captured, on="market")
        parts.append(
            _of(all_of_it.with_columns(pl.lit("all").alias("period")), "distinct reviews (of captured pages)", DATED)
        )
        parts += _by_month(naive, dated, months.filter(pl.col("market") == naive.market))
        parts += _by_snapshot(naive, looks, people)
        parts += _of_country(naive, dated, shares.filter(pl.col("market") == naive.market), whole, country)
    return pl.concat(parts).sort("market", "measure", "practice", "period")


def naive_holding(frames: Frames, connection: Connection, looks: pl.DataFrame) -> list[tuple[str, int, int, int]]:
    """
    Return how well a cut at `CUT_USD` finds holding prices, of statements of prices on pages.

    Returns:
        For each market its name, how many statements were taken for holding prices, how many were, and how many of
        those taken were.
    """
    spells = price_spells(frames).select("market", "listing_id", "since", "holding").sort("since")
    rates = euros(frames)
    rows = []
    for market in looks["market"].unique().sort():
        naive = Naive(connection, market, looks, rates)
        seen = naive.listings.filter(pl.col("price").is_not_null()).unique(
            ["snapshot_id", "listing_id"], keep="first", maintain_order=True
        )
        seen = naive.in_euros(seen.rename({"price": "worth", "price_currency": "currency"}), "captured_at")
        judged = (
            numbered(seen)
            .sort("captured_at")
            .join_asof(
                spells.filter(pl.col("market") == market), left_on="captured_at", right_on="since", by="listing_id",
                check_sortedness=False,
            )
        )  # fmt: skip
        taken = pl.col("worth_eur").is_null() & pl.col("eur").is_not_null()
        found, true, right = judged.select(
            taken.sum().alias("found"),
            pl.col("holding").sum().alias("true"),
            (taken & pl.col("holding")).sum().alias("right"),
        ).row(0)
        rows.append((market, found, true, right))
    return rows


def _by_month(naive: Naive, dated: pl.DataFrame, months: pl.DataFrame) -> Iterator[pl.DataFrame]:
    by_month = dated.group_by("month")
    last = naive.listings.with_columns(_MONTH)
    last = last.filter(pl.col("snapshot_id") == pl.col("snapshot_id").sort_by("captured_at").last().over("month"))
    ever = last.group_by("month")
    figures = (
        ("transactions", DATED, by_month.agg(pl.len().cast(pl.Float64).alias("value"))),
        ("transactions", _ROWS, naive.rows()),
        ("transactions", _COUNTERS, naive.counted()),
        ("transactions_shown", DATED, by_month.agg(pl.len().cast(pl.Float64).alias("value"))),
        ("turnover_eur", DATED, by_month.agg(pl.col("worth_eur").sum().alias("value"))),
        ("turnover_shown_eur", DATED, by_month.agg(pl.col("worth_eur").sum().alias("value"))),
        ("listings", _LAST, ever.agg(pl.col("listing_id").n_unique().cast(pl.Float64).alias("value"))),
        ("vendors", _LAST, ever.agg(pl.col("vendor").n_unique().cast(pl.Float64).alias("value"))),
    )
    for measure, practice, found in figures:
        true = months.filter(pl.col("measure") == measure).select(
            "market", "month", pl.col("value").alias("true"), "is_whole"
        )
        both = found.join(true, on="month").with_columns(pl.col("month").dt.strftime("%Y-%m").alias("period"))
        yield _of(both, measure, practice, whole=pl.col("is_whole"))


def _by_snapshot(naive: Naive, looks: pl.DataFrame, people: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for of, column in (("listing", "listing_id"), ("vendor", "vendor")):
        seen = naive.listings.group_by("snapshot_id").agg(
            pl.col(column).drop_nulls().n_unique().cast(pl.Float64).alias("value")
        )
        true = people.filter(pl.col("of") == of).select(
            "market", "snapshot_id", pl.col("live").cast(pl.Float64).alias("true")
        )
        both = looks.select("snapshot_id").join(seen, on="snapshot_id").join(true, on="snapshot_id")
        yield _of(both.with_columns(pl.col("snapshot_id").alias("period")), f"{of}s (jolly_seber)", _LAST)


def _of_country(
    naive: Naive, dated: pl.DataFrame, shares: pl.DataFrame, whole: pl.DataFrame, country: str
) -> Iterator[pl.DataFrame]:
    countries = naive.countries().with_columns((pl.col("country") == country).cast(pl.Float64).alias("is_of"))
    sold = dated.join(countries.select("month", "vendor", "is_of"), on=["month", "vendor"], how="left")
    sold = sold.with_columns(pl.col("is_of").fill_null(0.0))
    worth = (pl.col("worth_eur") * pl.col("is_of")).sum() / pl.col("worth_eur").sum()
    figures = (
        ("vendors", "D2", countries.group_by("month").agg(pl.col("is_of").mean().alias("value"))),
        ("transactions", "A1", sold.group_by("month").agg(pl.col("is_of").mean().alias("value"))),
        ("turnover_eur", "A1", sold.group_by("month").agg(worth.alias("value"))),
    )
    for measure, definition, found in figures:
        true = shares.filter((pl.col("measure") == measure) & (pl.col("definition") == definition))
        both = found.join(true.select("market", "month", pl.col("share").alias("true")), on="month")
        both = both.join(whole, on=["market", "month"], how="left").with_columns(
            pl.col("month").dt.strftime("%Y-%m").alias("period")
        )
        counts = pl.col("is_whole").fill_null(value=False) if definition == "A1" else pl.lit(value=True)
        yield _of(both, f"{measure} of {country} ({definition})", _MODE, "share", whole=counts)


def _of(
    found: pl.DataFrame, measure: str, practice: str, unit: str = "count", *, whole: pl.Expr | None = None
) -> pl.DataFrame:
    """Rows of a frame of naive estimates."""
    return found.select(
        "market", "period", pl.lit(measure).alias("measure"), pl.lit(practice).alias("practice"),
        pl.lit(unit).alias("unit"), pl.col("value").cast(pl.Float64), "true",
        (pl.lit(value=True) if whole is None else whole.fill_null(value=False)).alias("counts"),
    )  # fmt: skip

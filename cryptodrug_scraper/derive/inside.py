"""What speaks of the times of a market's pages, from its frames: ratings, counters, rates, and when it was open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.pieces import FewerPieces
from cryptodrug_scraper.measures.times.capture_times import Inside
from cryptodrug_scraper.measures.times.public_rates import PUBLIC
from cryptodrug_scraper.measures.times.shared_ratings import shown_in_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cryptodrug_scraper.derive.observed import Observed
    from cryptodrug_scraper.derive.rows import Rows

__all__ = ["SPEAKING", "TELLING", "first_pages", "inside", "listing_counters"]

_MOMENT = pl.Datetime("us", "UTC")
_SECOND = 1_000_000
_DAY = 86_400
_FIRST = datetime(2011, 2, 1, tzinfo=UTC).date()
"""The first cryptomarket of hidden services opened in that month (Christin 2013)."""
TELLING = ("vendors", "totals")
"""Frames besides ratings and listings in which times are looked for, and which are needed again."""
SPEAKING = ("page", "body", "is_complete", "rate_table_id")
"""Columns of pages that speak of their times, beside what sources state."""
_COINS = ("BTC", "BCH", "XMR", "LTC", "ETH")
_ORDINARY = ("USD", "GBP", "AUD", "CAD")
_PRICE, _CROSS = 2.0, 1.0
"""What the price of a coin weighs that is not that of its day, and a cross rate, beside a rating."""
_ROWS_TOGETHER = 500_000
"""Ratings that tell times together: for each piece of them all pages are looked through."""
_GROWING = ("sales_count", "rating_count", "experience", "last_active_on")
_GROWING_OF_LISTINGS = ("sold_count", "view_count")
_COUNTER = pl.Enum((*_GROWING, *_GROWING_OF_LISTINGS))


def inside(
    observed: Observed,
    pages: pl.DataFrame,
    read: Mapping[str, Rows],
    ratings: Rows,
    shared: Rows,
    grown: Iterable[pl.DataFrame],
    public: pl.DataFrame | None,
) -> Inside:
    """
    Collect what speaks of the times of a market's pages.

    Args:
        observed: reads its frames.
        pages: of `Observed.pages`, with `SPEAKING`.
        read: the frames `TELLING`, as it gives them, in groups.
        ratings: the rows of ratings, in groups by vendor and words.
        shared: groups of the same, for those of them that several pages show.
        grown: of `listing_counters`, of all statements of listings.
        public: rates that are known otherwise (`derive.rates.Rates`); None: none are.
    """
    tables = observed.frame("rates", pages).filter(pl.col("rate") > 0)
    rates = _rates(tables, pages)
    counts = pl.concat(part.group_by("page").agg(rows=pl.len()) for part in ratings.pieces("page"))
    totals = read["totals"].columns("page", "listed_kind", "page_number", "total_count")
    first = first_pages(pages, counts.group_by("page").agg(pl.col("rows").sum()), totals)
    del counts, totals
    by_day, newest = [], []

    def groups() -> Iterator[pl.DataFrame]:
        for rows in ratings.each():
            by_day.append(rows.filter(pl.col("age_most") - pl.col("age_least") <= _DAY).select("page").unique())
            newest.append(_newest(rows))
            yield rows

    is_first = pages["page"].is_in(first.implode()).alias("is_first")  # of each page at the place of its number
    for number, part in enumerate(shown_in_groups(groups())):
        shared.replace(number, part.with_columns(is_first.gather(part["page"])))
    ticking = pl.concat([*by_day, rates.select("page")]).unique()
    vendors = read["vendors"].columns("page", "vendor", "seen_on", "sales_is_exact", *_GROWING)
    return Inside(
        FewerPieces(shared.pieces(), _ROWS_TOGETHER),
        pl.concat([*_vendor_counters(vendors), *grown]).drop_nulls("value"),
        rates,
        pl.concat(newest).group_by("page").agg(pl.col("newest").max()),
        pages.select("page", "body").join(ticking, on="page", how="semi", maintain_order="left"),
        _life(observed, pages),
        _quoted(tables, pages),
        pl.DataFrame(schema=PUBLIC) if public is None else public,
    )


def first_pages(pages: pl.DataFrame, shown: pl.DataFrame, totals: pl.DataFrame) -> pl.Series:
    """
    Tell which pages begin a list of ratings: all that are complete, but those whose number is another, or is not
    printed beside more ratings than the page shows.

    Args:
        pages: ``page, is_complete``.
        shown: ``page, rows``: how many ratings it shows.
        totals: ``page, listed_kind, page_number, total_count``.
    """
    told = (
        totals.filter(pl.col("listed_kind") == "review")
        .group_by("page")
        .agg(pl.col("page_number", "total_count").max())
    )
    known = pages.filter("is_complete").select("page").join(shown, on="page").join(told, on="page", how="left")
    is_whole = (pl.col("total_count") <= pl.col("rows")).fill_null(value=True)
    return known.filter(pl.when(pl.col("page_number").is_null()).then(is_whole).otherwise(pl.col("page_number") == 1))[
        "page"
    ]


def _life(observed: Observed, pages: pl.DataFrame) -> tuple[int | None, int | None]:
    """
    When the market can have been open first, and the end of its last day (microseconds), as in ``market_life``; none
    was open before the first.
    """
    events = observed.frame("events", pages)
    first = events.filter(pl.col("acts") == "opening")["first_on"].min() or _FIRST
    last = events.filter(pl.col("acts") == "closing")["last_on"].max()
    days = pl.Series([first, last], dtype=pl.Date).cast(_MOMENT).dt.epoch("us")
    return days[0], None if days[1] is None else days[1] + _DAY * _SECOND


def _vendor_counters(vendors: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for name in _GROWING:
        yield vendors.select(
            "page",
            counter=pl.lit(name, dtype=_COUNTER),
            series=pl.struct("vendor", "seen_on").hash(),
            value=pl.col(name).cast(pl.Int32 if name.endswith("_on") else pl.Int64).cast(pl.Float64),
            is_exact=_is_exact(name),
        )


def listing_counters(listings: pl.DataFrame) -> pl.DataFrame:
    """
    Return the counters of listings that only grow: ``page, counter, series, value, is_exact``.

    Args:
        listings: statements of listings, as `Observed.frame` gives them.
    """
    parts = [
        listings.select(
            "page",
            counter=pl.lit(name, dtype=_COUNTER),
            series=pl.struct("listing_id", "seen_on", "sold_since").hash(),
            value=pl.col(name).cast(pl.Float64),
            is_exact=_is_exact(name),
        )
        for name in _GROWING_OF_LISTINGS
    ]
    return pl.concat(parts).drop_nulls("value")


def _is_exact(name: str) -> pl.Expr:
    """Whether a counter is printed to the last, and is of single things."""
    if name in {"sales_count", "sold_count"}:
        return pl.col(name.replace("count", "is_exact")).fill_null(value=False)
    return pl.lit(name in {"rating_count", "view_count"})


def _rates(tables: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """Prices of coins in the currency that most tables have them in."""
    coins = tables.filter(pl.col("base").is_in(_COINS))
    usual = coins.group_by("base", "quote").len().sort("base", "len", "quote", descending=[False, True, False])
    chosen = usual.unique("base", keep="first", maintain_order=True).select("base", "quote")
    return (
        pages.select("page", "rate_table_id")
        .drop_nulls()
        .join(coins.join(chosen, on=["base", "quote"]), on="rate_table_id")
        .select("page", coin="base", rate="rate")
    )


def _quoted(tables: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """
    What can be held against public series: prices of coins in USD, or else EUR; and what the euro costs in the currency
    that most tables have beside it, as prices of coins in both say.
    """
    coins = tables.filter(pl.col("base").is_in(_COINS)).unique(["rate_table_id", "base", "quote"])
    usual = coins.filter(pl.col("quote").is_in(["USD", "EUR"])).sort("base", "quote", descending=[False, True])
    prices = usual.unique(["rate_table_id", "base"], keep="first", maintain_order=True).select(
        "rate_table_id", pl.format("{}/{}", "base", "quote").alias("pair"), "rate", weight=pl.lit(_PRICE)
    )
    euros = coins.filter(pl.col("quote") == "EUR").select("rate_table_id", "base", euro="rate")
    others = coins.filter(pl.col("quote").is_in(_ORDINARY)).join(euros, on=["rate_table_id", "base"])
    counts = others.group_by("quote").len().sort("len", "quote", descending=[True, False])
    crosses = (
        others.filter(pl.col("quote").is_in(counts["quote"].head(1).implode()))
        .group_by("rate_table_id", pl.format("EUR/{}", "quote").alias("pair"))
        .agg(rate=(pl.col("rate") / pl.col("euro")).median(), weight=pl.lit(_CROSS).first())
    )
    printed = pl.concat([prices, crosses])
    return pages.select("page", "rate_table_id").drop_nulls().join(printed, on="rate_table_id").drop("rate_table_id")


def _newest(reviews: pl.DataFrame) -> pl.DataFrame:
    """The latest printed time of a rating on each page that prints times."""
    dated = reviews.filter(pl.col("age_least").is_null()).drop_nulls("occurred_from")
    return dated.group_by("page").agg(newest=pl.col("occurred_from").max().dt.epoch("us"))

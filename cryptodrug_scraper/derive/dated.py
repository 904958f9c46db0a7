"""The pages of one market with the times that are thought to be theirs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.times.capture_times import VAGUE, Inside, capture_times
from cryptodrug_scraper.measures.times.public_rates import PUBLIC
from cryptodrug_scraper.measures.times.shared_ratings import shown_ratings
from cryptodrug_scraper.measures.times.weighing import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.derive.observed import Observed

__all__ = ["Dated", "dated_pages", "first_pages", "with_ages", "with_times"]

_MOMENT = pl.Datetime("us", "UTC")
_SECOND = 1_000_000
_DAY = 86_400
_LOOK = timedelta(days=10)
"""A page of no stated time belongs to a look if its time is known as closely."""
_FIRST = datetime(2011, 2, 1, tzinfo=UTC).date()
"""The first cryptomarket of hidden services opened in that month (Christin 2013)."""
_TELLING = ("reviews", "vendors", "listings", "totals")
"""Frames in which times are looked for, and which are needed again."""
_COINS = ("BTC", "BCH", "XMR", "LTC", "ETH")
_ORDINARY = ("USD", "GBP", "AUD", "CAD")
_PRICE, _CROSS = 2.0, 1.0
"""What the price of a coin weighs that is not that of its day, and a cross rate, beside a rating."""
_GROWING = ("sales_count", "rating_count", "experience", "last_active_on")


class Dated(NamedTuple):
    """
    Pages of one market.

    Attributes:
        pages: of `Observed.pages`, those of whose time something is known, in its order: ``captured_at`` is the time
            that is thought to be theirs, ``estimated_from`` and ``estimated_to`` the interval that holds it, ``doubt``
            the chance that it does not. ``is_apart``: the page is part of no look at its market, as it was moved from
            the time that its source states, or none is stated and the interval is longer than ten days.
            ``is_vague``: so little is known that nothing may rest on the time, which is the latest that can be.
        times: rows of the table ``capture_time``, for all pages.
        read: the frames that tell times, by name, as `Observed.frame` gives them, so that nothing is read twice.
    """

    pages: pl.DataFrame
    times: pl.DataFrame
    read: dict[str, pl.DataFrame]


def dated_pages(observed: Observed, public: pl.DataFrame | None = None) -> Dated:
    """
    Estimate the times of a market's pages.

    Args:
        observed: reads its frames.
        public: rates that are known otherwise (`derive.rates.Rates`); None: none are.
    """
    raw = observed.pages()
    read = {name: observed.frame(name, raw) for name in _TELLING}
    asked = raw.select(
        "page",
        "source",
        stated_from=_micros("captured_from"),
        stated_to=_micros("captured_to"),
        clock=_micros("clock"),
        clock_step=pl.col("clock_step") * _SECOND,
    )
    found = raw.drop("clock", "clock_step").join(
        capture_times(asked, _inside(observed, raw, read, public)), on="page", how="left", maintain_order="left"
    )
    rows = found.with_columns(estimated_from=pl.col("low").cast(_MOMENT), estimated_to=pl.col("high").cast(_MOMENT))
    times = rows.select(
        "capture_id",
        pl.col("source").fill_null("none"),
        "estimated_from",
        "estimated_to",
        "verdict",
        "doubt",
        stated_from="captured_from",
        stated_to="captured_to",
        evidence=_evidence(rows),
    ).unique("capture_id", keep="first", maintain_order=True)
    return Dated(with_times(raw, times), times, read)


def with_times(pages: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """
    Put the estimated times in the place of those that readings have, and number the pages in their order.

    Args:
        pages: of `Observed.pages`.
        times: ``capture_id, estimated_from, estimated_to, verdict, doubt`` of `dated_pages`.

    Returns:
        As `Dated.pages`; ``read_page`` is the number that they had.
    """
    known = times.select("capture_id", "estimated_from", "estimated_to", "verdict", "doubt")
    rows = pages.join(known, on="capture_id", how="left", maintain_order="left")
    width = pl.col("estimated_to") - pl.col("estimated_from")
    is_moved = pl.col("verdict").is_in(["older", "newer"]).fill_null(value=False)
    is_estimated = is_moved | pl.col("captured_at").is_null()
    is_vague = is_estimated & (width > timedelta(microseconds=VAGUE)).fill_null(value=True)
    estimate = pl.when(is_vague).then("estimated_to").otherwise(pl.col("estimated_from") + width / 2)
    return (
        rows.with_columns(
            captured_at=pl.when(is_estimated).then(estimate).otherwise("captured_at"),
            is_apart=is_moved | (is_estimated & (width > _LOOK)),
            is_vague=is_vague,
        )
        .rename({"page": "read_page"})
        .drop("verdict")
        .filter(pl.col("captured_at").is_not_null())
        .sort("captured_at", "run")
        .with_row_index("page")
    )


def with_ages(reviews: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """
    Date ratings of which a page prints the age by the time that is thought to be the page's.

    Args:
        reviews: ``page, age_least, age_most, occurred_from, occurred_to``, as they were read.
        pages: of `Dated`.
    """
    is_stated = (pl.col("estimated_from") == pl.col("captured_from")) & (
        pl.col("estimated_to") == pl.col("captured_to")
    )
    moved = pages.filter(~is_stated.fill_null(value=False)).select("page", "estimated_from", "estimated_to")
    if moved.is_empty():
        return reviews
    rows = reviews.join(moved, on="page", how="left", maintain_order="left")
    is_aged = pl.col("estimated_from").is_not_null() & pl.col("age_most").is_not_null()
    return rows.with_columns(
        occurred_from=pl.when(is_aged)
        .then(pl.col("estimated_from") - pl.duration(seconds="age_most"))
        .otherwise("occurred_from"),
        occurred_to=pl.when(is_aged)
        .then(pl.col("estimated_to") - pl.duration(seconds="age_least"))
        .otherwise("occurred_to"),
    ).drop("estimated_from", "estimated_to")


def _micros(name: str) -> pl.Expr:
    return pl.col(name).dt.epoch("us").alias(name)


def _inside(
    observed: Observed, pages: pl.DataFrame, read: Mapping[str, pl.DataFrame], public: pl.DataFrame | None
) -> Inside:
    reviews, totals = read["reviews"], read["totals"]
    tables = observed.frame("rates", pages).filter(pl.col("rate") > 0)
    rates = _rates(tables, pages)
    by_day = reviews.filter(pl.col("age_most") - pl.col("age_least") <= _DAY)
    ticking = pl.concat([by_day.select("page"), rates.select("page")]).unique()
    return Inside(
        shown_ratings(reviews).with_columns(
            is_first=pl.col("page").is_in(first_pages(pages, reviews, totals).implode())
        ),
        _counters(read["vendors"], read["listings"]),
        rates,
        _newest(reviews),
        pages.select("page", "body").join(ticking, on="page", how="semi", maintain_order="left"),
        _life(observed, pages),
        _quoted(tables, pages),
        pl.DataFrame(schema=PUBLIC) if public is None else public,
    )


def first_pages(pages: pl.DataFrame, reviews: pl.DataFrame, totals: pl.DataFrame) -> pl.Series:
    """
    Tell which pages begin a list of ratings: all that are complete, but those whose number is another, or is not
    printed beside more ratings than the page shows.

    Args:
        pages: ``page, is_complete``.
        reviews: ``page``, a row for each rating.
        totals: ``page, listed_kind, page_number, total_count``.
    """
    told = (
        totals.filter(pl.col("listed_kind") == "review")
        .group_by("page")
        .agg(pl.col("page_number", "total_count").max())
    )
    shown = reviews.group_by("page").agg(pl.len().alias("rows"))
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
    first = events.filter(pl.col("event") == "opened")["first_on"].min() or _FIRST
    last = events.filter(pl.col("event") == "closed")["last_on"].max()
    days = pl.Series([first, last], dtype=pl.Date).cast(_MOMENT).dt.epoch("us")
    return days[0], None if days[1] is None else days[1] + _DAY * _SECOND


def _counters(vendors: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    parts = [
        vendors.select(
            "page",
            counter=pl.lit(name),
            series=pl.struct("vendor", "seen_on").hash(),
            value=pl.col(name).cast(pl.Int32 if name.endswith("_on") else pl.Int64).cast(pl.Float64),
            is_exact=_is_exact(name),
        )
        for name in _GROWING
    ]
    parts += [
        listings.select(
            "page",
            counter=pl.lit(name),
            series=pl.struct("listing_id", "seen_on", "sold_since").hash(),
            value=pl.col(name).cast(pl.Float64),
            is_exact=_is_exact(name),
        )
        for name in ("sold_count", "view_count")
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


def _evidence(found: pl.DataFrame) -> pl.Series:
    """What spoke of each page's time, as JSON: how many pieces of each kind, and how many for what is stated."""
    names = [name for kind in KINDS for name in (kind, f"{kind}_for")]
    said = found.select(names).iter_rows()
    return pl.Series(
        [json.dumps({name: count for name, count in zip(names, row, strict=True) if count}) for row in said],
        dtype=pl.String,
    )

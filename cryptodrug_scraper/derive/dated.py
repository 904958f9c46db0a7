"""The pages of one market with the times that are thought to be theirs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

import polars as pl

from cryptodrug_scraper.derive.inside import SPEAKING, TELLING, inside, listing_counters
from cryptodrug_scraper.derive.rows import Rows
from cryptodrug_scraper.measures.times.capture_times import VAGUE, capture_times
from cryptodrug_scraper.measures.times.weighing import KINDS

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.observed import Observed
    from cryptodrug_scraper.derive.rows import Frames

__all__ = ["Dated", "dated_pages", "with_ages", "with_times"]

_MOMENT = pl.Datetime("us", "UTC")
_SECOND = 1_000_000
_PAGES_AT_ONCE = 50_000
"""Pages of which what spoke of their times is held as text."""
_KEPT = (
    *("page", "run", "capture_id", "captured_at", "captured_from", "captured_to", "url_key", "kind"),
    *("is_wall", "is_complete", "menu_id", "crawl_id"),
)
"""Columns of pages that are needed when their times are known."""
_LOOK = timedelta(days=10)
"""A page of no stated time belongs to a look if its time is known as closely."""


class Dated(NamedTuple):
    """
    Pages of one market.

    Attributes:
        pages: in one group: of `Observed.pages`, those of whose time something is known, in its order:
            ``captured_at`` is the time that is thought to be theirs, ``estimated_from`` and ``estimated_to`` the
            interval that holds it, ``doubt`` the chance that it does not. ``is_apart``: the page is part of no look at
            its market, as it was moved from the time that its source states, or none is stated and the interval is
            longer than ten days. ``is_vague``: so little is known that nothing may rest on the time, which is the
            latest that can be.
        times: rows of the table ``capture_time``, for all pages.
        read: the frames that tell times, by name, as `Observed.framed` gives them, so that nothing is read twice, in
            groups by page.
        listings: statements of listings, as `Observed.frame` gives them, in groups by listing.
        ratings: the rows of ratings, as `Observed.frame` gives them, in groups by vendor and words.
    """

    pages: Rows
    times: pl.DataFrame
    read: dict[str, Rows]
    listings: Rows
    ratings: Rows


def dated_pages(
    observed: Observed,
    public: pl.DataFrame | None = None,
    frames: Frames | None = None,
    rule: Literal["estimated", "stated"] = "estimated",
) -> Dated:
    """
    Estimate the times of a market's pages.

    Args:
        observed: reads its frames.
        public: rates that are known otherwise (`derive.rates.Rates`); None: none are.
        frames: where rows lie of which there are many; None: all are held in memory.
        rule: whether pages count when they are thought to have been made, or when their sources say.
    """
    raw = observed.pages()
    ratings, listings = (_expected(raw, name, frames) for name in ("review", "listing"))
    stated, raw = ratings.beside("stated", raw), raw.select("page", "run", "captured_at")
    read = {name: ratings.like(name) for name in TELLING}
    for name, groups in read.items():
        for block in observed.framed(name, raw):
            groups.add(block, pl.col("page").hash())
    for block in observed.framed("reviews", raw):
        ratings.add(block, pl.struct("vendor", "comment").hash())
    grown = []
    for block in observed.framed("listings", raw):
        grown.append(listing_counters(block))
        listings.add(block, pl.col("listing_id").hash())
    del raw
    asked = stated.some(0, "page", "source", "captured_from", "captured_to", "clock", "clock_step").select(
        "page",
        "source",
        stated_from=_micros("captured_from"),
        stated_to=_micros("captured_to"),
        clock=_micros("clock"),
        clock_step=pl.col("clock_step") * _SECOND,
    )
    shared = ratings.like("shared")
    told = capture_times(asked, inside(observed, stated.some(0, *SPEAKING), read, ratings, shared, grown, public))
    shared.forget()
    del grown
    if rule == "stated":
        told = _as_stated(told, asked)
    del asked
    found = stated.some(0, "page", "capture_id", "source", "captured_from", "captured_to")
    found = found.join(told, on="page", how="left", maintain_order="left")
    del told
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
    del rows, found
    pages = ratings.beside("pages", with_times(stated.some(0, *_KEPT), times).drop("capture_id"))
    stated.forget()
    return Dated(pages, times, read, listings, ratings)


def _expected(pages: pl.DataFrame, kind: str, frames: Frames | None) -> Rows:
    """Room for all rows of a kind of record that pages count."""
    count = 0 if frames is None else int(pages[f"{kind}_count"].sum())
    return Rows.for_rows(count, {} if frames is None else frames, kind)


def with_times(pages: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """
    Put the estimated times in the place of those that readings have, and number the pages in their order.

    Args:
        pages: of `Observed.pages`, or of `Observed.captures`.
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
        .sort("captured_at", "capture_id")
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


def _as_stated(told: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Leave pages that were made at another time where their source puts them: how likely that is wrong is known."""
    is_moved = pl.col("verdict").is_in(["older", "newer"]) & pl.col("stated_from").is_not_null()
    rows = told.join(asked.select("page", "stated_from", "stated_to"), on="page", how="left", maintain_order="left")
    return rows.with_columns(
        low=pl.when(is_moved).then("stated_from").otherwise("low"),
        high=pl.when(is_moved).then("stated_to").otherwise("high"),
        doubt=pl.when(is_moved).then(1 - pl.col("doubt")).otherwise("doubt"),
        verdict=pl.when(is_moved).then(pl.lit("unsure")).otherwise("verdict"),
    ).drop("stated_from", "stated_to")


def _micros(name: str) -> pl.Expr:
    return pl.col(name).dt.epoch("us").alias(name)


def _evidence(found: pl.DataFrame) -> pl.Series:
    """What spoke of each page's time, as JSON: how many pieces of each kind, and how many for what is stated."""
    names = [name for kind in KINDS for name in (kind, f"{kind}_for")]
    parts = found.select(names).iter_slices(_PAGES_AT_ONCE)
    said = (
        pl.Series([json.dumps({name: count for name, count in zip(names, row, strict=True) if count}) for row in rows])
        for rows in (part.iter_rows() for part in parts)
    )
    return pl.concat([pl.Series(dtype=pl.String), *said])

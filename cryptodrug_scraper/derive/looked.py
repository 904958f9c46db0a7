"""The frames of one market, cut into snapshots, with each account under its latest name."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.dated import with_ages
from cryptodrug_scraper.derive.observed import in_page_order
from cryptodrug_scraper.derive.owners import GroupsByPlace, by_owner, with_accounts
from cryptodrug_scraper.measures.accounts.account_names import RATED, account_names, has_words
from cryptodrug_scraper.measures.looks.completeness import completeness
from cryptodrug_scraper.measures.looks.snapshots import snapshots
from cryptodrug_scraper.measures.pieces import united

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.derive.dated import Dated
    from cryptodrug_scraper.derive.observed import Observed
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.rows import Rows

__all__ = ["Looked"]

_SHOWN = ("page", "captured_at", "position", "vendor", "listing_id", "occurred_from", "occurred_to")
"""Columns of rows of ratings that are held of all of them."""
_CUT = ("page", "captured_at", "crawl_id", "url_key", "kind", "is_wall")
"""Columns of pages by which looks at a market are told from each other."""
_GRADED = ("page", "snapshot_id", "url_key", "kind", "is_wall", "is_complete", "menu_id")
"""Those by which looks are graded."""
_PLACED = ("page", "read_page", "captured_at", "snapshot_id")
"""Those that rows of pages have, or are found by."""


class Looked:
    """
    What was observed of one market, as the measures take it.

    Args:
        observed: reads the frames.
        dated: its pages with their times.
        parameters: of the measures.

    Attributes:
        market: its code.
        snapshots: the snapshots of the market, graded; with strays, pages from between two crawls.
        names: `measures.accounts.account_names.account_names`.
        ratings: rows of lists of ratings, in groups by account, with vendors as printed; where a page names none, the
            one that its listing has.
        reviews: of all of these, when and of what they are: ``page, captured_at, position, vendor, listing_id,
            occurred_from, occurred_to``, in groups.
        listings: statements of listings, with accounts, in groups of all that are of some accounts (`by_owner`).
    """

    def __init__(self, observed: Observed, dated: Dated, parameters: Parameters) -> None:
        self._observed, self.market = observed, observed.market
        self._pages, self._place = dated.pages, dated.ratings
        cut, settled = snapshots(self._of_looks(*_CUT), self.market, gap=parameters.snapshots.gap)
        count = self._pages.some(0, "page").height
        self._looks = _at_numbers(settled.select("page", "snapshot_id"), "page", count)["snapshot_id"]
        del settled
        numbers = _Numbers(self._of_looks(*_PLACED))
        for rows in dated.read.values():
            for number, read in enumerate(rows.each()):
                rows.replace(number, numbers.of(read))
        self._vendors, self._totals = dated.read["vendors"], dated.read["totals"]
        stated = self._vendors.ordered("page", "captured_at", "vendor", "pgp_fingerprint")
        sellers, offered = _offered(dated.listings, numbers)
        del numbers
        self.reviews = self._dated_ratings(dated.ratings, sellers)
        vague = self.shown("page", "is_vague").filter("is_vague").select("page")

        def rated(names: pl.Series) -> pl.DataFrame:
            of_names = pl.col("vendor").is_in(names.implode()) & has_words()
            parts = (rows.filter(of_names) for rows in dated.ratings.pieces("page", "ordinal", *RATED))
            return in_page_order(pl.concat(parts)).join(vague, on="page", how="anti", maintain_order="left")

        self.names = account_names(
            stated,
            offered,
            self.reviews.distinct("page", "captured_at", "vendor").join(vague, on="page", how="anti"),
            rated=rated,
            doubts=self.shown("page", "doubt"),
            most_overlap=parameters.accounts.most_overlap,
            least_ratings=parameters.accounts.least_ratings,
        )
        self.ratings = self._by_account(dated.ratings)
        self.listings = by_owner(dated.listings, self.names)
        self.snapshots = completeness(
            cut,
            self._of_looks(*_GRADED),
            self.listings.pieces("page", "listing_id", "seen_on", "vendor", "category_path"),
            self.vendors("page", "vendor", "seen_on", "rating_count"),
            self.reviews.pieces("page", "captured_at", "vendor", "occurred_to"),
            self.counters("page", "vendor", "counter", "window_or_band", "value"),
            self.totals("page", "listed_kind", "total_count", "page_count", "page_number"),
            self.frame("menus"),
            complete=parameters.snapshots.complete,
            usable=parameters.snapshots.usable,
        )

    @property
    def pages(self) -> pl.DataFrame:
        """All that `shown` gives."""
        return self.shown(*self._pages.names, "snapshot_id")

    def shown(self, *names: str) -> pl.DataFrame:
        """
        Some columns of the captures of whose time something is known.

        Args:
            names: of the columns: those of `derive.dated.Dated.pages`, with ``run`` (16 bytes of the reading), and
                beside one of them ``snapshot_id``, which is null for those that are apart: they are no part of the look
                among whose pages they lay. Of these, ratings are taken, and nothing else.
        """
        rows = self._pages.some(0, *(name for name in names if name != "snapshot_id"))
        return rows.with_columns(self._looks).select(names) if "snapshot_id" in names else rows

    def _of_looks(self, *names: str) -> pl.DataFrame:
        """The same of the pages that are of a look at the market."""
        return self.shown(*names, "is_apart").filter(~pl.col("is_apart")).drop("is_apart")

    @property
    def _settled(self) -> pl.DataFrame:
        """Readings, numbers, times and snapshots of these."""
        return self._of_looks("run", "page", "captured_at", "snapshot_id")

    @cached_property
    def looks(self) -> pl.DataFrame:
        """The snapshots that are looks at the market."""
        return self.snapshots.filter(~pl.col("is_stray"))

    def vendors(self, *names: str) -> pl.DataFrame:
        """Some columns of statements of vendors, ``vendor`` among them; all if none is named."""
        return with_accounts(self._vendors.ordered(*names), self.names)

    def counters(self, *names: str) -> pl.DataFrame:
        """Some columns of numbers about vendors; all if none is named."""
        return self._counters.ordered(*names)

    @cached_property
    def _counters(self) -> Rows:
        found = self._place.like("counters")
        for block in self._observed.framed("counters", self._settled):
            found.add(with_accounts(block, self.names), pl.col("page").hash())
        return found

    def totals(self, *names: str) -> pl.DataFrame:
        """Some columns of what lists say of their extent; all if none is named."""
        return self._totals.ordered(*names)

    def frame(self, name: str) -> pl.DataFrame:
        """A frame as the pages of snapshots have it."""
        return self._observed.frame(name, self._settled)

    def parts(self, *names: str) -> list[Rows]:
        """
        Frames of parts of listings, each in the groups of `listings`.

        Args:
            names: of the frames; their rows have ``page`` and ``listing_ordinal``.
        """
        groups = GroupsByPlace(self.listings)
        parts = [self.listings.like(name) for name in names]
        for name, found in zip(names, parts, strict=True):
            for block in self._observed.framed(name, self._settled):
                found.add(block, groups.of(block["page"], block["listing_ordinal"]))
        return parts

    def _dated_ratings(self, ratings: Rows, sellers: pl.DataFrame) -> Rows:
        """
        Number and date the rows of ratings, and name their sellers.

        Args:
            ratings: as they were read.
            sellers: ``listing_id, seller``.

        Returns:
            What all of them need (`reviews`).
        """
        shown = ratings.like("shown")
        numbers = _Numbers(self.shown(*_PLACED))
        times = self.shown("page", "captured_from", "captured_to", "estimated_from", "estimated_to")
        for number, read in enumerate(ratings.each()):
            dated = with_ages(numbers.of(read), times).join(sellers, on="listing_id", how="left", maintain_order="left")
            rows = dated.with_columns(pl.coalesce("vendor", "seller").alias("vendor")).drop("seller")
            shown.replace(number, rows.select(_SHOWN))
            ratings.replace(number, rows)
        return shown

    def _by_account(self, dated: Rows) -> Rows:
        """The rows of ratings in groups by account."""
        ratings = dated.like("account")
        for number, rows in enumerate(dated.each()):
            ratings.add(rows, with_accounts(rows.select("vendor"), self.names)["vendor"].hash())
            dated.drop(number)
        return ratings


class _Numbers:
    """
    Numbers, times and snapshots of pages, by the numbers that they had when they were read.

    Args:
        pages: ``page, read_page, captured_at, snapshot_id``.
    """

    def __init__(self, pages: pl.DataFrame) -> None:
        count = 0 if pages.is_empty() else int(pages["read_page"].max()) + 1  # type: ignore[arg-type]  # a number
        self._carried = _at_numbers(pages, "read_page", count)

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows that were read, those of the pages, as these have them, in their order."""
        known = rows.filter(pl.col("page") < self._carried.height)
        found = known.drop("page", "captured_at").hstack(self._carried[known["page"]])
        return in_page_order(found.drop_nulls("page"))


def _offered(listings: Rows, numbers: _Numbers) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Number the statements of listings, each group in place.

    Returns:
        The vendor whom each listing was stated of last, as ``seller``; and ``page, captured_at, vendor,
        listing_id``: a row of each page and vendor, of no listing, and one of each listing and vendor of those that
        are of several.
    """
    sellers, shared = [], []

    def named() -> Iterator[pl.DataFrame]:
        for number, read in enumerate(listings.each()):
            rows = numbers.of(read)
            listings.replace(number, rows)
            found = rows.drop_nulls("vendor").select("page", "captured_at", "vendor", "listing_id")
            sellers.append(found.unique("listing_id", keep="last").select("listing_id", seller="vendor"))
            of_several = found.filter(pl.col("vendor").n_unique().over("listing_id") > 1)
            shared.append(of_several.unique(["listing_id", "vendor"]))
            yield found.select("page", "captured_at", "vendor")

    offered = united(named())
    return pl.concat(sellers), pl.concat([offered, *shared], how="diagonal")


def _at_numbers(rows: pl.DataFrame, number: str, count: int) -> pl.DataFrame:
    """
    Put rows at the places that they are numbered by; where there is none, all is null.

    Args:
        rows: one of a number at most.
        number: the column with it, which is left out.
        count: how many places there are.
    """
    every = pl.DataFrame({number: pl.int_range(count, dtype=pl.UInt32, eager=True)})
    return every.join(rows, on=number, how="left", maintain_order="left").drop(number)

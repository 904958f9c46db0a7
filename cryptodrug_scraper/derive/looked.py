"""The frames of one market, cut into snapshots, with each account under its latest name."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.dated import with_ages
from cryptodrug_scraper.derive.observed import in_page_order
from cryptodrug_scraper.derive.owners import by_owner, with_accounts
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


_OF_TIMES = (
    *("capture_id", "body", "source", "clock", "clock_step", "rate_table_id", "display_currency"),
    *("listing_count", "vendor_count", "review_count"),
)
"""Columns of pages of which their times alone were told."""


class Looked:
    """
    What was observed of one market, as the measures take it.

    Args:
        observed: reads the frames.
        dated: its pages with their times.
        parameters: of the measures.

    Attributes:
        market: its code.
        pages: the captures of whose time something is known, with ``run`` (16 bytes of the reading) and
            ``snapshot_id``, which is null for those that are apart (`derive.dated.Dated`): they are no part of the look
            among whose pages they lay. Of these, ratings are taken, and nothing else.
        snapshots: the snapshots of the market, graded; with strays, pages from between two crawls.
        names: `measures.accounts.account_names.account_names`.
        ratings: rows of lists of ratings, in groups by account, with vendors as printed; where a page names none, the
            one that its listing has.
        reviews: of all of these, when and of what they are: ``page, captured_at, position, vendor, listing_id,
            occurred_from, occurred_to``, in groups.
        listings: statements of listings, with accounts, in groups of all that are of some accounts (`by_owner`).
    """

    def __init__(self, observed: Observed, dated: Dated, parameters: Parameters) -> None:
        self._observed, self._read = observed, dated.read
        self.market = observed.market
        is_apart, pages = pl.col("is_apart"), dated.pages.drop(_OF_TIMES)
        cut, settled = snapshots(pages.filter(~is_apart), self.market, gap=parameters.snapshots.gap)
        apart = pages.filter(is_apart).with_columns(snapshot_id=pl.lit(None, dtype=pl.String))
        self.pages = pl.concat([settled, apart.select(settled.columns)]).sort("page")
        del pages, settled
        self._place = dated.ratings
        self._vendors, self._totals = (
            dated.ratings.beside(name, self._numbered(name)) for name in ("vendors", "totals")
        )
        stated = self._vendors.some(0, "page", "captured_at", "vendor", "pgp_fingerprint")
        sellers, offered = self._offered(dated.listings)
        self.reviews = self._dated_ratings(dated.ratings, sellers)
        vague = self.pages.filter("is_vague").select("page")

        def rated(names: pl.Series) -> pl.DataFrame:
            of_names = pl.col("vendor").is_in(names.implode()) & has_words()
            parts = (rows.filter(of_names) for rows in dated.ratings.pieces("page", "ordinal", *RATED))
            return in_page_order(pl.concat(parts)).join(vague, on="page", how="anti", maintain_order="left")

        self.names = account_names(
            stated,
            offered,
            self.reviews.distinct("page", "captured_at", "vendor").join(vague, on="page", how="anti"),
            rated=rated,
            doubts=self.pages.select("page", "doubt"),
            most_overlap=parameters.accounts.most_overlap,
            least_ratings=parameters.accounts.least_ratings,
        )
        self.ratings = self._by_account(dated.ratings)
        self.listings = by_owner(dated.listings, self.names)
        self.snapshots = completeness(
            cut,
            self.pages.filter(~is_apart),
            self.listings.pieces("page", "listing_id", "seen_on", "vendor", "category_path"),
            with_accounts(self._vendors.some(0, "page", "vendor", "seen_on", "rating_count"), self.names),
            self.reviews.pieces("page", "captured_at", "vendor", "occurred_to"),
            self._counters.some(0, "page", "vendor", "counter", "window_or_band", "value"),
            self._totals.some(0, "page", "listed_kind", "total_count", "page_count", "page_number"),
            self.frame("menus"),
            complete=parameters.snapshots.complete,
            usable=parameters.snapshots.usable,
        )
        self.pages = self.pages.drop("menu_id", "crawl_id")

    @property
    def _settled(self) -> pl.DataFrame:
        """Numbers, times and snapshots of the pages that are of a look at the market."""
        settled = self.pages.lazy().filter(~pl.col("is_apart"))
        return settled.select("run", "read_page", "page", "captured_at", "snapshot_id").collect()

    @cached_property
    def looks(self) -> pl.DataFrame:
        """The snapshots that are looks at the market."""
        return self.snapshots.filter(~pl.col("is_stray"))

    @property
    def vendors(self) -> pl.DataFrame:
        """Statements of vendors."""
        return with_accounts(self._vendors.some(0), self.names)

    @property
    def counters(self) -> pl.DataFrame:
        """Numbers about vendors."""
        return self._counters.some(0)

    @cached_property
    def _counters(self) -> Rows:
        return self._place.beside("counters", with_accounts(self.frame("counters"), self.names))

    @property
    def totals(self) -> pl.DataFrame:
        """What lists say of their extent."""
        return self._totals.some(0)

    def frame(self, name: str) -> pl.DataFrame:
        """A frame as the pages of snapshots have it."""
        return self._observed.frame(name, self._settled)

    def parts(self, name: str) -> Rows:
        """
        A frame of parts of listings, in the groups of `listings`.

        Args:
            name: of the frame; its rows have ``page`` and ``listing_ordinal``.
        """
        places = pl.concat(
            self.listings.some(number, "page", "ordinal").with_columns(group=pl.lit(number, pl.UInt32))
            for number in range(self.listings.groups)
        ).rename({"ordinal": "listing_ordinal"})
        found = self.listings.like(name)
        for block in self._observed.framed(name, self._settled):
            rows = block.join(places, on=["page", "listing_ordinal"], how="left")
            found.add(rows.drop("group"), rows["group"].fill_null(0))
        return found

    def _offered(self, listings: Rows) -> tuple[pl.DataFrame, pl.DataFrame]:
        """
        Number the statements of listings, each group in place.

        Returns:
            The vendor whom each listing was stated of last, as ``seller``; and ``page, captured_at, vendor,
            listing_id``: a row at least of each page and vendor, and all of listings of several vendors.
        """
        sellers = []

        def named() -> Iterator[pl.DataFrame]:
            for number, read in enumerate(listings.each()):
                rows = _renumbered(read, self._settled)
                listings.replace(number, rows)
                found = rows.drop_nulls("vendor").select("page", "captured_at", "vendor", "listing_id")
                sellers.append(found.unique("listing_id", keep="last").select("listing_id", seller="vendor"))
                is_shared = pl.col("vendor").n_unique().over("listing_id") > 1
                yield pl.concat([found.unique(["page", "vendor"]), found.filter(is_shared)])

        offered = united(named())
        return pl.concat(sellers), offered

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
        for number, read in enumerate(ratings.each()):
            dated = with_ages(_renumbered(read, self.pages), self.pages).join(
                sellers, on="listing_id", how="left", maintain_order="left"
            )
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

    def _numbered(self, name: str) -> pl.DataFrame:
        """A frame that was read, as pages of snapshots have it."""
        return _renumbered(self._read.pop(name), self._settled)


def _renumbered(rows: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """Rows that were read, as pages have them: the numbers of these are others now."""
    carried = pages.select("read_page", "page", "captured_at", "snapshot_id")
    read = rows.drop("captured_at").rename({"page": "read_page"})
    return in_page_order(read.join(carried, on="read_page").drop("read_page"))

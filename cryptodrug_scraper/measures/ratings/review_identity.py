"""
One row for each rating that was left, whatever number of pages, snapshots and kinds of page showed it (methods E3).

Steps (`review_steps`): rows into views (`review_views`), equal rows of successive views aligned (`review_align`),
amounts tested and used only where they never move (`review_amounts`), equal rows whose dates contradict each other
joined where their words are distinctive (`same_rating`), ratings of vendor pages matched with those of listing pages
(`review_listing`), and reviews linked before and after an edit, on pages of one kind (`review_edits`) and of two
(`edits_across`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.ratings.edits_across import Shares
from cryptodrug_scraper.measures.ratings.review_amounts import amounts_are_stable, stable_currencies
from cryptodrug_scraper.measures.ratings.review_groups import HeldGroups
from cryptodrug_scraper.measures.ratings.review_steps import ALIGNED, COUNTED, DESCRIBED, JOINED, SAME, VIEWED, Bounds
from cryptodrug_scraper.measures.ratings.review_views import kinds_by_sign
from cryptodrug_scraper.measures.ratings.same_rating import rarity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cryptodrug_scraper.measures.ratings.review_groups import Groups

__all__ = ["ToldApart", "told_apart"]

_TOTALS = ("page", "listed_kind", "total_count", "page_number", "hidden_count")
_PRICES = ("listing_id", "captured_at", "price", "price_currency")


class ToldApart(NamedTuple):
    """
    The distinct reviews of a market, as of each group.

    Attributes:
        parts: of each group the reviews, while the groups are there: `DISTINCT_REVIEW`.
        pairs: amounts that two snapshots print with one review (`review_amounts.amount_pairs`).
        edits_left_out: pairs that were not tried as one review before and after an edit (`review_edits.Edits`).
        listings_left_out: reviews of which more than `review_listing.MOST_LISTINGS` listings fit.
    """

    parts: Iterator[pl.DataFrame]
    pairs: pl.DataFrame
    edits_left_out: int = 0
    listings_left_out: int = 0


def told_apart(
    market: str,
    ratings: Sequence[Callable[[], pl.DataFrame]],
    pages: pl.DataFrame,
    names: pl.DataFrame,
    *,
    totals: pl.DataFrame,
    prices: pl.DataFrame,
    bounds: Bounds | None = None,
    groups: Groups | None = None,
) -> ToldApart:
    """
    Tell the distinct reviews of one market, of which the rows of one group of accounts are held at a time.

    What a market's ratings have in common (whether its amounts move, how rare words are, how often ratings are edited)
    is counted group by group and added up, between steps; so it does not matter which accounts are of one group.

    Args:
        market: code of the market.
        ratings: each gives rows as they were read, all of its accounts and of no other group's; one at least.
        pages: ``page, snapshot_id, kind, url_key, doubt`` of at least their pages; ``is_vague`` of pages whose time is
            not known, by which no rating can have vanished.
        names: ``vendor, account`` of renamed vendors (`account_names.account_names`).
        totals: what pages say of their lists; of a page without, no page number is known and less is known to have
            vanished.
        prices: ``listing_id, captured_at, price, price_currency``, to decide between listings that a rating may be of.
        bounds: within which ratings are compared.
        groups: as many as there are of ratings, without frames; None: they are held in memory. At the end there is the
            frame ``sightings`` of each (`review_described.sightings`).

    Returns:
        The reviews of each group. ``vendor`` is the account. Stars and text are those last
        seen; the amount is that of the sighting that prints it finest, and of these the first. ``occurred_from`` and
        ``occurred_to`` are what all sightings leave, before an edit that made the rating young, and without listing
        pages that may show another rating. ``listing_id`` is null where no listing is known (``listing_source``
        ``unknown``), with candidates in ``listing_ids`` where several fit. ``sighting_count`` counts rows of pages.
        ``vanished`` is said only where the next view of the list must have shown the rating.
    """
    within = bounds or Bounds()
    there = HeldGroups(len(ratings)) if groups is None else groups
    numbers = range(len(there))
    by_sign, places = _put(there, ratings, pages, names, totals, prices)
    there.work(VIEWED, tuple(by_sign), within)
    there.drop("reviews", "names", "totals")
    pairs = pl.concat([there.of(number, "pairs") for number in numbers])
    pairs = pairs.sort("captured_at", "captured_before", "vendor", "amount_currency", "amount_before")
    stable = tuple(sorted(stable_currencies(amounts_are_stable(pairs, market))))
    if stable:
        there.work(ALIGNED, stable)
    there.work(COUNTED)
    rarity = rarity_of(pl.concat([there.of(number, "counts") for number in numbers]))
    for number in numbers:
        words = there.of(number, "counts").select("comment").sort("comment")
        there.put(number, "lists", words.join(rarity.lists, on="comment", maintain_order="left"))
        there.put(number, "twins", rarity.twins.sort("rare"))
    there.work(SAME)
    there.work(JOINED, stable, within)
    counted = pl.concat([there.of(number, "shares") for number in numbers]).sum()
    left_out, shares = int(counted["left_out"][0]), Shares(*(int(counted[name][0]) for name in Shares._fields))
    there.work(DESCRIBED, market, shares, stable, within)
    beyond = pl.concat([there.of(number, "beyond") for number in numbers]).sum()
    found = (_as_numbered(there.of(number, "found"), places[number]) for number in numbers)
    return ToldApart(found, pairs, left_out + int(beyond["left_out"][0]), int(beyond["crowded"][0]))


def _put(
    groups: Groups,
    ratings: Sequence[Callable[[], pl.DataFrame]],
    pages: pl.DataFrame,
    names: pl.DataFrame,
    totals: pl.DataFrame,
    prices: pl.DataFrame,
) -> tuple[list[str], list[pl.Series]]:
    """
    Give each group what concerns it of the market, with pages of its own numbers.

    Returns:
        `kinds_by_sign` of the market, and for each group its pages.
    """
    shown, places = [], []
    asking = prices.select(_PRICES).sort(_PRICES)
    numbered = asking.select("listing_id").with_row_index("place")  # else each group would search all prices
    spans = numbered.group_by("listing_id").agg(first=pl.col("place").first(), end=pl.col("place").last() + 1)
    about = ["page", "snapshot_id", "kind", "url_key", *(name for name in ("is_vague",) if name in pages.columns)]
    lists = totals.filter(pl.col("listed_kind") == "review").select(_TOTALS)
    found = {"pages": pages.select(about), "doubts": pages.select("page", "doubt"), "totals": lists}
    ordered = {name: frame.sort("page", maintain_order=True) for name, frame in found.items()}
    for number, given in enumerate(ratings):
        rows = given()
        own = rows["page"].unique().sort()
        groups.put(number, "reviews", _of_pages(rows.sort("page", maintain_order=True), own))
        for name, frame in ordered.items():
            groups.put(number, name, _of_pages(frame, own))
        groups.put(number, "names", names.filter(pl.col("vendor").is_in(rows["vendor"].unique().implode())))
        asked = spans.join(rows.select("listing_id").unique(), on="listing_id", how="semi").sort("first")
        groups.put(number, "prices", asking[asked.select(pl.int_ranges("first", "end").explode()).to_series()])
        shown.append(rows.select("page", "sign").unique())
        places.append(own)
    return kinds_by_sign(shown, pages), places


def _of_pages(frame: pl.DataFrame, own: pl.Series) -> pl.DataFrame:
    """The rows of some pages, in the order of a frame that is sorted by page, numbered by their place among these."""
    begins, ends = (frame["page"].search_sorted(own, side) for side in ("left", "right"))
    spans = pl.DataFrame({"begin": begins, "end": ends}).with_row_index("page").filter(pl.col("begin") < pl.col("end"))
    rows = spans.select("page", row=pl.int_ranges("begin", "end")).explode("row")
    return frame[rows["row"]].with_columns(rows["page"])


def _as_numbered(found: pl.DataFrame, own: pl.Series) -> pl.DataFrame:
    """Reviews of a group with the pages' numbers in the market, by which they are named."""
    rows = found.with_columns(own.gather(found[name]).alias(name) for name in ("first_page", "last_page"))
    return rows.with_columns(review_id=pl.format("{}-{}", "first_page", "first_ordinal"))

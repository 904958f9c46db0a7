"""
Where each listing is sent to and where it is not, over time (methods E10).

A field names places; a field or a free text excludes some. What excludes wins over what includes, whichever is wider. A
card shows no description: what a listing's own page excluded in its text stands until the page is read again. A listing
without a destination is ``unstated``, not domestic.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.places.regions import WORLD, regions_of

if TYPE_CHECKING:
    from datetime import date

__all__ = ["listing_destinations", "ships_to"]

_LISTING = ("vendor", "listing_id")
_PLACE = ("code", "is_included", "why", "words")
_NOBODY = {"code": pl.Utf8, "is_included": pl.Boolean, "why": pl.Utf8, "words": pl.Utf8}


def listing_destinations(
    listing_state: pl.DataFrame,
    listings: pl.DataFrame,
    exclusions: pl.DataFrame,
    snapshots: pl.DataFrame,
    *,
    market: str,
) -> pl.DataFrame:
    """
    Destinations that listings include and exclude, by spells in which they do not change.

    Args:
        listing_state: ``snapshot_id``, ``listing_id``, ``vendor`` (the account) of live listings.
        listings: statements of listings, with ``snapshot_id``.
        exclusions: places that they exclude, with ``source`` (``field`` or ``text``) and ``span``.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.
        market: code of the market.

    Returns:
        One row for each spell and place: ``market``, ``vendor``, ``listing_id``, ``first_at`` and ``last_at`` (bounds
        of the snapshots of the spell), ``until_at`` (when the next spell begins, or ``last_at``), ``code`` (a
        country, a region or ``WORLD``; null, once, where the spell names no place), ``is_included``, ``why``
        (``field`` or ``text``), ``words`` (of the text). A field that nothing showed in a snapshot is that of the
        last one before, else of the first one after; so are texts, which only a listing's own page shows.
    """
    by = ["listing_id", "snapshot_id"]
    moments = listing_state.select("snapshot_id", *_LISTING)
    spells = (
        moments.join(snapshots.select("snapshot_id", "first_at", "last_at"), on="snapshot_id")
        .join(_shown(listings), on=by, how="left")
        .sort(*_LISTING, "first_at", "snapshot_id")
        .with_columns(
            pl.col(name).forward_fill().backward_fill().over(_LISTING)
            for name in ("field_page", "field_ordinal", "text_snapshot")
        )
        .join(_fields(listings, exclusions), on=["field_page", "field_ordinal"], how="left")
        .join(_texts(listings, exclusions), on=["listing_id", "text_snapshot"], how="left")
        .sort(*_LISTING, "first_at", "snapshot_id")
        .with_columns(pl.concat_str("field_key", "text_key", separator=";", ignore_nulls=True).alias("key"))
        .with_columns((pl.col("key") != pl.col("key").shift(1).over(_LISTING)).fill_null(value=True).alias("is_new"))
        .with_columns(pl.col("is_new").cum_sum().over(_LISTING).alias("spell"))
        .group_by(*_LISTING, "spell")
        .agg(
            pl.col("first_at").min(),
            pl.col("last_at").max(),
            pl.col("field_places").last(),
            pl.col("text_places").last(),
        )
        .sort(*_LISTING, "spell")
        .with_columns(pl.coalesce(pl.col("first_at").shift(-1).over(_LISTING), "last_at").alias("until_at"))
    )
    times = ("first_at", "last_at", "until_at")
    places = pl.concat(
        spells.filter(pl.col(name).list.len() > 0)
        .select(*_LISTING, *times, pl.col(name).alias("place"))
        .explode("place")
        .unnest("place")
        for name in ("field_places", "text_places")
    )
    silent = spells.join(places, on=[*_LISTING, "first_at"], how="anti").select(*_LISTING, *times)
    return (
        pl.concat([places, silent.with_columns(pl.lit(None, kind).alias(name) for name, kind in _NOBODY.items())])
        .select(pl.lit(market).alias("market"), *_LISTING, *times, *_PLACE)
        .sort(*_LISTING, "first_at", "code", "is_included", "why")
    )


def _shown(listings: pl.DataFrame) -> pl.DataFrame:
    """
    The newest statement of each listing and snapshot that shows its field, and the snapshot if its texts were shown.

    A listing may have several pages, and only the one with its description shows all: there a field without a place
    counts. Elsewhere it may just be left out.
    """
    whole = (pl.col("seen_on") == "page") & pl.col("description_sha256").is_not_null()
    names = pl.col("destination_codes").is_not_null() | (pl.col("destination_excluded").list.len() > 0)
    own = (pl.col("seen_on") == "page") & names
    return (
        listings.sort("captured_at", "page", "ordinal", descending=[False, False, True])
        .group_by("listing_id", "snapshot_id", maintain_order=True)
        .agg(
            *(
                pl.coalesce(pl.col(c).filter(rule).last() for rule in (whole, own, names)).alias(f"field_{c}")
                for c in ("page", "ordinal")
            ),
            pl.col("snapshot_id").filter(whole).last().alias("text_snapshot"),
        )
    )


def _fields(listings: pl.DataFrame, exclusions: pl.DataFrame) -> pl.DataFrame:
    """Places that the field of each statement includes and excludes."""
    included = (
        listings.select("page", "ordinal", pl.col("destination_codes").alias("code"))
        .explode("code", empty_as_null=True)
        .drop_nulls()
        .with_columns(pl.lit(value=True).alias("is_included"), pl.lit("field").alias("why"), _no_words())
    )
    excluded = exclusions.filter(pl.col("source") == "field").select(
        "page",
        pl.col("listing_ordinal").alias("ordinal"),
        "code",
        pl.lit(value=False).alias("is_included"),
        pl.lit("field").alias("why"),
        _no_words(),
    )
    return _grouped(pl.concat([included, excluded]), ("page", "ordinal"), "field").rename(
        {"page": "field_page", "ordinal": "field_ordinal"}
    )


def _no_words() -> pl.Expr:
    return pl.lit(None, pl.Utf8).alias("words")


def _texts(listings: pl.DataFrame, exclusions: pl.DataFrame) -> pl.DataFrame:
    """Places that the texts on all pages of a listing in one snapshot exclude; of several wordings the newest."""
    pages = listings.filter(pl.col("seen_on") == "page").select("page", "ordinal", "listing_id", "snapshot_id")
    found = exclusions.filter(pl.col("source") == "text").join(
        pages, left_on=["page", "listing_ordinal"], right_on=["page", "ordinal"]
    )
    rows = found.sort("page", "listing_ordinal", "ordinal", descending=[True, False, False]).select(
        "listing_id",
        pl.col("snapshot_id").alias("text_snapshot"),
        "code",
        pl.lit(value=False).alias("is_included"),
        pl.lit("text").alias("why"),
        pl.col("span").alias("words"),
    )
    return _grouped(rows, ("listing_id", "text_snapshot"), "text")


def _grouped(rows: pl.DataFrame, by: tuple[str, str], name: str) -> pl.DataFrame:
    """Places as lists, and a text that is the same where the places are."""
    sign = pl.when("is_included").then(pl.lit("+")).otherwise(pl.lit("-"))
    return (
        rows.unique([*by, "code", "is_included"], keep="first", maintain_order=True)
        .sort(*by, "code", "is_included")
        .group_by(by, maintain_order=True)
        .agg(pl.struct(_PLACE).alias(f"{name}_places"), (sign + pl.col("code")).str.join(",").alias(f"{name}_key"))
    )


def ships_to(destinations: pl.DataFrame, country: str, day: date) -> pl.DataFrame:
    """
    Tell whether each listing live on a day is sent to a country.

    Args:
        destinations: what `listing_destinations` gives.
        country: ISO 3166-1 alpha-2.
        day: the day, in UTC; regions are those of that day.

    Returns:
        ``market``, ``vendor``, ``listing_id``; ``ships``: ``no`` where the country, or a region that holds it, is
        excluded, or where others are included and it is not; ``yes`` where it is included; else ``unstated``.
        ``why``: ``field`` or ``text``; ``words``: those of the text, or the places of the field that decide (``not
        NL`` where it excludes). ``is_excluded``: whether it is no by a place that is excluded. "Worldwide" is no more
        excluded than it says: an excluded ``WORLD`` leaves the countries that are included.
    """
    start = datetime.combine(day, time(), UTC)
    regions = sorted(regions_of(country, day))
    covers = (pl.col("code") == country) | pl.col("code").is_in(regions)
    live = destinations.filter(pl.col("first_at") < start + timedelta(days=1), pl.col("until_at") >= start)
    latest = pl.col("first_at") == pl.col("first_at").max().over("market", *_LISTING)
    named = pl.col("code").is_not_null()
    said = pl.col("is_included").fill_null(value=False)
    barred = covers & named & ~said & (pl.col("code") != WORLD)
    included = covers & said
    order = ["market", *_LISTING, pl.col("code") != country, "code", "why"]
    asked = live.filter(latest).sort(order).group_by("market", *_LISTING, maintain_order=True)
    words = pl.coalesce("words", pl.lit("not ") + pl.col("code"))
    # A region such as the world may be taken back as a whole: then what is left are the countries named.
    taken_back = (named & ~said & (pl.col("code") == WORLD)).any()
    found = asked.agg(
        barred.any().alias("is_excluded"),
        (included & ((pl.col("code") != WORLD) | ~taken_back)).any().alias("is_included"),
        (named & said).any().alias("names_any"),
        pl.col("why").filter(barred).first().alias("barred_why"),
        words.filter(barred).first().alias("barred_words"),
        pl.col("code").filter(included).first().alias("included_words"),
        pl.col("code").filter(named & said).sort().str.join(", ").alias("all_words"),
    )
    excluded, yes, some = pl.col("is_excluded"), pl.col("is_included"), pl.col("names_any")
    return found.select(
        "market",
        *_LISTING,
        pl.when(excluded)
        .then(pl.lit("no"))
        .when(yes)
        .then(pl.lit("yes"))
        .when(some)
        .then(pl.lit("no"))
        .otherwise(pl.lit("unstated"))
        .alias("ships"),
        pl.when(excluded).then("barred_why").when(some).then(pl.lit("field")).alias("why"),
        pl.when(excluded)
        .then("barred_words")
        .when(yes)
        .then("included_words")
        .when(some)
        .then("all_words")
        .alias("words"),
        "is_excluded",
    ).sort("market", *_LISTING)

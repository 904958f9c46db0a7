"""
Where each listing is sent to and where it is not, over time (methods E10).

A field names places; a field or a free text excludes some. A card shows no description: what a listing's own page
excluded in its text stands until the page is read again. Whether a listing is sent to a country on a day is told by the
SQL of ``research.destination``: there what excludes wins over what includes, whichever is wider, and a listing without
a destination is ``unstated``, not domestic.
"""

from __future__ import annotations

import polars as pl

__all__ = ["DESTINATION", "DESTINATION_ORDER", "listing_destinations"]

_LISTING = ("vendor", "listing_id")
_PLACE = ("code", "is_included", "why", "words")
DESTINATION = ("market", *_LISTING, "first_at", "last_at", "until_at", *_PLACE)
"""Columns of `listing_destinations`."""
DESTINATION_ORDER = (*_LISTING, "first_at", "code", "is_included", "why")
"""Those by which its rows are sorted, no two of which are equal in all of them."""
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
        .with_columns(pl.lit(market).alias("market"))
        .select(DESTINATION)
        .sort(DESTINATION_ORDER)
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

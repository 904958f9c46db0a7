"""
What is known of each listing in each snapshot: the best of what the market said there, or the nearest.

A listing's own page says more than a card, and of two pages the newer one counts. What a snapshot leaves out is taken
from the nearest statement of the same listing: some markets' cards carry no origin (methods, pitfall 12). Where no
words name a substance, the class may tell it (`goods`).
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.looks.goods import told_substance

__all__ = ["listing_state"]

_GROUPS: dict[str, tuple[str, ...]] = {
    "origin_codes": ("origin_codes",),
    "destination_codes": ("destination_codes", "destination_excluded"),
    "vendor": ("vendor",),
    "product_class": ("product_class",),
    "drug_class": ("drug_class", "substance"),
    "quantity_unit": ("quantity_grams", "quantity_units", "quantity_unit"),
    "price": ("price", "price_currency"),
}
"""Columns that one statement must give together, by the one that says whether it gives them."""


def listing_state(listings: pl.DataFrame, presence: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Return the state of each listing in each snapshot in which it was there.

    A price is the one stated in that snapshot; where the listing was not seen (``between``), it is the nearest one. All
    else that a snapshot leaves out comes from the nearest statement in time, of two as near from the earlier one.

    Args:
        listings: statements of one market, with ``snapshot_id``.
        presence: of `cryptodrug_scraper.measures.looks.presence.presence` for listings: ``snapshot_id, id, presence``.
        snapshots: ``snapshot_id, first_at``.

    Returns:
        ``snapshot_id, listing_id, vendor, presence, stated_page, origin_codes`` (null: never stated), ``origin_source``
        (``stated`` in this snapshot, ``carried``, null), ``seen_at`` (when a page of this snapshot stated its origin,
        or showed it at all; null where none did), ``drug_class, substance, product_class, price, price_currency,
        quantity_grams, quantity_units, quantity_unit, destination_codes, destination_excluded``. ``stated_page`` is the
        page of the best statement in the snapshot, or of the nearest one's. Sorted by listing and time.
    """
    stated = listings.drop_nulls(["listing_id", "snapshot_id"]).sort(
        "listing_id",
        pl.col("seen_on") != "page",
        "captured_at",
        "page",
        "ordinal",
        descending=[False, False, True, True, False],
    )
    stated = stated.with_row_index("row").cast({"row": pl.Int64})
    best = stated.group_by("listing_id", "snapshot_id").agg(
        pl.col("captured_at").first(),
        pl.col("row").first().alias("_best"),
        *(pl.col("row").filter(_given(lead)).first().alias(lead) for lead in _GROUPS),
    )
    rows = (
        presence.select("snapshot_id", pl.col("id").alias("listing_id"), "presence")
        .join(best, on=["listing_id", "snapshot_id"], how="left")
        .join(snapshots.select("snapshot_id", "first_at"), on="snapshot_id", how="left")
        .with_columns(pl.coalesce("captured_at", "first_at").alias("at"))
        .sort("listing_id", "at", "snapshot_id")
        .with_columns(pl.col("origin_codes").is_not_null().alias("_stated"))
    )
    said_at = stated.get_column("captured_at").gather(rows.get_column("origin_codes"))
    rows = rows.with_columns(pl.coalesce(said_at, "captured_at").alias("seen_at"))
    rows = rows.with_columns(
        _nearest("_best"),
        *(_nearest(lead) for lead in _GROUPS if lead != "price"),
        pl.when(pl.col("presence") == "between").then(_nearest("price")).otherwise("price").alias("price"),
    )
    values = {
        name: stated.get_column(name).gather(rows.get_column(lead)) for lead, names in _GROUPS.items() for name in names
    }
    source = (
        pl.when("_stated").then(pl.lit("stated")).when(pl.col("origin_codes").is_not_null()).then(pl.lit("carried"))
    )
    return (
        rows.select(
            "snapshot_id",
            "listing_id",
            "presence",
            source.alias("origin_source"),
            "seen_at",
            pl.col("_best").alias("_row"),
        )
        .with_columns(**values, stated_page=stated.get_column("page").gather(rows.get_column("_best")))
        .select(
            "snapshot_id",
            "listing_id",
            "vendor",
            "presence",
            "stated_page",
            "origin_codes",
            "origin_source",
            "seen_at",
            "drug_class",
            told_substance(),
            "product_class",
            "price",
            "price_currency",
            "quantity_grams",
            "quantity_units",
            "quantity_unit",
            "destination_codes",
            "destination_excluded",
        )
    )


def _given(lead: str) -> pl.Expr:
    if lead == "quantity_unit":
        return pl.any_horizontal(pl.col(*_GROUPS[lead]).is_not_null())
    return pl.col(lead).is_not_null()


def _nearest(row: str) -> pl.Expr:
    """Fill a row number from the nearest row of the listing that has one; the earlier one where two are as near."""
    known = pl.when(pl.col(row).is_not_null()).then("at")
    back, onward = known.forward_fill(), known.backward_fill()
    earlier, later = pl.col(row).forward_fill(), pl.col(row).backward_fill()
    closer = onward.is_null() | ((pl.col("at") - back) <= (onward - pl.col("at")))
    return pl.when(back.is_not_null() & closer).then(earlier).otherwise(later).over("listing_id").alias(row)

"""Derive listings and vendors at each snapshot: who was there, how many there were, where they send from and to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.reasons import in_english
from cryptodrug_scraper.measures.looks.listing_state import listing_state
from cryptodrug_scraper.measures.looks.populations import population
from cryptodrug_scraper.measures.looks.presence import listing_sightings, presence, vendor_sightings
from cryptodrug_scraper.measures.looks.thin import thin_population
from cryptodrug_scraper.measures.places.definitions import listing_months, origin_rows
from cryptodrug_scraper.measures.places.destinations import listing_destinations
from cryptodrug_scraper.measures.places.origin_moves import origin_moves
from cryptodrug_scraper.measures.places.origins import origin_history, vendor_origins

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.looked import Looked
    from cryptodrug_scraper.derive.parameters import Parameters

__all__ = ["Listings", "derive_listings"]


@dataclass(frozen=True, slots=True)
class Listings:
    """
    Listings of one market.

    Attributes:
        state: `measures.looks.listing_state.listing_state`.
        rows: `measures.places.definitions.origin_rows`.
        thin: `measures.looks.thin.thin_population` of ``listings`` and ``vendors``.
        tables: the rows of the derived tables.
    """

    state: pl.DataFrame
    rows: pl.DataFrame
    thin: dict[str, pl.DataFrame]
    tables: dict[str, pl.DataFrame]


def derive_listings(looked: Looked, parameters: Parameters) -> Listings:
    """
    Derive what depends on listings and vendors alone.

    Args:
        looked: the frames of one market.
        parameters: of the measures.
    """
    market, snapshots = looked.market, looked.snapshots
    seen = listing_sightings(looked.listings)
    there = presence(seen, snapshots)
    state = listing_state(looked.listings, there, snapshots)
    vendors_seen = vendor_sightings(looked.vendors, looked.listings)
    owned = state.drop_nulls("vendor")
    origins = vendor_origins(owned, snapshots)
    rows = origin_rows(owned, snapshots)
    sellers = state.filter(pl.col("presence") == "seen").select("snapshot_id", pl.col("vendor").alias("id"))
    looks, fewest = looked.looks, parameters.populations.fewest_recaptures
    counted = {"listing": seen, "vendor": sellers.drop_nulls() if seen.height else vendors_seen}
    thin = {of: thin_population(sightings, looks, fewest=fewest) for of, sightings in counted.items()}
    populations = [
        population(sightings, looks, of, fewest=fewest, closed=parameters.populations.closed, thin=thin[of])
        for of, sightings in counted.items()
    ]
    tables = {
        "population": in_english(pl.concat(populations), "warning"),
        "listing_state": state.drop("seen_at").join(
            there.rename({"id": "listing_id"}).drop("presence"), on=["snapshot_id", "listing_id"]
        ),
        "vendor_state": _vendor_state(looked, presence(vendors_seen, snapshots), origins),
        "origin_spell": origin_history(origins, snapshots, market=market),
        "origin_move": origin_moves(owned, snapshots, market=market).with_columns(
            pl.int_range(1, pl.len() + 1).over("vendor", "moved_to").alias("number")
        ),
        "listing_month": listing_months(rows),
        "listing_destination": listing_destinations(
            state, looked.listings, looked.frame("exclusions"), snapshots, market=market
        ),
    }
    return Listings(state, rows, {f"{of}s": found for of, found in thin.items()}, tables)


def _vendor_state(looked: Looked, there: pl.DataFrame, origins: pl.DataFrame) -> pl.DataFrame:
    joined = looked.vendors.group_by("vendor").agg(pl.col("member_since").min())
    return (
        there.rename({"id": "vendor"})
        .join(
            origins.select("snapshot_id", "vendor", "origin_codes", "listing_count"),
            on=["snapshot_id", "vendor"],
            how="left",
        )
        .join(joined, on="vendor", how="left")
        .with_columns(pl.col("listing_count").fill_null(0))
    )

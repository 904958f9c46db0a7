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
from cryptodrug_scraper.measures.places.destinations import DESTINATION, DESTINATION_ORDER, listing_destinations
from cryptodrug_scraper.measures.places.origin_moves import origin_moves
from cryptodrug_scraper.measures.places.origins import origin_history, vendor_origins

if TYPE_CHECKING:
    from collections.abc import Generator

    from cryptodrug_scraper.derive.decided import Decided
    from cryptodrug_scraper.derive.identifiers import Identifiers
    from cryptodrug_scraper.derive.looked import Looked
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.rows import Rows

__all__ = ["Listings", "derive_listings"]


_OF_MONTHS = (
    *("snapshot_id", "first_at", "is_partial", "month", "vendor", "listing_id", "codes"),
    *("drug_class", "product_class"),
)
"""Columns of `origin_rows` that months need."""


@dataclass(frozen=True, slots=True)
class Listings:
    """
    Listings of one market.

    Attributes:
        state: ``snapshot_id, listing_id, vendor, presence`` of `measures.looks.listing_state.listing_state`, in the
            groups of `Looked.listings`.
        rows: `measures.places.definitions.origin_rows`, in the same.
        undecided: the same as ``rows`` of accounts whose country is decided, without decisions; None: there are none.
        thin: `measures.looks.thin.thin_population` of ``listings`` and ``vendors``.
    """

    state: Rows
    rows: Rows
    undecided: pl.DataFrame | None
    thin: dict[str, pl.DataFrame]


def derive_listings(
    looked: Looked, parameters: Parameters, identifiers: Identifiers, decided: Decided
) -> Generator[tuple[str, pl.DataFrame], None, Listings]:
    """
    Derive what depends on listings and vendors alone, of the listings of one group of accounts at a time.

    Args:
        looked: the frames of one market.
        parameters: of the measures.
        identifiers: of what its pages state.
        decided: what people decided of them.

    Yields:
        The name of a table and rows of it, of some tables several times.

    Returns:
        What trade needs of it.
    """
    market, snapshots = looked.market, looked.snapshots
    states, rows, sent = (looked.listings.like(name) for name in ("state", "origin", "sent"))
    (exclusions,) = looked.parts("exclusions")
    sightings, origins, undecided = [], [], []
    for number, listings in enumerate(looked.listings.each()):
        seen = listing_sightings(listings)
        there = presence(seen, snapshots)
        stated = listing_state(listings, there, snapshots)
        state = decided.states(stated)
        owned = state.drop_nulls("vendor")
        sightings.append(seen)
        origins.append(vendor_origins(owned, snapshots))
        states.replace(number, state.select("snapshot_id", "listing_id", "vendor", "presence"))
        rows.replace(number, origin_rows(owned, snapshots))
        if decided.accounts:
            undecided.append(origin_rows(stated.filter(pl.col("vendor").is_in(decided.accounts)), snapshots))
        own = exclusions.of(number)
        sent.replace(number, listing_destinations(state, listings, own, snapshots, market=market))
        number_of_move = pl.int_range(1, pl.len() + 1).over("vendor", "moved_to")
        yield "origin_move", origin_moves(owned, snapshots, market=market).with_columns(number=number_of_move)
        beside = there.rename({"id": "listing_id"}).drop("presence")
        whole = state.drop("seen_at").join(beside, on=["snapshot_id", "listing_id"])
        yield "listing_state", identifiers.of_states(whole, listings)
    exclusions.forget()
    ends = rows.distinct("month", "first_at", "is_partial")
    for number in range(rows.groups):
        yield "listing_month", listing_months(rows.some(number, *_OF_MONTHS), ends)
    # numbered in the order of all
    yield "listing_destination", sent.columns(*DESTINATION).sort(*DESTINATION_ORDER).with_row_index("number", offset=1)
    sent.forget()
    where = pl.concat(origins)
    yield "origin_spell", origin_history(where, snapshots, market=market)
    vendors_seen = vendor_sightings(
        looked.vendors("snapshot_id", "vendor"), looked.listings.distinct("snapshot_id", "vendor")
    )
    yield "vendor_state", _vendor_state(looked, presence(vendors_seen, snapshots), where)
    thin = yield from _populations(looked, parameters, pl.concat(sightings), states, vendors_seen)
    return Listings(states, rows, pl.concat(undecided) if undecided else None, thin)


def _populations(
    looked: Looked, parameters: Parameters, seen: pl.DataFrame, states: Rows, vendors_seen: pl.DataFrame
) -> Generator[tuple[str, pl.DataFrame], None, dict[str, pl.DataFrame]]:
    looks, fewest = looked.looks, parameters.populations.fewest_recaptures
    sellers = states.distinct("snapshot_id", "vendor", "presence").filter(pl.col("presence") == "seen")
    sellers = sellers.select("snapshot_id", pl.col("vendor").alias("id")).drop_nulls()
    counted = {"listing": seen, "vendor": sellers if seen.height else vendors_seen}
    thin = {of: thin_population(sightings, looks, fewest=fewest) for of, sightings in counted.items()}
    found = [
        population(sightings, looks, of, fewest=fewest, closed=parameters.populations.closed, thin=thin[of])
        for of, sightings in counted.items()
    ]
    yield "population", in_english(pl.concat(found), "warning")
    return {f"{of}s": each for of, each in thin.items()}


def _vendor_state(looked: Looked, there: pl.DataFrame, origins: pl.DataFrame) -> pl.DataFrame:
    joined = looked.vendors("vendor", "member_since").group_by("vendor").agg(pl.col("member_since").min())
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

"""Derive all that one market's pages tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.dated import dated_pages
from cryptodrug_scraper.derive.identifiers import with_identifiers
from cryptodrug_scraper.derive.left_out import LEFT_OUT, left_out
from cryptodrug_scraper.derive.listings import derive_listings
from cryptodrug_scraper.derive.looked import Looked
from cryptodrug_scraper.derive.ratings import frames_on_disk
from cryptodrug_scraper.derive.reasons import in_english
from cryptodrug_scraper.derive.trade import derive_trade

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.observed import Observed
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.rates import Rates
    from cryptodrug_scraper.derive.ratings import Frames
    from cryptodrug_scraper.derive.workplace import Workplace

__all__ = ["of_market"]


def of_market(
    observed: Observed,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
    place: Workplace | None = None,
) -> dict[str, pl.DataFrame]:
    """
    Derive the rows of all tables that concern one market alone, and what bounds left out of them.

    Of a market of no page of which it is known when it was made, nothing can be told but that.

    Args:
        observed: reads its frames.
        rates: exchange rates up to its last capture.
        ratios: what orders are worth in asked prices, of markets that print amounts; None where this one does.
        parameters: of the measures.
        place: where ratings are told apart; None: in memory.
    """
    with frames_on_disk() as frames:
        return _of_market(observed, rates, ratios, parameters, place, frames)


def _of_market(
    observed: Observed,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
    place: Workplace | None,
    frames: Frames,
) -> dict[str, pl.DataFrame]:
    dated = dated_pages(observed, rates.public, frames)
    if dated.pages["is_apart"].all():
        return {"capture_time": dated.times.with_columns(market=pl.lit(observed.market)), LEFT_OUT: left_out()}
    looked = Looked(observed, dated, parameters)
    listings = derive_listings(looked, parameters)
    tables = {
        "snapshot": in_english(looked.snapshots.drop("is_stray"), "reason"),
        "capture_time": looked.times,
        "account_name": looked.names.rename({"vendor": "printed_name", "account": "vendor"}),
        **listings.tables,
        **derive_trade(looked, listings, rates, ratios, parameters, place),
    }
    beyond = tables.pop(LEFT_OUT)
    named = with_identifiers(tables, looked.listings, looked.pages)
    rows = {name: found.with_columns(market=pl.lit(looked.market)) for name, found in named.items()}
    return {**rows, LEFT_OUT: beyond}

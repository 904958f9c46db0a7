"""Derive all that one market's pages tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.corrected import Corrected
from cryptodrug_scraper.derive.dated import dated_pages
from cryptodrug_scraper.derive.decided import Decided
from cryptodrug_scraper.derive.identifiers import Identifiers
from cryptodrug_scraper.derive.left_out import LEFT_OUT, left_out
from cryptodrug_scraper.derive.listings import derive_listings
from cryptodrug_scraper.derive.looked import Looked
from cryptodrug_scraper.derive.outcome import Outcome
from cryptodrug_scraper.derive.reasons import in_english
from cryptodrug_scraper.derive.rows import frames_on_disk
from cryptodrug_scraper.derive.trade import derive_trade

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.derive.observed import Observed
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.rates import Rates
    from cryptodrug_scraper.derive.rows import Frames
    from cryptodrug_scraper.derive.workplace import Workplace

__all__ = ["of_market"]


def of_market(
    observed: Observed,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
    place: Workplace | None = None,
    decisions: Mapping[UUID, Decision] | None = None,
) -> Iterator[tuple[str, pl.DataFrame]]:
    """
    Derive the rows of all tables that concern one market alone, and what bounds left out of them.

    Of a market of no page of which it is known when it was made, nothing can be told but that.

    Args:
        observed: reads its frames.
        rates: exchange rates up to its last capture.
        ratios: what orders are worth in asked prices, of markets that print amounts; None where this one does.
        parameters: of the measures.
        place: where ratings are told apart; None: in memory.
        decisions: those of people that bear on the market, by their identifiers; None: there are none.

    Yields:
        The name of a table and rows of it, as soon as they are known; of some tables several times.
    """
    outcome = Outcome(decisions or {})
    corrected = Corrected(observed, outcome).observed()

    def named(found: tuple[str, pl.DataFrame]) -> tuple[str, pl.DataFrame]:
        name, rows = found
        return name, rows if name == LEFT_OUT else rows.with_columns(market=pl.lit(observed.market))

    with frames_on_disk() as frames:
        # a loop would hold what is written while what comes next is worked out
        yield from map(named, _of_market(corrected, rates, ratios, parameters, place, frames, outcome))
    yield from outcome.frames()


def _of_market(
    observed: Observed,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
    place: Workplace | None,
    frames: Frames,
    outcome: Outcome,
) -> Iterator[tuple[str, pl.DataFrame]]:
    dated = dated_pages(observed, rates.public, frames, parameters.times.rule)
    yield "capture_time", dated.times
    if dated.pages.some(0, "is_apart")["is_apart"].all():
        yield LEFT_OUT, left_out()
        return
    dated = dated._replace(times=dated.times.clear())  # they are written
    looked = Looked(observed, dated, parameters)
    del dated
    yield "snapshot", in_english(looked.snapshots.drop("is_stray"), "reason")
    yield "account_name", looked.names.rename({"vendor": "printed_name", "account": "vendor"})
    identifiers = Identifiers(looked.shown("page", "run", "captured_at"))
    decided = Decided(outcome, looked.names, looked.snapshots)
    listings = yield from derive_listings(looked, parameters, identifiers, decided)
    yield from derive_trade(looked, listings, rates, ratios, parameters, place, identifiers, decided)

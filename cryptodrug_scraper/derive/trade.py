"""Derive reviews, the sales that they stand for, and months of vendors and of the market."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.left_out import LEFT_OUT, left_out
from cryptodrug_scraper.derive.looked import with_accounts
from cryptodrug_scraper.derive.reasons import in_english
from cryptodrug_scraper.measures.accounts.shocks import ended_at
from cryptodrug_scraper.measures.estimators.unseen import unseen
from cryptodrug_scraper.measures.looks.passing import passing
from cryptodrug_scraper.measures.looks.seen_once import seen_once
from cryptodrug_scraper.measures.money.holding_prices import flag_prices, unavailable
from cryptodrug_scraper.measures.money.moving_amounts import amounts_move, kept_coin
from cryptodrug_scraper.measures.money.order_quantities import latest_parts, untried_parts
from cryptodrug_scraper.measures.money.order_ratios import order_ratios
from cryptodrug_scraper.measures.money.own_currency import own_currencies, stated_prices
from cryptodrug_scraper.measures.money.paid import markups, with_paid
from cryptodrug_scraper.measures.money.plausible_amounts import with_plausible
from cryptodrug_scraper.measures.money.price_spells import price_spells, vendor_currencies
from cryptodrug_scraper.measures.places.attribution import origin_months, sale_origins
from cryptodrug_scraper.measures.ratings.bands import band_counts, band_width, newest_band
from cryptodrug_scraper.measures.ratings.cut_lists import with_cut_lists
from cryptodrug_scraper.measures.ratings.feedback_rate import feedback_rate, rated_sales, vendor_rates, with_due
from cryptodrug_scraper.measures.ratings.month_doubts import month_doubts, shown_doubts
from cryptodrug_scraper.measures.ratings.review_identity import Identified, distinct_in_groups
from cryptodrug_scraper.measures.ratings.review_steps import Bounds
from cryptodrug_scraper.measures.ratings.rounding import with_bounds
from cryptodrug_scraper.measures.sales.comparable import christin_29
from cryptodrug_scraper.measures.sales.counters import snapshot_readings
from cryptodrug_scraper.measures.sales.market_months import c13_months, live_months, market_months
from cryptodrug_scraper.measures.sales.sale_amounts import sale_amounts
from cryptodrug_scraper.measures.sales.sale_facts import shared_facts, with_facts
from cryptodrug_scraper.measures.sales.turnover import with_turnover
from cryptodrug_scraper.measures.sales.vendor_months import market_delay, vendor_months, vendor_readings

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.listings import Listings
    from cryptodrug_scraper.derive.looked import Looked
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.rates import Rates
    from cryptodrug_scraper.derive.workplace import Workplace
    from cryptodrug_scraper.measures.ratings.rating_delays import Delay

__all__ = ["derive_trade"]


def derive_trade(
    looked: Looked,
    listings: Listings,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
    place: Workplace | None,
) -> dict[str, pl.DataFrame]:
    """
    Derive what depends on reviews.

    Args:
        looked: the frames of one market.
        listings: what was derived of its listings.
        rates: exchange rates up to its last capture.
        ratios: what orders are worth in asked prices, of markets that print amounts; None where this one does.
        parameters: of the measures.
        place: where ratings are told apart; None: in memory.

    Returns:
        The rows of the derived tables, and what bounds left out.
    """
    found = _distinct(looked, parameters, place)
    spells, sales, untried = _sales(looked, found, rates, ratios, parameters)
    weights = sale_origins(sales, listings.rows)
    summed = _at_the_mean(sales)
    learned = order_ratios(sales) if ratios is None else ratios
    months, market, delay = _months(looked, found.reviews, summed, listings, learned)
    return {
        "distinct_review": found.reviews,
        "listing_price": spells,
        "sale": _with_origins(sales, weights),
        "sale_origin": weights.drop_nulls("code"),
        "vendor_month": months,
        "market_month": in_english(market, "reason"),
        "rating_delay": pl.DataFrame({"days": [delay.days], "error_days": [delay.error]}),
        "rating_month": seen_once(found.reviews, looked.snapshots),
        "origin_month": origin_months(summed.drop_nulls("vendor"), weights, months),
        LEFT_OUT: left_out(edits=found.edits_left_out, listings=found.listings_left_out, parts=untried),
    }


def _distinct(looked: Looked, parameters: Parameters, place: Workplace | None) -> Identified:
    prices = looked.listings.select("listing_id", "captured_at", "price", "price_currency").drop_nulls()
    settings = parameters.reviews
    count = looked.ratings.groups
    with nullcontext() if place is None else place.groups(looked.market, count) as groups:
        found = distinct_in_groups(
            looked.market,
            looked.ratings.asked(),
            looked.pages,
            looked.names,
            totals=looked.totals,
            prices=prices,
            bounds=Bounds(settings.tolerance, settings.age_disorder, settings.most_rows),
            groups=groups,
        )
    looked.ratings.forget()
    return found


def _sales(
    looked: Looked,
    found: Identified,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Spells of asked prices with their flags, what each sale was worth, and how many parts of prices are not tried."""
    stated = stated_prices(looked.listings, looked.frame("prices"), rates.dollars)
    own = own_currencies(stated)
    spells = price_spells(stated, rates.fx, own)
    moves = amounts_move(found.pairs)
    coin = kept_coin(found.pairs, rates.fx) if moves else None
    paid = with_paid(found.reviews, rates.fx, vendor_currencies(spells), moves=moves, coin=coin)
    sizes = looked.listings.sort("page", "ordinal").group_by("listing_id", maintain_order=True)
    bulk = sizes.agg(pl.col("quantity_grams", "quantity_units").drop_nulls().last())
    absolute_usd, most_usd = parameters.prices.absolute_usd, parameters.prices.most_usd
    paid = with_plausible(paid, spells, bulk, absolute_usd=absolute_usd, most_usd=most_usd)
    fees = markups(paid, spells)
    told = unavailable(looked.listings, looked.frame("texts"))
    flagged = flag_prices(
        spells,
        paid,
        told,
        bulk,
        fees,
        absolute_usd=absolute_usd,
        relative=parameters.prices.relative,
        unverified_usd=parameters.prices.unverified_usd,
        most_usd=most_usd,
    )
    tiers, shipping = (latest_parts(looked.frame(name), looked.listings) for name in ("tiers", "shipping"))
    sales = sale_amounts(paid, flagged, tiers, shipping, rates.fx, fees, ratios, most_usd=most_usd)
    return flagged, with_facts(sales, shared_facts(sales, looked.listings)), untried_parts(tiers, shipping)


def _with_origins(sales: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    codes = (
        weights.filter(pl.col("basis") == "listing")
        .group_by("transaction_id")
        .agg(pl.col("code").drop_nulls().sort().alias("origin_codes"))
    )
    return sales.join(codes, on="transaction_id", how="left", maintain_order="left")


def _months(
    looked: Looked, reviews: pl.DataFrame, sales: pl.DataFrame, listings: Listings, ratios: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, Delay]:
    """Months of vendors, and of the market, and the delay of its ratings."""
    snapshots = looked.looks
    rows = with_accounts(looked.reviews, looked.names)
    pairs = rated_sales(looked.vendors, looked.counters, looked.listings, rows, looked.totals)
    joined = looked.vendors.group_by("vendor").agg(pl.col("member_since").min()).drop_nulls()
    counts = with_bounds(looked.vendors, "sales_count", "sales_is_exact").drop_nulls("count_low")
    read = snapshot_readings(_at_the_middle(counts, looked.pages), "vendor")
    readings = vendor_readings(read, joined, pl.lit(snapshots["first_at"].min()))
    looked_at = _looked_at(rows, looked.pages)
    delay = market_delay(reviews, readings, looked_at)
    rate, rates = _rates(looked.market, with_due(pairs, reviews, delay.days))
    _, later = _rates(looked.market, with_due(pairs, reviews, delay.days + delay.error))
    bands = band_counts(looked.counters)
    width, doubts = band_width(bands, looked.reviews), month_doubts(reviews)
    unsure = shown_doubts(reviews, rows, looked.pages)
    months = vendor_months(
        reviews, readings, newest_band(bands), rates, delay=delay, later=later, looked=looked_at, doubts=doubts,
        unsure=unsure, width=width, looks=snapshots["first_at"],
    )  # fmt: skip
    months = with_cut_lists(months, bands, reviews, looked.reviews, width=width)
    alike, shared = ratios.select("alike", "shared").row(0) if ratios.height else (1.0, None)
    months = with_turnover(months, sales, alike=alike)
    missed = {
        measure: unseen(looked.listings.join(snapshots, on="snapshot_id", how="semi"), name).join(
            passing(listings.state, snapshots, name), on="snapshot_id", how="left"
        )
        for measure, name in (("listings", "listing_id"), ("vendors", "vendor"))
    }
    market = pl.concat(
        [
            live_months(looked.market, listings.state, snapshots, missed, listings.thin),
            market_months(
                looked.market,
                months,
                snapshots,
                rate,
                delay_days=delay.days,
                ended_at=ended_at(looked.frame("events")),
                assumed_error=shared,
            ),
            c13_months(looked.market, christin_29(reviews, _with_reviews(looked)), snapshots),
        ]
    )
    return months, market, delay


def _rates(market: str, pairs: pl.DataFrame) -> tuple[tuple[float, float, float] | None, pl.DataFrame]:
    """The feedback rate of the market with its limits, and those of its vendors."""
    rate = feedback_rate(pairs, market)
    return rate, vendor_rates(pairs, rate[0] if rate else None)


def _looked_at(rows: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """When a page that lists ratings of each vendor was read last: later ones are not known."""
    known = rows.select("page", "vendor", "captured_at").unique()
    dated = known.join(pages.filter(~pl.col("is_vague")), on="page", how="semi")
    return _at_the_middle(dated, pages).group_by("vendor").agg(looked_at=pl.col("captured_at").max()).drop_nulls()


def _at_the_middle(counts: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """Readings at the middle of the time that is thought to be their page's: of a day's that is noon, not midnight."""
    middle = pl.col("estimated_from") + (pl.col("estimated_to") - pl.col("estimated_from")) / 2
    times = pages.select("page", middle=middle)
    return (
        counts.join(times, on="page", how="left", maintain_order="left")
        .with_columns(captured_at=pl.coalesce("middle", "captured_at"))
        .drop("middle")
    )


def _at_the_mean(sales: pl.DataFrame) -> pl.DataFrame:
    """Sales without a printed amount at what such orders are worth on average: which are large is left to chance."""
    by_mean = (pl.col("mean_ratio") / pl.col("order_ratio")).fill_null(1.0)
    return sales.with_columns(
        amount_eur=pl.col("amount_eur") * by_mean,
        amount_raw_eur=pl.col("raw_eur") * pl.when(pl.col("price_flag") != "implausible").then(by_mean).otherwise(1.0),
        amount_eur_low=pl.min_horizontal("amount_eur_low", pl.col("amount_eur") * by_mean),
    )


def _with_reviews(looked: Looked) -> pl.DataFrame:
    """The snapshots that show reviews with their age: the others say nothing of sales."""
    dated = looked.reviews.drop_nulls(("occurred_from", "occurred_to")).select("page").unique()
    shown = looked.pages.join(dated, on="page", how="semi")
    return looked.looks.join(shown, on="snapshot_id", how="semi")

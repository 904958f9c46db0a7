"""Derive reviews, the sales that they stand for, and months of vendors and of the market."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.asked import asked_prices
from cryptodrug_scraper.derive.identifiers import named
from cryptodrug_scraper.derive.left_out import LEFT_OUT, left_out
from cryptodrug_scraper.derive.owners import with_accounts
from cryptodrug_scraper.derive.parts import ROWS_OF_PIECE
from cryptodrug_scraper.derive.reasons import in_english
from cryptodrug_scraper.measures.accounts.shocks import ended_at
from cryptodrug_scraper.measures.estimators.unseen import unseen
from cryptodrug_scraper.measures.looks.passing import passing
from cryptodrug_scraper.measures.looks.seen_once import seen_once
from cryptodrug_scraper.measures.money.holding_prices import flag_prices
from cryptodrug_scraper.measures.money.moving_amounts import amounts_move, kept_coin
from cryptodrug_scraper.measures.money.order_quantities import untried_parts
from cryptodrug_scraper.measures.money.order_ratios import order_ratios
from cryptodrug_scraper.measures.money.paid import markups, with_paid
from cryptodrug_scraper.measures.money.plausible_amounts import with_plausible
from cryptodrug_scraper.measures.money.price_spells import vendor_currencies
from cryptodrug_scraper.measures.pieces import slices
from cryptodrug_scraper.measures.places.attribution import origin_months, sale_origins
from cryptodrug_scraper.measures.ratings.bands import band_counts, band_width, newest_band
from cryptodrug_scraper.measures.ratings.cut_lists import with_cut_lists
from cryptodrug_scraper.measures.ratings.feedback_rate import feedback_rate, rated_sales, vendor_rates, with_due
from cryptodrug_scraper.measures.ratings.month_doubts import month_doubts, shown_doubts
from cryptodrug_scraper.measures.ratings.review_described import DISTINCT_REVIEW
from cryptodrug_scraper.measures.ratings.review_identity import told_apart
from cryptodrug_scraper.measures.ratings.review_listing import price_changes
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
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.derive.asked import Asked
    from cryptodrug_scraper.derive.decided import Decided
    from cryptodrug_scraper.derive.identifiers import Identifiers
    from cryptodrug_scraper.derive.listings import Listings
    from cryptodrug_scraper.derive.looked import Looked
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.derive.rates import Rates
    from cryptodrug_scraper.derive.rows import Rows
    from cryptodrug_scraper.derive.workplace import Workplace
    from cryptodrug_scraper.measures.ratings.rating_delays import Delay
    from cryptodrug_scraper.measures.ratings.review_identity import ToldApart

__all__ = ["derive_trade"]

_PAID = (
    *("review_id", "vendor", "listing_id", "listing_ids", "occurred_from", "occurred_to"),
    *("listing_source", "amount", "amount_currency", "amount_step", "amount_at"),
)
"""Columns of distinct reviews that tell what was paid."""
_DOUBTED = (
    *("vendor", "listing_id", "stars", "sign", "comment", "is_default_comment", "buyer_mask"),
    *("occurred_from", "occurred_to", "last_seen_at", "state", "certainty"),
    *("first_page", "first_ordinal", "last_page"),
)
"""Those that tell of which of them it is unsure whether they are of their month."""
_SEEN = ("vendor", "occurred_from", "occurred_to", "first_seen_at", "last_seen_at", "state")
"""Those that tell which of them a look shows."""
_WRITTEN = ("listing_ids", "quantity", "substance", "quantity_grams", "asked_eur", "is_tiered", "filtered_eur")
"""Columns of sales that no month needs."""
_CANDIDATES = 100_000
"""Sales whose listings are looked up at a time: each may be of several."""
_COUNTED = (
    *("page", "captured_at", "snapshot_id", "vendor", "member_since"),
    *("sales_count", "sales_is_exact", "rating_count"),
)
"""Those of statements of vendors that tell how much they sold."""
_DOUBTFUL = ("page", "captured_to", "estimated_from", "estimated_to", "is_apart", "is_vague", "doubt")
"""Those of pages that tell how sure their times are."""
_SOLD = ("page", "snapshot_id", "captured_at", "listing_id", "vendor", "seen_on", "sold_count", "sold_is_exact")
"""Columns of statements of listings that tell how much was sold of them."""


def derive_trade(
    looked: Looked,
    listings: Listings,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
    place: Workplace | None,
    identifiers: Identifiers,
    decided: Decided,
) -> Iterator[tuple[str, pl.DataFrame]]:
    """
    Derive what depends on reviews.

    Args:
        looked: the frames of one market.
        listings: what was derived of its listings.
        rates: exchange rates up to its last capture.
        ratios: what orders are worth in asked prices, of markets that print amounts; None where this one does.
        parameters: of the measures.
        place: where ratings are told apart; None: in memory.
        identifiers: of what its pages state.
        decided: what people decided of prices, classes and countries.

    Yields:
        The name of a table and rows of it, and what bounds left out.
    """
    told, reviews = _distinct(looked, parameters, place)
    names = []
    for number in range(reviews.groups):
        part = reviews.some(number, *DISTINCT_REVIEW)
        names.append(identifiers.reviews(part))
        yield "distinct_review", identifiers.of_reviews(part)
    ids = pl.concat(names)
    del names, part
    asked = asked_prices(looked, rates)
    moves = amounts_move(told.pairs)
    coin = kept_coin(told.pairs, rates.fx) if moves else None
    told = told._replace(pairs=told.pairs.clear())
    spells, sales = _sales(
        with_paid(reviews.columns(*_PAID), rates.fx, vendor_currencies(asked.spells), moves=moves, coin=coin),
        asked,
        rates,
        ratios,
        parameters,
        decided,
    )
    yield "listing_price", spells
    untried = untried_parts(asked.tiers, asked.shipping)
    del spells, asked
    origins = listings.rows.columns("vendor", "first_at", "listing_id", "codes")
    weights = pl.concat(sale_origins(part, origins) for part in slices(sales, _CANDIDATES))
    del origins
    if listings.undecided is not None:
        own = sales.filter(pl.col("vendor").is_in(decided.accounts))
        decided.note_origins(own, sale_origins(own, listings.undecided), weights)
    for name, rows in (("sale", _with_origins(sales, weights)), ("sale_origin", weights.drop_nulls("code"))):
        for part in slices(rows, ROWS_OF_PIECE):
            yield name, named(part, ids)
    learned = order_ratios(sales) if ratios is None else ratios
    summed, shares = reviews.beside("summed", _at_the_mean(sales).drop(_WRITTEN)), reviews.beside("weight", weights)
    del ids, rows, sales, weights
    months, market, delay = _months(looked, reviews, summed, listings, learned)
    yield "vendor_month", months
    yield "market_month", in_english(market, "reason")
    yield "rating_delay", pl.DataFrame({"days": [delay.days], "error_days": [delay.error]})
    yield "rating_month", seen_once(reviews.columns("occurred_from", "first_seen_at", "last_seen_at"), looked.snapshots)
    by_origin = origin_months(summed.some(0).drop_nulls("vendor"), shares.some(0), months)
    yield "origin_month", by_origin.with_row_index("number", offset=1)
    yield LEFT_OUT, left_out(edits=told.edits_left_out, listings=told.listings_left_out, parts=untried)


def _distinct(looked: Looked, parameters: Parameters, place: Workplace | None) -> tuple[ToldApart, Rows]:
    """What the ratings of a market have in common, and the distinct reviews in the groups of `Looked.ratings`."""
    asked = looked.listings.pieces("listing_id", "captured_at", "price", "price_currency")  # each has all of a listing
    prices = pl.concat(map(price_changes, asked))
    settings = parameters.reviews
    count = looked.ratings.groups
    reviews = looked.ratings.like("distinct")
    with nullcontext() if place is None else place.groups(looked.market, count) as groups:
        told = told_apart(
            looked.market,
            looked.ratings.asked(),
            looked.shown("page", "snapshot_id", "kind", "url_key", "doubt", "is_vague"),
            looked.names,
            totals=looked.totals("page", "listed_kind", "total_count", "page_number", "hidden_count"),
            prices=prices,
            bounds=Bounds(settings.tolerance, settings.age_disorder, settings.most_rows),
            groups=groups,
        )
        for number, part in enumerate(told.parts):
            reviews.replace(number, part)
    looked.ratings.forget()
    return told, reviews


def _sales(
    paid: pl.DataFrame,
    asked: Asked,
    rates: Rates,
    ratios: pl.DataFrame | None,
    parameters: Parameters,
    decided: Decided,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Spells of asked prices with their flags, and what each sale was worth."""
    absolute_usd, most_usd = parameters.prices.absolute_usd, parameters.prices.most_usd
    paid = with_plausible(paid, asked.spells, asked.bulk, absolute_usd=absolute_usd, most_usd=most_usd)
    fees = markups(paid, asked.spells)
    flagged = flag_prices(
        asked.spells,
        paid,
        asked.told,
        asked.bulk,
        fees,
        absolute_usd=absolute_usd,
        relative=parameters.prices.relative,
        unverified_usd=parameters.prices.unverified_usd,
        most_usd=most_usd,
    )

    def worth(spells: pl.DataFrame) -> pl.DataFrame:
        return sale_amounts(paid, spells, asked.tiers, asked.shipping, rates.fx, fees, ratios, most_usd=most_usd)

    def of_goods(sales: pl.DataFrame, told: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
        parts = slices(sales, _CANDIDATES)
        return pl.concat(with_facts(part, told(shared_facts(part, asked.facts))) for part in parts)

    spells = decided.prices(flagged)
    amounts = worth(spells)
    sales = of_goods(amounts, decided.facts)
    if decided.tells_prices or decided.tells_classes:
        undecided = worth(flagged) if decided.tells_prices else amounts
        decided.note_sales(of_goods(undecided, lambda facts: facts), sales)
    return spells, sales


def _with_origins(sales: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    codes = (
        weights.filter(pl.col("basis") == "listing")
        .group_by("transaction_id")
        .agg(pl.col("code").drop_nulls().sort().alias("origin_codes"))
    )
    return sales.join(codes, on="transaction_id", how="left", maintain_order="left")


def _months(
    looked: Looked, told: Rows, sales: Rows, listings: Listings, ratios: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, Delay]:
    """Months of vendors, and of the market, and the delay of its ratings."""
    snapshots = looked.looks
    is_counted = (pl.col("seen_on") == "page") & pl.col("sold_count").is_not_null()
    sold = pl.concat(part.filter(is_counted) for part in looked.listings.pieces(*_SOLD))
    listed = looked.reviews.pieces("page", "listing_id")
    vendors, counters = looked.vendors(*_COUNTED), looked.counters()
    pairs = rated_sales(vendors, counters, sold, listed, looked.totals())
    bands = band_counts(counters)
    del sold, counters
    joined = vendors.group_by("vendor").agg(pl.col("member_since").min()).drop_nulls()
    counts = with_bounds(vendors, "sales_count", "sales_is_exact").drop_nulls("count_low")
    del vendors
    read = snapshot_readings(_at_the_middle(counts, looked), "vendor")
    del counts
    readings = vendor_readings(read, joined, pl.lit(snapshots["first_at"].min()))
    looked_at = _looked_at(looked)
    reviews = told.columns("vendor", "occurred_from", "occurred_to", "certainty", "first_page")
    delay = market_delay(reviews, readings, looked_at)
    rate, rates = _rates(looked.market, with_due(pairs, reviews, delay.days))
    _, later = _rates(looked.market, with_due(pairs, reviews, delay.days + delay.error))
    shown = looked.reviews.columns("page", "position", "captured_at", "occurred_from", "occurred_to")
    width, doubts = band_width(bands, shown), month_doubts(reviews)
    ends = shown.group_by("page").agg(pl.col("occurred_from").min().alias("reached"))
    dated = shown.drop_nulls(("occurred_from", "occurred_to")).select("page").unique()
    del shown
    unsure = shown_doubts(told.columns(*_DOUBTED), _of_doubted(looked), looked.shown(*_DOUBTFUL))
    months = vendor_months(
        reviews, readings, newest_band(bands), rates, delay=delay, later=later, looked=looked_at, doubts=doubts,
        unsure=unsure, width=width, looks=snapshots["first_at"],
    )  # fmt: skip
    months = with_cut_lists(months, bands, reviews, ends, width=width)
    alike, shared = ratios.select("alike", "shared").row(0) if ratios.height else (1.0, None)
    months = with_turnover(months, sales.some(0), alike=alike)
    missed = {}
    for measure, name in (("listings", "listing_id"), ("vendors", "vendor")):
        parts = looked.listings.pieces("snapshot_id", "page", name)  # each has all of a listing, and of an account
        stated = (part.join(snapshots, on="snapshot_id", how="semi") for part in parts)
        there = listings.state.distinct("snapshot_id", name)
        missed[measure] = unseen(stated, name).join(passing(there, snapshots, name), on="snapshot_id", how="left")
        del there
    market = pl.concat(
        [
            live_months(
                looked.market,
                listings.state.columns("snapshot_id", "listing_id", "vendor"),
                snapshots,
                missed,
                listings.thin,
            ),
            market_months(
                looked.market,
                months,
                snapshots,
                rate,
                delay_days=delay.days,
                ended_at=ended_at(looked.frame("events")),
                assumed_error=shared,
            ),
            c13_months(looked.market, christin_29(told.columns(*_SEEN), _with_reviews(looked, dated)), snapshots),
        ]
    )
    return months, market, delay


def _rates(market: str, pairs: pl.DataFrame) -> tuple[tuple[float, float, float] | None, pl.DataFrame]:
    """The feedback rate of the market with its limits, and those of its vendors."""
    rate = feedback_rate(pairs, market)
    return rate, vendor_rates(pairs, rate[0] if rate else None)


def _looked_at(looked: Looked) -> pl.DataFrame:
    """When a page that lists ratings of each vendor was read last: later ones are not known."""
    known = with_accounts(looked.reviews.distinct("page", "vendor", "captured_at"), looked.names).unique()
    clear = looked.shown("page", "is_vague").filter(~pl.col("is_vague"))
    middle = _at_the_middle(known.join(clear, on="page", how="semi"), looked)
    return middle.group_by("vendor").agg(looked_at=pl.col("captured_at").max()).drop_nulls()


def _of_doubted(looked: Looked) -> Iterator[pl.DataFrame]:
    """Rows of ratings with their accounts, by groups, as `shown_doubts` takes them."""
    for rows in looked.reviews.pieces("page", "vendor", "occurred_from", "occurred_to"):
        yield with_accounts(rows, looked.names)


def _at_the_middle(counts: pl.DataFrame, looked: Looked) -> pl.DataFrame:
    """Readings at the middle of the time that is thought to be their page's: of a day's that is noon, not midnight."""
    middle = pl.col("estimated_from") + (pl.col("estimated_to") - pl.col("estimated_from")) / 2
    times = looked.shown("page", "estimated_from", "estimated_to").select("page", middle=middle)
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


def _with_reviews(looked: Looked, dated: pl.DataFrame) -> pl.DataFrame:
    """The snapshots that show reviews with their age, on the pages that are named: the others say nothing of sales."""
    shown = looked.shown("page", "snapshot_id").join(dated, on="page", how="semi")
    return looked.looks.join(shown, on="snapshot_id", how="semi")

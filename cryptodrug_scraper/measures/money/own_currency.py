"""
In which currency a vendor asks a price that a market prints in the viewer's.

A market may show all prices in the currency of the viewer, and one crawl may look in another one. Then the printed
number moves from day to day while the vendor has changed nothing. The vendor's own currency is the one in which the
number stands still, when each statement is converted back at the rates of its own day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CURRENCIES", "SAME_PRICE", "has_moved", "own_currencies", "stated_prices"]

CURRENCIES = ("USD", "EUR", "GBP", "AUD", "CAD")
"""In which a vendor may ask; the first wins where two stand still equally."""
SAME_PRICE = 0.0015
"""Prices that differ by no more than this share are one: pages round to four digits, and so do their rates."""
_CENT, _LEAST = 0.0101, 0.1
"""Prices from the second on are also one if they differ by a hundredth: they are printed with two decimals."""


def stated_prices(
    listings: pl.DataFrame,
    prices: pl.DataFrame,
    dollars: pl.DataFrame,
    *,
    currencies: Sequence[str] = CURRENCIES,
) -> pl.DataFrame:
    """
    Return what the pages state of the price of each listing, in all currencies in which it may be asked.

    Args:
        listings: statements of listings of one market: ``page, ordinal, snapshot_id, captured_at, listing_id, vendor,
            price, price_currency``. Those without a price are left out.
        prices: the same prices in other currencies, as the pages print them: ``page, listing_ordinal, price,
            price_currency``. What a page prints counts before what is converted.
        dollars: rates with which markets convert, of `rates.daily_dollars`: of this market, or of others on the same
            days where this one prints none. Reference rates will not do: they differ by more than a day's movement.
        currencies: in which vendors may ask.

    Returns:
        ``listing_id, vendor, snapshot_id, first_at, last_at, shown, shown_currency`` and, under the code of each
        currency, the price in it (null where no rate is known). One row per listing, snapshot, day, and printed price,
        sorted by listing and time. Where a page prints a price in coins and in one of the currencies, the latter is the
        shown one.
    """
    usd = dollars.select("day", "currency", "usd")
    rows = listings.filter(pl.col("price").is_not_null() & pl.col("price_currency").is_not_null())
    beside = _beside(prices, currencies)
    rows = rows.join(beside, left_on=["page", "ordinal"], right_on=["page", "listing_ordinal"], how="left")
    is_coin = ~pl.col("price_currency").is_in(list(currencies)) & pl.col("beside_currency").is_not_null()
    rows = rows.with_columns(
        day=pl.col("captured_at").dt.date(),
        shown=pl.when(is_coin).then("beside").otherwise("price"),
        shown_currency=pl.when(is_coin).then("beside_currency").otherwise("price_currency"),
    )
    keys = ["listing_id", "snapshot_id", "day", "shown", "shown_currency", "beside", "beside_currency"]
    rows = rows.group_by(keys).agg(
        pl.col("vendor").drop_nulls().sort().last(),
        first_at=pl.col("captured_at").min(),
        last_at=pl.col("captured_at").max(),
    )
    worth = usd.select("day", shown_currency="currency", shown_usd="usd")
    rows = rows.join(worth, on=["day", "shown_currency"], how="left")
    for code in currencies:
        rate = usd.filter(pl.col("currency") == code).select("day", rate="usd")
        rows = rows.join(rate, on="day", how="left").with_columns(
            pl.when(pl.col("shown_currency") == code)
            .then("shown")
            .when(pl.col("beside_currency") == code)
            .then("beside")
            .otherwise(pl.col("shown") * pl.col("shown_usd") / pl.col("rate"))
            .alias(code)
        )
        rows = rows.drop("rate")
    columns = ["listing_id", "vendor", "snapshot_id", "first_at", "last_at", "shown", "shown_currency", *currencies]
    return rows.select(columns).sort("listing_id", "first_at", "shown", "shown_currency", "snapshot_id")


def own_currencies(
    stated: pl.DataFrame, *, currencies: Sequence[str] = CURRENCIES, same_price: float = SAME_PRICE
) -> pl.DataFrame:
    """
    Return the currency in which the price of each listing moves least often.

    Where a listing shows no difference, the listings of its vendor decide together, then the currency printed most.

    Args:
        stated: of `stated_prices`.
        currencies: those of `stated_prices`.
        same_price: the share by which statements of one price may differ.

    Returns:
        ``listing_id, currency``, sorted.
    """
    is_known = [pl.col(code).is_not_null().alias(f"{code} known") for code in currencies]
    moves = stated.select(
        "listing_id",
        "vendor",
        "shown_currency",
        *is_known,
        *[has_moved(code, same_price).fill_null(value=True).alias(code) for code in currencies],
    )
    of_listing = moves.group_by("listing_id").agg(
        pl.col("vendor").drop_nulls().sort().last(),
        pl.col("shown_currency").mode().sort().first(),
        *[pl.col(code).sum() for code in currencies],
        *[pl.col(f"{code} known").any() for code in currencies],
    )
    of_vendor = of_listing.group_by("vendor").agg(*[pl.col(code).sum() for code in currencies])
    both = of_listing.join(of_vendor, on="vendor", how="left", suffix=" of vendor", nulls_equal=True)
    columns = pl.Schema({"moves": pl.UInt32(), "vendor_moves": pl.UInt32(), "place": pl.Int32()})
    choices = [
        both.select(
            "listing_id",
            currency=pl.lit(code),
            moves=pl.when(f"{code} known").then(code),
            vendor_moves=pl.when(f"{code} known").then(f"{code} of vendor"),
            place=pl.when(pl.col("shown_currency") == code).then(-1).otherwise(place),
        ).cast(columns)
        for place, code in enumerate(currencies)
    ]
    foreign = both.filter(~pl.col("shown_currency").is_in(list(currencies)))
    unknown = foreign.select("listing_id", currency="shown_currency", moves=None, vendor_moves=None, place=-1)
    choices.append(unknown.cast(columns))  # a currency that was not tried: only if no other can be
    best = pl.concat(choices).sort("listing_id", "moves", "vendor_moves", "place", nulls_last=True)
    return best.group_by("listing_id", maintain_order=True).agg(pl.col("currency").first())


def has_moved(column: str, same_price: float = SAME_PRICE) -> pl.Expr:
    """
    Whether a price differs from the one before it of the same listing; null for its first.

    Rows stand in the order of listing and time. A price of zero and another differ always.
    """
    price, before = pl.col(column), pl.col(column).shift().over("listing_id")
    apart, larger = (price - before).abs(), pl.max_horizontal(price, before)
    least = pl.min_horizontal(price, before)
    same = (apart <= same_price * larger) | ((apart <= _CENT) & (least >= _LEAST))
    return pl.when(before.is_not_null() & price.is_not_null()).then(~same)


def _beside(prices: pl.DataFrame, currencies: Sequence[str]) -> pl.DataFrame:
    """The price that a page prints in a currency that vendors ask in, one per statement: ``beside``."""
    ordinary = prices.filter(pl.col("price_currency").is_in(list(currencies)) & pl.col("price").is_not_null())
    ordered = ordinary.sort("page", "listing_ordinal", "price_currency", "price")
    one = ordered.unique(["page", "listing_ordinal"], keep="first", maintain_order=True)
    return one.select("page", "listing_ordinal", beside="price", beside_currency="price_currency")

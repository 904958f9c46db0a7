"""Tables of what happens: sales, reviews, the fate of markets, exchange rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from simulator.economy.packs import CURRENCIES
from simulator.scenario import instant_of
from simulator.truth.listing_tables import LISTING, MARKET
from simulator.truth.table import INSTANT, WORD, Column, Table, instants, known, named, repeated, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.economy.world import World

__all__ = ["TRADE_TABLES"]

_SALE = Column("sale_id", pa.int32(), "Number of the sale on the market; no page shows it")
_ACCOUNT = Column("account_id", pa.int32(), "Whose it was")


def _sales(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        sales, listings = truth.sales, truth.listings
        for part in spans(len(sales)):
            row = sales.listing[part]
            yield (
                repeated(name, len(row)),
                pa.array(np.arange(part.start, part.stop) + 1),
                pa.array(listings.number[row]),
                pa.array(listings.account[row] + 1),
                instants(sales.at[part]),
                pa.array(sales.quantity[part]),
                pa.array(sales.cents[part]),
                named(listings.currency[row], CURRENCIES),
                pa.array(sales.buyer[part]),
            )


def _reviews(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        reviews, listings = truth.reviews, truth.listings
        for part in spans(len(reviews)):
            row, edited = reviews.listing[part], reviews.edited_at[part]
            was = edited < truth.closes
            yield (
                repeated(name, len(row)),
                pa.array(reviews.number[part]),
                pa.array(reviews.sale[part] + 1),
                pa.array(listings.number[row]),
                pa.array(listings.account[row] + 1),
                instants(reviews.at[part]),
                pa.array(reviews.stars[part]),
                pa.array(reviews.default[part]),
                instants(edited),
                known(reviews.edited_stars[part], was),
                pa.array(reviews.edited_text[part], mask=~was),
                instants(reviews.replied_at[part]),
            )


def _events(world: World) -> Iterator[Sequence[pa.Array]]:
    calendar, rows = world.calendar, []
    for name, market in world.scenario.markets.items():
        rows.append((calendar.opens(name), name, "opened"))
        if market.ends is not None:
            rows.append((calendar.closes(name), name, "closed"))
        shock = calendar.shock(name)
        if shock is not None:
            rows += [(calendar.announced(name), name, shock.kind), (calendar.halts(name), name, "halted")]
        rows += [(instant_of(day), name, kind) for kind, day in world.scenario.events.get(name, {}).items()]
    at, names, kinds = zip(*sorted(rows), strict=True)
    yield pa.array(names, pa.string()), pa.array(kinds, pa.string()), instants(np.array(at, dtype=np.int64))


def _rates(world: World) -> Iterator[Sequence[pa.Array]]:
    days = world.calendar.days.astype("datetime64[s]").astype("datetime64[D]")
    for name, dollars in world.rates.dollars.items():
        yield pa.array(days), repeated(name, len(days)), pa.array(dollars)


TRADE_TABLES = (
    Table(
        "sale",
        "An order",
        (
            MARKET,
            _SALE,
            LISTING,
            _ACCOUNT,
            Column("at", INSTANT, "When it was made"),
            Column("quantity", pa.int32(), "Units"),
            Column("cents", pa.int64(), "What they cost without postage, in hundredths of the currency"),
            Column("currency", WORD, "ISO 4217"),
            Column("buyer", pa.int32(), "Number of the buyer, who has the same on every market"),
        ),
        _sales,
    ),
    Table(
        "review",
        "What a buyer said of an order",
        (
            MARKET,
            Column("review_id", pa.int32(), "Number of the review on the market, counted up over time"),
            _SALE,
            LISTING,
            _ACCOUNT,
            Column("at", INSTANT, "When it was written"),
            Column("stars", pa.int8(), "1 to 5, at first"),
            Column("default_text", pa.bool_(), "The market's own text was left, at first"),
            Column("edited", INSTANT, "When it was changed; empty if it was not", optional=True),
            Column("edited_stars", pa.int8(), "Its stars from then on", optional=True),
            Column("edited_text", pa.bool_(), "Whether its text changed too", optional=True),
            Column("replied", INSTANT, "When the vendor replied; empty if it did not", optional=True),
        ),
        _reviews,
    ),
    Table(
        "event",
        "A day in a market's life",
        (
            Column("market", pa.string(), "Name of the market"),
            Column(
                "kind",
                pa.string(),
                "opened, closure or exit_scam (announced), halted (no more orders), closed, or other",
            ),
            Column("at", INSTANT, "When"),
        ),
        _events,
    ),
    Table(
        "rate",
        "What a currency or coin was worth on a day",
        (
            Column("day", pa.date32(), "The day, UTC"),
            Column("currency", WORD, "ISO 4217, or BTC, BCH, XMR, LTC"),
            Column("micro_usd", pa.int64(), "Millionths of a USD for one unit"),
        ),
        _rates,
    ),
)

"""Tables of what is for sale: listings, their prices, and from and to where they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from simulator.catalogue import AMOUNTS, LADDERS, is_digital
from simulator.economy.destinations import Destinations
from simulator.economy.listing_states import title_of, unit_of
from simulator.economy.packs import CURRENCIES
from simulator.economy.places import UNDECLARED
from simulator.products import PRODUCTS
from simulator.truth.table import INSTANT, WORD, Column, Table, instants, named, repeated, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.economy.world import World

__all__ = ["LISTING", "LISTING_TABLES", "MARKET"]

MARKET = Column("market", WORD, "Name of the market")
LISTING = Column("listing_id", pa.int32(), "Number of the listing on the market")
_SINCE = Column("since", INSTANT, "First second")
_UNTIL = Column("until", INSTANT, "Second after the last; empty if it does not end", optional=True)
_REGIONS = tuple(codes[0] if codes else "" for codes in UNDECLARED)


def _listings(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        listings = truth.listings
        for part in spans(len(listings)):
            rows = range(part.start, part.stop)
            product, step, tiered = (column[part] for column in (listings.product, listings.step, listings.tiered))
            units = map(unit_of, product.tolist(), step.tolist(), tiered.tolist())
            yield (
                repeated(name, len(rows)),
                pa.array(listings.number[part]),
                pa.array(listings.account[part] + 1),
                pa.array([title_of(world, truth, row, holding=False) for row in rows], pa.string()),
                named(product, PRODUCTS),
                pa.array(AMOUNTS[product, step]),
                pa.array(list(units), pa.string()).dictionary_encode(),
                named(listings.currency[part], CURRENCIES),
                instants(listings.created[part]),
                instants(listings.deleted[part]),
                instants(listings.ends[part]),
                pa.array(listings.weight[part]),
            )


def _hidden(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        hidden = truth.listings.hidden
        number = pa.array(truth.listings.number[hidden.entity])
        yield repeated(name, len(hidden)), number, instants(hidden.start), instants(hidden.end)


def _origins(world: World) -> Iterator[Sequence[pa.Array]]:
    countries = list(world.scenario.countries)
    for name, truth in world.markets.items():
        origins, number = truth.origins, truth.listings.number
        for part in spans(len(origins.spells)):
            first = origins.country[part]
            region = np.where(first < 0, -1 - first, -1)
            yield (
                repeated(name, len(first)),
                pa.array(number[origins.spells.entity[part]]),
                named(first, countries),
                named(origins.second[part], countries),
                named(np.where(region == len(_REGIONS) - 1, -1, region), _REGIONS),
                instants(origins.spells.start[part]),
                instants(origins.spells.end[part]),
            )


def _destinations(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        rule, listings, spells = Destinations(world.scenario, world.places, name), truth.listings, truth.origins.spells
        for part in spans(len(spells)):
            numbers: list[int] = []
            places: list[str] = []
            sorts: list[int] = []
            since: list[int] = []
            person = world.accounts.person[listings.account[spells.entity[part]]]
            homes = world.places.country_at(person, spells.start[part]).tolist()
            for row, start, home in zip(spells.entity[part].tolist(), spells.start[part].tolist(), homes, strict=True):
                digital = is_digital(int(listings.product[row]))
                found = rule.of(int(listings.account[row]), int(listings.ids[row]), home, digital=digital)
                for number, codes in enumerate(found):
                    places += codes
                    sorts += [number] * len(codes)
                    numbers += [int(listings.number[row])] * len(codes)
                    since += [start] * len(codes)
            sort = np.array(sorts, dtype=np.int64)
            yield (
                repeated(name, len(places)),
                pa.array(numbers, pa.int32()),
                pa.array(places, pa.string()).dictionary_encode(),
                pa.array(sort == 0),
                named(np.where(sort == 2, 1, 0), ("field", "text")),
                instants(np.array(since, dtype=np.int64)),
            )


def _prices(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        spells = truth.prices.spells
        for part in spans(len(spells)):
            row = spells.entity[part]
            yield (
                repeated(name, len(row)),
                pa.array(truth.listings.number[row]),
                instants(spells.start[part]),
                instants(spells.end[part]),
                pa.array(truth.prices.cents[part]),
                named(truth.listings.currency[row], CURRENCIES),
                pa.array(truth.prices.holding[part]),
            )


def _tiers(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        for kind, ladder in enumerate(LADDERS):
            number = truth.listings.number[truth.listings.tiered == kind]
            for place, (least, rate) in enumerate(ladder):
                most = [ladder[place + 1][0] - 1 if place + 1 < len(ladder) else None] * len(number)
                yield (
                    repeated(name, len(number)),
                    pa.array(number),
                    pa.array([least] * len(number), pa.int32()),
                    pa.array(most, pa.int32()),
                    pa.array([rate] * len(number), pa.int32()),
                )


def _promotions(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        paid = truth.promotions
        number = pa.array(truth.listings.number[paid.listing])
        yield repeated(name, len(paid.listing)), number, pa.array(paid.place), instants(paid.start)


LISTING_TABLES = (
    Table(
        "listing",
        "Something for sale",
        (
            MARKET,
            LISTING,
            Column("account_id", pa.int32(), "Who sells it"),
            Column("title", pa.string(), "Its title, when it has no holding price"),
            Column("product", WORD, "Code of the product"),
            Column("amount", pa.int64(), "Milligrams, pieces or millilitres in one unit"),
            Column("unit", WORD, "What is counted"),
            Column("currency", WORD, "Of its prices, ISO 4217"),
            Column("created", INSTANT, "When it was put up"),
            Column("deleted", INSTANT, "When its vendor took it down; empty if that did not happen", optional=True),
            Column("ended", INSTANT, "From when nobody can see it any more: deleted, vendor banned, or market closed"),
            Column("weight", pa.int64(), "How much it is asked for, compared with others"),
        ),
        _listings,
    ),
    Table("hidden", "A time in which a listing is hidden", (MARKET, LISTING, _SINCE, _UNTIL), _hidden),
    Table(
        "listing_origin",
        "A time in which a listing says that it is sent from somewhere; all places are empty where it says nothing",
        (
            MARKET,
            LISTING,
            Column("country", WORD, "Country, ISO 3166-1 alpha-2", optional=True),
            Column("second_country", WORD, "Another one beside it", optional=True),
            Column("region", WORD, "Region in place of a country", optional=True),
            _SINCE,
            _UNTIL,
        ),
        _origins,
    ),
    Table(
        "listing_destination",
        "A place that a listing is sent to, or is not",
        (
            MARKET,
            LISTING,
            Column("place", WORD, "Country, ISO 3166-1 alpha-2, or region"),
            Column("included", pa.bool_(), "Sent to; else not sent to"),
            Column("stated_in", WORD, "Where it says so: field or text"),
            Column("since", INSTANT, "From when, until another row of the listing is later"),
        ),
        _destinations,
    ),
    Table(
        "price",
        "A time in which a unit of a listing has a price",
        (
            MARKET,
            LISTING,
            _SINCE,
            _UNTIL,
            Column("cents", pa.int64(), "Hundredths of the currency for a unit, of the first tier if there are tiers"),
            Column("currency", WORD, "ISO 4217"),
            Column("holding", pa.bool_(), "It only keeps buyers off"),
        ),
        _prices,
    ),
    Table(
        "tier",
        "A price by quantity",
        (
            MARKET,
            LISTING,
            Column("least", pa.int32(), "Units in an order, from"),
            Column("most", pa.int32(), "Units in an order, up to; empty is no limit", optional=True),
            Column(
                "rate", pa.int32(), "Price of a unit in thousandths of that in table price, rounded half up to cents"
            ),
        ),
        _tiers,
    ),
    Table(
        "promotion",
        "A week in which a listing has a place that is paid for, if it can be seen",
        (MARKET, LISTING, Column("place", pa.int32(), "From 1"), Column("since", INSTANT, "First second of the week")),
        _promotions,
    ),
)

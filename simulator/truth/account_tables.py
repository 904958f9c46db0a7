"""Tables of who sells: persons, where they live, their accounts, and when they are away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from simulator.economy.people import size_of
from simulator.truth.table import INSTANT, WORD, Column, Table, instants, named, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.economy.world import World

__all__ = ["ACCOUNT_TABLES"]

_REACH = ("home", "EU", "EUROPE", "WORLD")
_ACCOUNT = Column("account_id", pa.int32(), "Number of the account; no page shows it")


def _persons(world: World) -> Iterator[Sequence[pa.Array]]:
    places = world.places
    ids = np.arange(len(places.home), dtype=np.int64)
    yield (
        pa.array(ids + 1),
        named(places.home, list(world.scenario.countries)),
        pa.array(~places.other),
        pa.array(size_of(world.calendar, ids)),
    )


def _residences(world: World) -> Iterator[Sequence[pa.Array]]:
    lives = world.places.lives
    country = named(world.places.country, list(world.scenario.countries))
    yield (
        pa.array(lives.entity + 1),
        country,
        instants(np.maximum(lives.start, world.calendar.start)),
        instants(lives.end),
    )


def _accounts(world: World) -> Iterator[Sequence[pa.Array]]:
    accounts, places, texts = world.accounts, world.places, world.texts
    names, countries = list(world.scenario.markets), list(world.scenario.countries)
    for part in spans(len(accounts)):
        rows = np.arange(part.start, part.stop, dtype=np.int64)
        keys = accounts.key[part].tolist()
        prints = [None if key < 0 else texts.keys.key(key, 0).fingerprint for key in keys]
        yield (
            pa.array(rows + 1),
            pa.array(accounts.person[part] + 1),
            named(accounts.market[part], names),
            pa.array([texts.names.handle(number) for number in accounts.handle[part].tolist()], pa.string()),
            pa.array(prints, pa.string()),
            instants(accounts.joined[part]),
            instants(accounts.left[part]),
            instants(accounts.banned[part]),
            named(accounts.migrated[part], names),
            pa.array(accounts.impersonates[part]),
            named(places.partner[part], countries),
            named(places.sends[part], _REACH),
            named(np.where(places.excludes[part], places.in_text[part], -1), ("field", "text")),
        )


def _vacations(world: World) -> Iterator[Sequence[pa.Array]]:
    away = world.vacations
    yield pa.array(away.entity + 1), instants(away.start), instants(away.end)


ACCOUNT_TABLES = (
    Table(
        "person",
        "Somebody who sells, on one market or several",
        (
            Column("person_id", pa.int32(), "Number of the person"),
            Column("country", WORD, "Where it lives at first, ISO 3166-1 alpha-2"),
            Column("sells_drugs", pa.bool_(), "Whether it sells drugs, or else other goods"),
            Column("size", pa.int64(), "How large its trade is, in 1/65536 of the median"),
        ),
        _persons,
    ),
    Table(
        "residence",
        "A time in which a person lives in a country and sends from there",
        (
            Column("person_id", pa.int32(), "Number of the person"),
            Column("country", WORD, "The country, ISO 3166-1 alpha-2"),
            Column("since", INSTANT, "When it begins; the start of the simulation for the first"),
            Column("until", INSTANT, "When it ends; empty if it does not", optional=True),
        ),
        _residences,
    ),
    Table(
        "account",
        "A vendor's account on a market",
        (
            _ACCOUNT,
            Column("person_id", pa.int32(), "Who owns it"),
            Column("market", WORD, "Name of the market"),
            Column("handle", pa.string(), "Name on the market"),
            Column(
                "pgp_fingerprint", pa.string(), "Of the key, 40 hexadecimal digits; empty without one", optional=True
            ),
            Column("joined", INSTANT, "When it was made"),
            Column("left", INSTANT, "When its owner gave it up; empty if it was kept", optional=True),
            Column("banned", INSTANT, "When the market closed it; empty if it did not", optional=True),
            Column("migrated_from", WORD, "Market whose end brought the owner here", optional=True),
            Column("impersonates", pa.bool_(), "Whether the handle is that of somebody else"),
            Column("second_country", WORD, "Country that it sends from besides its own", optional=True),
            Column("sends_to", WORD, "How far it sends: home, EU, EUROPE, WORLD"),
            Column("exclusions", WORD, "How it leaves places out, if it does: field or text", optional=True),
        ),
        _accounts,
    ),
    Table(
        "vacation",
        "A time in which a vendor's listings cannot be ordered",
        (_ACCOUNT, Column("since", INSTANT, "First second"), Column("until", INSTANT, "Second after the last")),
        _vacations,
    ),
)

"""Tables of what makes some economies hard to measure; the others do not have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from simulator.economy.intervals import FOREVER
from simulator.truth.listing_tables import MARKET
from simulator.truth.table import INSTANT, Column, Table, instants, named, repeated, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.economy.world import World

__all__ = ["HARD_TABLES"]


def _edits(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, truth in world.markets.items():
        reviews = truth.reviews
        rows = np.flatnonzero(reviews.edited_at < truth.closes)
        yield (
            repeated(name, len(rows)),
            pa.array(reviews.number[rows]),
            instants(reviews.edited_at[rows]),
            pa.array(reviews.counted[rows]),
            pa.array(reviews.renewed[rows]),
        )


def _edits_differ(world: World) -> bool:
    displays = (market.display for market in world.scenario.markets.values())
    return any(display.edits_counted < 1 or display.edits_renew > 0 for display in displays)


def _renames(world: World) -> Iterator[Sequence[pa.Array]]:
    renames, handle = world.renames, world.texts.names.handle
    rows = np.flatnonzero(renames.at < FOREVER)
    yield (
        named(world.accounts.market[rows], list(world.scenario.markets)),
        pa.array(rows + 1),
        instants(renames.at[rows]),
        pa.array(map(handle, renames.before[rows].tolist()), pa.string()),
        pa.array(map(handle, renames.after[rows].tolist()), pa.string()),
    )


def _postage(world: World) -> Iterator[Sequence[pa.Array]]:
    for name, cents in world.postage.items():
        for part in spans(len(cents)):
            yield (
                repeated(name, len(cents[part])),
                pa.array(np.arange(part.start, part.stop) + 1),
                pa.array(cents[part]),
            )


HARD_TABLES = (
    Table(
        "postage",
        "What was paid for the postage of an order, on markets whose printed amounts include it",
        (
            MARKET,
            Column("sale_id", pa.int32(), "Number of the sale on the market"),
            Column("cents", pa.int64(), "Postage, in hundredths of the sale's currency"),
        ),
        _postage,
        lambda world: any(market.display.postage_included for market in world.scenario.markets.values()),
    ),
    Table(
        "rename",
        "An account that takes another name on its market; the table account has the first",
        (
            MARKET,
            Column("account_id", pa.int32(), "Whose it is"),
            Column("at", INSTANT, "First second in which pages have the other name, and none the first"),
            Column("handle_before", pa.string(), "The name until then"),
            Column("handle_after", pa.string(), "The name from then on"),
        ),
        _renames,
        lambda world: world.scenario.habits.renamed > 0,
    ),
    Table(
        "edit",
        "A change of a review, and what its market makes of it",
        (
            MARKET,
            Column("review_id", pa.int32(), "Number of the review on the market"),
            Column("at", INSTANT, "When it was changed"),
            Column("counted", pa.bool_(), "Whether counts of stars have its new ones; else they keep the first"),
            Column("renewed", pa.bool_(), "Whether the market takes this for the time at which it was written"),
        ),
        _edits,
        _edits_differ,
    ),
)

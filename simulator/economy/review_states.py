"""Reviews as a market shows them at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from simulator.economy.packs import CURRENCIES
from simulator.products import PRODUCTS
from simulator.state import Amount, ReviewState

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.draws import Ints
    from simulator.economy.market import MarketTruth
    from simulator.economy.world import World

__all__ = ["ReviewList", "ReviewStates"]


class ReviewList(Sequence[ReviewState]):
    """Reviews that are made when they are looked at, so that a page of thirty costs thirty."""

    __slots__ = ("_made", "_make", "_rows")

    def __init__(self, rows: Ints, make: Callable[[int], ReviewState]) -> None:
        self._rows = rows
        self._make = make
        self._made: dict[int, ReviewState] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> ReviewState: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ReviewState]: ...
    def __getitem__(self, place: int | slice) -> ReviewState | Sequence[ReviewState]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        row = int(self._rows[place])
        if row not in self._made:
            self._made[row] = self._make(row)
        return self._made[row]


class ReviewStates:
    """Makes the states of one market's reviews at an instant."""

    def __init__(
        self,
        world: World,
        truth: MarketTruth,
        instant: int,
        title: Callable[[int], str],
        handle: Callable[[int], str],
    ) -> None:
        self._truth, self._instant, self._rates = truth, instant, world.rates
        self._display = world.scenario.markets[truth.name].display
        self._postage = world.postage.get(truth.name)
        self._title, self._handle = title, handle
        self._comments = world.texts.comments[truth.name]
        self._names = world.texts.names

    def state(self, row: int) -> ReviewState:
        """The state of a review (by its row)."""
        truth, reviews, at = self._truth, self._truth.reviews, self._instant
        sale, listing = int(reviews.sale[row]), int(reviews.listing[row])
        edited = reviews.edited_at[row] <= at
        stars = int(reviews.edited_stars[row] if edited else reviews.stars[row])
        rewritten = bool(edited and reviews.edited_text[row])
        comment = None
        if rewritten:
            comment = self._comments.comment(sale, stars, edited=True)
        elif not reviews.default[row]:
            comment = self._comments.comment(sale, int(reviews.stars[row]), edited=False)
        return ReviewState(
            review_id=int(reviews.number[row]),
            listing_id=int(truth.listings.number[listing]),
            listing_title=self._title(listing),
            listing_product=PRODUCTS[truth.listings.product[listing]],
            vendor=self._handle(int(truth.listings.account[listing])),
            at=int(reviews.edited_at[row] if edited and reviews.renewed[row] else reviews.at[row]),
            stars=stars,
            comment=comment,
            buyer=self._names.buyer(int(truth.sales.buyer[sale])),
            amount=self._amount(sale, listing),
            quantity=int(truth.sales.quantity[sale]),
            reply=self._comments.reply(sale) if reviews.replied_at[row] <= at else None,
        )

    def _amount(self, sale: int, listing: int) -> Amount:
        sales, currency = self._truth.sales, CURRENCIES[self._truth.listings.currency[listing]]
        cents = int(sales.cents[sale]) + (0 if self._postage is None else int(self._postage[sale]))
        if self._display.amounts_move:
            cents = self._rates.moved(cents, currency, int(sales.at[sale]), self._instant)
        return Amount(cents, currency)

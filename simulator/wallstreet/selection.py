"""
Which list a form asks for. All lists of this market have one address, so only the form can tell.

A menu button (``menuCatT``, ``menuCatM``, ``menuCatB``) chooses a category and the button ``page`` a page; what was
chosen before comes along in ``form[catT]``, ``form[catM]``, ``form[catB]`` and ``form[page]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.wallstreet.categories import CATEGORIES, TREE, Category

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from simulator.site import Request
    from simulator.state import ListingState, Snapshot
    from simulator.wallstreet.frame import Frame

__all__ = ["ListPage", "Selection", "list_forms"]

_LIMITS = ("15", "90")


@dataclass(frozen=True, slots=True)
class Selection:
    """
    A form that was understood.

    Attributes:
        category: the chosen one; None is all.
        search: words that titles must hold, lower case.
        ships_from: code of a country that a listing is sent from; empty is any.
        limit: cards on a page.
        page: from 1.
        filtered: the form came with ``dofilter=1``, to which the market answers with an empty list.
    """

    category: Category | None
    search: str
    ships_from: str
    limit: int
    page: int
    filtered: bool

    @classmethod
    def of(cls, request: Request, frame: Frame) -> Selection:
        """Read a form. What it lacks, or has in a form that no browser sends, is as if nothing had been chosen."""
        form = request.form
        limit = form.get("form[limit]", "")
        page = form.get("page", "" if _menu_button(form) else form.get("form[page]", ""))
        return cls(
            category=_category(form),
            search=form.get("form[searchTerm]", "").strip().lower(),
            ships_from=form.get("form[shipsfrom]", ""),
            limit=int(limit) if limit in _LIMITS else frame.viewer.cards,
            page=max(1, int(page)) if page.isascii() and page.isdigit() else 1,
            filtered=form.get("dofilter") == "1",
        )

    def numbers(self, snapshot: Snapshot) -> Sequence[int]:
        """Numbers of all listings in the list, most popular first."""
        chosen = [self.category] if self.category else TREE
        products = [product for node in chosen for product in node.products]
        numbers = snapshot.listing_ids(products)
        if not self.search and not self.ships_from:
            return numbers
        return [listing.listing_id for listing in _live(snapshot, numbers) if self._keeps(listing)]

    def _keeps(self, listing: ListingState) -> bool:
        return self.search in listing.title.lower() and (not self.ships_from or self.ships_from in listing.origin)


@dataclass(frozen=True, slots=True)
class ListPage:
    """
    A page of a list.

    Attributes:
        selection: what was asked for.
        total, pages: listings and pages in the whole list; a list without listings has one page.
        listings: those of this page.
    """

    selection: Selection
    total: int
    pages: int
    listings: tuple[ListingState, ...]

    @classmethod
    def of(cls, selection: Selection, snapshot: Snapshot) -> ListPage:
        """Look up what a selection finds."""
        if selection.filtered:
            return cls(selection, 0, 1, ())
        numbers = selection.numbers(snapshot)
        first = (selection.page - 1) * selection.limit
        listings = tuple(_live(snapshot, numbers[first : first + selection.limit]))
        return cls(selection, len(numbers), max(1, -(-len(numbers) // selection.limit)), listings)


def list_forms(category: Category, total: int, limit: int) -> Iterator[dict[str, str]]:
    """The forms that ask for a category's pages one after the other, as a browser would send them."""
    yield {f"menuCat{category.level}": str(category.number), "form[limit]": str(limit), "dofilter": "0"}
    levels = dict(zip("TMB", category.numbers, strict=False))
    chosen = {f"form[cat{level}]": str(levels.get(level, "")) for level in "TMB"}
    for page in range(2, -(-total // limit) + 1):
        yield chosen | {"form[limit]": str(limit), "page": str(page), "dofilter": "0"}


def _menu_button(form: Mapping[str, str]) -> str | None:
    return next((level for level in "BMT" if form.get(f"menuCat{level}")), None)


def _category(form: Mapping[str, str]) -> Category | None:
    pressed = _menu_button(form)
    chosen = (
        [(pressed, form[f"menuCat{pressed}"])] if pressed else [(lv, form.get(f"form[cat{lv}]", "")) for lv in "BMT"]
    )
    for level, number in chosen:
        if number.isascii() and number.isdigit() and (found := CATEGORIES.get((level, int(number)))):
            return found
    return None


def _live(snapshot: Snapshot, numbers: Sequence[int]) -> Iterator[ListingState]:
    for number in numbers:
        if (listing := snapshot.listing(number)) is not None:
            yield listing

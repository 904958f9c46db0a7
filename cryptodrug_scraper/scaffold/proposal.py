"""What is proposed for the reader of each kind of page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.grouped_rows import with_rest
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.routes import suffix_apart

if TYPE_CHECKING:
    from collections.abc import Collection

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.candidates import Candidate
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = [
    "OF_LISTING",
    "BlockProposal",
    "HeadedProposal",
    "KindProposal",
    "OwnName",
    "RowsProposal",
    "pattern_of",
    "place_of",
    "values_of",
]

OF_LISTING = ("listing", "listing_feedback", "listing_refund")
"""Kinds of pages that are of one offer."""


@dataclass(slots=True)
class BlockProposal:
    """
    Blocks that become a record each.

    Attributes:
        record: ``listing``, ``review`` or ``vendor``.
        selector: finds them on a page.
        link: finds, in a block, the link to the offer or account; empty where there is none.
        candidates: their fields.
        count: how many were seen.
        doubts: why they may be wrong.
        has_rest: whether rows behind each belong to it.
        of_same_vendor: whether the page of an offer says that they are other offers of its vendor.
        is_beside_accounts: whether the pages list accounts, too.
        passed: labelled fields that are no candidates, since another place says the same: the author may name them.
    """

    record: str
    selector: str
    link: str
    candidates: list[Candidate]
    count: int
    doubts: list[str] = field(default_factory=list)
    has_rest: bool = False
    of_same_vendor: bool = False
    is_beside_accounts: bool = False
    passed: list[Candidate] = field(default_factory=list)

    def parts(self, root: Element) -> list[Element]:
        """The blocks of a page, with the rows that belong to each."""
        blocks = css(self.selector)(root)
        return [part for first, rest in with_rest(blocks) for part in (first, *rest)] if self.has_rest else blocks


@dataclass(slots=True)
class RowsProposal:
    """
    A list within an offer's page.

    Attributes:
        name: the field: ``price_tiers``, ``shipping_options`` or ``variants``.
        selector: finds its rows.
        pages: how many pages show it.
        is_named: whether words near it say so; else its rows alone do.
        by_cells: whether the cells of its rows are read apart.
    """

    name: str
    selector: str
    pages: int
    is_named: bool
    by_cells: bool = False


@dataclass(frozen=True, slots=True)
class HeadedProposal:
    """
    A text that is read from its heading to the next one.

    Attributes:
        name: the field.
        tags: those of its headings.
        words: what these say.
        pages: how many pages show it.
    """

    name: str
    tags: tuple[str, ...]
    words: tuple[str, ...]
    pages: int


class OwnName(NamedTuple):
    """
    What names the thing that a page is of.

    Attributes:
        selector: finds it.
        how: how it names it: a ``link`` to the page itself, the ``value`` of a field, the ``text``, or a regular
            expression whose group finds the name in a link to something else.
    """

    selector: str
    how: str


@dataclass(slots=True)
class KindProposal:
    """
    The reader of one kind of page.

    Attributes:
        kind: the kind.
        pages: its saved pages.
        main: finds the element that holds all that is read but blocks; empty for the whole page.
        candidates: fields of the one thing that the page is of.
        blocks: what it repeats.
        headed: texts that are read below their headings.
        rows: lists within an offer's page.
        extent: finds what says how far a list of the page goes.
        rated: finds the heading above ratings that says how many there are; empty for none.
        totals: what says how far each list goes, as was answered: selectors by what is listed.
        own_names: what names the thing that the page is of, where its address is not known; the first that is there.
    """

    kind: str
    pages: list[SavedPage]
    main: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    blocks: list[BlockProposal] = field(default_factory=list)
    headed: list[HeadedProposal] = field(default_factory=list)
    rows: list[RowsProposal] = field(default_factory=list)
    extent: list[str] = field(default_factory=list)
    rated: str = ""
    totals: dict[str, list[str]] = field(default_factory=dict)
    own_names: list[OwnName] = field(default_factory=list)

    @property
    def lists_ratings(self) -> bool:
        """Whether the list of which `extent` says how far it goes is one of ratings."""
        has_offers = any(block.record == "listing" for block in self.blocks)
        return not has_offers or self.kind.endswith("feedback") or self.kind == "listing"

    @property
    def lists(self) -> set[str]:
        """What it lists: ``listing`` and ``review``."""
        return {block.record for block in self.blocks} | {"review" if self.lists_ratings else "listing"}

    def candidate(self, name: str) -> Candidate | None:
        """The candidate of a field; None where there is none."""
        return next((each for each in self.candidates if each.name == name), None)


_NUMBER_AND_WORDS = re.compile(r"\d+-(?=.*[^\W\d_])")


def values_of(site: Site, route: str) -> set[str]:
    """The values in addresses by a route that name what they lead to."""
    place = place_of(site, route)
    return {
        address.values[place] for page in site.pages for _, address, _ in site.links(page) if address.route == route
    }


def place_of(site: Site, route: str) -> int:
    """
    Which of the values of an address by a route names what it leads to: that of which there are most or, of several
    with hardly fewer, a number, behind which words may stand that say the same again.
    """
    values = {address.values for page in site.pages for _, address, _ in site.links(page) if address.route == route}
    values |= {address.values for page in site.pages if (address := site.address(page)) and address.route == route}
    width = min((len(each) for each in values), default=1)
    said = [{each[at] for each in values} for at in range(width)]
    most = max(map(len, said), default=0)
    return max(
        range(width),
        key=lambda at: (len(said[at]) * 10 >= most * 9 and all(map(str.isdecimal, said[at])), len(said[at]), -at),
    )


def pattern_of(route: str, place: int, values: Collection[str] = (), tail: str = "") -> str:
    """
    The regular expression whose group finds, in an address by a route, one of its values.

    Args:
        route: the route.
        place: which of its values.
        values: those that were seen; of a number with words behind it, as in ``4711-some-title``, the number names it;
            of several parts, as in ``flowers/indoor``, all.
        tail: what stands behind the path on further pages of a list (`Routes.tail`).
    """
    own = ""
    if values and all(map(_NUMBER_AND_WORDS.match, values)):
        own = r"(\d+)(?=-)"
    elif any("/" in value for value in values):
        own = f"([^?&#]+?)(?={tail}/?(?:[?#]|$))"
    path, _, query = route.partition("?")
    before = path.count("{}")
    if place >= before:
        named = [part for part in query.split("&") if part.endswith("={}")]
        key = named[place - before].removesuffix("={}")
        return rf"[?&]{re.escape(key)}={own or '([^&#]+)'}"
    path, file = suffix_apart(path)
    pieces = path.split("{}")
    first = r"\A(?:https?://[^/]*)?/" if pieces[0] == "/" else pieces[0]  # else a host would be what is named
    start = first + "".join(f"[^/?&#]+{re.escape(piece)}" for piece in pieces[1 : place + 1])
    if (file or tail) and place == before - 1 and not pieces[-1] and not own:
        suffix = f"(?:{re.escape(file)})?" if file else ""
        return rf"{start}([^/?&#]+?)(?={tail}{suffix}(?:[/?&#]|\Z))"
    suffix = pieces[place + 1].partition("/")[0]
    return rf"{start}{own or '([^/?&#]+)'}" + (f"(?={re.escape(suffix)})" if suffix else "")

"""Values of records that look wrong: what a careful person would look at twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.page.records import Category, Interval, Listing, Money, Place, Review, Vendor
from cryptodrug_scraper.page.within import amounts_within, mask_within
from cryptodrug_scraper.scaffold.shapes import SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["ODDITIES", "Odd", "odd_values", "together"]

_SHARE = 0.3
"""Share of the titles that have their price in them, from which on the reading is suspected."""
_SEVERAL = 5
"""Records of which it is odd that all say the same."""
_DIFFERING: Mapping[type, tuple[str, ...]] = {
    Listing: ("listing_id", "title", "price"),
    Review: ("buyer_mask", "comment", "age_raw"),
}
_BEST = 5
_LONGEST_NAME = 40
_MANY_PLACES = 25
_TAG = re.compile(r"</?(?:a|b|br|div|img|p|span|td|tr)\b[^>]*>|&(?:amp|nbsp|lt|gt|quot);")
_SIGNS = re.compile(r"^\W*\d[\d.,\s]*\W*$|[»›>→«]|\(\d+\)\s*$")
_SLACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Odd:
    """
    Something that looks wrong.

    Attributes:
        what: the record's type and field.
        detail: what looks wrong, with an example.
        number: how many records of a page do.
    """

    what: str
    detail: str
    number: int


def odd_values(page: ParsedPage) -> Iterator[Odd]:
    """Look through the records of a page."""
    for look in ODDITIES.values():
        yield from look(page)


def _of(page: ParsedPage, kind: type) -> list:  # type: ignore[type-arg]  # of the type that is given
    return [record for record in page.records if isinstance(record, kind)]


def _prices_in_titles(page: ParsedPage) -> Iterator[Odd]:
    listings: list[Listing] = _of(page, Listing)
    having = [
        each
        for each in listings
        if each.title and isinstance(each.price, Money) and each.price in amounts_within(each.title, SIGNS)
    ]
    if having and len(having) >= _SHARE * len(listings):
        yield Odd("listing.title", f"the price stands in it: {having[0].title!r}", len(having))


def _spaces_in_names(page: ParsedPage) -> Iterator[Odd]:
    for kind, name in ((Listing, "listing"), (Vendor, "vendor"), (Review, "review")):
        said = {each.vendor for each in _of(page, kind) if isinstance(each.vendor, str)}
        odd = sorted(each for each in said if any(map(str.isspace, each)) or len(each) > _LONGEST_NAME)
        if odd:
            yield Odd(f"{name}.vendor", f"a name with white space, or very long: {odd[0]!r}", len(odd))


def _ages_out_of_order(page: ParsedPage) -> Iterator[Odd]:
    """Lists of ratings have the newest first, or the oldest; one that goes both ways is read wrongly somewhere."""
    times = [each.occurred for each in _of(page, Review) if isinstance(each.occurred, Interval)]
    younger = sum(other.start >= one.end for one, other in pairwise(times))
    older = sum(other.end <= one.start for one, other in pairwise(times))
    wrong = min(younger, older)
    if wrong:
        down, up = counted(wrong, "time"), counted(max(younger, older), "time")
        said = f"{down} one grows younger down the list, and {up} older"
        yield Odd("review.occurred", f"the list is in no order of time, or times are misread: {said}", wrong)


def _all_alike(page: ParsedPage) -> Iterator[Odd]:
    """Fields that differ from record to record on any real page."""
    for kind, names in _DIFFERING.items():
        records = _of(page, kind)
        for name in names:
            values = [value for each in records if (value := getattr(each, name)) and isinstance(value, (str, Money))]
            if len(values) >= _SEVERAL and len(set(values)) == 1:
                what = f"{kind.__name__.lower()}.{name}"
                yield Odd(what, f"all {len(values)} say the same: {str(values[0])[:60]!r}", len(values))


def _one_id_for_several(page: ParsedPage) -> Iterator[Odd]:
    titles: dict[str, set[str]] = defaultdict(set)
    for each in _of(page, Listing):
        if each.listing_id and each.title and each.seen_on == "card":
            titles[each.listing_id].add(each.title)
    shared = [number for number, said in titles.items() if len(said) > 1]
    if shared:
        yield Odd(
            "listing.listing_id",
            f"{shared[0]!r} names offers of {counted(len(titles[shared[0]]), 'title')}",
            len(shared),
        )


def _markup(page: ParsedPage) -> Iterator[Odd]:
    times: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for record in page.records:
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if isinstance(value, str) and (match := _TAG.search(value)) is not None:
                what = f"{type(record).__name__.lower()}.{name}"
                times[what] += 1
                examples.setdefault(what, match[0])
    for what, number in times.items():
        yield Odd(what, f"it has markup in it: {examples[what]!r}", number)


def _others_in_comments(page: ParsedPage) -> Iterator[Odd]:
    reviews: list[Review] = _of(page, Review)
    odd = [each for each in reviews if isinstance(each.comment, str) and _says_more(each, each.comment)]
    if odd:
        yield Odd("review.comment", f"the buyer or the time stands in it: {str(odd[0].comment)[:60]!r}", len(odd))


def _says_more(review: Review, comment: str) -> bool:
    has_buyer = bool(review.buyer_mask) and review.buyer_mask == mask_within(comment)
    return has_buyer or (isinstance(review.age_raw, str) and bool(review.age_raw) and review.age_raw in comment)


def _stars(page: ParsedPage) -> Iterator[Odd]:
    odd = [each.stars for each in _of(page, Review) if each.stars and not 0 <= each.stars <= _BEST]
    if odd:
        yield Odd("review.stars", f"{odd[0]} is not among 0 to {_BEST}", len(odd))


def _places(page: ParsedPage) -> Iterator[Odd]:
    for name in ("ships_from", "ships_to"):
        places = [place for each in _of(page, Listing) if isinstance(place := getattr(each, name), Place)]
        many = [place for place in places if len(place.codes) > _MANY_PLACES]
        unknown = [place for place in places if place.kind == "unknown"]
        if many and name == "ships_from":
            yield Odd(
                f"listing.{name}",
                f"{counted(len(many[0].codes), 'place')} in one field: {many[0].raw[:60]!r}",
                len(many),
            )
        if unknown and len(unknown) * 2 > len(places):
            yield Odd(f"listing.{name}", f"most name no known place: {unknown[0].raw[:60]!r}", len(unknown))


def _days(page: ParsedPage) -> Iterator[Odd]:
    for each in _of(page, Vendor):
        since, last = each.member_since, each.last_active
        if since and last and since > last + _SLACK:
            yield Odd("vendor.member_since", f"{since} is after last_active, {last}: day and month may be swapped", 1)


def _names_of_categories(page: ParsedPage) -> Iterator[Odd]:
    names = {name for each in _of(page, Category) for name in each.category_path}
    odd = sorted(name for name in names if _SIGNS.search(name))
    if odd:
        yield Odd("category.category_path", f"no name, or a count or arrow in it: {odd[0]!r}", len(odd))


ODDITIES: Mapping[str, Callable[[ParsedPage], Iterator[Odd]]] = {
    "prices in titles": _prices_in_titles,
    "spaces in names": _spaces_in_names,
    "ages out of order": _ages_out_of_order,
    "all alike": _all_alike,
    "one identifier for several": _one_id_for_several,
    "markup": _markup,
    "others in comments": _others_in_comments,
    "stars": _stars,
    "places": _places,
    "days": _days,
    "names of categories": _names_of_categories,
}
"""What is looked at, by its name; each gives what looks wrong on a page."""


def together(odd: Sequence[tuple[str, Odd]]) -> Iterator[tuple[str, Odd, int]]:
    """What looks wrong on several pages, once: the kind, the first example, and on how many pages."""
    found: dict[tuple[str, str, str], list[Odd]] = defaultdict(list)
    for kind, each in odd:
        found[kind, each.what, each.detail.partition(":")[0]].append(each)
    for (kind, _, _), several in found.items():
        yield kind, several[0], len(several)

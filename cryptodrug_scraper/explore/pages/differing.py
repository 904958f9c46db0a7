"""What two captures say otherwise, and the marks on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec import UNSET

from cryptodrug_scraper.explore.evidence.alignment import BY_PLACE
from cryptodrug_scraper.explore.pages.answer import sources
from cryptodrug_scraper.explore.record_fields import marks_of
from cryptodrug_scraper.explore.shown import shown
from cryptodrug_scraper.page.records import Category, ExchangeRate, Listing, Review, Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.explore.inert.marks import Mark
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["fields_of", "marks_of_changes"]

_MENU = (Category, ExchangeRate)
_COUNT = "how many"


def fields_of(page: ParsedPage) -> dict[tuple[str, str, str], str]:
    """
    The values of a page's fields, by the kind of the record, what it is of, and the field. A rating has no name, and
    another place on every page: of those that say the same it is told how many there are.
    """
    ratings = Counter(_rating(record) for record in page.records if isinstance(record, Review))
    found = {key: value for _, key, value in _placed(page)}
    return found | {("review", said, _COUNT): str(count) for said, count in ratings.items()}


def marks_of_changes(chain: Chain, other: Chain) -> list[Mark]:
    """
    Return the marks on what a capture says otherwise than another one.

    Raises:
        ArchiveError: the bytes of one are in none of the places.
        ParseError: one takes too much to be read.
        TimeoutError: the words are not found yet; ask again.
    """
    page = sources().reading(chain)
    mine, its = fields_of(page), fields_of(sources().reading(other))
    changed: dict[int, set[str]] = defaultdict(set)
    for place, key, value in _placed(page):
        if its.get(key) != value:
            changed[place].add(key[2])
    for place, record in enumerate(page.records):
        key = "review", _rating(record) if isinstance(record, Review) else "", _COUNT
        if isinstance(record, Review) and its.get(key) != mine[key]:
            changed[place].update(record.__struct_fields__)
    if not changed:
        return []
    evidence = sources().evidence(chain, next(iter(changed)) if len(changed) == 1 else None)
    return marks_of(evidence, changed.keys() & set(evidence.looked), fields=changed)


def _placed(page: ParsedPage) -> Iterator[tuple[int, tuple[str, str, str], str]]:
    """The fields of a page but those of ratings: the place of the record, the field's key, and its value."""
    for place, record in enumerate(page.records):
        if not isinstance(record, (*_MENU, Review)):
            for name in record.__struct_fields__:
                if name not in BY_PLACE and (value := getattr(record, name)) is not UNSET:
                    yield place, (type(record).__name__.lower(), _key(record), name), shown(value)


def _rating(record: Review) -> str:
    said = (getattr(record, name) for name in ("stars", "sign", "comment", "buyer_mask", "amount"))
    return ", ".join(shown(value) for value in said if value is not UNSET and value is not None) or "(nothing)"


def _key(record: object) -> str:
    match record:
        case Listing():
            return str(record.listing_id)
        case Vendor():
            return record.vendor
        case _:
            return ""

"""What differs between two readings of a page of which one was altered, field by field."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET, Struct

from cryptodrug_scraper.explore.evidence.alignment import BY_PLACE, Alignment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from cryptodrug_scraper.page.facts import ListingFacts
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.page.records import Record

__all__ = ["BY_KIND", "FACTS", "Difference", "Reading", "value_pattern"]

FACTS = ("drug_class", "class_source", "substance", "quantity_grams", "quantity_units", "quantity_unit")
"""What is normalised of a listing, beside what its record says."""
BY_KIND = frozenset({"seen_on", "kind", "base", "class_source"})
"""Fields that say of what kind a record is, or what decided on another field, which no word on the page says."""
_PRINTED = ("value", "amount", "mean", "raw")
"""Parts of a field of several that stand on the page as they are."""


class Difference(NamedTuple):
    """
    The fields that an altered page gives otherwise; each a set of fields, as the bits of a number.

    Attributes:
        changed: the record is there, and has another value.
        missing: the record is there, and does not have the field.
        vanished: the record is not there.
        is_of_page: whether a third of all that the page says, or more, is not there: the page is no longer recognised.
    """

    changed: int
    missing: int
    vanished: int
    is_of_page: bool = False

    @property
    def all(self) -> int:
        """All of them."""
        return self.changed | self.missing | self.vanished

    @property
    def otherwise(self) -> int:
        """Those of records that are there, and say something else."""
        return self.changed | self.missing

    def of(self, fields: int) -> Difference:
        """What it says of some fields."""
        return Difference(self.changed & fields, self.missing & fields, self.vanished & fields)


class Reading:
    """
    A page as it is read, with the fields of its records numbered.

    Args:
        page: the page.
        wanted: the places of the records whose fields are numbered; None for those of all.

    Attributes:
        fields: for each number, the place of the record on the page, and the field's name.
        size: how many fields all records have.
    """

    def __init__(self, page: ParsedPage, wanted: range | None = None) -> None:
        self.page = page
        self.fields: list[tuple[int, str]] = []
        self.size = 0
        self._of_record: dict[int, list[tuple[str, int]]] = {}
        self._of_facts: dict[int, list[tuple[str, int]]] = {}
        self._whole: dict[int, int] = {}
        self._sizes: list[int] = []
        self._by_type: dict[type, list[int]] = {}
        self._alignments: dict[type, Alignment] = {}
        for place, record in enumerate(page.records):
            self._by_type.setdefault(type(record), []).append(place)
            facts = page.facts.get(place)
            shown = list(_shown(record))
            known = [] if facts is None else [name for name in FACTS if getattr(facts, name) is not None]
            self._sizes.append(len(shown) + len(known))
            if wanted is None or place in wanted:
                self._of_record[place] = self._number(place, shown)
                if facts is not None:
                    self._of_facts[place] = self._number(place, known)
                self._whole[place] = sum(bit for _, bit in [*self._of_record[place], *self._of_facts.get(place, ())])
        self.size = sum(self._sizes)

    @property
    def all(self) -> int:
        """All fields."""
        return (1 << len(self.fields)) - 1

    def numbers(self, fields: int) -> Iterator[int]:
        """The numbers of the fields of a set."""
        while fields:
            low = fields & -fields
            yield low.bit_length() - 1
            fields ^= low

    def of_record(self, place: int) -> int:
        """The fields of one record; none of a place that has none."""
        return self._whole.get(place, 0)

    def named(self, place: int, names: Collection[str]) -> int:
        """The fields of one record that have one of these names."""
        numbered = [*self._of_record[place], *self._of_facts.get(place, ())]
        return sum(bit for name, bit in numbered if name in names)

    def strings(self, place: int, names: Collection[str]) -> Iterator[str]:
        """The texts that are values of such fields of a record, and those in its lists."""
        for name, _ in self._of_record[place]:
            value = getattr(self.page.records[place], name) if name in names else None
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, str) and each:
                    yield each

    def of_same_records(self, fields: int) -> int:
        """The fields of all records of which one is in the set."""
        return sum(whole for whole in self._whole.values() if whole & fields)

    def is_said(self, place: int, name: str) -> bool:
        """
        Whether the page must have words for a field.

        It has none for the kind of a record and for marks, which are known by where it stands; for what is not there,
        as an empty list; and for the coin that a whole table gives the rates of. What is normalised of a listing has
        the words of the fields that it is worked out of.
        """
        value = self.value(place, name)
        return name not in BY_KIND and not isinstance(value, bool) and value is not None and value != []

    def value(self, place: int, name: str) -> object:
        """The value of a field; None for a fact that is not known."""
        record = self.page.records[place]
        return getattr(record if name in record.__struct_fields__ else self.page.facts[place], name)

    def printed(self, place: int, name: str) -> str | None:
        """A field's value as the page may have it; None for one that is not printed as it is."""
        value = getattr(self.page.records[place], name, None)
        if isinstance(value, list) and value:
            value = value[-1]
        if isinstance(value, Struct):
            value = next((getattr(value, part) for part in _PRINTED if hasattr(value, part)), None)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            return None
        return str(value) or None

    def against(self, other: ParsedPage) -> Difference:
        """Compare with a reading of the page altered."""
        if other.kind != self.page.kind or other.market != self.page.market:
            return Difference(0, 0, self.all, is_of_page=True)
        changed = missing = vanished = gone = 0
        by_type: dict[type, list[int]] = {}
        for place, record in enumerate(other.records):
            by_type.setdefault(type(record), []).append(place)
        for kind, places in self._by_type.items():
            theirs = by_type.get(kind, [])
            for mine, its in zip(places, self._aligned(other, places, theirs), strict=True):
                if its is None:
                    gone += self._sizes[mine]
                    vanished |= self._whole.get(mine, 0)
                    continue
                numbered = self._of_record.get(mine)
                if numbered is None:
                    continue
                record = other.records[its]
                if self.page.records[mine] != record:
                    for name, bit in numbered:
                        value = getattr(record, name)
                        if value is UNSET:
                            missing |= bit
                        elif value != getattr(self.page.records[mine], name):
                            changed |= bit
                more = self._of_facts.get(mine)
                if more:
                    changed |= _changed_facts(self.page.facts[mine], other.facts.get(its), more)
        return Difference(changed, missing, vanished, is_of_page=gone * 3 > self.size)

    def _number(self, place: int, names: Iterable[str]) -> list[tuple[str, int]]:
        numbered = []
        for name in names:
            numbered.append((name, 1 << len(self.fields)))
            self.fields.append((place, name))
        return numbered

    def _aligned(self, other: ParsedPage, places: Sequence[int], theirs: Sequence[int]) -> list[int | None]:
        """For each of our records of one type the place of theirs that is the same, by order and by what they share."""
        if len(places) == len(theirs):
            return list(theirs)
        kind = type(self.page.records[places[0]])
        if kind not in self._alignments:
            self._alignments[kind] = Alignment([self.page.records[place] for place in places])
        numbers = self._alignments[kind].with_those([other.records[place] for place in theirs])
        return [None if number is None else theirs[number] for number in numbers]


@lru_cache(maxsize=4096)
def value_pattern(value: str) -> re.Pattern[bytes]:
    """What finds a value where it stands as a word."""
    return re.compile(rb"(?<![^\W_])%b(?![^\W_])" % re.escape(value.encode()), re.IGNORECASE)


def _shown(record: Record) -> Iterator[str]:
    for name in record.__struct_fields__:
        if name not in BY_PLACE and getattr(record, name) is not UNSET:
            yield name


def _changed_facts(mine: ListingFacts, its: ListingFacts | None, fields: list[tuple[str, int]]) -> int:
    if mine == its:
        return 0
    return sum(bit for name, bit in fields if its is None or getattr(its, name) != getattr(mine, name))

"""
The records of a draft beside those of its page, value by value: which are alike, which were replaced by their like,
which were meant to change, and which a person has to look at.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.page_sizes import agree
from cryptodrug_scraper.cases.record_values import values_of
from cryptodrug_scraper.cases.value_rules import Outcome, Rules
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.page.records import PageTotal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from cryptodrug_scraper.cases.known_words import SiteWords
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.page.records import Record

__all__ = ["Compared", "Group", "compared", "groups_of"]

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Compared:
    """
    A value of a record of a page, and what stands in its place.

    Attributes:
        place: the number of the record among those of the page; None for what is of the page as a whole.
        record: its type; empty for the page.
        field: the field, with the part of it, such as ``price.amount`` or ``ships_to.codes``.
        before: the value of the page, as text.
        after: that of the draft.
        outcome: what became of it.
        why: why a person has to look at it; empty if nobody has to.
    """

    place: int | None
    record: str
    field: str
    before: str
    after: str
    outcome: Outcome
    why: str = ""

    @property
    def name(self) -> str:
        """The record and the field, as ``listing.title``."""
        return f"{self.record}.{self.field}" if self.record else self.field


@dataclass(frozen=True, slots=True)
class Group:
    """What a person has to look at once: values of one field that differ for one reason."""

    first: Compared
    count: int


def compared(page: ParsedPage, draft: ParsedPage, site: SiteWords, moved: timedelta | None) -> list[Compared]:
    """
    Compare how a page and its draft are read.

    Args:
        page: how the page is read.
        draft: how the draft is.
        site: the words of the market, which stay.
        moved: by how much the draft's time of capture differs from the page's, if it has one.
    """
    rules = Rules(site, moved)
    found = list(_of_page(page, draft))
    kinds = Counter(_type_of(record) for record in page.records), Counter(_type_of(record) for record in draft.records)
    uneven = {kind for kind in kinds[0] | kinds[1] if kinds[0][kind] != kinds[1][kind]}
    for kind in sorted(uneven):
        before, after = (str(each[kind]) for each in kinds)
        found.append(Compared(None, kind, "records", before, after, Outcome.DIFFERENT, "another number of records"))
    others: dict[str, list[int]] = {}
    for place, record in enumerate(draft.records):
        others.setdefault(_type_of(record), []).append(place)
    seen: Counter[str] = Counter()
    for place, record in enumerate(page.records):
        kind = _type_of(record)
        if kind in uneven:
            continue
        other = others[kind][seen[kind]]
        seen[kind] += 1
        other_record = draft.records[other]
        if isinstance(record, PageTotal) and isinstance(other_record, PageTotal) and not agree(record, other_record):
            found.append(_torn_extent(place, record, other_record))
        before_values = values_of(record) | values_of(page.facts.get(place), "sold")
        after_values = values_of(other_record) | values_of(draft.facts.get(other), "sold")
        for field in (*before_values, *(name for name in after_values if name not in before_values)):
            outcome, why = rules.outcome(kind, field, before_values.get(field), after_values.get(field))
            before, after = _said(before_values.get(field)), _said(after_values.get(field))
            found.append(Compared(place, kind, field, before, after, outcome, why))
    return found


def groups_of(found: Sequence[Compared]) -> list[Group]:
    """Put together what a person has to look at, by field and reason, in the order of the page."""
    groups: dict[tuple[str, str], list[Compared]] = {}
    for each in found:
        if each.outcome is Outcome.DIFFERENT:
            groups.setdefault((_INDEX.sub("", each.name), each.why), []).append(each)
    return [Group(each[0], len(each)) for each in groups.values()]


def _torn_extent(place: int, before: PageTotal, after: PageTotal) -> Compared:
    ones, others = (f"{each.total} over {counted(int(each.pages or 0), 'page')}" for each in (before, after))
    why = "rows and pages no longer agree"
    return Compared(place, "page_total", "total and pages", ones, others, Outcome.DIFFERENT, why)


def _of_page(page: ParsedPage, draft: ParsedPage) -> Iterator[Compared]:
    """What differs of the page as a whole: its kind, whether it is whole, its issues and links."""
    for name, before, after in (("kind", page.kind, draft.kind), ("complete", page.complete, draft.complete)):
        yield _whole(name, str(before), str(after), "it is read otherwise")
    issues = [Counter(f"issue {issue.code}" for issue in each.issues) for each in (page, draft)]
    for name in sorted(issues[0] | issues[1]):
        yield _whole(name, str(issues[0][name]), str(issues[1][name]), "another number of issues")
    links = [Counter(f"links to {link.kind}" for link in each.links) for each in (page, draft)]
    for name in sorted(links[0] | links[1]):
        yield _whole(name, str(links[0][name]), str(links[1][name]), "another number of links")


def _whole(name: str, before: str, after: str, why: str) -> Compared:
    if before == after:
        return Compared(None, "", name, before, after, Outcome.ALIKE)
    return Compared(None, "", name, before, after, Outcome.DIFFERENT, why)


def _type_of(record: Record) -> str:
    return str(type(record).__struct_config__.tag)


def _said(value: object) -> str:
    return "nothing" if value is None else str(getattr(value, "said", value))

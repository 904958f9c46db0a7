"""Look at one page: the words of its fields, and whether fields change without them."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.explore.evidence.alteration import GENTLE, altered, blank
from cryptodrug_scraper.explore.evidence.difference import BY_KIND, Reading
from cryptodrug_scraper.explore.evidence.found import evidence_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from tests.campaigns.evidencing.choosing import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.explore.evidence.alteration import Way
    from cryptodrug_scraper.explore.evidence.found import PageEvidence

__all__ = ["WAYS", "Looked", "look"]

_DRAWN = 6
"""Fields of a page whose words are blanked."""
WAYS: tuple[tuple[Way, Way], ...] = (
    *((how, how) for how in (blank, altered, *GENTLE)),
    *((altered, how) for how in GENTLE),
)
"""How texts are altered, and how attributes: an address of which all is altered may be passed over for another."""


class Looked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    What was seen of one page.

    Attributes:
        crawl: of which crawl it is.
        digest: of its bytes.
        kind: its market and kind.
        seconds: of processor time that its evidence took.
        is_whole: whether the search was not ended by the bound on readings.
        words: fields that have words.
        otherwise: fields whose value is known by a label, the page's address or the time of its capture.
        exempt: how many fields need no words, by the rule that exempts them.
        lacking: fields that should have words, and have none.
        blanked: fields whose words were blanked and that were read otherwise then.
        unchanged: fields that are read the same without their words.
    """

    crawl: str
    digest: str
    kind: str
    where: str
    seconds: float
    is_whole: bool
    words: int
    otherwise: int
    exempt: dict[str, int]
    lacking: list[str]
    blanked: int
    unchanged: list[str]


def look(capture: Capture, crawl: str) -> Looked:
    """Look for the words of all fields of a page, and blank those of some."""
    began = time.process_time()
    found = evidence_of(capture.body, capture.url, capture.captured)
    spent = time.process_time() - began
    digest = digest_of(capture)
    where = f"{crawl}, {found.page.kind} {capture.url}"
    words, otherwise, exempt, lacking = 0, 0, Counter[str](), []
    for (place, name), evidence in found.fields.items():
        if name in BY_KIND:
            exempt["says of what kind the record is, or what decided"] += 1
        elif evidence.words:
            words += 1
        elif evidence.is_found:
            otherwise += 1
        elif not evidence.is_said:
            exempt[_rule(getattr(found.page.records[place], name, None))] += 1
        else:
            lacking.append(f"{where}: {name} of {found.page.records[place]!r}")
    without = dict(_without_words(found, PageContext(capture.url, capture.captured), random.Random(digest)))
    return Looked(
        crawl=crawl,
        digest=digest,
        kind=f"{found.page.market} {found.page.kind}",
        where=where,
        seconds=spent,
        is_whole=found.is_whole,
        words=words,
        otherwise=otherwise,
        exempt=dict(exempt),
        lacking=lacking,
        blanked=sum(without.values()),
        unchanged=[f"{where}: {said}" for said, is_changed in without.items() if not is_changed],
    )


def _rule(value: object) -> str:
    return "a mark, known by where it stands" if isinstance(value, bool) else "says that there is nothing"


def _without_words(found: PageEvidence, context: PageContext, chance: random.Random) -> Iterator[tuple[str, bool]]:
    """Blank the words of some fields, of different names as far as there are; tell which are read otherwise then."""
    by_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, evidence in found.fields.items():
        if evidence.words and key[1] not in BY_KIND:
            by_name[key[1]].append(key)
    reading = Reading(found.page)
    for name in chance.sample(sorted(by_name), min(_DRAWN, len(by_name))):
        key = chance.choice(by_name[name])
        bit = 1 << reading.fields.index(key)
        words = [found.text[span.start : span.end][:60] for span in found.fields[key].words]
        said = f"{name} of {found.page.records[key[0]]!r} without {words}"
        yield said, any(reading.against(parse_page(_without(found, key, how), context)).all & bit for how in WAYS)


def _without(found: PageEvidence, key: tuple[int, str], how: tuple[Way, Way]) -> bytes:
    text = found.text
    for span in sorted(found.fields[key].words, key=lambda span: -span.start):
        change = how[span.attribute is not None]
        text = text[: span.start] + change(text[span.start : span.end]) + text[span.end :]
    return text

"""The draft of a page that is read like the page, if one of a few is."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.cases.compared import compared, groups_of
from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_figures import known_of
from cryptodrug_scraper.cases.likeness import differences
from cryptodrug_scraper.cases.people_words import people_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext

if TYPE_CHECKING:
    from cryptodrug_scraper.cases.compared import Compared, Group
    from cryptodrug_scraper.cases.draft import Replaced
    from cryptodrug_scraper.cases.known_words import SiteWords
    from cryptodrug_scraper.cases.people_words import People
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["DraftLike", "Shared", "draft_like"]

_ENDS = re.compile(rb"(?:\s*</[a-z0-9]+>)+\s*\Z", re.IGNORECASE)
"""The ends of elements that a page which was cut has lost."""
_SEED = 16
"""Bytes."""
_SHARED_ATTEMPTS = 5
"""With the words that other pages have; then those of the page alone are tried."""
_ATTEMPTS = 24
"""What is drawn may by chance say something of its own, as a number that makes a title tell another quantity."""


@dataclass(frozen=True, slots=True)
class DraftLike:
    """
    A draft, and how it is read.

    Attributes:
        body: the page, as UTF-8.
        captured: when it was captured, on the draft's calendar.
        words: how many different words were invented.
        differences: how its reading differs in form from that of the page.
        fields: its records beside those of the page, value by value.
        texts: the texts of the page and what stands in their place.
        is_apart: whether its words are its own, since those that drafts of other pages have would not do.
    """

    body: bytes
    captured: CaptureTime | None
    words: int
    differences: list[str]
    fields: list[Compared]
    texts: tuple[Replaced, ...]
    is_apart: bool = False

    @property
    def to_look_at(self) -> list[Group]:
        """What a person has to look at: values that are read otherwise than they should be."""
        return groups_of(self.fields)

    @property
    def printed_time(self) -> str | None:
        """The time of capture for meta.json: an instant, or a day where no more is known."""
        if self.captured is None:
            return None
        if self.captured.precision == "day":
            return self.captured.earliest.date().isoformat()
        return self.captured.earliest.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Shared:
    """
    What drafts of pages of one market have in common, so that a name on one is the same name on another.

    Attributes:
        salt: of the words; anew each time, and known to nobody.
        people: the words of people on all of the pages.
    """

    people: People
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(_SEED))


def draft_like(
    body: bytes,
    page: ParsedPage,
    words: SiteWords,
    captured: CaptureTime | None,
    seed: bytes | None = None,
    shared: Shared | None = None,
) -> DraftLike:
    """
    Return the first of a few drafts that is read like its page, or the one that comes nearest.

    Args:
        body: the page.
        page: how it is read.
        words: that may stay.
        captured: when it was captured.
        seed: by which all but keys can be drawn again; anew each time, and known to nobody, if None.
        shared: what drafts of several pages have in common, if there are others.
    """
    seed = secrets.token_bytes(_SEED) if seed is None else seed
    known, made = known_of(page), []
    people = people_of(page) if shared is None else shared.people
    for attempt in range(_ATTEMPTS):
        drawn = blake2b(seed + bytes([attempt]), digest_size=_SEED).digest()
        inventor = Inventor(words, people, salt=drawn)
        is_apart = shared is not None and attempt >= _SHARED_ATTEMPTS
        if shared is not None and not is_apart:
            inventor = Inventor(words, people, salt=shared.salt, numbers=drawn)
        one = draft(body, inventor, known, None if captured is None else captured.earliest)
        made_body = one.body if page.complete else _ENDS.sub(b"", one.body)
        time = None if one.captured is None else CaptureTime.at(one.captured)
        if captured is not None and one.captured is not None and captured.precision == "day":
            time = CaptureTime.on(one.captured.date())
        read = parse_page(made_body, PageContext(None, time))
        moved = None if captured is None or time is None else time.earliest - captured.earliest
        fields = compared(page, read, words, moved)
        found = differences(page, read)
        made.append(DraftLike(made_body, time, len(inventor.replaced), found, fields, one.texts, is_apart))
        if not found and not made[-1].to_look_at:
            break
    return min(made, key=lambda each: (len(each.differences), len(each.to_look_at)))

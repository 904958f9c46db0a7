"""
A saved page made into the draft of a fixture, which says nothing of the people on it.

Every word that the market's parser does not itself know, and that is no country, currency or quantity, becomes an
invented one: the same word always the same, so that names and links still agree. Hosts, numbers in links, tokens and
keys are invented too. Masks of buyers, days and times of day, counts, prices and rates become others, so that what
agreed with one another still does: `Times`, `Masks`, `Figures`. The structure stays. A person reads the draft before it
is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from cryptodrug_scraper.cases.disarm import disarm, without_pictures
from cryptodrug_scraper.cases.drafted_keys import KEY, KEY_BEGIN, KEY_END, key_like
from cryptodrug_scraper.cases.known_figures import Known
from cryptodrug_scraper.cases.page_texts import texts_of
from cryptodrug_scraper.cases.printed import rewritten
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptodrug_scraper.cases.invention import Inventor
    from cryptodrug_scraper.cases.page_texts import PageText

__all__ = ["Draft", "Replaced", "draft"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Some of them change how a browser reads the bytes that follow."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text of the page, what stands in its place, and the attribute whose value it is; empty for a shown one."""

    before: str
    after: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Draft:
    """
    The draft of a fixture.

    Attributes:
        body: the page, as UTF-8.
        captured: the time of capture that belongs to the times on it; None if the page's is unknown.
        texts: the texts of the page and what stands in their place, in their order.
    """

    body: bytes
    captured: datetime | None
    texts: tuple[Replaced, ...] = ()


def draft(body: bytes, inventor: Inventor, known: Known | None = None, captured: datetime | None = None) -> Draft:
    """
    Return a saved page with everything in it that is not the site's own invented anew.

    Opened in a browser it runs nothing and asks no host for anything: see `disarm`.

    Args:
        body: the page.
        inventor: of words, names and all that differs from draft to draft.
        known: what its reading says of its numbers: without it, rates and prices in coins do not agree afterwards.
        captured: when it was captured.
    """
    soup = BeautifulSoup(_CONTROL.sub(" ", decode(body)[0].decode(errors="replace")), "lxml")
    disarm(soup)
    without_pictures(soup, inventor.is_known)
    texts = texts_of(soup)
    _join_keys(texts)
    keyless = [replace(each, text=KEY.sub(_PLACE_OF_KEY, each.text)) for each in texts]
    made, times = rewritten(keyless, inventor, known or Known(), captured)
    replaced = tuple(
        Replaced(each.text, _with_keys(text, KEY.findall(each.text)), each.attribute)
        for each, text in zip(texts, made, strict=True)
    )
    for each, one in zip(texts, replaced, strict=True):
        each.replace(one.after)
    disarm(soup)
    return Draft(_CONTROL.sub(" ", soup.decode(formatter="minimal")).encode(), times.captured, replaced)


def _join_keys(texts: list[PageText]) -> None:
    """Put a key whose lines are texts of their own into the first of them."""
    open_key: PageText | None = None
    for each in texts:
        if open_key is not None and each.is_shown:
            open_key.text += f"\n{each.text}"
            open_key.is_in_lines = True
            each.text, is_last = "", KEY_END in each.text
            open_key = None if is_last else open_key
        elif each.is_shown and KEY_BEGIN in each.text and KEY_END not in each.text.rpartition(KEY_BEGIN)[2]:
            open_key = each


_PLACE_OF_KEY = "\x01"
"""No page has it: see ``_CONTROL``."""


def _with_keys(text: str, saved: Sequence[str]) -> str:
    """A text with keys like those of the page in the places of these."""
    first, *others = text.split(_PLACE_OF_KEY)
    return first + "".join(key_like(key) + other for key, other in zip(saved, others, strict=True))

"""A saved page acts in a browser; the draft of a fixture that is made of it does not."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cases.disarm import NEUTRAL_PICTURE
from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_words import SiteWords
from tests.support.active_page import ACTIVE, active_page
from tests.support.chromium import requested

if TYPE_CHECKING:
    from pathlib import Path


def drafted(page: bytes) -> bytes:
    """A draft for a market that knows every word of the page, so that inventing words disarms nothing."""
    return draft(page, Inventor(SiteWords.of([page.decode()]))).body


@pytest.mark.slow
def test_a_draft_does_nothing_in_a_browser(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(active_page())
    acted = {word for line in requested(page.as_uri()) for word in re.findall(r"\w+", line)}
    assert acted.issuperset(ACTIVE), "the page itself does not act, so nothing would be seen"
    page.write_bytes(drafted(active_page()))
    assert [] == requested(page.as_uri())


def test_a_draft_has_no_link_that_acts_and_nothing_that_changes_how_bytes_are_read() -> None:
    made = drafted(active_page()).replace(NEUTRAL_PICTURE.encode(), b"")
    assert not re.search(rb"script:|data:|formaction|\x1b", made, re.IGNORECASE)


def test_of_a_drawing_what_names_an_icon_stays_and_nothing_that_acts() -> None:
    drawing = (
        '<svg id="a" class="ikon" onload="alert(1)" style="x:url(//far.example)"><script>alert(2)</script><g>'
        '<use href="//far.example/all.svg#i-eye" onclick="alert(3)"></use></g><image href="//far.example"></image>'
        '<svg class="inner"></svg><a xlink:href="javascript:alert(4)">go</a></svg>7'
    )
    made = drafted(f"<html><body><p>{drawing}</p><p><svg><path d='M0'></path></svg>3</p></body></html>".encode())
    assert b'<p><svg class="ikon"><use href="#i-eye"></use></svg>7</p><p><svg></svg>3</p>' in made


def test_two_words_never_become_one_and_none_becomes_a_word_that_stays() -> None:
    words = ["".join(letters) for letters in itertools.product("bdkv", "aeiou", "lmrst")]
    known = frozenset(words[:20])
    for number in range(20):
        inventor = Inventor(SiteWords(known), salt=bytes([number]))
        made = [inventor.word(word) for word in words[20:]]
        assert len(set(made)) == len(made)
        assert known.isdisjoint(made)
        assert made == [inventor.word(word) for word in words[20:]]

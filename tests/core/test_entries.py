"""Entries without an element of their own lie in one each, and nothing else of a page changes."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page import declared
from cryptodrug_scraper.page.document import Document, whole_tags
from cryptodrug_scraper.page.entries import BLANK_LINE, Entries, part_entries
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.select import css, string_finder

_ENTRIES = css("div.entry")
_LINES = "<div id=l><b>All 3</b><br><b>By:</b> a<br>x<hr>y <b>By:</b> b<hr><b>By:</b> c<hr><a href=/2>on</a></div>"
_BLANK = "<div id=l><b>a</b><br>x<br> <br>\n<b>b</b><br>y<br><br><br><b>c</b></div>"
_texts = string_finder("//text()")
_HEADED = "<div id=l>All<h4>a</h4>x<br>y<p>z</p><h4>b</h4>x</div>"
_NAMED = "<div id=l><a name=1></a><b>a</b> x<br><a href=/b>b</a><br><a name=2></a><b>c</b> y</div>"


def _said(markup: str, *entries: Entries, complete: bool = True) -> list[str]:
    """What each entry says, of which the end of the page cuts none; the page itself says what it said before."""
    document = Document(f"<html><body>{markup}".encode(), PageContext(), complete=complete)
    lines = document.block(document.root)
    texts, elements = _texts(document.root), [each for each in document.root.iter() if each.tag != "div"]
    part_entries(document, entries)
    part_entries(document, entries)  # once is enough
    assert _texts(document.root) == texts
    assert document.block(document.root) == lines
    assert [each for each in document.root.iter() if each.tag != "div"] == elements
    return [document.text(entry) for entry in document.whole(_ENTRIES(document.root))]


@pytest.mark.parametrize(
    ("markup", "entries", "expected"),
    [
        (_LINES, Entries("#l", between="hr"), ["All 3 By: a x", "y By: b", "By: c", "on"]),
        (
            _LINES,
            Entries("#l", between="hr", after="#l > b:first-child", having="b"),
            ["By: a x", "y By: b", "By: c"],
        ),
        (_BLANK, Entries("#l", between=BLANK_LINE), ["a x", "b y", "c"]),
        (_HEADED, Entries("#l", begins="h4"), ["a x y z", "b x"]),
        (_HEADED, Entries("#l", begins="h4", having="p"), ["a x y z"]),
        (_NAMED, Entries("#l", begins="a[name]"), ["a x b", "c y"]),
        (_LINES, Entries("#other", between="hr"), []),
        (_LINES, Entries("#l", between="hr", having="i"), []),
    ],
)
def test_what_stands_between_separators_lies_in_one_element(markup: str, entries: Entries, expected: list[str]) -> None:
    assert _said(f"{markup}</body></html>", entries) == expected


def test_the_first_of_two_ways_that_finds_entries_counts() -> None:
    ways = [Entries("#l", between="hr", having="i"), Entries("#l", between="hr"), Entries("#l", begins="b")]
    assert _said(f"{_LINES}</body></html>", *ways) == ["All 3 By: a x", "y By: b", "By: c", "on"]


@pytest.mark.parametrize("end", range(len("<div id=l>"), len(_LINES)))
def test_of_a_page_that_is_cut_the_last_entry_is_left_out(end: int) -> None:
    entries = Entries("#l", between="hr", after="#l > b:first-child", having="b")
    whole = _said(f"{_LINES}</body></html>", entries)
    cut = _said(whole_tags(_LINES[:end].encode()).decode(), entries, complete=False)
    assert cut == whole[: len(cut)]


@pytest.mark.parametrize(
    "entries",
    ["#l", Entries("#l"), Entries("", between="hr"), Entries("#l", between="hr", begins="b"), Entries("#l", "hr >")],
)
def test_entries_that_cannot_be_parted_are_refused(entries: Entries) -> None:
    with pytest.raises(ConfigurationError, match="entries"):
        declared.check_entries([entries])

"""Two pages side by side: what both say stands in one row, what one says has nothing beside it, and nothing acts."""

from __future__ import annotations

import re

import pytest
from lxml import html

from cryptodrug_scraper.explore.inert.marks import Mark
from cryptodrug_scraper.explore.inert.page import inert_parts
from cryptodrug_scraper.explore.inert.pair import FIRST, inert_pair
from tests.explore.test_inert import assert_inert
from tests.support.active_page import active_page

LONG = "of which there is a great deal to be said, " * 3


def pair(first: str, second: str, words: str = "") -> html.HtmlElement:
    """The rows of two pages, on which words are marked."""
    return html.fromstring(paired(first, second, words))


def paired(first: str, second: str, words: str = "") -> str:
    made = []
    for each in (first, second):
        page = f"<html><head><title>t</title></head><body>{each}</body></html>".encode()
        at = page.find(words.encode()) if words else -1
        marks = [Mark(at, at + len(words.encode()), "words", "price")] if at >= 0 else []
        made.append(inert_parts(page, marks))
    return inert_pair(made[0], made[1])


def rows(shown: html.HtmlElement) -> list[tuple[str, str, bool]]:
    """Each row: what stands on each side, and whether it is the same."""
    found = []
    for row in shown.cssselect(".cd-row"):
        one, other = (" ".join(side.text_content().split()) for side in row)
        found.append((one, other, "cd-other" not in row.get("class")))
    return found[1:]  # the first has the titles


def test_rows_of_a_table_stand_beside_one_another() -> None:
    begin, end = f"<p>{LONG}</p><table border=1><tr><th>Coin</th><th>Rate</th></tr>", f"</table><p>{LONG}</p>"
    first = f"{begin}<tr><td>USD</td><td>5500.4</td></tr><tr><td>EUR</td><td>4827.5</td></tr>{end}"
    added = "<tr><td>XMR</td><td>76</td></tr>"
    second = f"{begin}{added}<tr><td>USD</td><td>3951.5</td></tr><tr><td>EUR</td><td>4827.5</td></tr>{end}"
    shown = pair(first.replace("<tr>", f"<tr><td>{LONG}</td>"), second.replace("<tr>", f"<tr><td>{LONG}</td>"))
    said = " ".join(LONG.split())
    assert rows(shown) == [
        (said, said, True),
        (f"{said} CoinRate", f"{said} CoinRate", True),
        ("not on this page", f"{said} XMR76", False),
        (f"{said} USD5500.4", f"{said} USD3951.5", False),
        (f"{said} EUR4827.5", f"{said} EUR4827.5", True),
        (said, said, True),
    ]
    assert all(table.get("border") == "1" for table in shown.iter("table")), "each row is within its table"


def test_it_is_opened_at_the_first_mark_and_else_at_the_first_difference() -> None:
    first = f"<p>{LONG}</p><p>News of Monday</p><p>Price 5</p>"
    second = f"<p>{LONG}</p><p>News of Friday</p><p>Price 7</p>"
    (opened,) = pair(first, second, "Price").cssselect(f"#{FIRST}")
    assert "Price" in opened.text_content()
    assert ["a-m", "b-m"] == [re.sub(r"\d", "", mark.get("id")) for mark in opened.iter("mark")]
    (opened,) = pair(first, second).cssselect(f"#{FIRST}")
    assert "News" in opened.text_content()
    assert [] == pair(first, first).cssselect(f"#{FIRST}")


def test_every_mark_is_there_once_wherever_it_stands() -> None:
    page = f"<div>{LONG}<b>bold</b> words <table><tr><td rowspan=2>a</td><td>here</td></tr></table> after {LONG}</div>"
    for words in ("bold", "words", "here", "after"):
        marks = pair(page, page, words).cssselect("mark.cd-words")
        assert [words, words] == [mark.text for mark in marks]
        assert 2 == len({mark.get("id") for mark in marks})


def test_no_word_is_lost_and_none_is_there_twice() -> None:
    page = (
        f"top<div>a {LONG}<ul><li>one</li><li>two {LONG}</li></ul>between<p>p</p></div>"
        "<center><h2>h</h2>x<br>y</center>"
        f"<table><thead><tr><th>{LONG}</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>end"
    )
    for row in (rows(pair(page, page)), rows(pair(page, "<p>other</p>"))):
        said = " ".join(one for one, _, _ in row if one != "not on this page")
        whole = " ".join(map(str, html.document_fromstring(f"<div>{page}</div>").itertext()))
        assert sorted(re.findall(r"\w", said)) == sorted(re.findall(r"\w", whole))


@pytest.mark.parametrize("other", ["<p>x</p>", ""])
def test_nothing_that_acts_is_left(other: str) -> None:
    hostile = inert_parts(active_page())
    assert_inert(inert_pair(hostile, hostile))
    assert_inert(inert_pair(hostile, inert_parts(f"<html><body>{other}<b>b</b></body></html>".encode())))


def test_pages_of_very_many_blocks_are_cut_into_a_bounded_number_of_rows() -> None:
    page = "".join(f"<p>{number} of many</p>" for number in range(6000))
    shown = pair(page, page.replace("5999", "7999"))
    assert 4003 > len(rows(shown)) > 3990
    assert "7999" in shown.text_content()

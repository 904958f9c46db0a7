"""Rows of a table that belong together."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.grouped_rows import spanned_rows, whole_rows
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.select import css

_TABLE = (
    "<html><body><table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c <i>d</i></td></tr>"
    "<tr><td>e</td></tr><tr><td rowspan='2'>f</td></tr><tr><td>g <i>h</i></td></tr></table></body></html>"
)


def test_a_selector_with_a_plus_finds_in_the_next_row() -> None:
    page = Document(_TABLE.encode(), PageContext())
    rows = css("tr")(page.root)
    assert [["d"], [], [], ["h"], []] == [[page.text(each) for each in css("+ i")(row)] for row in rows]
    assert ["e"] == [page.text(each) for each in css("+ + td")(rows[0])]


@pytest.mark.parametrize(("span", "count"), [("2", 1), ("3", 2), ("1", 0), ("0", 0), ("x", 0), ("-2", 0), ("99999", 0)])
def test_a_cell_goes_over_as_many_rows_as_it_says(span: str, count: int) -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(6))
    page = Document(f"<table><tr><td rowspan='{span}'>x</td></tr>{rows}</table>".encode(), PageContext())
    assert count == len(spanned_rows(css("tr")(page.root)[0]))


def test_a_row_is_whole_where_those_that_belong_to_it_are() -> None:
    page = Document(_TABLE[: _TABLE.index("<i>h")].encode(), PageContext(), complete=False)
    rows = [row for row in css("tr")(page.root) if spanned_rows(row)]
    assert ["a b", "f"] == [page.text(row) for row in page.whole(rows)]
    assert ["a b"] == [page.text(row) for row in whole_rows(page, rows)]


def test_what_stands_below_a_term_belongs_to_it() -> None:
    page = Document(b"<dl><dt>a</dt><dd>b <i>c</i></dd><dd>d</dd><dt>e</dt><dd>f</dd></dl>", PageContext())
    first, second = css("dt")(page.root)
    assert ["b c", "d"] == [page.text(each) for each in spanned_rows(first)]
    assert ["f"] == [page.text(each) for each in spanned_rows(second)]
    assert ["c"] == [page.text(each) for each in css("+ i")(first)]

"""Pages without the white space between their tags, as minifiers and some savers leave them, say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.parse import parse_page

ROOT = Path(__file__).parent.parent.parent / "fixtures" / "pages"
MARKETS = ("dream", "empire", "wallstreet", "none")
"""Where pages lie whose reading needs no white space between tags."""
CASES = {case.name: case for case in cases_below(ROOT) if case.market in MARKETS}
APART = frozenset(
    {
        *("address", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "li", "link", "meta", "nav", "ol"),
        *("option", "p", "pre", "section", "select", "style", "table", "tbody", "td", "textarea", "tfoot", "th"),
        *("thead", "title", "tr", "ul"),
    }
)
"""Tags beside which white space shows nothing in a browser."""
TAG = re.compile(
    rb"(<(pre|textarea|script|style)\b.*?(?:</\2\s*>|\Z)|<!--.*?-->|<[^<>]*>)(\s*)(?=(<[^<>]*>)?)",
    re.DOTALL | re.IGNORECASE,
)
"""A tag, or an element whose white space is its own, with the white space and the tag behind it."""
NAME = re.compile(rb"</?([a-zA-Z0-9]+)")


def minified(body: bytes) -> bytes:
    """A page without the white space that stands alone beside a cell or a block; preformatted text stays."""
    return TAG.sub(_closed, body)


def _closed(match: re.Match[bytes]) -> bytes:
    before, _, white, after = match.groups()
    if not white or after is None:
        return match[0]
    names = {name[1].decode().lower() for tag in (before, after) if (name := NAME.match(tag)) is not None}
    return match[0] if APART.isdisjoint(names) else before


def read(body: bytes, case: Case) -> dict[str, Any]:
    """What a page says; how long it is, where it has no end, is no part of that."""
    page: dict[str, Any] = msgspec.to_builtins(parse_page(body, case.context))
    return page | {"issues": [issue for issue in page["issues"] if issue["code"] != "truncated"]}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_page_says_the_same_without_the_white_space_between_its_tags(case: Case) -> None:
    assert read(case.body, case) == read(minified(case.body), case)


def test_white_space_goes_where_it_shows_nothing_and_stays_where_it_does() -> None:
    body = b"<table> <tr>\n<td> <b>5</b> <i>g</i> </td>\n</tr> </table> <pre> <b>a</b>\n<div>b</div> </pre> <p>c</p>"
    expected = b"<table><tr><td><b>5</b> <i>g</i></td></tr></table><pre> <b>a</b>\n<div>b</div> </pre><p>c</p>"
    assert expected == minified(body)


@pytest.mark.parametrize("market", MARKETS)
def test_white_space_is_taken_from_most_pages(market: str) -> None:
    cases = [case for case in CASES.values() if case.market == market]
    assert sum(minified(case.body) != case.body for case in cases) > len(cases) // 2

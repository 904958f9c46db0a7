"""A market's style sheet says how its pages look, and can load, hide, move and imitate nothing."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.inert.marks import Mark
from cryptodrug_scraper.explore.inert.page import inert_page
from cryptodrug_scraper.explore.inert.sheet import NO_SHEET, sheet_of, sheet_of_market
from cryptodrug_scraper.explore.looking import drawn, drawn_pair
from cryptodrug_scraper.page.sources import STYLE_FILE, reading_files, source_files
from tests.explore.conftest import PAGES
from tests.explore.test_inert import assert_inert
from tests.support.active_page import active_page
from tests.support.own_markets import OWN_MARKETS


def test_a_sheet_is_written_anew_for_its_own_classes_and_ids() -> None:
    sheet = sheet_of("/* a } b */\n.side, table.prices  td#first { Float: LEFT; width: 9000px; }\nh1 { color: red }\n")
    assert sheet.css == (
        ".cd-page .m-side,.cd-page table.m-prices td.i-first{float:left;width:max(3em,2000px)}.cd-page h1{color:red}"
    )
    assert sheet.names == {".side", ".prices", "#first"}
    page = b"<html><body><p class='x side cd-words side' id=first>words</p><p class=prices>2</p></body></html>"
    assert '<p class="m-side i-first">words</p><p class="m-prices">2</p>' in inert_page(page, sheet=sheet)
    assert "<p>words</p><p>2</p>" in inert_page(page)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a { color: red; }\n@import url(http://h.invalid/x.css);", 2, "is no rule"),
        ("@media print { a { color: red } }", 1, "is no"),
        ("a { color: red } }", 1, "is no rule"),
        ("a {\n color: red;\n background: url(http://h.invalid/x.png) }", 3, "background:url"),
        ("a { background: image-set('x' 1x) }", 1, "image-set"),
        ("a { position: fixed }", 1, "position:fixed"),
        ("a { display: none }", 1, "display:none"),
        ("a { visibility: hidden }", 1, "visibility"),
        ("a { margin-left: -999px }", 1, "margin-left"),
        ("a { font-size: 0 } b { font-size: calc(1px) }", 1, "calc"),
        ("a { opacity: 0 }", 1, "opacity"),
        ("a { transform: translate(9em) }", 1, "transform"),
        ("a { width: expression(1) }", 1, "expression"),
        ("a { color: gold }", 1, "color:gold"),
        ("a { background: #ffe14d }", 1, "#ffe14d"),
        ("a { border-radius: 999px }", 1, "border-radius"),
        ("a { --x: 1 }", 1, "--x"),
        ("a::after { color: red }", 1, "no selector"),
        ("a[href] { color: red }", 1, "no selector"),
        ("* { color: red }", 1, "no selector"),
        ("mark { color: red }", 1, "no selector"),
        ("a > b { color: red }", 1, "no selector"),
        ("a, { color: red }", 1, "no selector"),
        ("</style><script>x { color: red }", 1, "no selector"),
        ("a { color: red</style> }", 1, "nothing that a sheet may say"),
    ],
)
def test_what_could_load_hide_or_imitate_is_refused(text: str, line: int, said: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"line {line}\b") as told:
        sheet_of(text)
    assert said in str(told.value)


@pytest.mark.parametrize("market", OWN_MARKETS, ids=lambda market: market.name)
def test_each_market_has_a_sheet_that_is_no_part_of_its_parser(market: object) -> None:
    name, (source,) = market.name, market.sources  # type: ignore[attr-defined]
    sheet = sheet_of_market(name)
    assert (True, "") == (bool(sheet.css), sheet.fault)
    assert not re.search(r"url|@|http|position|javascript", (files(source) / STYLE_FILE).read_text(encoding="utf-8"))
    assert STYLE_FILE in {file.name for _, file in source_files(source)}
    assert STYLE_FILE not in {file.name for _, file in reading_files(source)}
    assert NO_SHEET is sheet_of_market("elsewhere")
    assert_inert(inert_page(active_page(), sheet=sheet))


def test_a_page_is_shown_in_the_style_of_its_market() -> None:
    body = next(PAGES.glob("listing/*/body.html")).read_bytes()
    css = sheet_of_market("dream").css
    shown, both = drawn(body, []), drawn_pair((body, []), (body, []))
    for each in (shown, both):
        assert f"<style>{css}</style>" in each
        assert 'class="m-main"' in each


def test_what_a_page_hides_stays_hidden_and_what_is_marked_is_seen() -> None:
    sheet = sheet_of(".side { display: flex; }")
    page = b"<html><body><p class=side style='display:none'>hidden</p><p class=side>here</p></body></html>"
    shown = inert_page(page, sheet=sheet)
    assert '<p class="cd-hidden m-side">hidden</p>' in shown
    assert ".cd-hidden{display:none!important}" in shown
    at = page.index(b"hidden<")
    marked = inert_page(page, [Mark(at, at + 6, "words", "price")], sheet=sheet)
    assert "cd-hidden m-side" not in marked
    assert "the page hides this" in marked


def test_a_sheet_that_cannot_be_used_is_said_above_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cryptodrug_scraper.explore.inert.sheet._style_file", lambda _: "a { position: fixed }")
    sheet_of_market.cache_clear()
    try:
        sheet = sheet_of_market("dream")
    finally:
        sheet_of_market.cache_clear()
    shown = inert_page(b"<html><body>words</body></html>", sheet=sheet)
    assert "page.css of dream is not used: line 1: &#x27;position:fixed&#x27;" in shown
    assert shown.index("is not used") < shown.index(">words<")

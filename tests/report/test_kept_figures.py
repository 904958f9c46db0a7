"""Figures and tables are numbered, named where they are told of, and each picture is kept as a file of its own."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree, html

from cryptodrug_scraper.words.wording import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.report.study import Report
    from tests.support.browsing import Page

_DONE = "document.documentElement.dataset.charts === 'done'"
_SEEN = """
[...document.querySelectorAll('#found-all tbody tr')].slice(0, 40).map((row) => {
  const [verdict, claim] = ['.v', 'td.w'].map((which) => row.querySelector(which).getBoundingClientRect());
  return [
    Math.max(verdict.right, claim.right), Math.max(claim.top - verdict.bottom, 0), Math.min(verdict.left, claim.left),
  ];
})
"""
_LINES = """
[...document.querySelectorAll('table.many:not(.cards) tbody tr')].map((row) => [
  row.closest('article').id, row.getBoundingClientRect().height])
"""


OF_MARKETS = {"concentrated-market", "coverage-calendar", "times-looks", "origins-moves"}
OF_ALL_SNAPSHOTS = {"migration-all", "migration-country", "migration-arrivals", "migration-growth"}
OF_DEFINITION = {"vendors", "listings", "places", "country"}


def chosen(name: str, letter: str, words: Words) -> str:
    """On which choices a picture rests, as its caption has them: one of whole markets on none."""
    section, _, measure = name.partition("-")
    if (
        name in OF_MARKETS
        or name in OF_ALL_SNAPSHOTS - {"migration-country"}
        or (section == "levels" and letter == "b")
    ):
        return ""
    if name == "shares-choices":
        return words("page.every_choice")
    if section in {"levels", "shares", "destinations", "migration"}:
        return "D2" if measure in OF_DEFINITION else "A1"
    return "D2, A1"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_figures_and_tables_are_numbered_in_order_and_named(reported: Callable[..., Report], language: str) -> None:
    words = Words(language)
    whole: Any = html.fromstring(reported(language, is_identified=True).html)
    numbers: dict[str, list[str]] = {"figure": [], "table": []}
    all_snapshots = words.message("page.all_snapshots").partition(" {")[0]
    for article in whole.iter("article"):
        pictures = article.xpath("figure/figcaption/span[1] | p[@class='empty']")
        kind = "figure" if pictures else "table"
        which = words(f"numbered.{kind}", number=words.number(len(numbers[kind]) + 1))
        numbers[kind].append(which)
        assert "".join(article.find("h3").itertext()).startswith(f"{which}. ")
        captions = sorted("".join(picture.itertext()) for picture in pictures)  # without anything to see: last
        letters = "abcdefgh" if len(pictures) > 1 else ("",)
        for letter, caption in zip(letters, captions, strict=False):
            assert f"{which}{letter}. " in caption
            rests = chosen(article.get("id"), letter, words)
            assert f", {rests}. " in caption if rests else not {"D2", "A1"} & set(re.findall(r"\w+", caption))
            assert (article.get("id") in OF_ALL_SNAPSHOTS) == (all_snapshots in caption)
        links = whole.xpath(f"//a[@href='#{article.get('id')}']/text()")
        assert which in links, "it is named in the list"
    assert len(numbers["figure"]) > 15
    assert len(numbers["table"]) > 10
    told = whole.xpath("//section[@id='summary']//p[@class='see']//a/text()")
    assert set(told) <= {*numbers["figure"], *numbers["table"]}
    assert told[0] == numbers["table"][0]


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_picture_is_saved_as_a_file_that_stands_alone(
    page: Page, written: Callable[..., Path], tmp_path: Path, is_dark: bool
) -> None:
    page.open(written(is_identified=True), is_dark=is_dark)
    page.wait(_DONE)
    assert page.ask("document.querySelectorAll('button.save:not([hidden])').length") == page.ask(
        "document.querySelectorAll('.chart').length"
    )
    page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    wanted = {}
    for name in (
        "levels-transactions-1",
        "levels-listings-1",
        "shares-choices-2",
        "shares-listings-1",
        "bands-all-1",
        "coverage-calendar-1",
    ):
        button = f"document.querySelector('button[data-of=\"{name}\"]')"
        file = page.ask(f"{button}?.dataset.file")
        if file is not None:
            wanted[file] = page.ask(f"document.getElementById('{name}-caption').textContent")
            page.run(f"{button}.click()")
    assert len(wanted) >= 4
    until = time.monotonic() + 120
    while {path.name for path in tmp_path.glob("*.svg")} != wanted.keys():
        assert time.monotonic() < until, sorted(tmp_path.iterdir())
        time.sleep(0.1)
    assert page.errors == []
    for file, caption in wanted.items():
        path = tmp_path / file
        text = path.read_text(encoding="utf-8")
        root: Any = etree.fromstring(text.encode())
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.findtext("{*}title") == caption
        assert not re.search(r"var\(|currentColor|<script|href=|url\(http", text), "all of its style is in it"
        assert 'fill="#fff"' in text, "the colours of paper"
        shown = " ".join(root.xpath("./*[local-name()='text']/text()"))
        assert caption in shown
        assert "Simulated data: no figure here tells anything of a real market." in shown
        page.open(path)
        assert page.errors == []
        assert page.requests == [path.as_uri()]
        width, height, marks = page.ask(
            "(() => { const whole = document.documentElement, box = whole.getBoundingClientRect();"
            " return [box.width, box.height, [...whole.querySelectorAll('svg path')].filter("
            "(each) => each.getBoundingClientRect().width > 1).length] })()"
        )
        assert width > 300
        assert height > 100
        assert marks > 3


def test_claim_and_verdict_are_seen_together_on_a_phone(page: Page, written: Callable[..., Path]) -> None:
    page.open(written(is_identified=True), width=390, height=844)
    page.wait(_DONE)
    found = page.ask(_SEEN)
    assert len(found) > 10
    assert all(right <= 390 and apart < 30 and left >= 0 for right, apart, left in found)


def test_rows_of_wide_tables_are_of_one_line(page: Page, written: Callable[..., Path]) -> None:
    page.open(written(is_identified=True), width=1280)
    page.wait(_DONE)
    page.ask("document.querySelectorAll('details.rows').forEach((one) => { one.open = true; })")
    found = page.ask(_LINES)
    assert len(found) > 300
    assert [each for each in found if each[1] > 36] == []

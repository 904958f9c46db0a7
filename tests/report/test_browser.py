"""The page in a real browser: drawn, offline, on a phone, in the dark, on paper, by keyboard, by a screen reader."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.words.wording import LANGUAGES
from tests.support.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.browsing import Page

_DONE = "document.documentElement.dataset.charts === 'done'"
_WIDER = """
[...document.querySelectorAll('body *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wide, pre, svg, .skip'))
  .map((e) => e.outerHTML.slice(0, 80))
"""
_LESS = """
for (const details of document.querySelectorAll('details')) details.open = true;
for (const body of document.querySelectorAll('tbody')) {
  const seen = {};
  for (const row of [...body.rows]) {
    const kind = [...row.cells].map((cell) => cell.tagName + cell.className).join();
    seen[kind] = (seen[kind] ?? 0) + 1;
    if (seen[kind] > 2) row.remove();
  }
}
for (const mark of document.querySelectorAll('.chart svg path, .chart svg line, .chart svg rect')) mark.remove();
"""
"""Two rows of each kind in a table, and of pictures the words: all others are like them, and take a minute to check."""


_CROWDED = """
[...document.querySelectorAll('.chart')].flatMap((chart) => {
  const name = chart.firstElementChild.id, box = chart.getBoundingClientRect();
  const texts = [...chart.querySelectorAll('svg text')]
    .filter((text) => text.textContent.trim() && getComputedStyle(text).opacity !== '0')
    .map((text) => [text.textContent, text.getBoundingClientRect()]).filter(([, r]) => r.width > 0);
  const cut = texts.filter(([, r]) => r.left < box.left - 1 || r.right > box.right + 1 || r.bottom > box.bottom + 1);
  const over = texts.flatMap(([one, a], place) => texts.slice(place + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2)
    .map(([other]) => [name, one, other]));
  return [...cut.map(([text]) => [name, text, 'is cut off']), ...over];
})
"""
"""Words of pictures that stand on others, or are not seen as a whole."""


@pytest.fixture(scope="module")
def show(page: Page, written: Callable[..., Path]) -> Callable[..., Path]:
    """Show a report, unless it is shown already; a test that changes the page says so."""
    shown: list[object] = [None]

    def bring(
        language: str = "en",
        *,
        is_identified: bool = False,
        width: int = 1100,
        is_dark: bool = False,
        is_changed: bool = False,
    ) -> Path:
        path = written(language, is_identified=is_identified)
        wanted = (path, width)
        if shown[0] != wanted:
            page.open(path, width=width, is_dark=is_dark)
            page.wait(_DONE)
        page.scheme(is_dark=is_dark)
        shown[0] = None if is_changed else wanted
        return path

    return bring


@pytest.mark.parametrize(
    "language", [pytest.param(each, marks=() if each == "nl" else pytest.mark.campaign) for each in LANGUAGES]
)
def test_all_charts_are_drawn_and_nothing_leaves_the_page(page: Page, show: Callable[..., Path], language: str) -> None:
    path = show(language, is_identified=True)
    assert page.errors == []
    assert page.requests == [path.as_uri()]
    assert (
        page.ask("[...document.querySelectorAll('.chart')].filter((c) => !c.querySelector('svg path'))").__len__() == 0
    )
    pictures, without = (page.ask(f"document.querySelectorAll('{each}').length") for each in (".chart svg", "p.empty"))
    assert pictures >= 15
    assert pictures + without >= 30  # one in which there is nothing to see is a sentence
    assert page.ask("performance.getEntriesByType('resource').length") == 0


def test_it_fits_a_phone(page: Page, show: Callable[..., Path]) -> None:
    show(is_identified=True, width=360, is_dark=True)
    assert page.ask("document.documentElement.scrollWidth") == 360
    assert page.ask(_WIDER) == []


@pytest.mark.parametrize(
    ("language", "is_identified", "width"),
    [
        ("en", True, 1100),
        ("fr", False, 360),
        pytest.param("en", True, 360, marks=pytest.mark.campaign),
        pytest.param("fr", False, 1100, marks=pytest.mark.campaign),
    ],
)
@pytest.mark.slow
def test_no_words_of_a_picture_stand_on_others_or_are_cut_off_and_each_says_how_it_is_read(
    page: Page, show: Callable[..., Path], language: str, is_identified: bool, width: int
) -> None:
    show(language, is_identified=is_identified, width=width)
    assert page.ask(_CROWDED) == []
    assert page.ask("[...document.querySelectorAll('figure')].every((f) => f.querySelector('.reading'))")


@pytest.mark.slow
def test_the_dark_one_is_dark_and_charts_with_it(page: Page, show: Callable[..., Path]) -> None:
    colours = []
    show()
    for is_dark in (False, True):
        page.scheme(is_dark=is_dark)
        text = "getComputedStyle(document.querySelector('.chart svg text')).fill"
        colours.append((page.ask("getComputedStyle(document.body).backgroundColor"), page.ask(text)))
    (light, dark_text), (dark, light_text) = colours
    assert light == "rgb(255, 255, 255)"
    assert dark == "rgb(21, 23, 27)"
    assert dark_text != light_text


@pytest.mark.slow
def test_it_prints_on_paper_with_its_rows(page: Page, show: Callable[..., Path]) -> None:
    show()
    printed = page.pdf()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") > 10


@pytest.mark.parametrize(("width", "is_dark", "is_identified"), [(1100, False, True), (360, True, False)])
@pytest.mark.slow
def test_an_accessibility_checker_finds_nothing(
    page: Page, show: Callable[..., Path], width: int, is_dark: bool, is_identified: bool
) -> None:
    show(is_identified=is_identified, width=width, is_dark=is_dark, is_changed=True)
    page.run(_LESS)
    assert violations(page) == []


def test_headings_stand_in_order_and_every_figure_has_words(page: Page, show: Callable[..., Path]) -> None:
    show(is_identified=True)
    levels = page.ask("[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.ask("[...document.querySelectorAll('.chart')].every((c) => c.getAttribute('aria-label').length > 40)")
    assert page.ask(
        "[...document.querySelectorAll('article')].every((a) => !a.querySelector('.chart') || a.querySelector('table'))"
    )
    assert page.ask("[...document.querySelectorAll('header, nav, main, footer')].length") == 4


def test_a_table_is_sorted_by_keyboard_as_numbers(page: Page, show: Callable[..., Path]) -> None:
    show(is_identified=True, is_changed=True)
    page.ask("document.querySelector('#levels-listings details.rows').open = true")
    page.ask("document.querySelectorAll('#levels-listings thead button')[6].focus()")
    column = (
        "[...document.querySelectorAll('#levels-listings tbody tr')]"
        ".map((row) => row.cells[6]).filter((cell) => cell.dataset.key >= 0).map((cell) => Number(cell.dataset.key))"
    )
    for sign in (1, -1):
        page.key("Enter")
        values = page.ask(column)
        assert len(values) > 10
        assert values == sorted(values, reverse=sign < 0)
    assert (
        page.ask("document.querySelectorAll('#levels-listings thead th')[6].getAttribute('aria-sort')") == "descending"
    )

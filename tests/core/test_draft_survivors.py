"""No draft of a fixture has anything of its page that is of people: every page is held against a draft of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cases.attempts import draft_like
from cryptodrug_scraper.cases.case import cases_below
from cryptodrug_scraper.cases.known_words import words_of
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from tests.support.draft_survivors import survivors

if TYPE_CHECKING:
    from cryptodrug_scraper.cases.case import Case

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
CASES = [case for case in cases_below(FIXTURES) if case.market != "none"]
CANNOT_BE_READ_ALIKE = ("stray_byte", "half_character", "cut_in_character", "unparsable_key", "pgp/unreadable")
"""A draft is whole characters, and its keys can be read."""
NOT_YET = frozenset(
    {
        "dream/listing/mdma_without_shipping",
        "dream/listing/pills_except_netherlands",
        "wallstreet/error/server_error_it",
        "wallstreet/maintenance/without_body_class_es",
        "wallstreet/vendor_pgp/vaartkapoen_lines_es",
    }
)
"""Words of exclusion and of walls that no parser names, and a key in lines of its own: fixture draft says so."""


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_draft_has_nothing_of_its_page_and_is_read_like_it(case: Case) -> None:
    context = PageContext(None, case.context.captured)
    page = parse_page(case.body, context)
    if page.market is None:
        pytest.skip("its market is not known")
    words = words_of(market_named(page.market))
    made = draft_like(case.body, page, words, context.captured)
    found = survivors(case.body, made.body, page, parse_page(made.body, PageContext(None, made.captured)), words)
    # a mean or a share of other counts may be the same by chance
    by_chance = [left for left in found.left if left.startswith("number '")]
    assert len(by_chance) <= 1
    assert [left for left in found.left if left not in by_chance] == []
    assert found.torn == []
    if context.captured is not None:
        assert made.captured is not None
        assert abs((made.captured.earliest - context.captured.earliest).days) >= 19
    if case.name not in NOT_YET and not any(name in case.name for name in CANNOT_BE_READ_ALIKE):
        assert made.differences == []

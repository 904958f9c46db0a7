"""No draft of a fixture has anything of its page that is of people: every page is held against drafts of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cases.attempts import draft_like
from cryptodrug_scraper.cases.case import cases_below
from cryptodrug_scraper.cases.known_words import SiteWords, words_of
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from tests.support.draft_survivors import DRAWN, Saved, survivors

if TYPE_CHECKING:
    from cryptodrug_scraper.cases.attempts import DraftLike
    from cryptodrug_scraper.cases.case import Case

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
CASES = [case for case in cases_below(FIXTURES) if case.expected["market"] is not None]
LEAST_DAYS = 19
"""By which a draft moves, less a part of a day."""
CHANCE = 0.01
"""Of the numbers of a page at most, and one, that are by chance what they were."""
WHOLE_CHARACTERS = ["issue invalid_bytes: 1 became 0"]
READ_OTHERWISE = {
    "dream/vendor_feedback/newcomer_stray_byte": WHOLE_CHARACTERS,
    "empire/home/half_character_alone": WHOLE_CHARACTERS,
    "empire/home/title_cut_in_character": WHOLE_CHARACTERS,
}
"""A draft is whole characters: what is damaged is damaged again by hand."""


def telling(case: Case) -> tuple[bool, int, int]:
    """How well a page stands for others of its kind: by what differs, by kinds of its records, then a small one."""
    kinds = {record["record"] for record in case.expected["records"]}
    return case.name in READ_OTHERWISE, len(kinds), -len(case.body)


TRIED = {(case.market, case.kind): case for case in sorted(CASES, key=telling)}.values()
"""A page of each kind; the others are left to the long run."""
LARGE = 12_000
"""Bytes of a page from which on it takes a second and more."""


def drafted(case: Case, number: int) -> DraftLike:
    """A draft that is the same in each run of the tests."""
    page = parse_page(case.body, PageContext(None, case.context.captured))
    words = words_of(market_named(case.market))
    return draft_like(case.body, page, words, case.context.captured, f"{case.name} {number}".encode())


def saved(draft: DraftLike) -> Saved:
    return Saved(draft.body, parse_page(draft.body, PageContext(None, draft.captured)))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            marks=pytest.mark.campaign if case not in TRIED else pytest.mark.slow if len(case.body) > LARGE else (),
        )
        for case in CASES
    ],
    ids=[case.name for case in CASES],
)
def test_a_draft_has_nothing_of_its_page_and_is_read_like_it(case: Case) -> None:
    page = Saved(case.body, parse_page(case.body, PageContext(None, case.context.captured)))
    first = drafted(case, 0)
    words = words_of(market_named(case.market))
    found = survivors(page, lambda number: saved(drafted(case, number) if number else first), words)
    assert found.left == []
    assert found.torn == []
    assert len(found.chance) <= 1 + CHANCE * sum(found.of[kind] for kind in DRAWN)
    assert first.differences == READ_OTHERWISE.get(case.name, [])
    assert (first.captured is None) == (case.context.captured is None)
    if first.captured is not None and case.context.captured is not None:
        assert abs((first.captured.earliest - case.context.captured.earliest).days) >= LEAST_DAYS
        assert first.captured.precision == case.context.captured.precision


@pytest.mark.parametrize("name", ["dream/vendor_feedback", "empire/listing", "wallstreet/listing"])
def test_what_a_page_holds_is_found_in_a_draft_that_changes_nothing(name: str) -> None:
    case = cases_below(FIXTURES / name)[0]
    page = Saved(case.body, parse_page(case.body, PageContext(None, case.context.captured)))
    found = survivors(page, lambda _: page, SiteWords())
    kinds = {left.kind for left in found.left}
    assert kinds == {kind for kind, count in found.of.items() if count}
    assert kinds >= {"count", "word", "host"}
    for kind in kinds - {"word"}:
        assert len([left for left in found.left if left.kind == kind]) == found.of[kind]


def test_a_seed_draws_a_draft_again_and_another_one_another() -> None:
    (case,) = [case for case in CASES if case.name == "wallstreet/listing/cocaine_belgium_de"]
    assert drafted(case, 0).body == drafted(case, 0).body
    assert drafted(case, 0).body != drafted(case, 1).body

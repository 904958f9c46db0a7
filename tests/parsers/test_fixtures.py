"""Every field of each page under fixtures/pages, and what the set of fixtures must hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cryptodrug_scraper.cases.case import Case, cases_below, fields_of, read_case
from cryptodrug_scraper.page.parsed import WALLS
from tests.support.own_markets import OWN_MARKETS, OWN_NAMES

ROOT = Path(__file__).parent.parent.parent / "fixtures" / "pages"
CASES = {case.name: case for case in cases_below(ROOT)}
WALLS_OF_A_MARKET = sorted(WALLS - {"foreign", "unknown", "seized"})
"""No notice of a seizure is known of the project's markets."""
LEAST = 3


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_field_is_read_as_expected_and_none_besides(case: Case) -> None:
    expected, found = fields_of(case.expected), fields_of(read_case(case))
    fields = expected.keys() | found.keys()
    assert {} == {
        field: {"expected": expected.get(field, "nothing"), "found": found.get(field, "nothing")}
        for field in sorted(fields)
        if field not in expected or field not in found or expected[field] != found[field]
    }


def test_a_case_lies_where_its_page_belongs() -> None:
    expected = {name: case.expected for name, case in CASES.items()}
    assert {name: (said["market"] or "none", said["kind"]) for name, said in expected.items()} == {
        name: (case.market, case.kind) for name, case in CASES.items()
    }


def kinds_of(market: str) -> Counter[str]:
    return Counter(case.kind for case in CASES.values() if case.market == market)


@pytest.mark.parametrize(("market", "kind"), [(market.name, kind) for market in OWN_MARKETS for kind in market.readers])
def test_every_kind_of_page_has_enough_cases(market: str, kind: str) -> None:
    assert kinds_of(market)[kind] >= LEAST


@pytest.mark.parametrize("market", OWN_NAMES)
@pytest.mark.parametrize("wall", WALLS_OF_A_MARKET)
def test_every_wall_has_a_case(market: str, wall: str) -> None:
    assert kinds_of(market)[wall] >= 1


@pytest.mark.parametrize(
    ("market", "first", "last"),
    [("dream", "2018-11", "2019-03"), ("wallstreet", "2018-11", "2019-04"), ("empire", "2018-11", "2019-11")],
)
def test_the_cases_are_spread_over_the_observation_window(market: str, first: str, last: str) -> None:
    months = {
        case.expected["captured_at"][:7]
        for case in CASES.values()
        if case.market == market and case.expected["captured_at"]
    }
    assert {first, last} <= months
    assert len(months) >= 5

"""The readers by BeautifulSoup, which ours are compared with, read the same values of the fields that they read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.beautifulsoup import READERS
from cryptodrug_scraper.cases.case import Case, cases_below

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"


def read_by_both(case: Case) -> bool:
    """Whole pages without damage; of Wall Street Market, those in English."""
    expected = case.expected
    undamaged = expected["complete"] and not expected["issues"] and expected["encoding"] == "utf-8"
    plain = "mojibake" not in case.name and (case.market != "wallstreet" or case.folder.name.endswith("_en"))
    return (case.market, case.kind) in READERS and undamaged and plain


CASES = [case for case in cases_below(PAGES) if read_by_both(case)]


def test_there_are_pages_of_every_kind() -> None:
    assert READERS.keys() == {(case.market, case.kind) for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_both_read_the_same_values(case: Case) -> None:
    theirs = READERS[case.market, case.kind](case.body)

    for name in ("listing", "vendor", "review"):
        of_theirs = [record for record in theirs if record["record"] == name]
        ours = [record for record in case.expected["records"] if record["record"] == name]
        assert [as_in(record, expected) for record, expected in zip(of_theirs, ours, strict=True)] == of_theirs


def as_in(theirs: Any, ours: Any) -> Any:
    """Our value, in the form of theirs, with the fields that theirs has."""
    match theirs:
        case dict():
            return {name: as_in(value, ours.get(name, "absent")) for name, value in theirs.items()}
        case list():
            return [as_in(*pair) for pair in zip(theirs, ours, strict=True)]
        case (_, _):
            return float(ours["amount"]), ours["currency"]
        case float():
            return float(ours)
    return ours.get("raw", ours.get("value")) if isinstance(ours, dict) else ours

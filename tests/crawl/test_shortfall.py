"""Why a crawl that has nothing left to ask for is partial."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.crawl.frontier import Counts
from cryptodrug_scraper.crawl.shortfall import shortfall


def _counts(parsed: int = 0, walled: int = 0, failed: int = 0, refused: int = 0) -> Counts:
    every = parsed + walled + failed + refused
    return Counts(every, every, parsed, walled, refused, failed)


@pytest.mark.parametrize(
    ("parsed", "gone"),
    [
        pytest.param(0, 9, id="too few to tell"),
        pytest.param(400, 12, id="listings go while it runs"),
        pytest.param(100, 400, id="old ratings link to many that went long ago"),
    ],
)
def test_pages_that_are_gone_are_as_they_should_be(parsed: int, gone: int) -> None:
    assert shortfall({"home": _counts(1), "listing": _counts(parsed, gone)}) is None


def test_a_kind_of_which_hardly_a_page_is_there_is_told_with_its_numbers() -> None:
    found = shortfall({"category_list": _counts(2000), "listing": _counts(12, 1988), "vendor_profile": _counts(0, 9)})
    assert found is not None
    assert found.startswith("1,988 of 2,000 pages of kind listing are gone: if a browser shows them")


def test_pages_that_were_given_up_are_told_first() -> None:
    counts = {"home": _counts(1, failed=1), "listing": _counts(0, 10, refused=1), "vendor_profile": _counts(0, 11)}
    given_up, gone = (shortfall(counts) or "").split("; ")
    assert "2 pages were given up" == given_up
    assert gone.startswith("10 of 10 pages of kind listing, 11 of 11 pages of kind vendor_profile are gone: ")

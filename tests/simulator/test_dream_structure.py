"""Simulated Dream pages are built as the real ones are."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from simulator.dream import TEMPLATE
from simulator.dream.addresses import listing_path, vendor_path
from simulator.site import Request, Viewer
from simulator.structure import Difference, Outline, compare, outline, read_outlines
from tests.simulator.dream_states import instant, market

HERE = Path(__file__).parent
WRITTEN = read_outlines((HERE / "dream_structure.toml").read_text("utf-8"))
REAL_PAGES = HERE.parents[2] / "shared" / "pages" / "dream"
MARCH, JULY, NOVEMBER = "2018-03-01T20:41:46", "2018-07-26T10:00:00", "2018-11-18T09:12:00"
COUNTERPARTS = {
    "category_list_0": (JULY, "BTC", "/?page=2&category=121"),
    "listing_0": (NOVEMBER, "USD", listing_path(100)),
    "listing_5": (MARCH, "BTC", listing_path(110)),
    "vendor_profile_0": (NOVEMBER, "USD", vendor_path("fee-less")),
    "vendor_ratings_6": (NOVEMBER, "USD", vendor_path("Brückenkopf_99", ratings=True)),
    "listing_not_found_0": (JULY, "BTC", "/viewProduct?offer=1.2"),
    "login_0": (JULY, "BTC", "login"),
    "ddos_wall_0": (JULY, "BTC", "captcha"),
}
"""The day of each real page, the currency of its account, and the simulated page or wall that is like it."""
SIZES = {"category_list_0": 111_108, "listing_0": 25_582, "listing_not_found_0": 9_707, "login_0": 7_856}
"""Bytes of real pages, of those whose size is not that of what the vendor wrote or of the number of ratings."""
DATA = re.compile(
    r"LinkedUserRating|externalVendorRef|\bgold\b|\bsilver\b|withoutEscrow|^moneroCurrencyOption$"
    r"|^input\[text\] [#a-z]*#|=$"
)
"""What depends on the vendor: ratings elsewhere, their metal, escrow, coins; and names that change with every page."""


def simulated(name: str) -> bytes:
    at, currency, path = COUNTERPARTS[name]
    snapshot = market(instant(at))
    if path in {"login", "captcha"}:
        return TEMPLATE.wall(path, snapshot).body
    return TEMPLATE.page(snapshot, Request(path), Viewer(currency=currency)).body


def without_data(part: Outline) -> Outline:
    kept = {
        one.name: frozenset(entry for entry in getattr(part, one.name) if DATA.search(entry) is None)
        for one in fields(part)
    }
    return Outline(**kept)


def outlines(name: str) -> list[Outline]:
    """As written down, and as the page has it where it is at hand."""
    page = REAL_PAGES / f"{name}.html"
    read = [outline(page.read_bytes()).keeping(WRITTEN[name].labels)] if page.is_file() else []
    return [WRITTEN[name], *read]


@pytest.mark.parametrize("name", COUNTERPARTS)
def test_a_simulated_page_has_every_element_of_the_real_one_and_no_other(name: str) -> None:
    for real in outlines(name):
        difference = compare(real, outline(simulated(name)).keeping(real.labels))
        assert "" == str(Difference(without_data(difference.missing), without_data(difference.extra)))


@pytest.mark.parametrize("name", SIZES)
def test_a_simulated_page_is_as_large_as_the_real_one(name: str) -> None:
    assert 0.8 * SIZES[name] < len(simulated(name)) < 1.25 * SIZES[name]


def test_an_element_that_a_page_lacks_is_told() -> None:
    page = simulated("vendor_ratings_6").replace(b"andMoreRatings", b"andFewerRatings")
    difference = compare(WRITTEN["vendor_ratings_6"], outline(page))
    assert {"andMoreRatings"} == set(without_data(difference.missing).classes)

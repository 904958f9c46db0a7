"""What the parser reads of simulated Empire pages is what the states say, field by field."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed import page_object
from simulator.empire import TEMPLATE
from simulator.empire.addresses import category_path, listing_path, vendor_tab_path
from simulator.site import Page, Request, Viewer
from tests.simulator.empire_states import INSTANT, FakeSnapshot, market
from tests.support.stated import as_stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.site import Expected

SNAPSHOT = market()
CAPTURED = CaptureTime.at(datetime.fromtimestamp(INSTANT, UTC))
KINDS = (
    "home", "category_list", "listing", "listing_feedback", "listing_refund", "vendor_profile", "vendor_feedback",
    "vendor_pgp", "vendor_offers", "listing_gone", "error", "login", "session_lost",
)  # fmt: skip
ODD = [
    *(("vendor_feedback", vendor_tab_path(handle, "l_feedback")) for handle in SNAPSHOT.handles()),
    *(("category_list", category_path(number)) for number in (1, 2, 33, 73, 105, 125)),
    ("category_list", category_path(73, 1_500)),
    ("vendor_profile", vendor_tab_path("North & Quay", "about")),
    ("vendor_offers", "/store/North%20%26%20Quay/600"),
    ("listing_gone", "/product/1/2/3"),
    ("error", "/u/nobody"),
    ("vendor_offers", "/store/GoneBad"),
    ("error", vendor_tab_path("nobody", "pgp")),
    ("error", "/message"),
    ("login", "/login"),
    ("session_lost", "/index/login?dtf=1"),
]
"""Pages that no crawl would ask for: lists above and below the second level, beyond the end, and what is not there."""


def parsed(page: Page, path: str) -> dict[str, Any]:
    """What the command ``parse`` prints of a page."""
    context = PageContext(url=f"http://empireexample0001.onion{path}", captured=CAPTURED)
    printed: dict[str, Any] = json.loads(to_json(page_object(parse_page(page.body, context), CAPTURED)))
    return printed


def asked(kind: str, viewer: Viewer) -> Iterator[Request]:
    """Requests of a kind, without most of the listings that differ in nothing but their numbers."""
    for found, request in TEMPLATE.requests(SNAPSHOT, viewer):
        if found == kind and not ("/701" in request.path and request.path[-1] not in "07"):
            yield request
    yield from (Request(path) for found, path in ODD if found == kind)


def differences(expected: Expected, printed: dict[str, Any]) -> list[str]:
    """Every field in which the two differ, with both values."""
    found: list[str] = []
    head: dict[str, Any] = {"kind": expected.kind, "issues": expected.issues, "market": "empire", "encoding": "utf-8"}
    got = printed | {"issues": [issue["code"] for issue in printed["issues"]]}
    found += [f"{name}: {value!r} is {got[name]!r}" for name, value in head.items() if value != got[name]]
    names = [[record["record"] for record in records] for records in (expected.records, printed["records"])]
    if names[0] != names[1]:
        return [*found, f"records: {names[0]} are {names[1]}"]
    for position, (wanted, record) in enumerate(zip(expected.records, as_stated(printed["records"]), strict=True)):
        found += [
            f"{wanted['record']} {position}.{name}: {wanted.get(name, 'absent')!r} is {record.get(name, 'absent')!r}"
            for name in sorted(wanted.keys() | record.keys())
            if wanted.get(name, "absent") != record.get(name, "absent")
        ]
    return found


@pytest.mark.parametrize("currency", ["USD", "EUR"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_parser_reads_what_the_states_say(kind: str, currency: str) -> None:
    viewer = Viewer(currency=currency)
    found: dict[str, list[str]] = {}
    requests = list(asked(kind, viewer))
    for request in requests:
        page = TEMPLATE.page(SNAPSHOT, request, viewer)
        expected = TEMPLATE.expected(SNAPSHOT, request, viewer)
        assert kind == page.kind
        found[request.path] = differences(expected, parsed(page, request.path))
    assert requests
    assert {} == {path: lines for path, lines in found.items() if lines}


@pytest.mark.parametrize("kind", ["login", "captcha", "session_lost", "maintenance", "error"])
def test_a_wall_is_known_as_what_it_is(kind: str) -> None:
    page = TEMPLATE.wall(kind, SNAPSHOT)
    printed = parsed(page, "/home")
    assert (kind, kind, "empire", [], []) == (
        page.kind,
        printed["kind"],
        printed["market"],
        printed["records"],
        printed["issues"],
    )


PLAIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=90)

TEXT = st.lists(PLAIN, max_size=5).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(title=PLAIN.filter(str.strip), description=TEXT, tag=PLAIN.filter(str.strip))
def test_what_people_type_comes_back_whatever_signs_are_in_it(title: str, description: str, tag: str) -> None:
    listing = replace(SNAPSHOT.listings[0], title=title, description=description, tags=(tag,), sticky=1)
    snapshot = FakeSnapshot([listing])
    for path in ("/home", category_path(20), listing_path(listing)):
        request = Request(path)
        printed = parsed(TEMPLATE.page(snapshot, request, Viewer()), path)
        assert [] == differences(TEMPLATE.expected(snapshot, request, Viewer()), printed)


def test_a_difference_is_seen() -> None:
    request = Request("/product/70001/73/1")
    other = FakeSnapshot([replace(SNAPSHOT.listings[0], sold=32)])
    printed = parsed(TEMPLATE.page(SNAPSHOT, request, Viewer()), request.path)
    found = differences(TEMPLATE.expected(other, request, Viewer()), printed)
    assert any(line.startswith("listing ") and ".sold: " in line for line in found)

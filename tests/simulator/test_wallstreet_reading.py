"""The parser over simulated pages: what it reads is what the states say that the pages show."""

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
from simulator.site import Expected, Request, Viewer
from simulator.wallstreet import TEMPLATE, DisplaySettings, WallstreetTemplate
from simulator.wallstreet.labels import LABELS
from tests.simulator.wallstreet_states import INSTANTS, market
from tests.support.stated import as_stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.site import Page
from tests.simulator.wallstreet_states import Market

LANGUAGES = sorted(LABELS)
CURRENCIES = {"de": "EUR", "fr": "GBP"}
TABLE = WallstreetTemplate(DisplaySettings(cards="table", pictures=0))
ABSENT = "absent"
TYPED = st.text(st.sampled_from("abcXYZ 019<>&;\"'\n.,:-/()★🌿éß€"), max_size=60)

OTHERS = (
    Request("/offer/1"),
    Request("/offer/1/refund"),
    Request("/nothing"),
    Request("/profile/nobody"),
    Request("/profile/leiebloem"),
    Request("/index", {"menuCatT": "1"}),
    Request("/index", {"menuCatM": "1"}),
    Request("/index", {"menuCatM": "12"}),
    Request("/index", {"menuCatM": "1", "dofilter": "1"}),
    Request("/index", {"form[searchTerm]": "haze", "page": "2"}),
    Request("/index", {"form[shipsfrom]": "BE"}),
    Request("/index", {"page": "77"}),
)


def parsed(page: Page, request: Request, instant: int) -> dict[str, Any]:
    captured = CaptureTime.at(datetime.fromtimestamp(instant, UTC))
    read = parse_page(page.body, PageContext(url=request.path, captured=captured))
    result: dict[str, Any] = json.loads(to_json(page_object(read, captured)))
    return result


def differences(read: dict[str, Any], expected: Expected) -> Iterator[str]:
    """Every field of every record on which two readings differ; records are paired by kind and place."""
    if read["market"] != "wallstreet" or read["kind"] != expected.kind or not read["complete"]:
        yield f"{expected.kind} was read as {read['market']} {read['kind']}, complete: {read['complete']}"
    if (issues := sorted(issue["code"] for issue in read["issues"])) != sorted(expected.issues):
        yield f"issues: expected {sorted(expected.issues)}, got {issues}: {read['issues']}"
    for name in {record["record"]: None for record in [*expected.records, *read["records"]]}:
        wanted = [record for record in expected.records if record["record"] == name]
        got = [record for record in as_stated(read["records"]) if record["record"] == name]
        if len(wanted) != len(got):
            yield f"{name}: expected {len(wanted)} records, got {len(got)}"
        for number, (left, right) in enumerate(zip(wanted, got, strict=False)):
            for key in left | right:
                if left.get(key, ABSENT) != right.get(key, ABSENT):
                    yield f"{name} {number}, {key}: expected {left.get(key, ABSENT)!r}, got {right.get(key, ABSENT)!r}"


def faults(template: WallstreetTemplate, snapshot: Market, viewer: Viewer, requests: list[Request]) -> list[str]:
    found = []
    for request in requests:
        page, expected = template.page(snapshot, request, viewer), template.expected(snapshot, request, viewer)
        if page.kind != expected.kind:
            found.append(f"{request}: the page is a {page.kind}, what is expected one of a {expected.kind}")
        found += [f"{request}: {line}" for line in differences(parsed(page, request, snapshot.instant), expected)]
    return found


def everything(template: WallstreetTemplate, snapshot: Market, viewer: Viewer) -> list[Request]:
    return [*(request for _, request in template.requests(snapshot, viewer)), *OTHERS]


@pytest.mark.parametrize("layout", ["A", "B"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_read_as_the_states_say_in_every_language_and_layout(language: str, layout: Any) -> None:
    viewer = Viewer(
        language=language, layout=layout, currency=CURRENCIES.get(language, "USD"), cards=90 if layout == "B" else 15
    )
    snapshot = market(INSTANTS["new year"])
    some = [request for request in everything(TEMPLATE, snapshot, viewer) if "/offer/600" not in request.path]
    assert [] == faults(TEMPLATE, snapshot, viewer, some)


@pytest.mark.parametrize("instant", INSTANTS.values(), ids=INSTANTS)
def test_every_page_is_read_as_the_states_say_at_every_instant(instant: int) -> None:
    snapshot, viewer = market(instant), Viewer()
    assert [] == faults(TEMPLATE, snapshot, viewer, everything(TEMPLATE, snapshot, viewer))


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_in_the_form_of_a_table_are_read_as_the_states_say(language: str) -> None:
    snapshot, viewer = market(), Viewer(language=language, currency=CURRENCIES.get(language, "USD"))
    lists = [request for request in everything(TABLE, snapshot, viewer) if request.path == "/index"]
    assert [] == faults(TABLE, snapshot, viewer, lists)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_of_any_age_is_dated_as_the_states_say_in_every_language(language: str) -> None:
    snapshot = market(INSTANTS["new year"])
    ages = [*range(0, 90_000, 1_801), *range(90_000, 500 * 86_400, 50_021)]
    snapshot.reviews = [replace(snapshot.reviews[0], at=snapshot.instant - age) for age in ages]
    path = f"/offer/{snapshot.reviews[0].listing_id}"
    assert [] == faults(TEMPLATE, snapshot, Viewer(language=language), [Request(path)])


@settings(max_examples=60, deadline=None)
@given(title=TYPED, text=TYPED, comment=TYPED, language=st.sampled_from(LANGUAGES))
def test_whatever_people_type_is_read_as_they_typed_it(title: str, text: str, comment: str, language: str) -> None:
    snapshot, viewer = market(), Viewer(language=language)
    vendor = replace(snapshot.vendors[1], profile=text, refund_policy=text)
    listing = replace(snapshot.listings[0], title=f"a {title}", description=text, vendor=vendor)
    snapshot.vendors, snapshot.listings = [vendor], [listing]
    snapshot.reviews = [
        replace(review, comment=comment, listing_title=listing.title)
        for review in snapshot.reviews
        if review.listing_id == listing.listing_id
    ]
    assert [] == faults(TEMPLATE, snapshot, viewer, [request for _, request in TEMPLATE.requests(snapshot, viewer)])


@pytest.mark.parametrize("kind", ["login", "captcha", "session_lost", "maintenance", "error"])
@pytest.mark.parametrize("path", ["/index", "/offer/58811", "/profile/leiebloem"])
def test_a_wall_is_read_as_a_wall_whatever_was_asked_for(kind: str, path: str) -> None:
    snapshot = market()
    page = TEMPLATE.wall(kind, snapshot)
    assert page.kind == kind
    assert [] == list(differences(parsed(page, Request(path), snapshot.instant), Expected(kind, [])))


def test_the_security_check_of_early_2018_is_read_as_a_captcha() -> None:
    snapshot = replace(market(), instant=1_517_443_200)
    page = TEMPLATE.wall("captcha", snapshot)
    assert b'id="captcha_input"' in page.body
    assert parsed(page, Request("/"), snapshot.instant)["kind"] == "captcha"
    assert b'id="captcha_input"' not in TEMPLATE.wall("captcha", market()).body


def test_a_mistake_in_a_page_is_noticed() -> None:
    snapshot, viewer, request = market(), Viewer(), Request("/offer/58811")
    page, expected = TEMPLATE.page(snapshot, request, viewer), TEMPLATE.expected(snapshot, request, viewer)
    wrong = replace(page, body=page.body.replace(b"611", b"612"))
    lines = list(differences(parsed(wrong, request, snapshot.instant), expected))
    assert len(lines) == 1
    assert "sold" in lines[0]

"""The simulated Wall Street Market: what is asked for, what is answered, what the states become on a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.errors import ConfigurationError
from simulator.products import PRODUCTS
from simulator.site import Request, Viewer
from simulator.state import Amount
from simulator.wallstreet import TEMPLATE, DisplaySettings, WallstreetTemplate
from simulator.wallstreet.amounts import Amounts
from simulator.wallstreet.categories import CATEGORIES, LEAVES, leaf_of
from simulator.wallstreet.dates import age_text, occurred
from simulator.wallstreet.labels import LABELS
from tests.simulator.wallstreet_states import market

VIEWER = Viewer()
DAY = 86_400


def records(request: Request, viewer: Viewer = VIEWER, record: str = "listing") -> list[dict[str, Any]]:
    return [one for one in TEMPLATE.expected(market(), request, viewer).records if one["record"] == record]


def body(request: Request, viewer: Viewer = VIEWER, template: WallstreetTemplate = TEMPLATE) -> str:
    return template.page(market(), request, viewer).body.decode()


def test_every_product_is_filed_in_exactly_one_category_without_any_below_it() -> None:
    assert Counter(PRODUCTS) == Counter(product for leaf in LEAVES for product in leaf.products)
    assert all(product in leaf_of(product).products for product in PRODUCTS)


def test_drugs_have_the_documented_numbers() -> None:
    documented = {
        "weed": ("B1", "Drugs", "Cannabis", "Weed"),
        "cocaine": ("B3", "Drugs", "Stimulants", "Cocaine"),
        "2c": ("B29", "Drugs", "Psychedelics", "2C-X"),
        "ketamine": ("B20", "Drugs", "Dissociatives", "Ketamine"),
        "heroin": ("M9", "Drugs", "Opiates"),
    }
    assert documented == {code: (leaf_of(code).category_id, *leaf_of(code).path) for code in documented}


def test_a_category_counts_what_lies_below_it() -> None:
    counts = {one["category_id"]: one["listing_count"] for one in records(Request("/index"), record="category")}
    assert counts["M1"] == 42
    assert counts["T1"] == sum(counts[f"M{node.number}"] for node in CATEGORIES["T", 1].children)
    assert len(market().listings) == sum(counts[key] for key in counts if key.startswith("T"))


@pytest.mark.parametrize("cards", [15, 90])
def test_the_lists_that_are_asked_for_hold_every_listing_once(cards: int) -> None:
    snapshot, viewer = market(), Viewer(cards=cards)
    seen: Counter[str] = Counter()
    for kind, request in TEMPLATE.requests(snapshot, viewer):
        if kind == "category_list" and request.form:
            found = [str(one["listing_id"]) for one in records(request, viewer)]
            assert 0 < len(found) <= cards
            seen.update(found)
    assert seen == Counter(str(listing.listing_id) for listing in snapshot.listings)


def test_lists_come_before_listings_and_these_before_vendors() -> None:
    snapshot = market()
    kinds = [kind for kind, _ in TEMPLATE.requests(snapshot, VIEWER)]
    assert kinds[0] == "category_list"
    assert kinds.count("listing") == kinds.count("listing_refund") == len(snapshot.listings)
    assert kinds.count("vendor_profile") == kinds.count("vendor_pgp") == kinds.count("vendor_offers") == 5
    assert kinds.index("listing") > len(kinds) - 1 - kinds[::-1].index("category_list")
    assert kinds.index("vendor_profile") > len(kinds) - 1 - kinds[::-1].index("listing_refund")


def test_the_page_button_goes_on_with_the_category_of_the_hidden_fields() -> None:
    first = records(Request("/index", {"menuCatB": "1", "dofilter": "0"}))
    hidden = {"form[catT]": "1", "form[catM]": "1", "form[catB]": "1", "form[page]": "1", "dofilter": "0"}
    second = records(Request("/index", hidden | {"page": "2"}))
    assert len(first) == len(second) == 15
    assert {"B1"} == {one["category_id"] for one in first + second}
    assert not {one["listing_id"] for one in first} & {one["listing_id"] for one in second}


def test_a_menu_button_begins_again_with_the_first_page() -> None:
    pressed = {"form[catT]": "1", "form[catM]": "1", "form[catB]": "1", "form[page]": "2", "menuCatM": "11"}
    assert ["59477"] == [one["listing_id"] for one in records(Request("/index", pressed))]


def test_a_form_that_no_browser_sends_is_answered_as_if_nothing_had_been_chosen() -> None:
    odd = {"menuCatM": "x", "page": "-1", "form[limit]": "7", "form[catB]": "９"}
    assert records(Request("/index", odd)) == records(Request("/index"))


def test_a_list_asked_for_with_dofilter_is_empty_without_a_total() -> None:
    request = Request("/index", {"menuCatM": "1", "dofilter": "1"})
    assert records(request) == []
    assert [{"record": "page_total", "kind": "listing"}] == records(request, record="page_total")


def test_a_search_finds_words_of_titles_and_places_of_origin() -> None:
    both = Request("/index", {"form[searchTerm]": "the ", "form[shipsfrom]": "BE"})
    assert ["59477"] == [one["listing_id"] for one in records(both)]


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/", "category_list", 200),
        ("/index?x=1", "category_list", 200),
        ("/offer/58811/", "listing", 200),
        ("/offer/7", "listing_gone", 404),
        ("/offer/7/refund", "listing_gone", 404),
        ("/offer/1e3", "error", 404),
        ("/profile/leiebloem", "vendor_profile", 200),
        ("/profile/vaart%5Fkapoen-9/offers", "vendor_offers", 200),
        ("/profile/gesloten/offers", "vendor_offers", 200),
        ("/profile/nobody/pgp", "error", 404),
        ("/faq", "error", 404),
    ],
)
def test_every_address_has_its_kind_of_page(path: str, kind: str, status: int) -> None:
    page = TEMPLATE.page(market(), Request(path), VIEWER)
    assert (kind, status) == (page.kind, page.status)
    assert kind == TEMPLATE.expected(market(), Request(path), VIEWER).kind


def test_a_page_is_the_same_to_the_byte_whoever_renders_it() -> None:
    viewer = Viewer(language="fr", layout="B", currency="EUR")
    once = [TEMPLATE.page(market(), request, viewer) for _, request in TEMPLATE.requests(market(), viewer)]
    again = [WallstreetTemplate().page(market(), request, viewer) for _, request in TEMPLATE.requests(market(), viewer)]
    assert once == again


def test_a_viewer_never_sees_the_page_of_another_viewer_or_instant() -> None:
    snapshot, request = market(), Request("/offer/59477")
    first = TEMPLATE.page(snapshot, request, VIEWER)
    others = [
        TEMPLATE.page(snapshot, request, Viewer(language="de")),
        TEMPLATE.page(snapshot, request, Viewer(currency="EUR")),
        TEMPLATE.page(snapshot, request, Viewer(layout="B")),
        TEMPLATE.page(replace(snapshot, instant=snapshot.instant + 60), request, VIEWER),
    ]
    assert len({page.body for page in [first, *others]}) == 5
    assert TEMPLATE.page(snapshot, request, VIEWER) == first


def test_what_people_typed_is_text_and_never_markup() -> None:
    class Texts(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.texts: list[str] = []

        def handle_data(self, data: str) -> None:
            self.texts.append(data)

    for path in ("/offer/60415", "/offer/59477", "/profile/leiebloem"):
        page = body(Request(path))
        assert not any(mark in page for mark in ("<b>&", "<item>", "<more>", "<nights>"))
    reader = Texts()
    reader.feed(body(Request("/offer/60415")))
    assert market().listing(60_415).title in reader.texts  # type: ignore[union-attr]


def test_prices_are_converted_by_the_market_s_table_and_written_as_the_language_does() -> None:
    rates = {("BTC", "USD"): Decimal(5000), ("BTC", "EUR"): Decimal(4000)}
    english, german = Amounts(LABELS["en"], "EUR", rates), Amounts(LABELS["de"], "EUR", rates)
    price = Amount(1_234_567, "USD")
    assert "9'876.54 €" == english.price(price)
    assert "9.876,54 €" == german.price(price)
    assert "2.46913 BTC" == english.coin_price(price)
    assert "2,46913 BTC" == german.coin_price(price)
    assert {"amount": "9876.54", "currency": "EUR"} == german.money(price)
    assert {"amount": "2.46913", "currency": "BTC"} == german.coin_money(price)


@given(age=st.integers(0, 900 * DAY), instant=st.integers(1_500_000_000, 1_600_000_000))
def test_the_time_that_a_review_shows_holds_the_time_it_was_written(age: int, instant: int) -> None:
    shown = occurred(instant - age, instant)
    earliest, latest = (datetime.fromisoformat(shown[end]).timestamp() for end in ("from", "to"))
    assert earliest <= instant - age <= latest
    assert latest - earliest <= max(60, age, 33 * DAY if age > 330 * DAY else 0)


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (0, "0 minutes ago"),
        (60, "1 minute ago"),
        (3_599, "59 minutes ago"),
        (3_600, "about 1 hour ago"),
        (DAY - 1, "about 23 hours ago"),
        (6 * DAY, "6 days ago"),
        (7 * DAY, "1 week ago"),
        (28 * DAY - 1, "3 weeks ago"),
        (28 * DAY, "3. Feb, 12:05 am UTC"),
        (330 * DAY, "7. Apr, 12:05 am UTC"),
        (330 * DAY + 1, "about 10 months ago"),
        (366 * DAY, "about 12 months ago"),
    ],
)
def test_new_reviews_have_an_age_older_ones_a_date_without_year_and_the_oldest_months(age: int, text: str) -> None:
    instant = 1_551_571_500  # 2019-03-03 00:05 UTC
    assert text == age_text(LABELS["en"], instant - age, instant)


def test_pictures_are_none_bad_or_good() -> None:
    request = Request("/offer/58811")
    none, bad, good = (
        body(request, template=WallstreetTemplate(DisplaySettings(pictures=quality))) for quality in (0, 1, 2)
    )
    assert "data:image" not in none
    assert "data:image" in bad
    assert "data:image" in good
    assert bad != good


def test_buyers_are_masked_and_accounts_have_no_numbers() -> None:
    page = body(Request("/offer/58811"))
    assert "p**n" in page
    assert "penguin" not in page


def test_a_language_currency_or_wall_that_the_market_has_not_is_refused_with_what_it_has() -> None:
    with pytest.raises(ConfigurationError, match="'nl': choose of en, de, fr"):
        TEMPLATE.page(market(), Request("/index"), Viewer(language="nl"))
    with pytest.raises(ConfigurationError, match="'JPY': choose of USD"):
        TEMPLATE.page(market(), Request("/index"), Viewer(currency="JPY"))
    with pytest.raises(ConfigurationError, match="'unknown': ask for captcha"):
        TEMPLATE.wall("unknown", market())

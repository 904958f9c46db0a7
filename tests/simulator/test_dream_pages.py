"""The simulated Dream Market: what is asked for, what is answered, how it prints what the states say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.dream import TEMPLATE, DreamTemplate
from simulator.dream.addresses import listing_number, listing_path, offer_id, resolve, vendor_path
from simulator.dream.amounts import card_price, listing_prices, paid, shipping_prices
from simulator.dream.categories import CATEGORIES, TOP, category_counts, category_of, menu
from simulator.dream.counts import rounded_down
from simulator.dream.dates import age_of
from simulator.dream.markup import CONTENT_TYPE, is_garbled, page_bytes, typed
from simulator.dream.place_names import FILTER, card_code, place_name
from simulator.dream.reviews import bands, in_page_order, mask, mean_stars, shown_ratings
from simulator.products import PRODUCTS
from simulator.site import Request, Viewer
from simulator.state import Amount, Display
from tests.simulator.dream_states import DAY, HOUR, INSTANTS, MINUTE, Market, instant, market

NOVEMBER = market(INSTANTS["november"])
RATES = NOVEMBER.rates()


def body(snapshot: Market, path: str, currency: str = "USD") -> str:
    return TEMPLATE.page(snapshot, Request(path), Viewer(currency=currency)).body.decode()


def test_every_product_is_filed_and_the_first_level_holds_all_of_them() -> None:
    assert set(PRODUCTS) == {product for number in TOP for product in CATEGORIES[number].products}
    counts = category_counts(dict.fromkeys(PRODUCTS, 1))
    assert len(PRODUCTS) == sum(counts[number] for number in TOP)
    assert all(product in category_of(product).products for product in PRODUCTS)


def test_the_tree_has_the_numbers_and_names_of_the_markets_filter() -> None:
    assert 102 == len(CATEGORIES)
    assert ("Digital Goods", "Fraud Related", "Accounts", "Paypal") == CATEGORIES[204].path
    assert ("Drugs", "Stimulants", "Pills") == CATEGORIES[206].path
    assert ("Services", "Cash out") == CATEGORIES[205].path


def test_the_menu_opens_the_way_to_a_category_and_its_children_or_those_beside_it() -> None:
    assert [] == menu(None)
    assert [103, 113, 143, 145, 146] == menu(113)
    assert [104, 121, 170, 171, 172, 173, 174, 175] == menu(121) == menu(172)
    assert [107, *CATEGORIES[107].children] == menu(139)


def test_the_filter_numbers_places_as_the_market_does() -> None:
    numbers = {name: number for number, name, _ in FILTER}
    known = {"Worldwide": 15, "Europe": 16, "Belgium": 21, "Netherlands": 46, "United Kingdom": 60, "Asia": 62,
             "Africa": 111, "Rwanda": 150, "North America": 166, "United States": 189, "South America": 190,
             "Oceania": 203, "Vanuatu": 217}  # fmt: skip
    assert known == {name: numbers[name] for name in known}
    assert 149 not in numbers.values()
    assert ("BE", "WW", "EU", "EU", "Asia") == tuple(map(card_code, ("BE", "WORLD", "EUROPE", "EU", "ASIA")))
    assert ("Belgium", "Worldwide", "Europe") == tuple(map(place_name, ("BE", "WORLD", "EU")))


@given(st.integers(0, 10**9))
def test_an_offers_id_names_one_listing(number: int) -> None:
    offer = offer_id(number)
    assert number == listing_number(offer)
    assert all(
        listing_number(other) is None for other in (f"0{offer}", f"{offer}.", offer.replace(".", ""), f"-{offer}")
    )


def test_an_address_is_read_in_the_forms_that_pages_link_to() -> None:
    assert ("category_list", "104", 3) == resolve("./?page=3&category=104")
    assert ("vendor_profile", "a b&c", 2) == resolve(vendor_path("a b&c", 2))
    assert ("vendor_feedback", "Zoë", 1) == resolve("/contactMember?member=Zo%C3%AB&tab=ratings#tabChooser")
    assert {"home"} == {resolve(path).kind for path in ("/", "", "./", "/?selectCurrency=USD&ks=5")}
    assert "error" == resolve("/help").kind


def test_all_listings_and_vendors_are_asked_for_and_each_once() -> None:
    requests = [(kind, request.path) for kind, request in TEMPLATE.requests(NOVEMBER, Viewer())]
    assert len(requests) == len(set(requests))
    assert {listing_path(one.listing_id) for one in NOVEMBER.listings} <= {path for _, path in requests}
    assert {vendor_path(handle, ratings=True) for handle in NOVEMBER.handles()} <= {path for _, path in requests}
    assert [("home", "/"), ("category_list", "/?category=103")] == requests[:2]
    assert ("vendor_profile", vendor_path("Grossist", 3)) in requests
    assert all(kind == TEMPLATE.page(NOVEMBER, Request(path), Viewer()).kind for kind, path in requests)


def test_the_same_states_give_the_same_bytes_in_any_order() -> None:
    requests = [request for _, request in TEMPLATE.requests(NOVEMBER, Viewer())][::9]
    viewers = [Viewer(currency=currency) for currency in ("USD", "BTC")]
    first = {(one.path, who): TEMPLATE.page(NOVEMBER, one, who).body for who in viewers for one in requests}
    other, again = DreamTemplate(), market(INSTANTS["november"])
    for one in reversed(requests):
        for who in viewers:
            assert first[one.path, who] == other.page(again, one, who).body


def test_a_template_that_has_seen_another_snapshot_does_not_remember_it() -> None:
    path, template = "/?category=104", DreamTemplate()
    for at in (INSTANTS["march"], INSTANTS["april"], INSTANTS["march"]):
        page = template.page(market(at), Request(path), Viewer()).body
        assert DreamTemplate().page(market(at), Request(path), Viewer()).body == page


def test_bytes_are_utf_8_up_to_u_00ff_and_entities_above_under_the_label_of_latin_1() -> None:
    page = TEMPLATE.page(NOVEMBER, Request(listing_path(102)), Viewer(currency="BTC"))
    assert "text/html; charset=ISO-8859-1" == CONTENT_TYPE == page.content_type
    text = page.body.decode("utf-8")
    assert "charset=ISO-8859-1" in text
    assert "Résine" in text
    assert "&#3647;" in text
    assert max(text) <= "\u00ff"
    assert b"\xc3\xa9 &#8594; \xc2\x80" == page_bytes("é → \u0080")


def test_the_texts_of_one_vendor_in_four_are_mojibake() -> None:
    assert [True, True] == [is_garbled(vendor) for vendor in NOVEMBER.vendors if vendor.account_id in {5, 9}]
    assert "flÃ¼ssig 50Â€ → 🤤 &lt;" == typed("flüssig 50€ → 🤤 <", garbled=True)
    assert "flüssig" == typed("flüssig")
    assert "geprÃ¼ft" in body(NOVEMBER, listing_path(101))


def test_counts_are_rounded_down() -> None:
    counts = [0, 9, 10, 83, 305, 608, 999, 1049, 5837, 9999, 11_530, 20_499, 104_999]
    assert [0, 9, 10, 80, 300, 600, 990, 1000, 5800, 9950, 11_500, 20_000, 100_000] == list(map(rounded_down, counts))


def test_ages_are_hours_below_a_day_and_have_hours_below_three() -> None:
    ages = {0: "00:00", 59: "00:00", 22 * HOUR + 58 * MINUTE + 1: "22:58", DAY - 1: "23:59", DAY: "1d 0h",
            DAY + 4 * HOUR: "1d 4h", 3 * DAY - 1: "2d 23h", 3 * DAY: "3d", 97 * DAY + 5: "97d"}  # fmt: skip
    assert ages == {seconds: age_of(seconds).text for seconds in ages}
    assert ("00:12", 720, 780) == age_of(745)


@given(st.integers(0, 10**9))
def test_an_age_holds_the_time_that_it_is_printed_for(seconds: int) -> None:
    age = age_of(seconds)
    assert age.least <= seconds < age.most


def test_bands_are_disjoint_and_hold_all_ratings() -> None:
    (newest, _, month, now), (_, _, quarter, until), (_, _, start, end) = bands(NOVEMBER.instant, Display(), 1)
    assert ("newer_1m", 0, until, end) == (newest, start, month, quarter)
    assert NOVEMBER.instant + 1 == now
    for handle in NOVEMBER.handles():
        counts = [
            NOVEMBER.star_counts(handle, since, end) for _, _, since, end in bands(NOVEMBER.instant, Display(), 1)
        ]
        assert len(NOVEMBER.vendor_reviews(handle)) == sum(map(sum, counts))


def test_never_more_than_300_ratings_are_shown_nor_old_ones_where_there_are_enough() -> None:
    many = shown_ratings(NOVEMBER.vendor_reviews("Brückenkopf_99"), NOVEMBER.instant, Display())
    assert (300, 120) == (len(many.rows), many.hidden)
    old = shown_ratings(NOVEMBER.vendor_reviews("fee-less"), NOVEMBER.instant, Display())
    assert (25, 20) == (len(old.rows), old.hidden)
    few = shown_ratings(NOVEMBER.vendor_reviews("Heidehof"), NOVEMBER.instant, Display())
    assert (19, 0) == (len(few.rows), few.hidden)
    assert "And 120 more ratings..." in body(NOVEMBER, vendor_path("Brückenkopf_99", ratings=True))
    assert "more ratings" not in body(NOVEMBER, vendor_path("Heidehof", ratings=True))


def test_ratings_are_not_quite_in_the_order_of_their_age() -> None:
    reviews = NOVEMBER.listing_reviews(101)
    shown = in_page_order(reviews, Display())
    assert sorted(one.review_id for one in reviews[:300]) == sorted(one.review_id for one in shown)
    times = [one.at for one in shown]
    assert times != sorted(times, reverse=True)
    assert max(later - sooner for sooner, later in pairwise(times)) < 5 * DAY


def test_buyers_are_masked() -> None:
    assert ["p . . . k", "ö . . . ö"] == [mask("peter_k"), mask("ö")]


def test_a_mean_has_two_decimals_and_needs_a_rating() -> None:
    assert Decimal("4.65") == mean_stars([7, 0, 0, 0, 73])
    assert mean_stars([0, 0, 0, 0, 0]) is None


def test_a_price_has_the_markets_fee_in_it_and_binary_tails() -> None:
    listing = NOVEMBER.listings[0]
    prices = {12_000: "€124.80000000000001", 299: "€3.1096000000000004", 4900: "€50.96", 15_000: "€156"}
    for cents, text in prices.items():
        priced = replace(listing, price=Amount(cents, "EUR"))
        coin, own = listing_prices(priced, "BTC", RATES)
        assert (text, Decimal(cents) * 104 / 10_000) == (own.text, own.amount)
        assert coin.text == card_price(priced, "BTC", RATES).text
        assert [text] == [price.text for price in listing_prices(priced, "EUR", RATES)]
    exempt = replace(listing, vendor=replace(listing.vendor, account_id=16), price=Amount(12_000, "EUR"))
    assert ["€120"] == [price.text for price in listing_prices(exempt, "EUR", RATES)]


def test_amounts_in_another_currency_have_four_digits() -> None:
    listing = NOVEMBER.listings[0]
    shown = {"USD": "$50.96", "BTC": "฿0.006426", "EUR": "€43.88", "CAD": "CAD 66.67"}
    assert shown == {code: card_price(listing, code, RATES).text for code in shown}
    dear = replace(listing, price=Amount(123_456_789, "USD"))
    assert "$1283951" == card_price(dear, "USD", RATES).text


def test_delivery_is_free_of_the_fee() -> None:
    options = {0: ["฿0.00", "€0"], 300: ["฿0.0004393", "€3"]}
    for cents, texts in options.items():
        assert texts == [price.text for price in shipping_prices(Amount(cents, "EUR"), "BTC", RATES)]
    assert ["$0.00"] == [price.text for price in shipping_prices(Amount(0, "USD"), "USD", RATES)]


def test_amounts_of_ratings_are_whole_units_or_four_decimals_of_a_coin() -> None:
    assert ["~ $58", "~ $59"] == [paid(Amount(cents, "USD"), "USD", RATES, Display()).text for cents in (5849, 5850)]
    assert "~ ฿0.0074" == paid(Amount(5849, "USD"), "BTC", RATES, Display()).text
    assert ("~ ฿0.042", Decimal("0.0420")) == paid(Amount(33_300, "USD"), "BTC", RATES, Display())[:2]


def test_trust_votes_and_dark_mode_came_in_november_2018() -> None:
    before, after = (market(instant(f"2018-{day}T12:00:00")) for day in ("10-31", "11-01"))
    for word in ("trustLabel", "Dark mode", "curtd"):
        assert word not in body(before, vendor_path("Heidehof"))
        assert word in body(after, vendor_path("Heidehof"))


def test_the_currency_of_the_account_is_marked_in_the_style_of_the_time() -> None:
    march = market(INSTANTS["march"])
    assert '<tr class="choosen">' in body(march, "/")
    assert "choosen" not in body(march, "/", "BTC")
    assert 'class="curtd  chosen "' in body(NOVEMBER, "/", "BTC")


def test_monero_has_no_rate_in_november_2018_and_several_coins_are_taken_from_february_on() -> None:
    days = {
        "2018-02-01": (True, False),
        "2018-03-01": (True, True),
        "2018-11-18": (False, True),
        "2018-12-16": (True, True),
    }
    for day, expected in days.items():
        page = body(market(instant(f"{day}T00:00:00")), listing_path(100))
        assert expected == (">XMR<" in page, "moneroCurrencyOption" in page)


def test_a_wall_that_the_market_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no wall of the kind 'listing'"):
        TEMPLATE.wall("listing", NOVEMBER)


def test_the_hosts_on_a_page_say_that_they_are_invented() -> None:
    hosts = {part.split("/")[0].split('"')[0] for part in body(NOVEMBER, "/").split("http://")[1:]}
    assert all(host.startswith("dream") or "Decoy" in host for host in hosts)

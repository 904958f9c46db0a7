"""The simulated Empire Market: which pages there are, what answers a request, and what stands on which page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from simulator.empire import TEMPLATE, EmpireTemplate
from simulator.empire.addresses import category_path, token_of, vendor_tab_path
from simulator.empire.amounts import Amounts
from simulator.empire.categories import CATEGORIES, category_of, listing_counts
from simulator.empire.hosts import mirror
from simulator.empire.lists import MOST_STICKY
from simulator.empire.markup import cut_title, loose, mask
from simulator.empire.ordering import tier_bounds
from simulator.empire.pager import Part, pager
from simulator.empire.place_names import destination_names, origin_code, place_name
from simulator.empire.signs import sign_of
from simulator.empire.vendor_figures import gold_stars
from simulator.products import PRODUCTS
from simulator.site import Request, Viewer
from simulator.state import Amount
from tests.simulator.empire_states import DAY, INSTANT, RATES, FakeSnapshot, market

SNAPSHOT = market()
VIEWER = Viewer()
REQUESTS = list(TEMPLATE.requests(SNAPSHOT, VIEWER))


def body(path: str, snapshot: FakeSnapshot = SNAPSHOT, viewer: Viewer = VIEWER) -> str:
    return TEMPLATE.page(snapshot, Request(path), viewer).body.decode()


def cards(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"Item # (\d+)", body(path))]


# requests


def test_every_request_gets_a_page_of_the_kind_it_was_made_for() -> None:
    assert [kind for kind, _ in REQUESTS] == [TEMPLATE.page(SNAPSHOT, request, VIEWER).kind for _, request in REQUESTS]


def test_no_page_is_asked_for_twice() -> None:
    assert [] == [path for path, times in Counter(request.path for _, request in REQUESTS).items() if times > 1]


def test_lists_come_before_what_they_list() -> None:
    kinds = [kind for kind, _ in REQUESTS]
    last_list = max(position for position, kind in enumerate(kinds) if kind == "category_list")
    assert ("home", "category_list") == (kinds[0], kinds[1])
    assert last_list < kinds.index("listing") < kinds.index("vendor_profile")


def test_the_lists_together_show_every_listing() -> None:
    shown = {number for kind, request in REQUESTS if kind == "category_list" for number in cards(request.path)}
    assert {listing.listing_id for listing in SNAPSHOT.listings} == shown


def test_each_listing_is_visited_once_with_its_tabs() -> None:
    visits = Counter(kind for kind, _ in REQUESTS)
    listings = len(SNAPSHOT.listings)
    further_pages_of_feedback = 7 + 1
    assert (listings, listings + further_pages_of_feedback, listings) == (
        visits["listing"],
        visits["listing_feedback"],
        visits["listing_refund"],
    )


def test_a_banned_vendor_is_visited_but_its_store_is_not() -> None:
    of_banned = {kind for kind, request in REQUESTS if "GoneBad" in request.path or token_of("GoneBad") in request.path}
    assert {"vendor_profile", "vendor_feedback", "vendor_pgp"} == of_banned


def test_requests_and_pages_are_the_same_at_every_call_and_for_every_template() -> None:
    fresh, other = EmpireTemplate(), market()
    assert REQUESTS == list(fresh.requests(other, Viewer()))
    for _, request in REQUESTS[::9]:
        assert TEMPLATE.page(SNAPSHOT, request, VIEWER) == fresh.page(other, request, Viewer())
        assert TEMPLATE.page(SNAPSHOT, request, VIEWER).body == fresh.page(other, request, Viewer()).body


def test_a_later_instant_of_the_same_market_has_its_own_clock_and_counters() -> None:
    later = FakeSnapshot(instant=INSTANT + 200 * DAY)
    path = "/u/DraadEnGaren"
    assert body(path) != body(path, later)
    assert "Server time: Thursday, Jun 13, 2019 20:03:05" in body(path)
    assert "Server time: Monday, Dec 30, 2019 20:03:05" in body(path, later)


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/product/1/2/3", "listing_gone", 200),
        ("/Product_List/setTab/1/2/3/feedback", "listing_gone", 200),
        ("/product/x/2/3", "error", 404),
        ("/category/categories/7/0", "error", 404),
        ("/category/categories/2/price_asc", "error", 404),
        ("/category/categories/2/0/0", "error", 404),
        ("/u/nobody", "error", 404),
        ("/Profile/setUserTab/pgp/AAAA", "error", 404),
        ("/Profile/setUserTab/other/AAAA", "error", 404),
        ("/orders", "error", 404),
        ("/index/login", "login", 200),
        ("/index/login?dtf=1", "session_lost", 200),
        ("/", "home", 200),
        ("http://empireexample0002.onion/home", "home", 200),
        ("/profile/setUserTab/p_feedback/" + token_of("DraadEnGaren") + "/", "vendor_feedback", 200),
    ],
)
def test_whatever_is_asked_for_gets_an_answer(path: str, kind: str, status: int) -> None:
    page = TEMPLATE.page(SNAPSHOT, Request(path), VIEWER)
    assert (kind, status) == (page.kind, page.status)


def test_no_link_leads_to_a_name_that_a_service_could_have() -> None:
    hosts = {host for _, request in REQUESTS[::7] for host in re.findall(r"://([^/\"' >]+)", body(request.path))}
    possible = re.compile(r"(?:[a-z2-7]{16}|[a-z2-7]{56})\.onion")
    assert mirror(INSTANT // DAY) in hosts
    assert [] == [host for host in hosts if possible.fullmatch(host.split(".", host.count(".") - 1)[-1])]


# lists


def test_sticky_cards_come_first_on_every_page_of_a_category() -> None:
    pages = [cards(category_path(20, at)) for at in range(0, 7 * 15, 15)]
    assert [70_009] * 7 == [page[0] for page in pages]
    assert [15] * 6 == [len(page) for page in pages[:6]]
    ordinary = [number for page in pages for number in page[1:]]
    assert SNAPSHOT.listing_ids(["weed"]) == sorted({*ordinary, 70_009}, key=SNAPSHOT.listing_ids(["weed"]).index)
    assert len(ordinary) == len(set(ordinary))


def test_no_more_than_a_few_cards_stick() -> None:
    crowded = FakeSnapshot([replace(listing, sticky=place) for place, listing in enumerate(SNAPSHOT.listings, 1)])
    found = body(category_path(2), crowded)
    assert 15 == found.count('<div class="col-1search"')
    assert [listing.listing_id for listing in crowded.listings if category_of(listing.product).numbers[0] == 2][
        :MOST_STICKY
    ] == [int(number) for number in re.findall(r"Item # (\d+)", found)][:MOST_STICKY]


def test_a_page_beyond_the_end_says_that_there_is_nothing() -> None:
    found = body(category_path(20, 150))
    assert "There is currently nothing to show." in found
    assert 'class="pagination"' not in found


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (1, "1 2 3 >> Last"),
        (3, "<< 1 2 3 4 5 >> Last"),
        (4, "First << 2 3 4 5 6 >> Last"),
        (7, "First << 5 6 7 8 9 >>"),
        (9, "First << 7 8 9"),
    ],
)
def test_the_pager_shows_two_pages_on_each_side_and_the_ends(page: int, words: str) -> None:
    part = Part(range(9 * 30), (page - 1) * 30, 30)
    assert words.split() == re.findall(r">([^<>]+|<<|>>)</(?:a|strong)>", pager(part, 30, "/x", lambda at: f"/x/{at}"))


def test_a_list_of_one_page_has_no_pager() -> None:
    assert "" == pager(Part(range(30), 0, 30), 30, "/x", str)


# categories, places, menus


def test_every_product_is_filed_where_the_market_has_no_finer_category() -> None:
    parents = {category.parent for category in CATEGORIES.values()}
    assert [] == [product for product in PRODUCTS if category_of(product).number in parents]


def test_counts_add_up_from_level_to_level() -> None:
    counts = listing_counts(SNAPSHOT.counts())
    assert len(SNAPSHOT.listings) == sum(counts[number] for number, one in CATEGORIES.items() if one.parent is None)
    assert counts[2] == sum(counts[number] for number, one in CATEGORIES.items() if one.parent == 2)
    assert (97, 97) == (counts[73], counts[20])


def test_the_menus_are_of_their_real_size() -> None:
    found = body(category_path(20))
    menu = found[found.index('<nav class="Category">') :].partition("</nav>")[0]
    selects = {
        name: inner.count("<option")
        for name, inner in re.findall(r'<select [^>]*name="(\w+)">(.*?)</select>', found, re.DOTALL)
    }
    assert 127 == menu.count('<input type="checkbox">')
    assert (105, 250, 250) == (selects["category"], selects["origin"], selects["ship"])


@pytest.mark.parametrize(
    ("codes", "name"),
    [
        (["BE"], "Belgium"),
        (["BE", "NL"], "Europe"),
        (["BE", "US"], "World Wide"),
        ([], "World Wide"),
        (["WORLD"], "World Wide"),
        (["EU"], "Europe"),
        (["RS"], "Europe"),
        (["SS"], "World Wide"),
    ],
)
def test_an_origin_is_one_entry_of_the_menu(codes: list[str], name: str) -> None:
    assert name == place_name(origin_code(codes))


def test_destinations_are_named_in_order_and_once() -> None:
    assert "World Wide, Bosnia and Herzegowina, Europe, Australia(c)" == destination_names(
        ["WORLD", "BA", "EU", "EUROPE", "RS", "OCEANIA"]
    )


# figures


def test_stars_become_three_classes() -> None:
    assert ["negative", "negative", "neutral", "positive", "positive"] == [sign_of(stars) for stars in range(1, 6)]


def test_prices_are_those_of_the_viewer_and_coins_those_of_the_vendor() -> None:
    price = Amount(10_000, "EUR")
    dollars, euros = Amounts(RATES, "USD"), Amounts(RATES, "EUR")
    assert ("112.75", "100.00", "9,478.97") == (
        dollars.shown(price),
        euros.shown(price),
        euros.shown(Amount(947_897, "EUR")),
    )
    assert dollars.coin(price, "BTC") == euros.coin(price, "BTC") == Decimal("0.013688")


def test_windows_count_what_is_not_older_and_the_instant_itself() -> None:
    counters = re.findall(r'p_feedback/[^"]*">(\d+)</a></td>', body("/u/DraadEnGaren"))
    reviews = [review for review in SNAPSHOT.vendor_reviews("DraadEnGaren") if review.stars > 3]
    ages = [INSTANT - review.at for review in reviews]
    assert min(ages) == 0
    assert [str(sum(age < days * DAY + 1 for age in ages)) for days in (30, 182, 365)] == counters


def test_a_share_has_no_more_digits_than_it_needs() -> None:
    pattern = r"<b>([\d.]+)</b>%"
    shares = [re.findall(pattern, body(f"/u/{name}"))[0] for name in ("DraadEnGaren", "pixel_quill", "GoneBad")]
    assert re.fullmatch(r"\d\d\.\d{1,2}", shares[0])
    assert ["0", "0"] == shares[1:]


def test_the_last_bulk_discount_ends_with_the_largest_order() -> None:
    listing = SNAPSHOT.listings[2]
    assert [(50, 249), (250, 999), (1000, 3000)] == tier_bounds(listing)
    assert (1000, 9999) == tier_bounds(replace(listing, most_order=None))[-1]
    assert (1000, 1000) == tier_bounds(replace(listing, most_order=60))[-1]


def test_stars_are_rounded_to_whole_ones() -> None:
    assert [0, 4, 5, 5] == [gold_stars(mean) for mean in (0, 449, 450, 500)]


def test_buyers_are_masked() -> None:
    assert ["b***l", "J***J"] == [mask("bloemkool"), mask("J")]


def test_a_featured_title_is_cut_by_bytes() -> None:
    title = "é" * 60
    page = TEMPLATE.page(FakeSnapshot([replace(SNAPSHOT.listings[0], title=title, sticky=1)]), Request("/home"), VIEWER)
    assert b">" + title.encode()[:77] + b"</a>" in page.body
    assert title.encode()[:77] == cut_title(title).encode(errors="surrogateescape")


def test_signs_stay_raw_where_no_browser_would_misread_them() -> None:
    assert "a & b << c &amp;amp; &lt;b> R&amp;D" == loose("a & b << c &amp; <b> R&D")


@pytest.mark.parametrize("tab", ["desc", "feedback", "refund"])
def test_nobody_can_buy_of_a_vendor_on_vacation(tab: str) -> None:
    path = f"/Product_List/setTab/{{}}/98/1/{tab}"
    assert "seller is on vacation" in body(path.format(70_004))
    assert "seller is on vacation" not in body(path.format(70_001))


def test_feedback_that_an_account_left_is_not_shown_as_its_own() -> None:
    assert "Total left feedback : 0" in body(vendor_tab_path("DraadEnGaren", "l_feedback"))


def test_an_unknown_wall_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        TEMPLATE.wall("offers", SNAPSHOT)

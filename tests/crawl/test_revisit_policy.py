from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cryptodrug_scraper.crawl.revisit.known import GONE, Knowledge, KnownCard, KnownPage, KnownVendor
from cryptodrug_scraper.crawl.revisit.policy import RevisitPolicy, feeds_of
from cryptodrug_scraper.crawl.revisit.rules import Rules
from cryptodrug_scraper.crawl.scope import followed
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Counter, Interval, Link, Listing, Money, Place, Record, Review, Vendor
from spiders.dream import DreamSpider
from spiders.empire import EmpireSpider
from spiders.wallstreet import WallStreetSpider

NOW = datetime(2018, 12, 1, 12, tzinfo=UTC)
BELGIUM = Place("BE", "country", ["BE"], [])
FRESH, OLD = NOW - timedelta(days=7), NOW - timedelta(days=84)
LISTING, PROFILE, FEEDBACK = "/offer/7", "/member/grower", "/member/grower/ratings"


def knowledge(**pages: KnownPage) -> Knowledge:
    """All that can be known of a quiet vendor with one listing, a week old."""
    known = {
        LISTING: KnownPage("listing", FRESH, "7", "grower"),
        PROFILE: KnownPage("vendor_profile", FRESH, None, "grower"),
        FEEDBACK: KnownPage("vendor_feedback", FRESH, None, "grower", 20),
    }
    addresses = {"listing": LISTING, "profile": PROFILE, "feedback": FEEDBACK}
    return Knowledge(
        NOW,
        pages=known | {addresses.get(name, name): page for name, page in pages.items()},
        cards={"7": KnownCard("5g hash", vendor="grower", price=Decimal(100), currency="EUR", origin=("NL",))},
        vendors={"grower": KnownVendor(200, origins=frozenset({"NL"}), monthly=3.0)},
    )


def card(listing_id: str = "7", price: int = 100, origin: Place | None = None) -> Listing:
    place = Place("NL", "country", ["NL"], []) if origin is None else origin
    money = Money(Decimal(price), "EUR")
    return Listing(
        listing_id=listing_id, title="5g hash", title_cut=False, seen_on="card", vendor="grower", price=money,
        ships_from=place,
    )  # fmt: skip


def page(*records: Record, kind: str = "category_list", links: tuple[tuple[str, str], ...] = ()) -> ParsedPage:
    found = [
        Link(*link)
        for link in links or (("listing", LISTING), ("vendor_profile", PROFILE), ("vendor_feedback", FEEDBACK))
    ]
    return ParsedPage("dream", kind, "utf-8", complete=True, records=list(records), links=found)


def wanted(known: Knowledge, seen: ParsedPage, rules: Rules | None = None) -> set[str]:
    """The pages that are planned after a page was read."""
    kinds = frozenset(link.kind for link in seen.links)
    return {planned.url for planned in followed(seen, kinds, RevisitPolicy(known, rules or Rules()))}


def test_what_is_not_known_is_fetched() -> None:
    assert {LISTING, PROFILE, FEEDBACK} == wanted(Knowledge(NOW), page(card()))


def test_what_is_known_and_has_not_changed_is_not_fetched() -> None:
    assert set() == wanted(knowledge(), page(card()))


def test_lists_are_always_fetched() -> None:
    known = Knowledge(NOW, pages={"/?category=1": KnownPage("category_list", FRESH)})

    assert {"/?category=1"} == wanted(known, page(links=(("category_list", "/?category=1"),)))


def test_a_listing_whose_card_has_changed_is_fetched() -> None:
    assert {LISTING} == wanted(knowledge(), page(card(price=120)))


def test_a_listing_of_which_no_earlier_card_is_known_is_fetched() -> None:
    known = knowledge()
    known.cards.clear()

    assert {LISTING} == wanted(known, page(card()))


def test_a_card_on_a_vendors_own_page_tells_nothing() -> None:
    assert set() == wanted(knowledge(), page(card(price=120), kind="vendor_profile"))


@pytest.mark.parametrize("name", ["listing", "profile", "feedback"])
def test_what_is_old_is_fetched(name: str) -> None:
    known = knowledge()
    url = {"listing": LISTING, "profile": PROFILE, "feedback": FEEDBACK}[name]
    known.pages[url] = known.pages[url]._replace(fetched=OLD)

    assert {url} == wanted(known, page(card()))


def test_the_pages_of_a_belgian_vendor_are_fetched_from_the_first_card_that_says_so() -> None:
    assert {LISTING, PROFILE, FEEDBACK} == wanted(knowledge(), page(card("8", origin=BELGIUM)))


def test_pages_refused_before_their_vendor_is_known_to_be_watched_are_planned_at_the_next_link_to_them() -> None:
    policy = RevisitPolicy(knowledge(), Rules())
    kinds = frozenset({"listing"})
    first, second = page(card()), page(card("8", origin=BELGIUM))

    assert [] == list(followed(first, kinds, policy))
    assert [LISTING] == [planned.url for planned in followed(second, kinds, policy)]


def test_everything_that_moves_is_fetched_after_a_shock_on_any_market() -> None:
    known = knowledge(**{"/pgp": KnownPage("vendor_pgp", FRESH, None, "grower")})
    known.shocks = [(date(2018, 11, 20), date(2018, 11, 22))]

    assert {LISTING, PROFILE, FEEDBACK} == wanted(known, page(card()))
    assert set() == wanted(known, page(links=(("vendor_pgp", "/pgp"),)))


def test_feedback_is_fetched_before_it_scrolls_out_of_its_list() -> None:
    known = knowledge()
    known.vendors["grower"].counted = (200, NOW - timedelta(days=7))
    seen = Vendor(vendor="grower", seen_on="card", sales=Counter(340))

    assert FEEDBACK in wanted(known, page(card(), seen))


def test_a_profile_is_fetched_on_the_way_to_feedback_that_no_card_leads_to() -> None:
    known = knowledge(feedback=KnownPage("vendor_feedback", OLD, None, "grower", 20))

    assert {PROFILE} == wanted(known, page(card(), links=(("vendor_profile", PROFILE),)))


def test_a_listing_that_is_gone_is_asked_for_again_when_a_list_has_it() -> None:
    known = knowledge(listing=KnownPage(GONE, FRESH))
    links = (("listing", LISTING),)

    assert {LISTING} == wanted(known, page(links=links))
    assert set() == wanted(known, page(kind="vendor_feedback", links=links))


@pytest.mark.parametrize(("days", "followed_on"), [(1, True), (9, False)])
def test_further_pages_of_feedback_are_fetched_while_all_reviews_are_newer_than_the_last_visit(
    days: int,
    followed_on: bool,
) -> None:
    further = f"{FEEDBACK}/30"
    known = knowledge(**{further: KnownPage("vendor_feedback", FRESH, None, "grower", 30, 2)})
    at = NOW - timedelta(days=days)
    reviews = [
        Review(vendor="grower", position=1, occurred=Interval(NOW - timedelta(hours=1), NOW)),
        Review(vendor="grower", position=2, occurred=Interval(at - timedelta(hours=1), at)),
    ]
    seen = page(*reviews, kind="vendor_feedback", links=(("vendor_feedback", further),))

    assert ({further} if followed_on else set()) == wanted(known, seen)


def test_a_review_of_unknown_time_may_be_new() -> None:
    further = f"{FEEDBACK}/30"
    known = knowledge(**{further: KnownPage("vendor_feedback", FRESH, None, "grower", 30, 2)})
    links = (("vendor_feedback", further),)

    assert {further} == wanted(known, page(Review(vendor="grower", position=1), kind="vendor_feedback", links=links))
    assert set() == wanted(known, page(kind="vendor_feedback", links=links))


def test_a_listing_that_holds_feedback_is_fetched_monthly_where_no_other_page_does() -> None:
    known = knowledge(listing=KnownPage("listing", NOW - timedelta(days=28), "7", "grower", reviews=3))

    assert LISTING in wanted(known, page(card()), Rules(feeds=feeds_of(WallStreetSpider.scopes)))
    assert LISTING not in wanted(known, page(card()), Rules(feeds=feeds_of(DreamSpider.scopes)))


def test_where_each_markets_feedback_stands() -> None:
    assert {"vendor_feedback"} == feeds_of(DreamSpider.scopes) == feeds_of(EmpireSpider.scopes)
    assert {"listing"} == feeds_of(WallStreetSpider.scopes)


def test_rare_pages_wait_a_year() -> None:
    known = knowledge()
    known.pages["/pgp"] = KnownPage("vendor_pgp", NOW - timedelta(days=300), None, "grower")
    links = (("vendor_pgp", "/pgp"),)

    assert set() == wanted(known, page(links=links))
    assert {"/pgp"} == wanted(known, page(links=links), Rules(rare=timedelta(days=300)))

"""A market that prints icons where others print labels, as it is drafted without and with answers."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import pytest

from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Listing, Review, Vendor
from cryptodrug_scraper.page.told_sign import sign_of_icon
from cryptodrug_scraper.scaffold.answers import read_answers
from cryptodrug_scraper.scaffold.asking import questions_of
from cryptodrug_scraper.scaffold.found import look_at
from cryptodrug_scraper.scaffold.icon_names import is_hinted
from tests.support.drafted import answers_in, drafted, of, read_by
from tests.support.slunovrat import ANSWERS, OFFERS, RATINGS, SELLERS, save_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.market import Market

R = TypeVar("R")
_SIGNS = {"slunce": "positive", "mrak": "neutral", "bouře": "negative"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The saved pages by their addresses."""
    return save_pages(tmp_path_factory.mktemp("saved"))


@pytest.fixture(scope="module")
def market(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted with answers."""
    answers = answers_in(tmp_path_factory.mktemp("answered"), ANSWERS)
    folder = tmp_path_factory.mktemp("project")
    with drafted("slunovrat", list(files.values()), folder, answers=answers) as made:
        yield made


def read(market: Market, name: str, files: dict[str, Path], kind: type[R]) -> list[R]:
    """The records of a kind that the drafted reader finds on a page."""
    address = f"http://slunovrat.example/{'' if name == 'index' else name}"
    context = PageContext(address, parse_capture_time("2019-03-07T20:00:00Z"))
    return of(read_by(market, files[name].read_bytes(), context)[1], kind)


def facts_of(offer: Listing) -> tuple[object, ...]:
    """What icons say of an offer: its origin and destination as printed, views, and sales."""
    return (
        offer.ships_from.raw if offer.ships_from else None,
        offer.ships_to.raw if offer.ships_to else None,
        offer.views,
        offer.sold.value if offer.sold else None,
    )


def test_cards_are_read_by_the_names_of_their_icons(market: Market, files: dict[str, Path]) -> None:
    assert [row[4:] for row in OFFERS] == [facts_of(each) for each in read(market, "police/2", files, Listing)]


@pytest.mark.parametrize("row", OFFERS, ids=[row[0] for row in OFFERS])
def test_an_offer_is_read_by_icons_whose_names_were_answered(
    market: Market, files: dict[str, Path], row: tuple[str, str, int, str, str, str, int, int]
) -> None:
    (offer,) = read(market, f"zbozi/{row[0]}", files, Listing)
    assert row[4:] == facts_of(offer)


@pytest.mark.parametrize("row", OFFERS, ids=[row[0] for row in OFFERS])
def test_icons_beside_a_share_of_good_ratings_are_of_the_seller(
    market: Market, files: dict[str, Path], row: tuple[str, str, int, str, str, str, int, int]
) -> None:
    (seller,) = read(market, f"zbozi/{row[0]}", files, Vendor)
    assert (SELLERS[row[2]][0], Decimal(98 - row[2])) == (seller.vendor, seller.positive_share)
    assert SELLERS[row[2]][3] == (seller.sales.value if seller.sales else None)


@pytest.mark.parametrize("row", SELLERS, ids=[row[0] for row in SELLERS])
def test_an_account_is_read_by_drawings(
    market: Market, files: dict[str, Path], row: tuple[str, str, str, int, str]
) -> None:
    (seller,) = read(market, f"ucet/{row[0]}", files, Vendor)
    joined, seen = ([int(part) for part in said.split(". ")] for said in row[1:3])
    assert date(*reversed(joined)) == seller.member_since
    assert date(*reversed(seen)) == seller.last_active
    assert row[3] == (seller.sales.value if seller.sales else None)


def test_pictures_say_whether_ratings_are_good_as_was_answered(market: Market, files: dict[str, Path]) -> None:
    ratings = read(market, f"ucet/{SELLERS[0][0]}", files, Review)
    assert [(_SIGNS[look], buyer, said) for look, buyer, _, said in RATINGS] == [
        (each.sign, each.buyer_mask, each.comment) for each in ratings
    ]


def test_icons_are_asked_as_labels_with_what_stands_behind_them(files: dict[str, Path]) -> None:
    asked = tomllib.loads(questions_of(look_at(list(files.values()))))

    assert {"icon:eye": "views", "icon:shopping-basket": "sold", "icon:plane": "ships_from ships_to"} == {
        label: field for label, field in asked["card"]["labels"].items() if label.startswith("icon:")
    }
    # the bell and the button are of the frame
    assert {
        "icon:oko": "",
        "icon:kosik": "",
        "icon:vuz": "ships_from ships_to",  # it says so itself
        "icon:thumbs-up": "vendor.positive_share",
        "icon:shopping-cart": "vendor.sales",
    } == asked["listing"]["labels"]
    assert {"icon:cart": "sales", "icon:calendar": "member_since", "icon:log-in": "last_active"} == {
        label: field for label, field in asked["vendor"]["labels"].items() if label.startswith("icon:")
    }
    assert {"slunce": "", "mrak": "", "bouře": ""} == asked["words"]["sign"]
    assert "" == asked["review"]["places"]["img@alt"]


def test_what_is_asked_can_be_given_back_with_what_was_answered(files: dict[str, Path], tmp_path: Path) -> None:
    file, again = tmp_path / "answers.toml", tmp_path / "again.toml"
    file.write_text(ANSWERS, encoding="utf-8")
    again.write_text(questions_of(look_at(list(files.values()), read_answers(file))), encoding="utf-8")
    kept = read_answers(again)

    assert _SIGNS == kept.words.sign
    assert ["views", "sold"] == [kept.listing.labels[f"icon:{name}"] for name in ("oko", "kosik")]
    assert "sign" in kept.review.places.values()
    look_at(list(files.values()), kept)  # none of it is of something that no page has


@pytest.mark.parametrize(
    ("names", "sign"),
    [
        (["plus-sign"], "positive"),
        (["thumbs-o-down"], "negative"),
        (["x-circle"], "negative"),
        (["record", "text-muted"], "neutral"),
        (["circle"], "neutral"),
        (["face", "text-danger"], "negative"),
        (["unlike-any"], None),
        (["mrak"], None),
    ],
)
def test_names_of_icons_say_signs_by_whole_words(names: list[str], sign: str | None) -> None:
    assert sign == sign_of_icon(names)


def test_a_long_hint_may_go_on_and_a_short_one_may_not() -> None:
    assert is_hinted("shopping-cart", "cart")
    assert is_hinted("CalendarDays", "calendar")
    assert not is_hinted("cartoon", "cart")
    assert is_hinted("android-log-out", "log-out")
    assert not is_hinted("log-in", "log-out")

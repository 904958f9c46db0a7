"""Sentences whose values an author names: words around the value, in the file of answers."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import Counter, ExternalRating, Money, Rating, StarRatings, Stock, TrustVotes
from cryptodrug_scraper.page.records import Listing, PageTotal, Review, Vendor
from cryptodrug_scraper.scaffold.asking import questions_of
from cryptodrug_scraper.scaffold.candidates import parts_of_place
from cryptodrug_scraper.scaffold.found import look_at
from tests.support.addressed import save_with_addresses
from tests.support.drafted import answers_in, drafted, of, read_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market
    from cryptodrug_scraper.scaffold.answers import Answers

_HOST = "http://abc.onion"
_ANSWERS = """\
[blocks]
"div.ord" = "review"

[listing.places]
"h1@Vara: {}" = "title"
"p.fakta@såld {} gånger" = "sold"
"p.fakta@gånger sedan {}." = "sold.since"
"p.fakta@{} sänds genast" = "automatic"
"p.fakta@kvar {}," = "stock"
"p.bod@steg {} av tio" = "vendor.level"
"p.bod@betyg {}" = "vendor.rating"

[review.places]
"div.ord > i@köpte för {}, hemma efter {}" = "amount delivery_days"

[vendor.places]
"h1@Boden {}" = "vendor"
"p.om@öppnad {}, sedd" = "member_since"
"p.om@{} följer den" = "subscribers"
"p.om@{} tvister på {} affärer" = "disputes orders"
"p.om@{} av {} litar på den" = "trust_votes none"
"p.om@tillit {}." = "trust_votes"
"p.om@affärer räknas sedan {}" = "sales.since"
"p.om@sålt {} gånger" = "sales"
"p.om@poäng {} i" = "experience"
"p.prick@diskret {}, kvalitet {}, värde {}" = "star_ratings.stealth star_ratings.quality star_ratings.value"
"code" = "pgp_fingerprint"

[totals.listing]
"p.blad@blad {} bland {}" = "page pages"
"p.blad@visar {} varor" = "total"

[totals.review]
"p.blad@{} röster allt som allt" = "total"

[rows]
"ul.annorstädes li" = "external_ratings"
"""
_NAMES = ("Myran", "Getingen", "Trollsländan")
_TITLES = (
    "Torkad malört 20g",
    "Tjärpastiller, ask",
    "Kalmusrot från ån",
    "Enbär i påse",
    "Snapskrydda 3x",
    "Pors",
)


def _page(inside: str) -> bytes:
    return f"<!DOCTYPE html><html lang=sv><head><title>Lillmarken</title></head><body>{inside}</body></html>".encode()


def _list(number: int) -> bytes:
    cards = "".join(
        f'<div class="kort"><a href="/vara/{5100 + each}">{title}</a> <a href="/bod/{name}">{name}</a>'
        f"<b>{each + 1}2,50 kr</b></div>"
        for each, (title, name) in enumerate(zip(_TITLES, _NAMES * 2, strict=True))
    )
    return _page(f'<p class="blad">Här visar vi: visar 1{number} varor, blad {number} bland 3</p><div>{cards}</div>')


def _offer(each: int) -> bytes:
    rated = "".join(
        f'<div class="ord"><i>köpte för {12 + number},00 kr, hemma efter {number + each} dagar</i>'
        f"<b>{mask}</b> <u>{number}.3.2019</u> <p>{said}</p></div>"
        for number, (mask, said) in enumerate((("a**e", "Kom fram fint, tack"), ("k**o", "Lite blött papper")), start=2)
    )
    return _page(
        f'<h1>Vara: {_TITLES[each]}</h1><p class="bod">Hos <a href="/bod/{_NAMES[each % 3]}">{_NAMES[each % 3]}</a>, '
        f'steg {each + 2} av tio, betyg 4,{each} av 5</p><p class="pris">{each + 1}2,50 kr</p>'
        f'<p class="fakta">såld {each}1 gånger sedan {each + 1} maj 2018. kvar {each}7, {each + 3} sänds genast</p>'
        f'<p class="blad">2{each} röster allt som allt</p><div>{rated}</div>'
    )


def _account(each: int) -> bytes:
    elsewhere = '<h3>På andra håll</h3><ul class="annorstädes"><li>Nordkaj: 12 affärer, 4,5 av 5</li></ul>'
    return _page(
        f'<h1>Boden {_NAMES[each]}</h1><p class="om">öppnad {each + 3} juni 2017, sedd nyss. 1 2{each}0 följer den; '
        f"{each + 1} tvister på 93{each} affärer. tillit {each + 6} mot 2. poäng {each}5 i dag. "
        f"affärer räknas sedan {each + 1} januari 2018. sålt 3{each}1 gånger</p>"
        f'<p class="prick">diskret {each % 5}/5, kvalitet 4/5, värde 5/5</p>'
        f"<code>{f'{each}A' * 20}</code>{elsewhere if each == 1 else ''}"
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The saved pages by their addresses."""
    folder = tmp_path_factory.mktemp("saved")
    pages = {"/": _list(1), "/sida/2": _list(2)}
    pages |= {f"/vara/{5100 + each}": _offer(each) for each in range(6)}
    pages |= {f"/bod/{_NAMES[each]}": _account(each) for each in range(3)}
    return save_with_addresses(folder, _HOST, pages)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, saved: dict[str, Path]) -> Answers:
    """What the author knows; the one phrase that no page has is taken out."""
    pages = "\n".join(
        f'"{file.name}" = "{"listing" if "/vara/" in address else "vendor_profile"}"'
        for address, file in saved.items()
        if "/vara/" in address or "/bod/" in address
    )
    known = _ANSWERS.replace('"p.om@{} av {} litar på den" = "trust_votes none"\n', "")
    return answers_in(tmp_path_factory.mktemp("answered"), f"[pages]\n{pages}\n{known}")


@pytest.fixture(scope="module")
def market(saved: dict[str, Path], answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted with the answers, and nothing by hand."""
    with drafted("lillmarken", list(saved.values()), tmp_path_factory.mktemp("draft"), answers=answers) as market:
        yield market


def _read(market: Market, saved: dict[str, Path], address: str) -> Document:
    captured = parse_capture_time("2019-03-20T12:00:00Z")
    _, page = read_by(market, saved[address].read_bytes(), PageContext(f"{_HOST}{address}", captured))
    assert not page.issues
    return page


@pytest.mark.parametrize("each", range(6))
def test_an_offer_is_read_by_the_words_around_its_values(market: Market, saved: dict[str, Path], each: int) -> None:
    page = _read(market, saved, f"/vara/{5100 + each}")

    (listing,), (seller,) = of(page, Listing), of(page, Vendor)
    assert _TITLES[each] == listing.title
    assert Counter(each * 10 + 1, since=date(2018, 5, each + 1)) == listing.sold
    assert (Stock(value=each * 10 + 7), Stock(value=each + 3)) == (listing.stock, listing.automatic)
    assert (_NAMES[each % 3], each + 2) == (seller.vendor, seller.level)
    assert Rating(Decimal(f"4.{each}"), 5) == seller.rating
    assert [PageTotal(kind="review", total=20 + each)] == of(page, PageTotal)
    paid = [(review.amount, review.delivery_days) for review in of(page, Review)]
    assert [(Money(Decimal(12 + n), "SEK"), Decimal(n + each)) for n in (2, 3)] == paid


@pytest.mark.parametrize("each", range(3))
def test_an_account_is_read_by_the_words_around_its_values(market: Market, saved: dict[str, Path], each: int) -> None:
    page = _read(market, saved, f"/bod/{_NAMES[each]}")

    (vendor,) = of(page, Vendor)
    assert (_NAMES[each], date(2017, 6, each + 3)) == (vendor.vendor, vendor.member_since)
    assert (1200 + 10 * each, each + 1, 930 + each) == (vendor.subscribers, vendor.disputes, vendor.orders)
    assert (TrustVotes(each + 6, 2), each * 10 + 5) == (vendor.trust_votes, vendor.experience)
    assert Counter(301 + 10 * each, since=date(2018, 1, each + 1)) == vendor.sales
    assert StarRatings(stealth=each % 5, quality=4, value=5) == vendor.star_ratings
    assert f"{each}A" * 20 == vendor.pgp_fingerprint
    if each == 1:
        assert [ExternalRating("Nordkaj", Counter(12), Decimal("4.5"), 5)] == vendor.external_ratings


def test_how_far_a_list_goes_is_said_in_words_of_the_site(market: Market, saved: dict[str, Path]) -> None:
    assert [PageTotal(kind="listing", total=12, page=2, pages=3)] == of(_read(market, saved, "/sida/2"), PageTotal)


def test_what_is_asked_keeps_phrases_and_totals(saved: dict[str, Path], answers: Answers) -> None:
    asked = tomllib.loads(questions_of(look_at(list(saved.values()), answers)))

    assert answers.vendor.places.items() <= asked["vendor"]["places"].items()
    assert answers.listing.places.items() <= asked["listing"]["places"].items()
    assert answers.review.places.items() <= asked["review"]["places"].items()
    assert answers.totals.listing.items() <= asked["totals"]["listing"].items()
    assert answers.totals.review.items() <= asked["totals"]["review"].items()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[vendor.places]\n"p@{}" = "level"', "is no phrase"),
        ('[vendor.places]\n"p@steg {}{}" = "level none"', "is no phrase"),
        ('[vendor.places]\n"p{}@steg" = "level"', "is no phrase"),
        ('[vendor.places]\n"p@steg {} av {}" = "level"', "for each of its 2 values"),
        ('[vendor.places]\n"p@steg {}" = "steg"', "one of "),
        ('[vendor.places]\n"p@steg {}" = "feedback"', "one of "),
        ('[vendor.labels]\n"sedan" = "sales.since"', "one of "),
        ('[vendor.places]\n"p[@steg {}" = "level"', "is no selector"),
        ('[totals.listing]\n"p@blad {}" = "level"', "one of "),
        ('[totals.listing]\n"p" = "total"', "one of extent"),
    ],
)
def test_a_phrase_that_cannot_be_is_named(tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        answers_in(tmp_path, said)


@pytest.mark.parametrize(
    "said", ['[vendor.places]\n"p.om@{} av {} litar"="disputes none"', '[totals.review]\n"p@{} x"="total"']
)
def test_a_phrase_that_no_page_has_is_named(tmp_path: Path, saved: dict[str, Path], said: str) -> None:
    with pytest.raises(ConfigurationError, match="the pages have nothing for 1 answer"):
        look_at(list(saved.values()), answers_in(tmp_path, said))


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("p.om@sedd {}", ("p.om", "sedd {}")),
        ("img@alt", ("img", "alt")),
        ("p > a", ("p > a", "")),
        ("a[href*='/@']", ("a[href*='/@']", "")),
        ('a[href*="/@"]@title', ('a[href*="/@"]', "title")),
        ('p:contains("a@b")@{} kvar @ {}', ('p:contains("a@b")', "{} kvar @ {}")),
    ],
)
def test_a_sign_within_a_selector_parts_no_phrase_from_it(key: str, parts: tuple[str, str]) -> None:
    assert parts == parts_of_place(key)

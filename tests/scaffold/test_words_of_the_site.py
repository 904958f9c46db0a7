"""Words that one site alone has, as its author answers them: places, yes and no, empty lists; and its frame."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Listing, Site, Vendor
from cryptodrug_scraper.scaffold.asking import questions_of
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
[vendor.labels]
"Etukäteismaksu" = "finalize_early"

[listing.labels]
"Mistä" = "ships_from"
"Minne" = "ships_to"

[words]
empty = ["Hylly on tyhjä."]

[words.place]
"Pohjola" = "SCANDINAVIA"
"kotimaa" = "FI"
"naapurimaa" = "EE"

[words.yes]
"käy" = "yes"
"ei käy" = "no"

[site]
"p.kello" = "server_time"
"p.raha" = "display_currency"
"a.ulos" = "logged_in"
"""
_TITLES = (
    "Kuivattu nokkonen",
    "Koivunmahla pullo",
    "Katajanmarja pussi",
    "Puolukka kori",
    "Mustikka rasia",
    "Voikukka",
)
_SELLERS = ("Metso", "Kuukkeli", "Peippo")


def _page(inside: str, clock: str = "14.6.2019 klo 15:04") -> bytes:
    frame = f'<p class="kello">{clock}</p><p class="raha">Hinnat: €</p><a class="ulos" href="/ulos">Kirjaudu ulos</a>'
    return f"<!DOCTYPE html><html><head><title>Suopursu</title></head><body>{inside}{frame}</body></html>".encode()


def _list(number: int, clock: str = "14.6.2019 klo 15:04") -> bytes:
    cards = "".join(
        f'<li class="kortti"><a href="/ilmo/{(each + number) % 6}">{_TITLES[(each + number) % 6]} {each}0 g</a> '
        f'<a href="/kauppias/{seller}">{seller}</a><b>{each + 3},50 €</b></li>'
        for each, seller in ((each, _SELLERS[(each + number) % 3]) for each in range(4))
    )
    return _page(f'<ul class="hylly">{cards}</ul>', clock)


def _offer(each: int) -> bytes:
    seller = _SELLERS[each % 3]
    where = ("kotimaa", "Naapurimaa", "Ruotsi", "-", "", "kotimaa ja naapurimaa")[each]
    to = ("Pohjola", "Pohjola paitsi kotimaa", "EU", "kotimaa", "Pohjola", "—")[each]
    return _page(
        f'<h1>{_TITLES[each]}</h1><a href="/kauppias/{seller}">{seller}</a><dl><dt>Hinta</dt><dd>{each + 3},50 €</dd>'
        f"<dt>Mistä</dt><dd>{where}</dd><dt>Minne</dt><dd>{to}</dd></dl>"
    )


def _account(each: int) -> bytes:
    early = ("käy", "ei käy", "käy")[each]
    return _page(
        f"<h1>{_SELLERS[each]}</h1><dl><dt>Myynnit</dt><dd>{each}12</dd><dt>Etukäteismaksu</dt><dd>{early}</dd></dl>"
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The saved pages by their addresses."""
    folder = tmp_path_factory.mktemp("saved")
    pages = {f"/hylly/{number}": _list(number) for number in range(3)}
    pages["/hylly/9"] = _page('<ul class="hylly"></ul><p>Hylly on tyhjä.</p>')
    pages |= {f"/ilmo/{each}": _offer(each) for each in range(6)}
    pages |= {f"/kauppias/{_SELLERS[each]}": _account(each) for each in range(3)}
    return save_with_addresses(folder, _HOST, pages)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, saved: dict[str, Path]) -> Answers:
    kinds = {"hylly": "category_list", "ilmo": "listing", "kauppias": "vendor_profile"}
    pages = "\n".join(f'"{file.name}" = "{kinds[address.split("/")[1]]}"' for address, file in saved.items())
    return answers_in(tmp_path_factory.mktemp("answered"), f"[pages]\n{pages}\n{_ANSWERS}")


@pytest.fixture(scope="module")
def market(saved: dict[str, Path], answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with drafted("suopursu", list(saved.values()), tmp_path_factory.mktemp("draft"), answers=answers) as market:
        yield market


def _read(market: Market, body: bytes, address: str) -> Document:
    captured = parse_capture_time("2019-06-14T12:05:00Z")
    return read_by(market, body, PageContext(f"{_HOST}{address}", captured))[1]


def test_places_are_read_by_words_of_the_site_and_dashes_say_nothing(market: Market) -> None:
    found = [of(_read(market, _offer(each), f"/ilmo/{each}"), Listing)[0] for each in range(6)]

    assert [["FI"], ["EE"], ["SE"], None, None, ["EE", "FI"]] == [
        listing.ships_from.codes if listing.ships_from else listing.ships_from for listing in found
    ]
    to = [(listing.ships_to.codes, listing.ships_to.excluded) if listing.ships_to else None for listing in found]
    assert [(["SCANDINAVIA"], []), (["SCANDINAVIA"], ["FI"]), (["EU"], []), (["FI"], [])] == to[:4]
    assert to[5] is None
    assert found[1].ships_to
    assert "Pohjola paitsi kotimaa" == found[1].ships_to.raw
    assert not [issue for each in range(6) for issue in _read(market, _offer(each), f"/ilmo/{each}").issues]


def test_yes_and_no_are_read_by_words_of_the_site(market: Market) -> None:
    accounts = [of(_read(market, _account(each), f"/kauppias/{_SELLERS[each]}"), Vendor)[0] for each in range(3)]
    assert [True, False, True] == [account.finalize_early for account in accounts]


def test_an_empty_list_says_so(market: Market, saved: dict[str, Path]) -> None:
    assert ["empty_list"] == [issue.code for issue in _read(market, saved["/hylly/9"].read_bytes(), "/hylly/9").issues]
    assert not _read(market, _list(1), "/hylly/1").issues


@pytest.mark.parametrize(
    ("clock", "instant", "has_day"),
    [
        ("14.6.2019 klo 15:04", datetime(2019, 6, 14, 15, 4, tzinfo=UTC), True),
        ("Kello on 0:02", datetime(2019, 6, 15, 0, 2, tzinfo=UTC), False),
        ("Kaamos 2.3 · 14.6.2019 klo 12.24 UTC", datetime(2019, 6, 14, 12, 24, tzinfo=UTC), True),
        ("Kello on 11:59", datetime(2019, 6, 14, 11, 59, tzinfo=UTC), False),
    ],
)
def test_the_frame_says_what_the_site_says_of_itself(
    market: Market, clock: str, instant: datetime, *, has_day: bool
) -> None:
    page = _read(market, _list(0, clock), "/hylly/0")
    (site,) = of(page, Site)
    assert (instant, 60, has_day) == (site.server_time, site.server_time_step, site.server_time_has_day)
    assert ("EUR", True) == (site.display_currency, site.logged_in)


def test_what_is_asked_keeps_the_words(saved: dict[str, Path], answers: Answers) -> None:
    asked = tomllib.loads(questions_of(look_at(list(saved.values()), answers)))
    assert answers.site == asked["site"]
    assert (answers.words.place, answers.words.yes) == (asked["words"]["place"], asked["words"]["yes"])
    assert list(answers.words.empty) == asked["words"]["empty"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[words.place]\n"Pohjola" = "NORTH"', "one of "),
        ('[words.yes]\n"käy" = "maybe"', "one of no, yes"),
        ('[site]\n"p" = "clock"', "one of display_currency"),
        ('[site]\n"p@kello {}" = "server_time"', "is no selector"),
        ('[blocks]\n"p@kello {}" = "card"', "is no selector"),
    ],
)
def test_a_word_that_cannot_be_is_named(tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        answers_in(tmp_path, said)

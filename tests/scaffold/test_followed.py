"""Which links a drafted spider follows: none that ends the visit, and no route that any page of the site fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.leaving import ends_visit
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.scaffold.proposal import pattern_of
from cryptodrug_scraper.scaffold.routing import fits_any_page
from tests.support.drafted import drafted, read_by

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.market import Market

_SELLERS = ("mossman", "fern_77", "Reedy", "sage4you", "thymeless")
_IDS = ("kwsfnn", "d76eys", "x8k3pa", "msqeuw", "7tn2vd", "p09xle")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Log out", "/x"),
        ("Logout (fern_77)", "/x"),
        ("Logg ut", "/ut"),
        ("Se déconnecter", "/x"),
        ("ВЫХОД", "/x"),
        ("Çıkış", "/x"),
        ("", "/user/logout.php"),
        ("☒", "/?do=log-out&t=12"),
        ('<img src="i.png" alt="Cerrar sesión">', "/x"),
    ],
)
def test_a_link_that_ends_the_visit_is_known(text: str, address: str) -> None:
    assert ends_visit(*_link(text, address), address)


@pytest.mark.parametrize(
    ("text", "address"),
    [("Exit bags 10 pcs", "/o/1"), ("Login", "/login"), ("Sign outline", "/o/2"), ("Logouts", "/o/3"), ("", "/exit1")],
)
def test_other_links_do_not_end_it(text: str, address: str) -> None:
    assert not ends_visit(*_link(text, address), address)


@pytest.mark.parametrize("route", ["/{}", "/{}/{}", "/{}.php", "/{}?p={}"])
def test_a_route_of_which_nothing_stays_fits_any_page(route: str) -> None:
    assert fits_any_page(route)


@pytest.mark.parametrize("route", ["/", "/@{}", "/u-{}", "/{}/said", "/{}?tab=said", "/?c={}", "/c/{}"])
def test_a_route_of_which_something_stays_does_not(route: str) -> None:
    assert not fits_any_page(route)


@pytest.mark.parametrize("sign", ["@", "~", "u-", "user:", "%40"])
def test_names_behind_a_sign_are_followed_and_no_other_page(tmp_path: Path, sign: str) -> None:
    with _drafted(tmp_path, sign) as market:
        led = _led(market, _frame() + _offer(0, sign), "/o/kwsfnn/tea-0")
        assert {f"/{sign}{name}" for name in _SELLERS} <= led["vendor_profile"]
        assert not {"/wallet", "/mail", "/exit1"} & set().union(*led.values())


def test_a_route_of_accounts_alone_at_the_top_is_left_to_the_author(tmp_path: Path) -> None:
    with _drafted(tmp_path, "") as market:
        led = _led(market, _frame() + _offer(0, "", '<a href="/o/d76eys/tea-1">Tea</a>'), "/o/kwsfnn/tea-0")
        assert "vendor_profile" not in led
        assert led["listing"]
    readers = next(tmp_path.rglob("readers.py")).read_text(encoding="utf-8")
    said = re.sub(r"\s+#?\s*", " ", readers)
    assert 'CHECK: any page of the site fits the addresses of vendor_profile, r"/[^/?&#]+/?\\Z"' in said


def test_the_way_out_is_not_followed_though_a_route_fits_it(tmp_path: Path) -> None:
    with _drafted(tmp_path, "m/", out="/m/leave77") as market:
        led = _led(market, _offer(0, "m/", '<a href="/m/leave77">☒</a>'), "/o/kwsfnn/tea-0")
        assert {f"/m/{name}" for name in _SELLERS} == led["vendor_profile"]


def test_further_pages_of_an_offer_and_identifiers_like_words(tmp_path: Path) -> None:
    with _drafted(tmp_path, "@") as market:
        page = _offer(0, "@", pager='<a href="?side=2">2</a> <a href="?side=9">»</a> <a href="?ref=7">more of it</a>')
        led = _led(market, page + '<a href="/o/zzkktt/tea-9">Tea from the hills, number 9</a>', "/o/kwsfnn/tea-0")
        assert {f"/o/kwsfnn/tea-0?side={number}" for number in (2, 9)} | {"/o/zzkktt/tea-9"} <= led["listing"]
    readers = next(tmp_path.rglob("readers.py")).read_text(encoding="utf-8")
    routes = readers.partition("_ROUTES = (")[2].partition("\n)\n")[0]
    assert not [name for name in (*_IDS, *_SELLERS) if name in routes]
    assert "ref=" not in routes


def test_what_names_an_account_at_the_top_is_no_host() -> None:
    named = re.compile(pattern_of("/{}", 0))
    assert [["mossman"]] * 3 == [named.findall(f"{start}/mossman") for start in ("", "http://abc.onion", "https://x")]
    assert not named.findall("http://abc.onion")


def _link(text: str, address: str) -> tuple[Document, Element]:
    document = Document(f'<html><body><a href="{address}">{text}</a></body></html>'.encode(), PageContext())
    return document, next(document.root.iter("a"))


def _drafted(tmp_path: Path, sign: str, out: str = "/exit1") -> AbstractContextManager[Market]:
    frame = _frame(out)
    texts = {"index.html": _page("Shop", frame + _cards(sign))}
    texts |= {f"c/{name}.html": _page(f"Shop: {name}", frame + _cards(sign)) for name in ("herbs", "seeds", "roots")}
    pager = '<a href="?side=2">2</a> <a href="?side=3">3</a>'
    for number, name in enumerate(_IDS):
        rest = pager if number in {0, 3} else ""
        texts[f"o/{name}/tea-{number}.html"] = _page(f"Shop: {_title(number)}", frame + _offer(number, sign, rest))
    for number, name in enumerate(_SELLERS):
        texts[f"{sign}{name}.html"] = _page(f"Shop: {name}", frame + _account(number, name))
    folder = tmp_path / "pages" / "abc.onion"
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        url = f"http://abc.onion/{name.removesuffix('.html').removesuffix('index')}"
        (folder / f"{name}.json").write_text(f'{{"url": "{url}"}}', encoding="utf-8")
    return drafted("followed", [folder / name for name in texts], tmp_path / "draft")


def _led(market: Market, text: str, path: str) -> dict[str, set[str]]:
    """The addresses that the page of an offer is taken to link to, by the kinds of page."""
    page = _page(f"Shop: {_title(0)}", text)
    found: dict[str, set[str]] = {}
    for each in read_by(market, page.encode(), PageContext(f"http://abc.onion{path}"))[1].links:
        found.setdefault(each.kind, set()).add(each.url)
    return found


def _page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def _frame(out: str = "/exit1") -> str:
    menu = "".join(f'<li><a href="/c/{name}">{name.capitalize()}</a> (12)</li>' for name in ("herbs", "seeds", "roots"))
    way_out = f'<a href="{out}">Log out</a>'
    return f'<nav><a href="/wallet">Wallet</a> <a href="/mail">Mail</a> {way_out}</nav><ul class="menu">{menu}</ul>'


def _title(number: int) -> str:
    return f"Tea from the hills, number {number}"


def _cards(sign: str) -> str:
    cards = "".join(
        f'<div class="card"><a class="name" href="/o/{name}/tea-{number}">{_title(number)}</a> '
        f"{_seller(number, sign)} <b>€ {number}.50</b></div>"
        for number, name in enumerate(_IDS)
    )
    return f'<div class="list">{cards}</div>'


def _seller(number: int, sign: str) -> str:
    name = _SELLERS[number % len(_SELLERS)]
    return f'<a class="seller" href="/{sign}{name}">{name}</a>'


def _offer(number: int, sign: str, pager: str = "") -> str:
    text = f"This is a long text on the ware with the number {number}, grown in a garden and packed with care."
    others = " ".join(_seller(at, sign) for at in range(len(_SELLERS)))
    head = f"<h1>{_title(number)}</h1><p>Price: <b>€ {number}.50</b></p><p>Sold by {_seller(number, sign)}</p>"
    return f'{head}<div class="about">{text}</div><p class="pager">{pager}</p><p class="more">{others}</p>'


def _account(number: int, name: str) -> str:
    text = f"We have sold for {number + 3} years, pack with care, and send on each day but on Sundays and feasts."
    return f'<h1>{name}</h1><p>Sales: <b>{number}31</b></p><p>Level: <b>{number}</b></p><div class="about">{text}</div>'

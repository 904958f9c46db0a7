"""Names of accounts of several words, of which no saved page has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.addresses import account_name
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Listing, Vendor
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.page.market import Market

_SELLERS = ("mossman", "fern_77", "reedy", "sage4you", "thymeless")


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("alice (35)", "alice", "alice"),
        ("alice (35)", None, "alice"),
        ("Frau Holle", "frau-holle", "Frau Holle"),
        ("Frau Holle (12)", "Frau%20Holle".replace("%20", " "), "Frau Holle"),
        ("Jérôme & Fils", "jerome-fils", "Jérôme & Fils"),
        ("Frau Holle", None, None),
        ("Frau Holle", "4711", None),
        ("This account is closed", "frau-holle", None),
        ("", "frau-holle", None),
    ],
)
def test_a_name_of_several_words_is_what_the_address_names(text: str, part: str | None, name: str | None) -> None:
    assert name == account_name(text, part)


def test_a_draft_reads_names_of_several_words_though_it_saw_none(tmp_path: Path) -> None:
    texts = {"index.html": _list(dict(enumerate(_SELLERS)))}
    texts |= {f"o/{number}7.html": _offer(number, name) for number, name in enumerate(_SELLERS)}
    texts |= {f"u/{name}.html": _account(number, name) for number, name in enumerate(_SELLERS)}
    folder = tmp_path / "pages" / "abc.onion"
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with drafted("names", [folder / name for name in texts], tmp_path / "draft") as market:
        lists, _ = _read(market, "index.html", _list({8: "Frau Holle", 9: "reedy"}))
        assert ["Frau Holle", "reedy"] == lists
        assert ["Frau Holle"] == _read(market, "o/87.html", _offer(8, "Frau Holle"))[0]
        assert ["Frau Holle"] == _read(market, "u/frau-holle.html", _account(8, "Frau Holle"))[1]


def _read(market: Market, path: str, text: str) -> tuple[list[object], list[str]]:
    """The sellers of offers, and the accounts of which a page is."""
    _, page = read_by(market, text.encode(), PageContext(f"http://abc.onion/{path}"))
    assert not [issue for issue in page.issues if issue.code == "field_unreadable"]
    return [each.vendor for each in of(page, Listing)], [
        each.vendor for each in of(page, Vendor) if each.seen_on == "page"
    ]


def _seller(name: str) -> str:
    return f'<a class="seller" href="/u/{name.lower().replace(" ", "-")}.html">{name}</a>'


def _list(sellers: dict[int, str]) -> str:
    cards = "".join(
        f'<div class="card"><a class="name" href="/o/{number}7.html">{_title(number)}</a> {_seller(name)} '
        f"<b>€ {number}.50</b></div>"
        for number, name in sellers.items()
    )
    return f'<html><head><title>Shop</title></head><body><div class="list">{cards}</div></body></html>'


def _offer(number: int, name: str) -> str:
    head = f"<head><title>Shop: {_title(number)}</title></head>"
    offer = f"<h1>{_title(number)}</h1><p>Price: <b>€ {number}.50</b></p><p>Sold by {_seller(name)}</p>"
    text = f"This is a long text on the ware with the number {number}, grown in a garden and packed with care."
    return f'<html>{head}<body class="offer">{offer}<div class="text">{text}</div></body></html>'


def _account(number: int, name: str) -> str:
    facts = f"<dl><dt>Sales</dt><dd>{number * 31 + 4}</dd><dt>Member since</dt><dd>{number + 1:02}.03.2018</dd></dl>"
    text = f"We have sold from our own garden since spring number {number}, and we answer letters in the evening."
    tabs = f"<p>{_seller(name).replace('.html', '/offers.html')} {_seller(name).replace('.html', '/votes.html')}</p>"
    head = f"<head><title>Shop: {name}</title></head>"
    return f'<html>{head}<body class="account"><h2>{name}</h2>{tabs}{facts}<p class="about">{text}</p></body></html>'


def _title(number: int) -> str:
    return f"Fine ware {'abcdefghijkl'[number] * 3} from the garden"

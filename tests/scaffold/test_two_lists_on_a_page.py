"""Pages with two lists of offers in layouts of their own: both are read, unless the author says that one is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Listing
from cryptodrug_scraper.scaffold.answers import Answers
from tests.support.addressed import save_with_addresses
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

_HOST = "http://abc.onion"
_TITLES = (
    *("Kuivattu nokkonen 20 g", "Koivunmahla pullo", "Katajanmarja pussi", "Puolukka kori", "Mustikka rasia"),
    *("Voikukan juuri", "Ruusunmarja 50 g", "Siankärsämö nippu", "Vadelmanlehti", "Pihlajanmarja pullo"),
)
_SELLERS = ("Metso", "Kuukkeli", "Pyrstötiainen")


def _tile(each: int) -> str:
    return (
        f'<li class="laatta"><a href="/ilmo/{each}">{_TITLES[each]}</a>'
        f'<i><a href="/kauppias/{_SELLERS[each % 3]}">{_SELLERS[each % 3]}</a></i><b>{each + 3},50 €</b></li>'
    )


def _row(each: int, *, has_words: bool) -> str:
    seller = _SELLERS[each % 3]
    words = f"/{_TITLES[each].split()[-1]}" if has_words else ""
    return (
        f'<tr><td><a href="/ilmo/{each}{words}">{_TITLES[each]}</a><td><a href="/kauppias/{seller}">{seller}</a>'
        f"<td>{each + 3},50 €</tr>"
    )


def _page(number: int, *, has_words: bool = False) -> bytes:
    """
    A list of five offers in a table, below three that are promoted, as tiles. Links of the table may have words behind
    what names an offer.
    """
    tiles = "".join(_tile((number + each) % 10) for each in range(3))
    rows = "".join(_row((number * 4 + 3 + each) % 10, has_words=has_words) for each in range(5))
    head = "<tr><th>Nimi<th>Kauppias<th>Hinta</tr>"
    return (
        f"<!DOCTYPE html><html><head><title>Hylly {number} - Suopursu</title></head><body>"
        f'<ul class="nostot">{tiles}</ul><table class="hylly">{head}{rows}</table></body></html>'
    ).encode()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("saved")
    pages = {f"/hylly/{number}": _page(number) for number in range(4)}
    return list(save_with_addresses(folder, _HOST, pages).values())


@pytest.mark.parametrize(
    ("answered", "tiles", "rows"),
    [
        ({}, True, True),
        ({"li.laatta": "card"}, True, True),
        ({"table.hylly tr:has(td)": "card"}, True, True),
        ({"li.laatta": "none"}, False, True),
        ({"li.laatta": "none", "table.hylly tr:has(td)": "card"}, False, True),
        ({"table.hylly tr:has(td)": "none"}, True, False),
    ],
)
def test_each_list_of_a_page_is_read(
    files: list[Path], tmp_path: Path, answered: dict[str, str], *, tiles: bool, rows: bool
) -> None:
    with drafted("suopursu", files, tmp_path, answers=Answers(blocks=answered)) as market:
        for number, file in enumerate(files):
            _, page = read_by(market, file.read_bytes(), PageContext(f"{_HOST}/hylly/{number}"))
            promoted = {str((number + each) % 10) for each in range(3)} if tiles else set()
            listed = {str((number * 4 + 3 + each) % 10) for each in range(5)} if rows else set()
            found = of(page, Listing)
            assert promoted | listed == {listing.listing_id for listing in found}
            assert len(promoted) + len(listed) == len(found)
            for listing in found:
                each = int(listing.listing_id or "")
                assert (_TITLES[each], _SELLERS[each % 3]) == (listing.title, listing.vendor)
                assert listing.price
                assert f"{each + 3}.50" == str(listing.price.amount)


def test_offers_that_are_linked_with_words_behind_their_names_and_without_are_the_same(tmp_path: Path) -> None:
    pages = {f"/hylly/{number}": _page(number, has_words=True) for number in range(4)}
    files = save_with_addresses(tmp_path, _HOST, pages)
    with drafted("suopursu", list(files.values()), tmp_path / "draft") as market:
        for number, (address, body) in enumerate(pages.items()):
            _, page = read_by(market, body, PageContext(f"{_HOST}{address}"))
            promoted = [str((number + each) % 10) for each in range(3)]
            listed = [str((number * 4 + 3 + each) % 10) for each in range(5)]
            assert sorted(promoted + listed) == sorted(listing.listing_id or "" for listing in of(page, Listing))
            followed = {link.url for link in page.links if link.kind == "listing"}
            assert {f"/ilmo/{each}" for each in promoted} <= followed
            assert {f"/ilmo/{each}/{_TITLES[int(each)].split()[-1]}" for each in listed} <= followed

"""Further pages of lists whose number stands in the path of their address are pages of the list, and no other lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.pager_words import is_of_pager
from cryptodrug_scraper.scaffold.found import look_at
from cryptodrug_scraper.scaffold.paging import Paging, PrintedLink
from cryptodrug_scraper.scaffold.proposal import pattern_of
from cryptodrug_scraper.scaffold.routes import Routes
from cryptodrug_scraper.scaffold.routing import expression_of
from tests.support.drafted import drafted

if TYPE_CHECKING:
    from pathlib import Path

_SHELVES = {3: "Kräuter", 4: "Harze", 5: "Pulver", 12: "Pilze", 14: "Bücher"}


@pytest.mark.parametrize("end", ["-p3", "_p3", "/page/3", "/p3", "-3", "/3", ".3", "/blad-3"])
@pytest.mark.parametrize("file", ["", ".html"])
def test_a_number_of_a_page_behind_the_address_of_a_list_is_no_part_of_it(end: str, file: str) -> None:
    further = f"/c/12{end}{file}"
    second = further.replace("3", "2")
    links = [PrintedLink(f"/c/12{file}", second, "2"), PrintedLink(f"/c/12{file}", further, "[3]")]
    paging = Paging(links, [f"/c/12{file}", f"/c/9{file}", second, further])
    assert (f"/c/12{file}", end) == paging.apart(further)
    assert (f"/c/9{file}", "") == paging.apart(f"/c/9{file}")
    known = [further, second, *(f"/c/{each}{file}" for each in (9, 12, 14, 15, 16))]
    routes = Routes(known, paging=paging)
    read = routes.read(further)
    assert (routes.read(f"/c/12{file}"), end) == (read, read.further)
    tail = routes.tail(read.route)
    for path in known:
        assert re.match(expression_of(read.route, tail=tail), path), path
    assert ["12"] == re.findall(pattern_of(read.route, 0, ["12"], tail), further)


def test_a_link_to_the_next_page_tells_as_much_as_one_that_has_its_number() -> None:
    paths = ["/c/12.html", "/c/12-p2.html", "/c/7.html", "/c/7-p5.html"]
    paging = Paging([PrintedLink("/c/12.html", "/c/12-p2.html", "Siguiente »")], paths)
    assert ("/c/12.html", "-p2") == paging.apart("/c/12-p2.html")
    assert ("/c/7.html", "-p5") == paging.apart("/c/7-p5.html")  # the word is the same on all lists


def test_numbers_of_things_are_none_of_pages() -> None:
    orders = [PrintedLink("/orders", f"/orders/{each}", str(each)) for each in (4711, 4712, 4720)]
    paging = Paging(orders, ["/orders", "/c/speed", "/c/speed-2", *(each.path for each in orders)])
    assert ("/orders/4711", "") == paging.apart("/orders/4711")
    assert ("/c/speed-2", "") == paging.apart("/c/speed-2")
    elsewhere = Paging([PrintedLink("/news", "/c/12-2", "2")], ["/c/12", "/c/12-2"])
    assert ("/c/12-2", "") == elsewhere.apart("/c/12-2")


def test_a_sign_that_names_of_lists_have_stays_in_them() -> None:
    links = [PrintedLink("/c/herbs", "/c/herbs-2", "2")]
    paths = ["/c/herbs", "/c/herbs-2", "/c/vitamin-12", "/c/resin", "/c/seeds", "/c/pills"]
    routes = Routes(paths, paging=Paging(links, paths))
    assert ("herbs",) == routes.read("/c/herbs-2").values
    assert ("vitamin-12",) == routes.read("/c/vitamin-12").values
    assert routes.tail("/c/{}") == ""


@pytest.mark.parametrize("text", ["Next", "« Anterior", "Nächste Seite »", "Última página", "Předchozí", "Sonraki ›"])
def test_words_of_pagers(text: str) -> None:
    assert is_of_pager(text)


@pytest.mark.parametrize("text", ["", "2", "»", "Seite", "First aid", "Next day delivery"])
def test_words_that_are_of_no_pager(text: str) -> None:
    assert not is_of_pager(text)


def test_a_pager_adds_no_categories(tmp_path: Path) -> None:
    files = []
    for number in _SHELVES:
        for page in (1, 2):
            file = tmp_path / "pages" / "abc.onion" / "c" / f"{number}{f'-p{page}' if page > 1 else ''}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_shelf(number, page), encoding="utf-8")
            files.append(file)
    found = look_at(files)
    assert {str(number): (name,) for number, name in _SHELVES.items()} == {
        each.category_id: each.path for each in found.tree.categories
    }
    assert {"category_list"} == {page.kind for page in found.pages}
    with drafted("pagers", files, tmp_path / "draft"):
        text = (tmp_path / "draft" / "pagers" / "readers.py").read_text(encoding="utf-8")
    assert r'("category_list", re.compile(r"/c/[^/?&#]+(?:\-p\d+)?(?:\.html)?/?\Z"))' in text


def _shelf(number: int, page: int) -> str:
    menu = "".join(f'<li><a href="/c/{each}.html">{name}</a></li>' for each, name in _SHELVES.items())
    cards = "".join(
        f'<div class="card"><a class="name" href="/o/{number}{page}{at}.html">Ware {at} aus {number}, {page} Stück</a>'
        f'<a href="/u/haus{at}.html">haus{at}</a><b>{at + 1},50 €</b></div>'
        for at in range(6)
    )
    other = f"{number}.html" if page > 1 else f"{number}-p2.html"
    pager = f'<p class="pager"><a href="/c/{other}">{"« Zurück" if page > 1 else "Weiterblättern »"}</a>'
    pager += f' <a href="/c/{other}">{3 - page}</a></p>'
    return f'<html><head><title>Laden</title></head><body><ul class="menu">{menu}</ul>{cards}{pager}</body></html>'

"""Names and counts in the links of menus."""

from __future__ import annotations

import re

import pytest
from lxml import html

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.menus import menu_name, nesting, read_menu
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Category
from cryptodrug_scraper.page.select import css


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("<a>Hasj <span>(1.204)</span></a>", "Hasj"),
        ("<a>→ Ecstasy &amp; MDMA ›</a>", "Ecstasy & MDMA"),
        ("<a>Weed [12+]</a>", "Weed"),
        ("<a>2C-B</a>", "2C-B"),
        ("<a>Vitamin B12</a>", "Vitamin B12"),
        ("<a>17</a>", ""),
        pytest.param(f"<a><b>Hasj</b> {'1 ' * 20_000}x</a>", "", id="very long"),
    ],
)
def test_counts_and_arrows_are_no_part_of_a_name(link: str, name: str) -> None:
    element = html.fragment_fromstring(link)
    assert name == menu_name(element, " ".join(element.text_content().split()))


@pytest.mark.parametrize("tag", ["span", "u", "mark", "code", "strong"])
def test_counts_stand_in_any_emphasis_behind_a_link(tag: str) -> None:
    items = "".join(f'<li><a href="/d/{own}">Ser {own}</a> <{tag}>{own * 7}</{tag}></li>' for own in (1, 2))
    document = Document(f"<html><body><ul>{items}</ul></body></html>".encode(), PageContext())
    read_menu(document, css("a")(document.root), re.compile(r"/d/(\d+)"))
    assert [7, 14] == [each.listing_count for each in document.records if isinstance(each, Category)]


@pytest.mark.parametrize("gap", ["\n      ", ""])
def test_signs_before_links_nest_them_and_counts_stand_behind_whatever_the_white_space(gap: str) -> None:
    deep = "&nbsp;&nbsp;» "
    first = (("", 1, "Chleb", 12), (deep, 2, "Inne", 3), (deep, 3, "Bułki", 9))
    links = (*first, ("", 4, "Sery", 5), (deep, 5, "Inne", 2))
    items = (f'{gap}{sign}<a href="/d/{own}">{name}</a> <font>({count})</font><br>' for sign, own, name, count in links)
    page = Document(f"<div>{''.join(items)}</div>".encode(), PageContext())
    read_menu(page, css("a")(page.root), re.compile(r"/d/(\d+)"))
    assert page.records == [
        Category(category_id="1", category_path=["Chleb"], listing_count=12),
        Category(category_id="2", category_path=["Chleb", "Inne"], listing_count=3),
        Category(category_id="3", category_path=["Chleb", "Bułki"], listing_count=9),
        Category(category_id="4", category_path=["Sery"], listing_count=5),
        Category(category_id="5", category_path=["Sery", "Inne"], listing_count=2),
    ]


def test_thousands_of_links_in_one_element_are_nested_without_comparing_each_with_each() -> None:
    links = "".join(f'<a href="/d/{number}">Chleb {number}</a><br><b>x</b>' for number in range(20_000))
    page = Document(f"<div>{links}</div>".encode(), PageContext())
    assert list(nesting([(link, str(place)) for place, link in enumerate(page.root.iter("a"))])) == []


def test_definitions_lie_below_their_term_and_lists_below_the_definition_that_they_are_in() -> None:
    links = {
        own: f'<a href="/d/{own}">{name}</a>' for own, name in enumerate(("Pain", "Blé", "Doux", "Seigle", "Lait"))
    }
    menu = (
        f"<dl><dt>{links[0]} 9</dt><dd>{links[1]} 4<ul><li>{links[2]} 1</li></ul></dd><dd>{links[3]} 5</dd>"
        f"<dt>{links[4]} 2</dt></dl>"
    )
    page = Document(menu.encode(), PageContext())
    read_menu(page, css("a")(page.root), re.compile(r"/d/(\d+)"))
    assert [["Pain"], ["Pain", "Blé"], ["Pain", "Blé", "Doux"], ["Pain", "Seigle"], ["Lait"]] == [
        record.category_path for record in page.records if isinstance(record, Category)
    ]


def test_links_beside_one_another_are_not_within_the_first_of_them() -> None:
    page = _page(
        "<div><nav><a href='/c-1'>Herbs</a> <a href='/c-2'>Resins</a> <a href='/c-3'>Books</a></nav>"
        "<div>An offer</div></div>"
    )
    read_menu(page, css("a")(page.root), re.compile(r"/c-(\d+)"))
    found = [each.category_path for each in page.records if isinstance(each, Category)]
    assert [["Herbs"], ["Resins"], ["Books"]] == found


def test_a_link_to_the_next_page_is_no_category() -> None:
    page = _page("<div><a href='/c-1'>Herbs</a> <a href='/c-1'>« Anterior</a> <a href='/c-2'>Next</a></div>")
    read_menu(page, css("a")(page.root), re.compile(r"/c-(\d+)"))
    assert [["Herbs"]] == [each.category_path for each in page.records if isinstance(each, Category)]


def _page(markup: str) -> Document:
    return Document(f"<html><body>{markup}</body></html>".encode(), PageContext())

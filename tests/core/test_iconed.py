"""Values that have an icon in the place of a label."""

from __future__ import annotations

from time import process_time

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.iconed import iconed
from cryptodrug_scraper.page.icons import icon_name
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.select import css

_LONGEST = 20
"""Seconds of processor time; what grows with the square of a line takes minutes."""


def page_of(markup: str) -> Document:
    """A page with some markup in it."""
    return Document(f"<html><head><title>t</title></head><body>{markup}</body></html>".encode(), PageContext())


def said_in(markup: str) -> list[tuple[str, str]]:
    """The icons of some markup that are labels, each with its value."""
    page = page_of(markup)
    return [(each.label, each.text) for each in iconed(page, page.root)]


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<span class="glyphicon glyphicon-eye-open text-muted"></span>', "eye-open"),
        ('<i class="fa fa-fw fa-lg fa-truck"></i>', "truck"),
        ('<i class="fa-solid fa-cart-shopping"></i>', "cart-shopping"),
        ('<i class="bi-eye"> </i>', "eye"),
        ('<i class="eye icon"></i>', "eye"),
        ('<em class="sprite truck-icon"></em>', "truck"),
        ('<b class="pics pics-lorry"></b>', "lorry"),
        ('<i class="lorry"></i>', "lorry"),
        ('<i class="material-icons">visibility</i>', "visibility"),
        ('<i class="fas">\uf06e</i>', "fas"),
        ('<img src="img/eye.png" alt="">', "eye"),
        ('<img src="/i/icon-truck.svg?v=3" alt="icon">', "truck"),
        ('<img src="/i/7.gif" alt="Views">', "Views"),
        ('<img src="/i/7.gif" title="Views">', "Views"),
        ('<svg><use xlink:href="/all.svg#icon-eye"></use></svg>', "eye"),
        ('<svg class="bi bi-eye"><path d="M0 0"></path></svg>', "eye"),
        ('<svg data-icon="eye"></svg>', "eye"),
    ],
)
def test_an_icon_is_called_as_its_class_file_or_drawing_says(markup: str, name: str) -> None:
    page = page_of(f"<p>{markup}</p>")
    assert name == icon_name(css("p > *")(page.root)[0])


@pytest.mark.parametrize(
    "markup",
    [
        '<span class="text-muted"></span>',
        '<i class="fa fa-eye">12</i>',
        '<img src="/up/4268.png" alt="">',
        '<img src="/up/pills.jpg" alt="">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<i class="fa"><b>x</b></i>',
        "<svg></svg>",
    ],
)
def test_what_names_nothing_is_no_icon(markup: str) -> None:
    page = page_of(f"<p>{markup}</p>")
    assert icon_name(css("p > *")(page.root)[0]) is None


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (
            '<p><b class="ion ion-eye"></b> 3,488 &nbsp; <b class="ion ion-ios-cart"></b> 1</p>',
            [("eye", "3,488"), ("cart", "1")],
        ),
        ('<p><i class="fa fa-eye"></i>12<i class="fa fa-cart"></i>3</p>', [("eye", "12"), ("cart", "3")]),
        (
            '<p>by <a href="/v">tulip</a> <i class="fa fa-plane"></i> Spain → Europe<br>Escrow</p>',
            [("plane", "Spain → Europe")],
        ),
        (
            '<p><i class="fa fa-map-marker"></i>Spain <i class="fa fa-arrow-right"></i> EU</p>',
            [("map-marker", "Spain → EU")],
        ),
        ('<p><b class="s"><i class="fa fa-eye"></i></b><b>12</b></p>', [("eye", "12")]),
        ('<p><b class="s"><i class="fa fa-eye"></i> 12</b> <b>Escrow</b></p>', [("eye", "12")]),
        ('<p><i class="fa fa-eye"></i> 12 <span class="badge">new</span></p>', [("eye", "12")]),
        ('<p><i class="fa fa-eye"></i> 12 | Escrow</p>', [("eye", "12")]),
        ('<p><i class="fa fa-eye"></i> Views: 12</p>', [("eye", "12")]),
        ('<p><i class="fa fa-clock"></i> Last seen: 12:30</p>', [("clock", "12:30")]),
        ('<p><i class="fa fa-eye"></i><!-- 7 --> 12</p>', [("eye", "12")]),
        (
            '<p><b>12 <i class="fa fa-eye"></i></b> <b>3 <i class="fa fa-cart"></i></b></p>',
            [("eye", "12"), ("cart", "3")],
        ),
        ('<div><div><i class="fa fa-eye"></i></div><div>12</div></div>', [("eye", "12")]),
        ('<dl><dt><i class="fa fa-clock"></i></dt><dd>May 2</dd></dl>', [("clock", "May 2")]),
        ('<table><tr><td><i class="fa fa-eye"></i></td><td>12</td></tr></table>', [("eye", "12")]),
        ('<p><img src="/i/eye.png" alt="">12<br><img src="/i/9.gif" alt="Sold">3</p>', [("eye", "12"), ("Sold", "3")]),
        (
            '<p><svg><use xlink:href="#i-eye"></use></svg>12<svg><use href="#i-cart"></use></svg>3</p>',
            [("eye", "12"), ("cart", "3")],
        ),
        (
            '<li><a href="/offer"><i class="fa fa-eye"></i> 12 <i class="fa fa-cart"></i> 3</a></li>',
            [("eye", "12"), ("cart", "3")],
        ),
    ],
)
def test_a_value_is_what_stands_behind_its_icon(markup: str, found: list[tuple[str, str]]) -> None:
    assert found == said_in(markup)
    assert found == said_in(markup.replace("> ", ">").replace(" <", "<").replace(">by<", ">by <"))


@pytest.mark.parametrize(
    "markup",
    [
        '<h3><i class="fa fa-list"></i> Browse</h3>',
        '<a href="/mail"><i class="fa fa-envelope"></i> <b>3</b></a>',
        '<button><i class="fa fa-cart"></i> Buy 1</button>',
        '<p><i class="fa fa-star"></i><i class="fa fa-star"></i><i class="fa fa-star-o"></i> 4.8</p>',
        '<ul><li><i class="fa fa-chevron-right"></i> Cannabis</li></ul>',
        '<p>Sold by tulip <i class="fa fa-check"></i></p>',
        '<table><tr><td><i class="fa fa-plus"></i></td><td>good</td><td>May 2</td></tr></table>',
        f'<p><i class="fa fa-quote-left"></i> {"long words " * 20}</p>',
    ],
)
def test_icons_that_decorate_label_nothing(markup: str) -> None:
    assert not said_in(markup)


def test_parts_that_are_passed_over_end_no_value_and_give_none() -> None:
    page = page_of('<p><i class="fa fa-eye"></i> 12</p><div class="a"><i class="fa fa-cart"></i> 3</div>')
    assert [("eye", "12")] == [(each.label, each.text) for each in iconed(page, page.root, css("div.a")(page.root))]


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ('<i class="fa fa-eye"></i>' * 30_000, 0),
        ('<i class="fa fa-eye"></i> 1 ' * 30_000, 30_000),
        ('<i class="fa fa-eye"></i>' + "<b>x</b>" * 30_000, 0),
        ('<a href="/x">' * 200 + '<i class="fa fa-eye"></i> 1' * 2_000, 2_000),
        ('<i class="fa fa-eye"></i>' + "1 " * 100_000, 0),
        ('<div><i class="fa fa-eye"></i></div>' * 20_000, 0),
        (f'<i class="{" ".join(f"c{number}-xx" for number in range(20_000))}"></i> 1', 1),
    ],
    ids=["icons", "values", "parts", "links", "words", "blocks", "classes"],
)
def test_a_hostile_line_is_read_in_a_time_that_grows_with_it(markup: str, count: int) -> None:
    start = process_time()
    assert count == len(said_in(f"<div>{markup}</div>"))
    assert process_time() - start < _LONGEST

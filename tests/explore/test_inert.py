"""A page is shown as it looked, and does nothing; its marks are where they should be."""

from __future__ import annotations

import re

import pytest

from cryptodrug_scraper.explore.inert.marks import Mark
from cryptodrug_scraper.explore.inert.page import inert_page
from tests.support.active_page import ACTIVE, active_page

HARMLESS = re.compile(
    r"/?(?:a|abbr|b|big|br|center|col|colgroup|dd|div|dl|dt|em|font|h[1-6]|hr|html|head|body|i|img|label|legend|li|main|mark|meta|ol|p|"
    r"pre|section|small|span|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul|header|footer|nav)"
)


@pytest.mark.parametrize("name", ACTIVE)
def test_nothing_that_acts_is_left(name: str) -> None:
    shown = inert_page(f"<html><body><p>before</p>{ACTIVE[name]}<p>after</p></body></html>".encode())
    _, _, body = shown.partition("</style>")
    assert "h.invalid" not in re.sub(r">[^<]*<", "><", body)
    assert_inert(shown)


def assert_inert(shown: str) -> None:
    tags = re.findall(r"<(/?[a-zA-Z][^\s>]*)([^>]*)>", shown.replace("<!DOCTYPE html>", ""))
    assert [] == [tag for tag, _ in tags if not HARMLESS.fullmatch(tag)]
    names = {name for _, inside in tags for name in re.findall(r'([^\s="]+)="[^"]*"', inside)}
    allowed = {
        "align",
        "alt",
        "bgcolor",
        "border",
        "cellpadding",
        "cellspacing",
        "charset",
        "class",
        "color",
        "colspan",
    }
    allowed |= {"data-cd", "dir", "face", "height", "id", "lang", "rowspan", "size", "src", "start", "style", "title"}
    assert names <= allowed | {"valign", "width"}
    assert [] == [source for source in re.findall(r'src="([^"]*)"', shown) if not source.startswith("data:image/")]


def test_a_page_with_all_of_it_is_inert() -> None:
    assert_inert(inert_page(active_page()))


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (b"<a href='http://h.invalid/x'>link</a>", "<a>link</a>"),
        (b"<form action='/buy'><input name=n value='5 &lt;b>'></form>", '<span class="cd-input">5 &lt;b&gt;</span>'),
        (b"<p style='color: red'>x</p>", '<p style="color:red">x</p>'),
        (
            b"<p style='color: red; color:/**/gold; width:5000px'>x</p>",
            '<p style="color:red;width:max(3em,2000px)">x</p>',
        ),
        (b"<b class='cd-words' dir=rtl bgcolor='#ffe14d'>x</b>", "<b>x</b>"),
        (b"<p style='background: url(x)'>x</p>", "<p>x</p>"),
        (b"<p style='position: fixed'>x</p>", "<p>x</p>"),
        (b"<p onclick='x()' id=i>x</p>", "<p>x</p>"),
        (b"<img src='http://h.invalid/x.png' alt='star'>", '<span class="cd-image">star</span>'),
        (b"<img src='data:image/png;base64,AAAA'>", '<img src="data:image/png;base64,AAAA" alt="">'),
        (b"<img src='data:image/svg+xml;base64,AAAA'>", '<span class="cd-image">picture</span>'),
        ("<p>été – ★</p>".encode(), "<p>été – ★</p>"),
    ],
)
def test_what_is_harmless_stays(page: bytes, shown: str) -> None:
    assert shown in inert_page(b"<html><body>" + page + b"</body></html>")


def marked(page: bytes, words: bytes, role: str = "words") -> str:
    start = page.index(words)
    return inert_page(page, [Mark(start, start + len(words), role, "price")])


def test_a_text_is_marked() -> None:
    shown = marked(b"<html><body><p>Price <b>12 USD</b></p></body></html>", b"12 USD")
    assert '<b><mark class="cd-words" id="m24" data-cd="price" title="price">12 USD</mark></b>' in shown


def test_an_element_is_marked_for_its_attribute() -> None:
    shown = marked(b"<html><body><a href='/offer/7'>offer</a></body></html>", b"/offer/7")
    sign = '<mark class="cd-words cd-at" id="m21" data-cd="price (@href)" title="price (@href): /offer/7">@href</mark>'
    assert f'<a class="cd-of">{sign}offer</a>' in shown


@pytest.mark.parametrize(
    "page", [b"<title>Seven</title>", b"<meta content='Seven'>", b"<input type=hidden value='Seven'>"]
)
def test_what_is_out_of_sight_is_marked_above_the_page(page: bytes) -> None:
    shown = marked(b"<html><head></head><body>" + page + b"</body></html>", b"Seven")
    assert re.search(r'cd-note.*<mark class="cd-words" id="m\d+".*?>Seven</mark>.*cd-page', shown)


@pytest.mark.parametrize("style", ["display:none", "color: red; VISIBILITY : hidden", "opacity:0"])
def test_what_is_marked_is_not_hidden(style: str) -> None:
    page = f"<html><body><div style='{style}'><p>Price <b>12 USD</b></p></div></body></html>".encode()
    assert 'class="cd-hidden"' in inert_page(page)
    shown = marked(page, b"12 USD")
    assert "cd-hidden" not in shown.partition("</style>")[2]
    assert ">the page hides this</span>" in shown
    assert ">12 USD</mark>" in shown


def test_a_page_cannot_forge_marks() -> None:
    forged = '<mark class="cd-words" id="m1" data-cd="price">99</mark><p class="cd-words">99</p>\ue0000.0\ue00199'
    shown = inert_page(f"<html><body>{forged}</body></html>".encode())
    _, _, body = shown.partition("</style>")
    assert "cd-words" not in body
    assert "data-cd" not in body


MENU = b"".join(
    b"<li>%s (%d)</li>" % (name, number * 31)
    for number, name in enumerate((b"Uno", b"Due", b"Tre", b"Quattro", b"Sei"), 1)
)


def test_the_menu_of_a_site_is_folded_unless_something_in_it_is_marked() -> None:
    page = (
        b"<html><body><div><ul>"
        + MENU
        + b"</ul></div><p>"
        + b"An offer of eleven words that stands beside it. " * 9
        + b"</p></body></html>"
    )
    names = ["Uno", "Due", "Tre", "Quattro", "Sei"]
    folded = inert_page(page, [], names)
    assert '<ul><details class="cd-menu"><summary>menu of the site</summary><li>Uno (31)' in folded
    start = page.index(b"Tre")
    assert '<details class="cd-menu" open>' in inert_page(
        page, [Mark(start, start + 3, "words", "category_path")], names
    )
    assert "<details" not in inert_page(page, [], names[:2])
    assert "<details" not in inert_page(
        page.replace(b"An offer", b""), [], ["Other", "Names", "Than", "Those", "There"]
    )


def test_a_word_of_an_attribute_is_marked_with_its_name() -> None:
    shown = marked(b"<html><body><a href='/offer/7?x=1'>offer</a></body></html>", b"7")
    assert ">@href 7</mark>" in shown


def test_a_word_of_an_attribute_that_is_not_shown_is_marked_alone() -> None:
    page = b"<body><video><a href='/u/Polderlicht'></a></video>"
    start = page.index(b"Polderlicht")
    shown = inert_page(page, [Mark(start, start + len("Polderlicht"), "words", "vendor")])
    assert ["Polderlicht"] == re.findall(r"<mark[^>]*>([^<]*)</mark>", shown)

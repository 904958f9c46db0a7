"""The text of an element: cells and blocks stand apart whatever white space a saver left, inline elements join."""

from __future__ import annotations

import time

import pytest

from cryptodrug_scraper.page.document import Document, Element
from cryptodrug_scraper.page.parsed import PageContext


def page_of(html: str) -> tuple[Document, Element]:
    document = Document(f"<html><body><section>{html}</section></body></html>".encode(), PageContext())
    section = document.root.find(".//section")
    assert section is not None
    return document, section


def text(html: str) -> str:
    document, section = page_of(html)
    return document.text(section)


def block(html: str) -> str | None:
    document, section = page_of(html)
    return document.block(section)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain", "plain"),
        ("<b>5</b>g", "5g"),
        ("฿<span>0.12</span>", "฿0.12"),
        ("<i>Bel</i><b>gië</b>", "België"),
        ("<a href=x><font>1</font></a>2<img>3<span>4</span>", "1234"),
        ("a<br>b", "a b"),
        ("<br>b", "b"),
        (
            "<table><tr><td>EUR</td><td>4620.1</td></tr><tr><td>USD</td><td>5275</td></tr></table>",
            "EUR 4620.1 USD 5275",
        ),
        ("<table><tr><th>1</th><th>2</th></tr></table>3", "1 2 3"),
        ("<div>Köln</div>Bonn", "Köln Bonn"),
        ("Köln<div>Bonn</div>", "Köln Bonn"),
        ("<p>un</p><p>deux</p>", "un deux"),
        ("<p> un</p><p>deux</p>", "un deux"),
        ("<ul><li>a</li><li>b</li></ul>c", "a b c"),
        ("<dl><dt>k</dt><dd>v</dd></dl>", "k v"),
        ("<h3>head</h3>text<pre>kept</pre>", "head text kept"),
        ("<select><option>1</option><option>2</option></select>", "1 2"),
        ("<span><span><div>deep</div></span></span>end", "deep end"),
        ("<span>in<b>line</b></span><div></div>end", "inline end"),
    ],
)
def test_cells_and_blocks_stand_apart_and_inline_elements_join(html: str, expected: str) -> None:
    assert expected == text(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("  first\n   second  ", "  first\n   second"),
        ("one <b>bold</b>\nline", "one bold\nline"),
        ("one<br>two", "one\ntwo"),
        ("one<br>\ntwo<br />\r\nthree", "one\ntwo\nthree"),
        ("one<br><br>two", "one\n\ntwo"),
        ("one<br>\n<br>\ntwo", "one\n\ntwo"),
        ("<p>één</p><p>twee</p>", "één\ntwee"),
        ("<p>één</p>\n\n<p>twee</p>", "één\ntwee"),
        ("<p>a\nb</p><p>c</p>", "a\nb\nc"),
        ("<div>a<br></div>b", "a\nb"),
        ("<div><div>a</div></div><div><br></div>b", "a\n\nb"),
        ("<ul><li>a</li><li><b>b</b></li></ul>c", "a\nb\nc"),
        ("<table><tr><td>1 g</td><td>€7</td></tr><tr><td>2 g</td><td>€13</td></tr></table>", "1 g €7\n2 g €13"),
        ("<table><tr><td> <b>1 g</b> </td>\n<td>€7</td></tr></table>", "1 g €7"),
        ("\xa0\xa0set in<br>\xa0\xa0set in", "  set in\n  set in"),
        ("<pre>a\n  b\n\n\nc</pre>d", "a\n  b\n\n\nc\nd"),
        ("<pre>\na<br>\n  b</pre>", "a\n\n  b"),
        ("<pre>a\n<div>b</div>\n<div>c</div></pre>", "a\nb\n\nc"),
        ("<div> </div><p></p>", None),
    ],
)
def test_a_block_begins_a_line_and_a_break_ends_one(html: str, expected: str | None) -> None:
    assert expected == block(html)


def test_text_that_was_encoded_twice_is_repaired_beside_blocks_too() -> None:
    document, section = page_of("<p>flÃ¼ssig</p><p>50Â€</p>")
    assert "flüssig 50€" == document.text(section)
    assert "flüssig\n50€" == document.block(section)


@pytest.mark.parametrize("piece", ["<b>x</b>y", "<td>x</td>", "<p>x</p>", "x<br>", "<pre>x\n</pre>", "<td> </td>"])
def test_long_texts_are_read_in_time_that_grows_with_them(piece: str) -> None:
    document, section = page_of("<div></div>" + piece * 30_000)
    began = time.process_time()
    assert document.text(section).replace(" ", "") == (document.block(section) or "").replace("\n", "").replace(" ", "")
    assert time.process_time() - began < 1.0

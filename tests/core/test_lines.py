"""Labels and values on the lines of one block, parted by breaks and without elements of their own."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.labelled import labelled
from cryptodrug_scraper.page.lines import line_at
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed_times import time_said
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.worded import worded


def _block(markup: str) -> Document:
    return Document(f"<html><body><div>{markup}</div></body></html>".encode(), PageContext())


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Ventas: 231<br>Nivel: 4<br>", [("Ventas", "231"), ("Nivel", "4")]),
        ("<br>Ventas: 231<br>Desde: <b>España</b> y Cuba<br>", [("Ventas", "231"), ("Desde", "España y Cuba")]),
        ("Tienda: <a href=/t>ana</a><br>Nivel: 4", [("Tienda", "ana"), ("Nivel", "4")]),
        ("<b>Ventas:</b> 231<br>Nota: ninguna", [("Ventas", "231")]),
        ("Nivel: 4<br>Nivel: 5 es mejor", [("Nivel", "4")]),
        ("Hola<br>a todos<br>los que<br>Nota: llegan<br>hoy", []),
        ("Stock: 5 | Vendido: 12<br>Nivel: 4", [("Nivel", "4")]),
        ("Nivel: 4", [("Nivel", "4")]),
    ],
)
def test_lines_that_begin_with_a_label_have_a_value(markup: str, expected: list[tuple[str, str]]) -> None:
    document = _block(markup)
    assert [(each.label, each.text) for each in labelled(document, document.root)] == expected


def test_words_beside_values_are_found_on_lines_of_one_block() -> None:
    document = _block("<a href=/o/1>Goods</a><br>In stock: 5 | sold: 12<br>58 views<br><i>new</i>")
    said = {each.label: each.text for each in worded(document, document.root)}
    assert {"In stock": "5", "sold": "12", "views": "58 views"}.items() <= said.items()


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "good x 3"), (1, "fast"), (-1, "by k**a"), (-3, "good x 3"), (3, ""), (-4, "")]
)
def test_a_line_is_found_from_the_beginning_and_from_the_end(number: int, expected: str) -> None:
    document = _block("good <i>x</i> 3<br>\n<br>fast<p>answer</p>by <b>k**a</b>")
    assert line_at(document, css("div")(document.root)[0], number) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+ good 13.06.2019 12:25", "13.06.2019 12:25"),
        ("0 so-so 13.06.2019", "13.06.2019"),
        ("good, 3. februar 2019", "3. februar 2019"),
        ("Feb 3, 2019", "Feb 3, 2019"),
        ("2 days ago", "2 days ago"),
    ],
)
def test_the_time_of_a_line_is_read_without_the_words_before_it(text: str, expected: str) -> None:
    assert time_said(text) == expected

"""What of a table is a thing of its own: its rows, or the cells of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.repeated import blocks_on
from cryptodrug_scraper.scaffold.saved import read_site

if TYPE_CHECKING:
    from pathlib import Path

_THINGS = [
    (f"/o/{number}", f"Goods of sort {number}", f"{number},50 €", f"/v/seller{number}") for number in range(1, 8)
]


def _repeated(rows: list[str], folder: Path) -> list[tuple[str, int]]:
    """The tag and the number of the blocks that a page with a table is found to repeat."""
    file = folder / "page.html"
    file.write_text(f"<html><body><h1>Goods</h1><table class=goods>{''.join(rows)}</table></body></html>")
    (page,) = read_site([file]).pages
    return [(blocks.way[-1][0], len(blocks.elements)) for blocks in blocks_on(page)]


def test_cells_of_a_grid_are_things_of_their_own_also_in_a_last_row_with_one_of_them_less(tmp_path: Path) -> None:
    cells = [f"<td class=box><a href='{link}'>{title}</a><br>{price}</td>" for link, title, price, _ in _THINGS]
    rows = [f"<tr>{''.join(cells[at : at + 2])}</tr>" for at in range(0, 6, 2)] + [f"<tr>{cells[6]}<td></td></tr>"]
    assert [("td", 7)] == _repeated(rows, tmp_path)


def test_rows_with_columns_are_things_of_their_own_also_where_two_of_these_are_links(tmp_path: Path) -> None:
    rows = [
        f"<tr><td><a href='{link}'>{title}</a></td><td><a href='{seller}'>seller</a></td><td>{price}</td></tr>"
        for link, title, price, seller in _THINGS
    ]
    assert [("tr", 7)] == _repeated(rows, tmp_path)


def test_cards_that_repeat_something_themselves_are_things_of_their_own_whatever_one_of_them_is_called(
    tmp_path: Path,
) -> None:
    said = "".join(f"<dt>Word {number}</dt><dd>value {number}</dd>" for number in range(4))
    cards = [
        f"<div class='card{' promoted' if number == 2 else ''}'><h3><a href='{link}'>{title}</a></h3><p>{price}</p>"
        f"<dl class=detail>{said}</dl></div>"
        for number, (link, title, price, _) in enumerate(_THINGS)
    ]
    file = tmp_path / "page.html"
    file.write_text(f"<html><body><h1>Goods</h1><div class=cards>{''.join(cards)}</div></body></html>")
    (page,) = read_site([file]).pages
    assert [("div", 7)] == [(blocks.way[-1][0], len(blocks.elements)) for blocks in blocks_on(page)]

"""A menu of few categories, beside breadcrumbs, on pages whose menu is shorter than that of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Category
from cryptodrug_scraper.scaffold.found import look_at
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

_TREE = {
    "plants": ("herbs", "resins", "seeds", "roots"),
    "powders": ("white", "brown", "grey", "fine"),
    "papers": ("books", "maps", "cards", "notes"),
}
_BELOW = [name for names in _TREE.values() for name in names]
_NAMES = "abcdefghijkl"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("saved") / "abc.onion"
    texts = {f"c/{name}.html": _list(at) for at, name in enumerate(_BELOW)}
    texts |= {f"o/{number}7.html": _offer(number) for number in range(len(_BELOW))}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def test_categories_lie_where_the_whole_menu_has_them(pages: list[Path]) -> None:
    paths = {(above,) for above in _TREE} | {(above, name) for above, names in _TREE.items() for name in names}
    assert paths == {tuple(part.lower() for part in each.path) for each in look_at(pages).tree.categories}


def test_a_short_menu_is_read_and_a_breadcrumb_is_none(pages: list[Path], tmp_path: Path) -> None:
    with drafted("short", pages, tmp_path) as market:
        for page in pages:
            url = f"http://abc.onion/{page.parent.name}/{page.name}"
            kind, document = read_by(market, page.read_bytes(), PageContext(url))
            found = [each.category_id for each in of(document, Category)]
            assert {"listing": list(_TREE)}.get(kind, [*_TREE, *_BELOW]) == sorted(found, key=[*_TREE, *_BELOW].index)


def _link(name: str) -> str:
    return f'<a href="/c/{name}.html">{name.capitalize()}</a>'


def _list(at: int) -> str:
    menu = "".join(
        f"<li>{_link(above)}<ul>{''.join(f'<li>{_link(name)}</li>' for name in names)}</ul></li>"
        for above, names in _TREE.items()
    )
    cards = "".join(
        f'<div class="card"><a class="name" href="/o/{number}7.html">{_title(number)}</a> '
        f'<a href="/u/house{number}.html">house{number}</a> <b>€ {number}.50</b></div>'
        for number in (at, *range(4))
    )
    return f'<html><head><title>Shop</title></head><body><ul class="all">{menu}</ul><main>{cards}</main></body></html>'


def _offer(number: int) -> str:
    name = _BELOW[number]
    above = next(each for each, names in _TREE.items() if name in names)
    short = f'<nav class="few">{" ".join(map(_link, _TREE))}</nav>'
    path = f'<p class="way"><a href="/">Home</a> {_link(above)} {_link(name)}</p>'
    offer = f"<h1>{_title(number)}</h1><p>Price: <b>€ {number}.50</b></p>"
    seller = f'<p>Sold by <a href="/u/house{number}.html">house{number}</a></p>'
    text = f"This is a long text on the ware with the number {number}, grown in a garden and packed with care."
    body = f'<div class="sides">{short}<main>{path}{offer}{seller}<div class="text">{text}</div></main></div>'
    return f"<html><head><title>Shop: {_title(number)}</title></head><body>{body}</body></html>"


def _title(number: int) -> str:
    return f"Fine ware {_NAMES[number] * 3} from the garden"

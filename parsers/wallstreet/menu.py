"""Read the tree of categories at the left of a list, and the category of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.frame_part import FramePart, are_only, place_of, read_part
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import UNSET, Category
from parsers.wallstreet.frame import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgspec import UnsetType

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["TREE", "Menu", "read_menu"]

_DEPTHS = {"menuCatT": 0, "menuCatM": 1, "menuCatB": 2}
_FILTERS = {"form[catT]": "T", "form[catM]": "M", "form[catB]": "B"}
_TAGS = frozenset({"ol", "li", "button", "span"})
_CLASSES = frozenset({"tree", "nobtn", "text-muted"})
_AROUND = frozenset({"div", "form"})
_COLUMN = frozenset({"col-lg-3", "row", "container"})
_COUNTED = re.compile(r"(.*\S)\s*(?:\s\(?|\()(\d[\d.,'\u2019]*)\)?\Z")
_NONE = {"", "0"}


@dataclass(slots=True)
class Menu:
    """The paths of the categories by id, and the id of the category that the filter is set to."""

    paths: dict[str, list[str]] = field(default_factory=dict)
    selected: str | None = None

    def id_of(self, path: list[str]) -> str | None:
        """Return the id of the category with a path."""
        return next((number for number, known in self.paths.items() if known == path), None)


@dataclass(slots=True)
class _Tree:
    """The paths of the categories by id, and the path of the last one."""

    paths: dict[str, list[str]] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


def read_menu(document: Document) -> Menu:
    """Read the categories with their counts, add them to the records, and find the selected one."""
    tree = _Tree()
    chosen: dict[str, str] = {}
    cut_out = place_of(document, TREE)
    for control in walk(document, "ol", "button", "input", "select"):
        name = control.get("name")
        if control.tag == "ol":
            if control is cut_out and not tree.paths:
                shared = read_part(document, TREE, [control])
                tree = _Tree(dict(shared.paths), shared.last)
        elif name in _DEPTHS and control.tag == "button":
            if not document.is_cut(control):
                _read_button(document, control, tree)
        elif name in _FILTERS:
            value = control.get("value", "")
            if control.tag == "select":
                value = next((o.get("value", "") for o in control.iter("option") if o.get("selected") is not None), "")
            elif control.get("type") == "radio" and control.get("checked") is None:
                continue
            if value not in _NONE:
                chosen[_FILTERS[name]] = value
    level = next((level for level in "BMT" if level in chosen), None)
    return Menu(tree.paths, None if level is None else f"{level}{chosen[level]}")


def _read_button(document: Document, button: Element, tree: _Tree) -> None:
    name = button.get("name", "")
    label, count = _name_and_count(document, button)
    tree.last = [*tree.last[: _DEPTHS[name]], label]
    number = f"{name[-1]}{button.get('value', '')}"
    if number not in tree.paths:
        tree.paths[number] = tree.last
        document.add(Category(category_id=number, category_path=tree.last, listing_count=count))


def _read_tree(document: Document, lists: Sequence[Element]) -> _Tree:
    tree = _Tree()
    for button in [button for box in lists for button in box.iter("button")]:
        _read_button(document, button, tree)
    return tree


def _is_tree(elements: Sequence[Element]) -> bool:
    """Tell whether there is one list, of lists of categories and nothing else."""
    parts = [part for element in elements for part in element.iter()]
    buttons = [part for part in parts if part.tag == "button"]
    return (
        len(elements) == 1
        and bool(buttons)
        and all(button.get("name") in _DEPTHS for button in buttons)
        and all(part.tag in _TAGS and _CLASSES.issuperset(classes(part)) for part in parts)
    )


def _lies_alone(place: Element) -> bool:
    """Tell whether nothing else is in the box around the tree, which looks like a listing's, and that in a column."""
    box, *around = place.iterancestors()
    is_alone = len(box) == 1 and not (box.text or "").strip() and not (place.tail or "").strip()
    return is_alone and are_only(around, _AROUND, _COLUMN)


TREE = FramePart(b'<ol class="tree">', b"</div>", _read_tree, _is_tree, lies_well=_lies_alone)
"""The categories stand in a box of their own beside every list."""


def _name_and_count(document: Document, button: Element) -> tuple[str, int | UnsetType | None]:
    """The name on a button and the number behind it, which may stand in an element of its own."""
    if (
        len(button) == 1
        and not (button[0].tail or "").strip()
        and (count := parse_count(button[0].text or "")) is not None
    ):
        return document.line(button.text or ""), count
    label = document.text(button)
    match = _COUNTED.match(label)
    return (label, UNSET) if match is None else (match[1], parse_count(match[2]))

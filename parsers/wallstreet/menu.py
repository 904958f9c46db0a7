"""Read the tree of categories at the left of a list, and the category of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import UNSET, Category
from parsers.wallstreet.frame import walk

if TYPE_CHECKING:
    from msgspec import UnsetType

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["Menu", "read_menu"]

_DEPTHS = {"menuCatT": 0, "menuCatM": 1, "menuCatB": 2}
_FILTERS = {"form[catT]": "T", "form[catM]": "M", "form[catB]": "B"}
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


def read_menu(document: Document) -> Menu:
    """Read the categories with their counts, add them to the records, and find the selected one."""
    menu = Menu()
    path: list[str] = []
    chosen: dict[str, str] = {}
    for control in walk(document, "button", "input", "select"):
        name = control.get("name")
        if name in _DEPTHS and control.tag == "button":
            if document.is_cut(control):
                continue
            depth = _DEPTHS[name]
            name_of, count = _name_and_count(document, control)
            path = [*path[:depth], name_of]
            number = f"{name[-1]}{control.get('value', '')}"
            if number not in menu.paths:
                menu.paths[number] = path
                document.add(Category(category_id=number, category_path=path, listing_count=count))
        elif name in _FILTERS:
            value = control.get("value", "")
            if control.tag == "select":
                value = next((o.get("value", "") for o in control.iter("option") if o.get("selected") is not None), "")
            elif control.get("type") == "radio" and control.get("checked") is None:
                continue
            if value not in _NONE:
                chosen[_FILTERS[name]] = value
    level = next((level for level in "BMT" if level in chosen), None)
    menu.selected = None if level is None else f"{level}{chosen[level]}"
    return menu


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

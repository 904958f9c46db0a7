"""The outline of a page: where each element stands by tags and classes, and its units of text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.grouped_rows import spanned_rows
from cryptodrug_scraper.page.labelled import WITHIN_TEXT, bare_lines, has_only
from cryptodrug_scraper.page.lines import lines_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cryptodrug_scraper.page.document import Document, Element

__all__ = [
    "BARE_LINES",
    "BEHIND",
    "SKIPPED",
    "Path",
    "Step",
    "Unit",
    "line_number",
    "outline_of",
    "own_text",
    "step_of",
    "units_in",
]

SKIPPED = frozenset({"head", "script", "style", "noscript", "select", "option", "template", "svg"})
"""Elements of which nothing is read."""
_STATES = frozenset(["active", "alt", "current", "even", "first", "focus", "hover", "last", "odd", "open", "selected"])
"""Classes of a state or a place, by which elements of one kind differ."""
BEHIND = "+"
"""In the place of a tag: the row so many behind, which belongs to the same thing."""
BARE_LINES = "lines()"
"""In the place of an attribute: the lines of an element that hold nothing else."""
_LINE = re.compile(r"line\((-?\d+)\)\Z")
"""In the place of an attribute: one of the lines of an element that are not empty."""
_MOST_LINES, _LAST_LINES = 5, 3
"""Lines at the beginning and at the end, each of which is a place: between, few have one number in several blocks."""
_ATTRIBUTES = ("href", "title", "alt", "datetime")
_NAMED = re.compile(r"[A-Za-z][\w-]*\Z")
_SHADE = re.compile(r"[a-z]+-[a-z]+-(?:50|[1-9]00|950)\Z")
"""A class that gives a colour by the number of its shade, and so tells one thing from another."""
_DIGIT = re.compile(r"\d")

Step = tuple[str, tuple[str, ...]]
Path = tuple[Step, ...]


class Unit(NamedTuple):
    """
    A piece of text, or the value of an attribute, within an element.

    Attributes:
        steps: the way from the element to what holds it, with the number of elements alike before each step.
        attribute: the attribute's name; empty for text, `BARE_LINES` for the lines of its own, and what `line_number`
            knows for one of its lines.
        text: what it says, on one line.
        element: what holds it.
    """

    steps: tuple[tuple[str, tuple[str, ...], int], ...]
    attribute: str
    text: str
    element: Element


def step_of(element: Element) -> Step:
    """The tag of an element and those of its classes that name neither a number nor a state."""
    return element.tag, tuple(
        sorted(
            name
            for name in classes(element)
            if name not in _STATES and _NAMED.match(name) and (_SHADE.match(name) or not _DIGIT.search(name))
        )
    )


def outline_of(root: Element) -> Mapping[Path, list[Element]]:
    """The elements of a page by the way to them."""
    found: dict[Path, list[Element]] = defaultdict(list)

    def walk(element: Element, path: Path) -> None:
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SKIPPED:
                here = (*path, step_of(child))
                found[here].append(child)
                walk(child, here)

    walk(root, ())
    return found


def own_text(element: Element) -> str:
    """The text of an element with that of its inline parts."""
    return " ".join(
        [
            element.text or "",
            *(
                f"{child.tail or ''} {'' if len(child) else child.text or ''}"
                for child in element
                if child.tag in {"br", "b", "i", "em", "strong", "a", "span", "font", "u"}
            ),
        ]
    )


def line_number(attribute: str) -> int | None:
    """The number of the line that stands in the place of an attribute; None for another one."""
    match = _LINE.match(attribute)
    return None if match is None else int(match[1])


def units_in(document: Document, root: Element) -> Iterator[Unit]:
    """
    The units of an element: each line of text, each inline element of several on a line, and attributes that may say
    something; those of rows that belong to one stand behind `BEHIND`.
    """
    yield from _units(document, root, ())
    for number, row in enumerate(spanned_rows(root), start=1):
        yield from _units(document, row, ((BEHIND, (), number),))


def _units(document: Document, element: Element, steps: tuple[tuple[str, tuple[str, ...], int], ...]) -> Iterator[Unit]:
    for name in _ATTRIBUTES:
        value = element.get(name)
        if value and value.strip():
            yield Unit(steps, name, value.strip(), element)
    text = document.text(element) if has_only(element, WITHIN_TEXT) else document.line(element.text or "")
    if text:
        yield Unit(steps, "", text, element)
    if element.find("br") is not None:
        bare = bare_lines(document, element)
        if bare:
            yield Unit(steps, BARE_LINES, bare, element)
        yield from (unit for unit in _units_of_lines(document, element, steps) if unit.text != bare)
    numbers: dict[Step, int] = defaultdict(int)
    for child in element:
        if not isinstance(child.tag, str) or child.tag in SKIPPED:
            continue
        step = step_of(child)
        yield from _units(document, child, (*steps, (*step, numbers[step])))
        numbers[step] += 1


def _units_of_lines(
    document: Document, element: Element, steps: tuple[tuple[str, tuple[str, ...], int], ...]
) -> Iterator[Unit]:
    """Lines of an element of several that have a text of their own beside what stands in them."""
    said = [(line, text) for line in lines_in(element) if (text := line.text(document))]
    if len(said) > 1:
        numbers = [*range(min(len(said), _MOST_LINES)), *range(-min(len(said), _LAST_LINES), 0)]
        for number in numbers:
            line, text = said[number]
            if line.has_own:
                yield Unit(steps, f"line({number})", text, element)

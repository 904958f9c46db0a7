"""
The structure of a page apart from its content, to compare a simulated page with a saved one.

Only structure is compared. Two pages of one kind differ in every name, number and text and still have the same outline;
what depends on the page's own data (numbers in ids, inline styles, values) or on the program that saved it (``tbody``,
the order of classes) is left out.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from lxml.html import HTMLParser, document_fromstring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

__all__ = ["Difference", "Outline", "compare", "outline", "read_outlines", "write_outlines"]

LONGEST_LABEL = 60
"""Longer texts are content, not labels."""

_VOLATILE = re.compile(r"\b[0-9a-f]{16,}\b|\d[\d.,']*")
"""Digests, as names of fields that change with every page, and numbers."""
_FIELD_TAGS = ("input", "select", "textarea", "button")


@dataclass(frozen=True, slots=True)
class Outline:
    """
    A page's structure, as sets.

    Attributes:
        paths: chains from ``body`` such as ``body>div.header>a``; equal siblings are one, ``tbody`` is passed over.
        ids: of elements.
        classes: one by one.
        fields: of forms, as ``input[text] q``: tag, type where it has one, name.
        labels: texts of elements that are short enough to be labels. On a saved page, contents are among them: restrict
            them with `keeping` before writing one down.

    Numbers and digests anywhere are ``#``.
    """

    paths: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))

    def __sub__(self, other: Outline) -> Outline:
        """Return the parts that only this outline has."""
        return Outline(**{part.name: getattr(self, part.name) - getattr(other, part.name) for part in fields(self)})

    def __or__(self, other: Outline) -> Outline:
        """Return the parts that either outline has, for one outline of several pages of a kind."""
        return Outline(**{part.name: getattr(self, part.name) | getattr(other, part.name) for part in fields(self)})

    def keeping(self, labels: frozenset[str]) -> Outline:
        """The same with no other labels than these."""
        return Outline(self.paths, self.ids, self.classes, self.fields, self.labels & labels)


@dataclass(frozen=True, slots=True)
class Difference:
    """What only the real page has (``missing``) and what only the simulated one has (``extra``). False if none."""

    missing: Outline
    extra: Outline

    def __bool__(self) -> bool:
        return bool(self.missing) or bool(self.extra)

    def __str__(self) -> str:
        lines = [
            f"{sign} {part.name}: {entry}"
            for sign, side in (("-", self.missing), ("+", self.extra))
            for part in fields(side)
            for entry in sorted(getattr(side, part.name))
        ]
        return "\n".join(lines)


def compare(real: Outline, simulated: Outline) -> Difference:
    """
    Return the differences between a simulated page and a real one.

    A part that one side does not state at all, such as the labels of an outline that was written down without them, is
    not compared.
    """
    stated = [part.name for part in fields(real) if getattr(real, part.name) and getattr(simulated, part.name)]
    left = Outline(**{name: getattr(real, name) for name in stated})
    right = Outline(**{name: getattr(simulated, name) for name in stated})
    return Difference(missing=left - right, extra=right - left)


def outline(body: bytes) -> Outline:
    """
    Return the outline of a page.

    Args:
        body: the page as the server sent it or as somebody saved it, in UTF-8 or with one-byte characters.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    root = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8", remove_comments=True))
    paths: set[str] = set()
    ids: set[str] = set()
    classes: set[str] = set()
    form_fields: set[str] = set()
    labels: set[str] = set()
    start = root.find("body")
    for element, path in _walk(root if start is None else start, ""):
        paths.add(path)
        classes.update(_plain(name) for name in element.get("class", "").split())
        if identity := element.get("id"):
            ids.add(_plain(identity))
        if element.tag in _FIELD_TAGS:
            kind = element.get("type")
            form_fields.add(f"{element.tag}{f'[{kind}]' if kind else ''} {_plain(element.get('name', ''))}".strip())
        labels.update(_labels(element))
    return Outline(frozenset(paths), frozenset(ids), frozenset(classes), frozenset(form_fields), frozenset(labels))


def write_outlines(outlines: Mapping[str, Outline]) -> str:
    """
    Write outlines as TOML, one table each, to keep them where the pages themselves must not be.

    Paths are written as a tree, one step a line, deeper by one space.
    """
    tables = []
    for name, structure in outlines.items():
        sets = [
            f"{part.name} = [\n{''.join(f'    {_quoted(entry)},' + chr(10) for entry in sorted(entries))}]\n"
            for part in fields(structure)
            if part.name != "paths" and (entries := getattr(structure, part.name))
        ]
        tables.append(f"[{name}]\n{''.join(sets)}paths = '''\n{_tree(structure.paths)}'''\n")
    return "\n".join(tables)


def read_outlines(text: str) -> dict[str, Outline]:
    """Read the outlines that `write_outlines` wrote."""
    return {
        name: Outline(
            paths=frozenset(_paths(table["paths"].splitlines())),
            **{part: frozenset(entries) for part, entries in table.items() if part != "paths"},
        )
        for name, table in tomllib.loads(text).items()
    }


def _quoted(entry: str) -> str:
    escaped = entry.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _tree(paths: Iterable[str]) -> str:
    steps = sorted(path.split(">") for path in paths)
    return "".join(f"{' ' * (len(chain) - 1)}{chain[-1]}\n" for chain in steps)


def _paths(lines: Iterable[str]) -> Iterator[str]:
    chain: list[str] = []
    for line in lines:
        step = line.lstrip(" ")
        chain = [*chain[: len(line) - len(step)], step]
        yield ">".join(chain)


def _walk(element: etree._Element, above: str) -> Iterator[tuple[etree._Element, str]]:
    """An element and all below it, each with its path."""
    pending = [(element, above)]
    while pending:
        current, parent = pending.pop()
        path = parent
        if current.tag != "tbody":
            path = f"{parent}>{_step(current)}" if parent else _step(current)
            yield current, path
        pending.extend((child, path) for child in reversed(current) if isinstance(child.tag, str))


def _step(element: etree._Element) -> str:
    names = sorted({_plain(name) for name in element.get("class", "").split()})
    return ".".join([str(element.tag), *names])


def _labels(element: etree._Element) -> Iterator[str]:
    """The texts that stand in an element itself and not in its children."""
    if element.tag in {"script", "style"}:
        return
    for text in (element.text, *(child.tail for child in element)):
        label = " ".join((text or "").split())
        if any(sign.isalpha() for sign in label) and len(label) <= LONGEST_LABEL:
            yield _plain(label)


def _plain(text: str) -> str:
    return _VOLATILE.sub("#", text)

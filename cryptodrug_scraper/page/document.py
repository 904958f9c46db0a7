"""One page while it is read: its tree, and the records, links and issues found so far."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import msgspec
from lxml import etree

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.page.blocks import flat_text, lined_text
from cryptodrug_scraper.page.records import Issue, Link, Place, Record, Severity
from cryptodrug_scraper.page.text import collapse, looks_doubly_encoded, repair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptodrug_scraper.page.parsed import PageContext

__all__ = ["CUT_OUT", "Document", "Element", "PartReading", "TooDeepError", "classes", "tree_of", "whole_tags"]

T = TypeVar("T")
Element = etree._Element  # noqa: SLF001  # lxml has no public name for the type

_PARSER, _PARSER_OF_LARGE = (
    etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=large)
    for large in (False, True)
)
_LARGE = 9_900_000
"""Bytes from which on a text or a value may be too long for libxml2, unless it is told to take all."""
_DEEPEST = 256
"""Elements within one another at which libxml2 stops, unless it is told to take all; real pages have some thirty."""
_reaches_deepest = cast("Callable[[Element], bool]", etree.XPath(f"boolean({'/*' * _DEEPEST})"))
_OPEN_TAG = re.compile(rb"<[^<>]*\Z")
_DASHES = " -–—−\u00a0"
"""What stands where a value is left empty."""
CUT_OUT = "cryptodrug-part"
"""The element that marks where a part of the frame was cut out."""
_CUT = "cryptodrug-cut"
_MARK = f"<{_CUT}></{_CUT}>"
_OPEN_VALUE = re.compile(rb"<[a-zA-Z][^<>]*=\s*\Z")
_UNSETTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a parsed text may have, and lxml takes in none that is set."""


class TooDeepError(ParseError):
    """Elements lie so deep in one another that to read each of them with all that lies in it would take minutes."""


class PartReading(NamedTuple):
    """
    What a part of the frame says.

    Attributes:
        tags: the first tag of the part, and its end tag.
        records: its records.
        links: its links; a dict, which knows the hash of each.
        issues: its issues.
        repairs: the texts in it that were repaired; see `ParsedPage`.
        marks: those of its structure, but for the first tag, which stays on the page.
        value: what its reader returns.
    """

    tags: tuple[bytes, bytes]
    records: tuple[Record, ...]
    links: dict[Link, None]
    issues: tuple[Issue, ...]
    repairs: Mapping[str, str]
    marks: tuple[str, ...]
    value: Any


class Document:
    """
    A page being read. Readers take elements from ``root`` and add to ``records``, ``links`` and ``issues``.

    Args:
        body: the page as UTF-8, without what its market never reads.
        context: address and capture time.
        complete: false where the page lacks its end, and ends with a whole tag; then `is_cut` tells which elements were
            still open there.
        twice: whether it may hold texts that were encoded twice; found out unless given.
        parts: the parts of the frame that were cut out of it, with what they say, by their mark. Those that no reader
            has taken stand in ``cut_out``, by the element in their place.

    Labels that a reader leaves out stand in ``ignored``, each with the reason.
    """

    __slots__ = (
        "_links",
        "_made",
        "_open",
        "_parts",
        "_twice",
        "complete",
        "context",
        "cut_out",
        "ignored",
        "issues",
        "records",
        "repairs",
        "root",
    )

    def __init__(
        self,
        body: bytes,
        context: PageContext,
        *,
        complete: bool = True,
        twice: bool | None = None,
        parts: Mapping[str, tuple[object, PartReading]] | None = None,
    ) -> None:
        self.context = context
        self.complete = complete
        self.issues: list[Issue] = []
        self.ignored: dict[str, str] = {}
        self.records: list[Record] = []
        self.repairs: dict[str, str] = {}
        self._links: dict[Link, None] = {}
        self._made: dict[object, Any] = {}
        self._twice = looks_doubly_encoded(body) if twice is None else twice
        if not complete:
            body += _MARK.encode()
        root = tree_of(body)
        self.root: Element = root
        self._open = frozenset[Element]() if complete else _open_at_end(root)
        self._parts = len(parts or ())
        self.cut_out = _places(root, parts) if parts else {}

    @property
    def links(self) -> list[Link]:
        """The links found so far, each once, in the order found."""
        return list(self._links)

    def once(self, make: Callable[[Document], T]) -> T:
        """Return the result of ``make`` for this document, computed at the first call only."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @property
    def title(self) -> str:
        """The title of the page; empty where it has none."""
        title = self.root.find("head/title")
        return "" if title is None else self.text(title)

    def is_cut(self, element: Element) -> bool:
        """Tell whether the page ends inside this element, so that part of it is missing."""
        return element in self._open

    def cuts(self, element: Element) -> None:
        """Say that the page ends inside an element that was put around what it has at its end."""
        self._open |= {element}

    def whole(self, elements: list[Element]) -> list[Element]:
        """Return the elements, without those that the end of the page cuts."""
        return elements if self.complete else [element for element in elements if element not in self._open]

    def text(self, element: Element) -> str:
        """Return all text of an element on one line, repaired, with spaces between cells and blocks."""
        raw = flat_text(element) if len(element) else element.text  # most have no element in them
        if raw is None:
            return ""
        text = " ".join(raw.split())  # as `line` does, which takes longer to call
        return text if not self._twice or text.isascii() else self._repaired(raw, text)

    @property
    def misses_parts(self) -> bool:
        """Whether a part of the frame was cut out that no reader has taken."""
        return self._parts > 0

    def take(self, place: Element) -> PartReading:
        """Add what a part of the frame says that was cut out, as if it were read here."""
        _, reading = self.cut_out.pop(place)
        self._parts -= 1
        self.records += reading.records
        self.issues += reading.issues
        self.repairs |= reading.repairs
        self._links |= reading.links
        return reading

    def line(self, raw: str) -> str:
        """Return a piece of raw text on one line, repaired."""
        text = " ".join(raw.split())  # as `collapse` does, which takes longer to call
        return text if not self._twice or text.isascii() else self._repaired(raw, text)

    def _repaired(self, raw: str, text: str) -> str:
        """Return a raw text on one line, repaired, and note how it stood there."""
        fixed = collapse(repair(raw))
        if fixed != text:
            self.repairs[fixed] = text
        return fixed

    def block(self, element: Element) -> str | None:
        """
        Return the text of an element with its line breaks, repaired; None if it has none.

        ``<br>`` is a line break, and blocks stand on lines of their own; spaces at line ends and empty lines at both
        ends are dropped.
        """
        text = lined_text(element)
        if not self._twice:
            return _trimmed(text)
        fixed = _trimmed(repair(text))
        if fixed is not None and fixed != (raw := _trimmed(text)) and raw is not None:
            self.repairs[fixed] = raw
        return fixed

    def add(self, record: Record) -> None:
        """Add a record."""
        self.records.append(record)

    def drop(self) -> None:
        """
        Forget what was read, since it cannot be relied on. Issues and links stay, as far as they are such.

        A reader may have put anything in their place.
        """
        self.records = []
        self.repairs = {}
        self.issues = [issue for issue in _list(self.issues) if _is_valid(issue, Issue)]
        self._links = {link: None for link in self._links if _is_valid(link, Link)}

    def link(self, kind: str, url: str) -> None:
        """Add a link to another page."""
        self._links[Link(kind, url)] = None

    def issue(self, code: str, detail: str, severity: Severity = "warning") -> None:
        """Report something about the page."""
        self.issues.append(Issue(code, severity, detail))

    def read(self, field: str, text: str, reader: Callable[[str], T | None]) -> T | None:
        """
        Read a field's text with a reader that gives None for a text that it cannot read; report this with the field's
        name.
        """
        value = reader(text)
        if value is None:
            self.issue("field_unreadable", f"{field}: {text[:80]!r}")
        return value

    def shown(self, field: str, text: str, reader: Callable[[str], T | None]) -> T | None:
        """Read a field's text as `read` does; one that is empty or a dash is None, and no fault: nothing is stated."""
        return self.read(field, text, reader) if text.strip(_DASHES) else None

    def place(self, field: str, place: Place) -> Place:
        """Report a place whose text names no known place."""
        if place.kind == "unknown":
            self.issue("unknown_place", f"{field}: {place.raw[:80]!r}", "info")
        return place

    def shown_place(self, field: str, text: str, reader: Callable[[str], Place]) -> Place | None:
        """Read a place, as `place` reports it; a text that is empty or a dash is None."""
        return self.place(field, reader(text)) if text.strip(_DASHES) else None


def tree_of(markup: bytes) -> Element:
    """
    Parse markup in UTF-8.

    Raises:
        ParseError: there is no element in it.
        TooDeepError: 256 of its elements lie in one another.
    """
    large = len(markup) >= _LARGE
    root = etree.fromstring(markup, _PARSER_OF_LARGE if large else _PARSER)
    if root is None:
        msg = "the body holds no element"
        raise ParseError(msg)
    if _reaches_deepest(root) if large else _stopped_at_deepest(root):
        msg = f"over {_DEEPEST - 1} elements lie in one another, and no page of a market has so many"
        raise TooDeepError(msg)
    return root


def _stopped_at_deepest(root: Element) -> bool:
    """Tell whether the parser stopped because of depth: then the last element of the tree is the deepest."""
    depth = 1
    last = root
    while len(last):
        last = last[-1]
        depth += 1
    return depth >= _DEEPEST


def classes(element: Element) -> list[str]:
    """Return the class names of an element."""
    names = element.get("class")
    return names.split() if names else []


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_valid(value: object, kind: type[Issue | Link]) -> bool:
    try:
        msgspec.json.decode(msgspec.json.encode(value), type=kind)
    except (msgspec.MsgspecError, TypeError, ValueError):
        return False
    return isinstance(value, kind)


def whole_tags(body: bytes) -> bytes:
    """Return a cut page without the comment or the tag that the cut lies in."""
    comment = body.rfind(b"<!--")
    if comment > body.rfind(b"-->"):
        body = body[:comment]
    for quote in (b'"', b"'"):  # a value may hold a bracket, which ends no tag there
        match = _OPEN_VALUE.search(body, 0, max(body.rfind(quote), 0))
        if match is not None:
            body = body[: match.start()]
    return _OPEN_TAG.sub(b"", body)


def _open_at_end(root: Element) -> frozenset[Element]:
    """The elements in which the marker that was set at the end of a cut page lies."""
    marker = next(root.iter(_CUT), None)
    if marker is not None:
        ancestors = frozenset(marker.iterancestors())
        parent = marker.getparent()
        if parent is not None:
            parent.remove(marker)
        return ancestors
    for element in root.iter():  # in a script or a field for text, markup is text
        if element.text is not None and element.text.endswith(_MARK):
            element.text = _UNSETTABLE.sub("\ufffd", element.text.removesuffix(_MARK))
            return frozenset([element, *element.iterancestors()])
    return frozenset(root.iter())


def _places(root: Element, parts: Mapping[str, T]) -> dict[Element, T]:
    """The elements that stand where parts of the frame were cut out."""
    return {place: parts[mark.get("n", "")] for mark in root.iter(CUT_OUT) if (place := mark.getparent()) is not None}


def _trimmed(text: str) -> str | None:
    """Unix line ends, plain spaces, no space before a line end, no empty lines around; None if nothing is left."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\xa0", " ").rstrip()
    if " \n" in text or "\t\n" in text:
        text = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    return text.strip("\n") or None

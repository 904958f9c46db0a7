"""What pages say that no record took, block by block."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.explore.evidence.spans import spans_of
from cryptodrug_scraper.page.labelled import labelled
from cryptodrug_scraper.page.money import parse_count, parse_number
from cryptodrug_scraper.page.records import Category
from cryptodrug_scraper.page.within import yes_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cryptodrug_scraper.explore.evidence.spans import Span
    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Block", "PageRead", "Said", "blocks_untaken", "frame_of", "labels_untaken", "said_in", "untaken_spans"]

_SKIPPED = frozenset({"script", "style", "title", "option", "button", "textarea"})
_NUMBER = re.compile(r"\d{1,3}(?:[.,'’ ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORTEST = 3
_MOST_FRAME = 0.6
"""Share of all pages on which a text stands, from which on it is of the frame."""
_LEAST_PAGES = 3
_BUTTONS = 4
"""Times that a page prints a text from which on it is a button or a label, and no one's words."""


@dataclass(frozen=True, slots=True)
class Said:
    """
    What the records of a page say.

    Attributes:
        whole: all their texts as one, in small letters.
        texts: each of them.
        numbers: all their numbers.
        own: those of other records than categories, whose counts are many and small.
    """

    whole: str
    texts: frozenset[str]
    numbers: frozenset[Decimal]
    own: frozenset[Decimal]

    def has(self, text: str) -> bool:
        """Tell whether a text of the page is in a record: all of it, or a value that it holds with its numbers."""
        folded = text.casefold()
        if folded in self.texts or (len(folded) >= _SHORTEST and folded in self.whole):
            return True
        numbers = _NUMBER.findall(text)
        words = _WORD.findall(text)
        known = self.own if words else self.numbers
        if numbers and all(not known.isdisjoint(_meant(number)) for number in numbers):
            return len(words) <= 2 * len(numbers) + 1
        return self._holds(folded)

    def has_value(self, text: str) -> bool:
        """Tell whether a labelled value is in a record: its words as well as its numbers."""
        if yes_within(text) is not None:
            return True  # a flag, of which no record has the word
        folded = text.casefold()
        numbers = _NUMBER.findall(text)
        if numbers:
            return folded in self.texts or all(not self.own.isdisjoint(_meant(number)) for number in numbers)
        return folded in self.whole if len(folded) >= _SHORTEST else folded in self.texts or self._holds(folded)

    def _holds(self, folded: str) -> bool:
        """Tell whether values make up most of a text."""
        held = [value for value in self.texts if len(value) >= _SHORTEST and value in folded]
        return sum(map(len, held)) * 2 >= len(folded)


@dataclass(frozen=True, slots=True)
class PageRead:
    """
    A page, and how it is read.

    Attributes:
        document: its tree.
        page: what is read of it.
        looks_at: tells whether it is read otherwise when a text of it is altered.
        ignored: labels that its reader leaves out, and says why.
    """

    document: Document
    page: ParsedPage
    looks_at: Callable[[str], bool]
    ignored: frozenset[str]


@dataclass(slots=True)
class Block:
    """
    A block of pages of a kind, with how much of it no record took.

    Attributes:
        selector: where it stands, as a CSS selector.
        taken: letters that are in a record.
        untaken: letters that are in none.
        pages: on how many pages some are in none.
        example: one of the texts that are in none, its middle left out where it is long.
    """

    selector: str
    taken: int = 0
    untaken: int = 0
    pages: int = 0
    example: str = ""

    @property
    def share(self) -> float:
        """The share of its letters that no record took."""
        return self.untaken / (self.taken + self.untaken)


def said_in(page: ParsedPage) -> Said:
    """Collect what the records of a page say."""
    texts: set[str] = set()
    numbers: tuple[set[Decimal], set[Decimal]] = (set(), set())
    for record in page.records:
        for value in _leaves(msgspec.to_builtins(record, enc_hook=str)):
            text = " ".join(str(value).split()).casefold()
            texts.add(text)
            found = {meant for number in _NUMBER.findall(text) for meant in _meant(number)}
            numbers[0].update(found)
            if not isinstance(record, Category):
                numbers[1].update(found)
    texts.update(" ".join(raw.split()).casefold() for raw in page.repairs.values())
    return Said("\n".join(sorted(texts)), frozenset(texts), frozenset(numbers[0]), frozenset(numbers[1]))


def _meant(number: str) -> set[Decimal]:
    """What printed digits may mean: a number with decimals, or one with marks between its thousands."""
    count = parse_count(number)
    exact = parse_number(number)
    return {meant for meant in (exact, None if count is None else Decimal(count)) if meant is not None}


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif value is not None and not isinstance(value, bool):
        yield value


def blocks_untaken(pages: Sequence[PageRead], frame: frozenset[str]) -> list[Block]:
    """
    Find the blocks of pages of one kind of which no record took something, those with most letters first.

    Args:
        pages: the pages.
        frame: texts that stand on most pages of the site, or in its menus, and are left out.
    """
    found: dict[str, Block] = {}
    constant = _constant([read.document for read in pages])
    for read in pages:
        document, said = read.document, said_in(read.page)
        known = _labels_taken(document, said) | constant | _buttons(document) | _ignored_values(read)
        with_some: set[str] = set()
        for element, text in _texts(document):
            if text in frame or len(_WORD.findall(text)) + len(_NUMBER.findall(text)) == 0:
                continue
            block = found.setdefault(_block_of(element), Block(_block_of(element)))
            if said.has(text) or text in known or text.strip(": ") in read.ignored or read.looks_at(text):
                block.taken += len(text)
                continue
            block.untaken += len(text)
            with_some.add(block.selector)
            block.example = block.example or text
        for selector in with_some:
            found[selector].pages += 1
    return sorted((block for block in found.values() if block.untaken), key=lambda block: -block.untaken)


def labels_untaken(pages: Sequence[PageRead], frame: frozenset[str]) -> list[tuple[str, int, str]]:
    """
    Find the labels whose values are in no record on most pages that have them, however short these are.

    Returns:
        Each label, on how many pages its value is in no record, and an example.
    """
    having: Counter[str] = Counter()
    lacking: dict[str, list[str]] = defaultdict(list)
    for read in pages:
        document, said = read.document, said_in(read.page)
        for label, text in {each.label: each.text for each in labelled(document, document.root)}.items():
            if text and text not in frame and label not in read.ignored:
                having[label] += 1
                if not (said.has_value(text) or read.looks_at(text)):
                    lacking[label].append(text)
    return [
        (label, len(texts), texts[0])
        for label, texts in lacking.items()
        if len(texts) * 2 > having[label] and len(texts) * 2 > len(pages)
    ]


def frame_of(pages: Iterable[Document]) -> frozenset[str]:
    """The texts that stand on most pages of a site; none where there are too few pages to tell."""
    pages = list(pages)
    times = Counter(text for document in pages for text in {text for _, text in _texts(document)})
    if len(pages) < _LEAST_PAGES:
        return frozenset()
    return frozenset(text for text, count in times.items() if count >= _MOST_FRAME * len(pages))


def _constant(documents: Sequence[Document]) -> frozenset[str]:
    """The texts that all pages of a kind have, if there are enough to tell: labels and headings."""
    said = [frozenset(text for _, text in _texts(document)) for document in documents]
    return frozenset.intersection(*said) if len(said) >= _LEAST_PAGES else frozenset()


def _buttons(document: Document) -> frozenset[str]:
    """The texts that a page prints again and again."""
    times = Counter(text for _, text in _texts(document))
    return frozenset(text for text, count in times.items() if count >= _BUTTONS)


def _texts(document: Document) -> Iterator[tuple[Element, str]]:
    """The texts of a page, each with the element in which it stands."""
    body = document.root.find("body")
    for element in (document.root if body is None else body).iter():
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            continue
        if text := document.line(element.text or ""):
            yield element, text
        for child in element:
            if text := document.line(child.tail or ""):
                yield element, text


def _labels_taken(document: Document, said: Said) -> frozenset[str]:
    """The labels of values that are in a record, as printed with and without their colon."""
    found: set[str] = set()
    for each in labelled(document, document.root):
        if each.text and said.has(each.text):
            found.update((each.label, f"{each.label}:", f"{each.label} :"))
    return frozenset(found)


def _ignored_values(read: PageRead) -> frozenset[str]:
    """The values of labels that a reader leaves out, and says why."""
    labels = labelled(read.document, read.document.root) if read.ignored else []
    return frozenset(each.text for each in labels if each.label in read.ignored)


def _block_of(element: Element) -> str:
    """The selector of the nearest element around a text that has a class or an identifier."""
    for each in (element, *element.iterancestors()):
        if name := each.get("id"):
            return f"#{name}" if not any(map(str.isdigit, name)) else f"{each.tag}#…"
        if names := (each.get("class") or "").split():
            return f"{each.tag}.{names[0]}" if not any(map(str.isdigit, names[0])) else str(each.tag)
    return str(element.tag)


def untaken_spans(text: bytes, page: ParsedPage, frame: frozenset[str]) -> list[Span]:
    """The stretches of a page, as UTF-8, whose text no record took and which are not of the frame."""
    said = said_in(page)
    found = []
    for span in spans_of(text):
        words = " ".join(unescape(text[span.start : span.end].decode(errors="replace")).split())
        if span.attribute is not None or span.tag in _SKIPPED or words in frame:
            continue
        if (_WORD.search(words) or _NUMBER.search(words)) and not said.has(words):
            found.append(span)
    return found

"""Read ratings by windows of time that stand on lines: ``30 days: 12 / 1 / 0``, ``all time: +88 / 3 / -1``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, get_args

from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.parts import Sign
from cryptodrug_scraper.page.told_sign import HAS_WORDS, SIGNS, sign_of_word, sign_pictured
from cryptodrug_scraper.page.window_words import period_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.window_words import Period

__all__ = ["LineCounts", "LinesError", "counts_on_lines"]

_ORDER: tuple[Sign, ...] = get_args(Sign)
_MARKS: Mapping[Sign, str] = dict(zip(_ORDER, "\ue001\ue002\ue003", strict=True))
"""Signs for private use in the place of words and pictures."""
_MEANT = {mark: sign for sign, mark in _MARKS.items()}
_SKIPPED = frozenset({"script", "style", "head", "noscript", "template"})
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section"}
)
_MOST_PARTS = 80
_LONGEST = 160
_FEWEST_NUMBERS, _MOST_NUMBERS = 2, 12
"""Rows of digits in a line with two or three numbers, which may have marks between thousands."""
_NUMBERS = re.compile(r"\d+")
_M = "[\ue001\ue002\ue003]"
_N = r"(?<![\d.,])(?:\d{1,3}(?:[.,'’ ]\d{3})+|\d+)(?![\d%]|[.,]\d|\s*%)"
_GAP = r"(?:\s*[/|;·•]\s*|\s*,\s+|\s+[-–]\s+)"
_WIDE = rf"(?:{_GAP}|\s+)"
_COUNTS = "|".join(
    (
        rf"{_M}[\s:]*{_N}(?:{_WIDE}{_M}[\s:]*{_N}){{1,2}}",
        rf"{_N}\s*{_M}(?:{_WIDE}{_N}\s*{_M}){{1,2}}",
        rf"{_M}?{_N}{_GAP}{_M}?{_N}{_GAP}{_M}?{_N}",
    )
)
_LINE = re.compile(rf"(?P<head>.*?)[\s:(\[–-]*(?P<counts>{_COUNTS})[\s)\].]*")
_GLUED = re.compile(r"(?<![\w.,])([+−–-])(?=\d)")
_BRACKETED = re.compile(r"\(\s*\d{1,3}(?:[.,]\d+)?\s*%\s*\)")


class LinesError(Exception):
    """Lines with windows cannot be read."""


class LineCounts(NamedTuple):
    """
    A line.

    Attributes:
        period: its window.
        counts: its numbers.
        by_order: whether nothing but their order tells what they are.
    """

    period: Period
    counts: Mapping[Sign, int | None]
    by_order: bool


def counts_on_lines(document: Document, element: Element, words: Mapping[str, Sign] | None = None) -> list[LineCounts]:
    """
    Return what the lines of a small element say each of which is a window with two or three numbers.

    Raises:
        LinesError: what the numbers of a window are cannot be told.
    """
    if sum(1 for _ in zip(element.iter(), range(_MOST_PARTS + 1), strict=False)) > _MOST_PARTS:
        return []
    found = []
    for line in "".join(_said(document, element, words)).split("\n"):
        text = " ".join(_BRACKETED.sub(" ", line).split())
        may_be = len(text) <= _LONGEST and _FEWEST_NUMBERS <= len(_NUMBERS.findall(text)) <= _MOST_NUMBERS
        match = _LINE.fullmatch(text) if may_be else None
        period = None if match is None else period_of(match["head"])
        if match is not None and period is not None and period != "other":
            found.append(_counts(period, match["counts"]))
    return found


def _counts(period: Period, text: str) -> LineCounts:
    """
    The numbers of a window, by the marks before or behind them.

    Raises:
        LinesError: what they are cannot be told.
    """
    marks_first = text[0] in _MEANT or text[-1] not in _MEANT
    numbers = [
        (_MEANT.get(before or "") if marks_first else _MEANT.get(behind or ""), parse_count(number))
        for before, number, behind in _pieces(text, marks_first=marks_first)
    ]
    told = {sign: count for sign, count in numbers if sign is not None}
    free = [count for sign, count in numbers if sign is None]
    if len(told) + len(free) != len(numbers):
        raise LinesError
    if not free:
        if not {"positive", "negative"} <= told.keys():
            raise LinesError
        return LineCounts(period, told, by_order=False)
    if any(sign is not None and _ORDER[at] != sign for at, (sign, _) in enumerate(numbers)):
        raise LinesError
    counts = {sign: count for sign, (_, count) in zip(_ORDER, numbers, strict=True)}
    return LineCounts(period, counts, by_order=len(free) > 1)


def _pieces(text: str, *, marks_first: bool) -> list[tuple[str, str, str]]:
    if marks_first:
        return [(mark, number, "") for mark, number in re.findall(rf"({_M})?[\s:]*({_N})", text)]
    return [("", number, mark) for number, mark in re.findall(rf"({_N})\s*({_M})?", text)]


def _said(document: Document, element: Element, words: Mapping[str, Sign] | None) -> Iterator[str]:
    """The text of an element, with marks in the place of words and pictures of signs, and breaks between its lines."""
    if element.tag in _SKIPPED or not isinstance(element.tag, str):
        return
    text = document.text(element)
    is_bare = not HAS_WORDS.search(text)
    if is_bare and len(element) == 0 and (sign := sign_pictured(document, element, words)) is not None:
        yield f" {_MARKS[sign]} {''.join(each for each in text if each not in SIGNS or each == '0')} "
        return
    if element.tag in _BLOCKS:
        yield "\n"
    yield _marked(document, element.text or "", words)
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.tag in {"td", "th", "dd"}:
            yield " "
        yield from _said(document, child, words)
        yield _marked(document, child.tail or "", words)
    if element.tag in _BLOCKS - {"dt"}:
        yield "\n"


def _marked(document: Document, raw: str, words: Mapping[str, Sign] | None) -> str:
    """A piece of text with marks in the place of words of signs."""
    text = document.line(raw)
    for word in sorted(words or (), key=len, reverse=True):
        said = rf"(?<!\w){re.escape(word)}(?!\w)" if word[:1].isalnum() else re.escape(word)
        text = re.sub(said, f" {_MARKS[(words or {})[word]]} ", text, flags=re.IGNORECASE)
    text = re.sub(r"[^\W\d_]+", lambda each: _mark_of(each[0]), text)
    text = _GLUED.sub(lambda each: _MARKS["positive" if each[1] == "+" else "negative"], text)
    text = "".join(f" {_MARKS[SIGNS[each]]} " if each in SIGNS and each not in "+0-−–—=" else each for each in text)
    around = (" " if raw[:1].isspace() else "", " " if raw[-1:].isspace() else "")
    return f"{around[0]}{text}{around[1]}".replace("\ufe0f", "")


def _mark_of(word: str) -> str:
    sign = sign_of_word(word)
    return word if sign is None else _MARKS[sign]

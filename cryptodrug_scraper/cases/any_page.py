"""
What holds for every page of every market, whatever is printed on it: the pages of cases are changed and read again.

A page that ends too early states a part of what the whole one does, and says that it is cut; one without the white
space that means nothing says the same; and what is no page says nothing. Tests of cases hold every market to that
(`pytest_cases`), so a market's own tests need not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import WALLS, PageContext
from cryptodrug_scraper.page.records import Listing, PageTotal, Review, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cryptodrug_scraper.cases.case import Case
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.page.records import Record

__all__ = ["CUTS", "PROPERTIES", "Look", "faults_of", "space_faults"]

CUTS = 100
"""Places at which a page is cut where nobody asks for more."""
_STEP = 83
"""Fewest bytes between two cuts: a prime, so that cuts fall inside tags, texts, values and characters alike."""
_UNTOLD = frozenset({"unknown", "foreign"})
"""What a page may be taken for that ends before it tells its kind, or its market."""
_OF_THE_CUT = frozenset({"truncated", "empty"})
_OF_BYTES = frozenset({"truncated", "invalid_bytes"})
_OF_NOTHING = frozenset({"not_html", "empty"})
_LEFT = re.compile(rb"<[a-z][^<>]*>[^<]*[^<\s]", re.IGNORECASE)
"""A tag with a text behind it: a page that ends before the first one is no page yet."""
_NO_PAGES = (b"", b"no page", b"<html", b"<!DOCTYPE html><html><head></head><body></body></html>", b"\x89PNG\r\n\x1a\n")
_BLOCKS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|hr|html|li"
    "|link|main|meta|nav|ol|option|p|section|select|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_TAG = rf"</?(?:{_BLOCKS})\b[^<>]*>"
_ALONE_BEHIND = re.compile(rf"({_TAG})\s+(?=<)", re.IGNORECASE)
_ALONE_BEFORE = re.compile(rf"(?<=>)\s+(?={_TAG})", re.IGNORECASE)
_BEHIND = re.compile(rf"({_TAG})\s+", re.IGNORECASE)
_BEFORE = re.compile(rf"\s+(?={_TAG})", re.IGNORECASE)
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """
    How closely pages are looked at.

    Attributes:
        cuts: places at which each page is cut; more of them find more.
        alike: of kinds whose pages begin like those of another, that other kind.
    """

    cuts: int = CUTS
    alike: Mapping[str, str] = field(default_factory=dict)


def faults_of(case: Case, look: Look) -> dict[str, str]:
    """
    Return what a case shows to be wrong: a sentence for each of `PROPERTIES` that does not hold.

    Args:
        case: with a page of a market.
        look: how closely.

    Raises:
        ArchiveError: meta.json is not what it should be.
    """
    found = {name: next(faults(case, look), None) for name, faults in PROPERTIES.items()}
    return {name: fault for name, fault in found.items() if fault is not None}


def _cut_anywhere(case: Case, look: Look) -> Iterator[str]:
    """What is wrong with the page when it ends too early."""
    body = case.body
    step = max(_STEP, len(body) // look.cuts | 1)
    first = crc32(case.name.encode()) % step  # pages that are alike are cut at other places
    yield from _cut(body, case.context, [0, *range(first, len(body), step)], look)


def _cut_without_address(case: Case, look: Look) -> Iterator[str]:
    """The same at tags, where the page alone tells of which kind it is."""
    ends = [match.start() for match in re.finditer(rb"<", case.body)]
    context = PageContext(captured=case.context.captured)
    yield from _cut(case.body, context, ends[:: max(1, len(ends) // look.cuts)], look)


def _cut(body: bytes, context: PageContext, ends: Iterable[int], look: Look) -> Iterator[str]:
    whole = parse_page(body, context)
    issues = {(issue.code, issue.detail) for issue in whole.issues}
    links, all_stated = set(whole.links), _stated(whole)
    facts = [msgspec.to_builtins(record) for record in whole.records if isinstance(record, (Site, PageTotal))]
    end_tag = body.lower().rfind(b"</html")
    before = Counter[bytes]()
    for end in ends:
        part = parse_page(body[:end], context)
        found = _stated(part)
        if extra := found - all_stated:
            yield f"after {end} bytes it states what the whole page does not: {next(iter(extra)).decode()}"
        if lost := before - found:
            yield f"after {end} bytes it states less than before: {next(iter(lost)).decode()} is gone"
        before = found
        for kind in (Listing, Review):
            rows = _of(part, kind)
            if rows != _of(whole, kind)[: len(rows)]:
                yield f"after {end} bytes its {kind.__name__} records are not the first ones"
        for record in part.records:
            if isinstance(record, (Site, PageTotal)):
                stated = msgspec.to_builtins(record).items()
                if not any(stated <= fact.items() for fact in facts):
                    yield f"after {end} bytes the whole page does not say this of itself: {dict(stated)}"
        if not links.issuperset(part.links):
            yield f"after {end} bytes it leads elsewhere: {next(iter(set(part.links) - links))}"
        if part.kind not in {whole.kind, look.alike.get(whole.kind), *_UNTOLD} and not {part.kind, whole.kind} <= WALLS:
            yield f"after {end} bytes it is taken for {part.kind}"
        of_the_cut = _OF_THE_CUT if _LEFT.search(body[:end]) else _OF_THE_CUT | _OF_NOTHING
        added = {(issue.code, issue.detail) for issue in part.issues if issue.code not in of_the_cut} - issues
        if added:
            yield f"after {end} bytes it has the issue {next(iter(added))}"
        if part.market is not None and end < end_tag and b"<html" in body[:end].lower():
            code = part.issues[0].code if part.issues else "none"
            if part.complete or code != "truncated":
                yield f"after {end} bytes its first issue is {code}, and not that it is cut"


def _stated(page: ParsedPage) -> Counter[bytes]:
    """The records that stand for themselves; what a page says of itself it may say later."""
    return Counter(msgspec.json.encode(record) for record in page.records if not isinstance(record, (Site, PageTotal)))


def _of(page: ParsedPage, kind: type[Record]) -> list[Record]:
    return [record for record in page.records if type(record) is kind]


def _minified(case: Case, look: Look) -> Iterator[str]:
    del look
    yield from space_faults(case.body, case.context)


def space_faults(body: bytes, context: PageContext) -> Iterator[str]:
    """
    Say what a page says otherwise without the white space around blocks, as minifiers and some savers leave it.

    Args:
        body: the page.
        context: its address and the time of its capture.
    """
    whole = _said(parse_page(body, context))
    for space in (_between_tags, _beside_blocks):
        said = _said(parse_page(_without(space, body), context))
        for name in sorted(whole.keys() | said.keys()):
            if whole.get(name) != said.get(name):
                yield _differing(name, whole.get(name), said.get(name))


def _differing(name: str, before: object, after: object) -> str:
    """Say what differs: of a record its fields."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return f"{name} is {after}, and was {before}"
    fields = [field for field in before.keys() | after.keys() if before.get(field) != after.get(field)]
    told = [f"its {field} is {after.get(field)!r}, and was {before.get(field)!r}" for field in sorted(fields)]
    return f"{name}: {'; '.join(told)}"


def _between_tags(text: str) -> str:
    """A page without the white space that stands alone between two tags, of which one is a block's or a cell's."""
    return _ALONE_BEFORE.sub("", _ALONE_BEHIND.sub(r"\1", text))


def _beside_blocks(text: str) -> str:
    """A page without the white space at the ends of the texts beside the tags of blocks and cells."""
    return _BEFORE.sub("", _BEHIND.sub(r"\1", text))


def _without(space: Callable[[str], str], body: bytes) -> bytes:
    """A page whose texts lost some white space, those that are preformatted apart."""
    parts = _PREFORMATTED.split(body.decode("utf-8", "surrogateescape"))
    kept = [part if place % 2 else space(part) for place, part in enumerate(parts)]
    return "".join(kept).encode("utf-8", "surrogateescape")


def _said(page: ParsedPage) -> dict[str, object]:
    """What a page says, without how many bytes it has."""
    return {
        "the kind": page.kind,
        "an issue": [issue for issue in page.issues if issue.code not in _OF_BYTES],
        "a link": page.links,
        **{f"record {place}": msgspec.to_builtins(record) for place, record in enumerate(page.records)},
    }


def _no_page(case: Case, look: Look) -> Iterator[str]:
    """What is taken for a page of a market at the address of this one, and is none."""
    del look
    for body in _NO_PAGES:
        page = parse_page(body, case.context)
        if page.market is not None or page.records or page.links:
            yield f"{body!r} is taken for {page.kind} of {page.market}, with {len(page.records)} records"


PROPERTIES: Mapping[str, Callable[[Case, Look], Iterator[str]]] = {
    "cut anywhere it states a part": _cut_anywhere,
    "cut without an address it is of its kind or of none": _cut_without_address,
    "minified it says the same": _minified,
    "what is no page says nothing": _no_page,
}
"""What is looked at, by the names of tests; each gives sentences on what is wrong, the first one first."""

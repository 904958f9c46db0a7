"""What a careful person would find on all saved pages of a market, beside what its records say of them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.any_page import space_faults
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError, ParseError
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.entries import part_entries
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.text import decode
from cryptodrug_scraper.scaffold.lack import Lack, note, required
from cryptodrug_scraper.scaffold.looked_at import LookedAt, ignored_labels
from cryptodrug_scraper.scaffold.oddities import odd_values, together
from cryptodrug_scraper.scaffold.own_address import context_of
from cryptodrug_scraper.scaffold.saved_page import names_of_files
from cryptodrug_scraper.scaffold.unfilled import unfilled
from cryptodrug_scraper.scaffold.untaken import PageRead, blocks_untaken, frame_of, labels_untaken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.page.market import Market
    from cryptodrug_scraper.page.parsed import PageContext, ParsedPage

__all__ = ["SavedReading", "found_on", "read_saved"]

_MOST_BLOCKS = 8
"""Blocks of a kind that are named, those with most letters that no record took."""
_MOST_LABELS = 20
_LEAST_SHARE = 0.02
"""Share of the letters of a kind's pages, below which a block is not named."""
_LONGEST = 80
_EACH = frozenset({"unknown_label", "reader_failed"})
"""Issues whose quoted text is a name of the site's own, or a place in the readers, so that each is to be seen."""
_VALUE = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:[.,]\d+)*""")
"""What of an issue is of one page: a text in quotation marks, as Python prints it, or a number."""
_ACCEPTED = frozenset({"truncated", "invalid_bytes"})


@dataclass(frozen=True, slots=True)
class SavedReading:
    """A saved page, by the name of its file with the folders in which files lie apart, and how it is read."""

    file: Path
    name: str
    body: bytes
    context: PageContext
    document: Document
    page: ParsedPage


def read_saved(files: Iterable[Path], captured: CaptureTime | None) -> list[SavedReading]:
    """
    Read saved pages as a replay would, each with the address that its sidecar, its text, its path or its name tells.

    Raises:
        ArchiveError: one cannot be read, or is no page.
    """
    found = []
    names = names_of_files(files)
    for file in sorted(names):
        try:
            body = file.read_bytes()
        except OSError as error:
            msg = f"{file}: {error.strerror}: check the path"
            raise ArchiveError(msg) from error
        text = decode(body)[0].replace(b"\0", b"")
        context = context_of(file, text, captured)
        try:
            document = Document(text, context)
        except ParseError as error:
            msg = f"{file} is no page ({error}): leave it out"
            raise ArchiveError(msg) from error
        found.append(SavedReading(file, names[file], body, context, document, parse_page(body, context)))
    return found


def found_on(market: Market, readings: Sequence[SavedReading]) -> Iterator[Lack]:
    """
    Say what looks wrong on saved pages.

    Args:
        market: the market that they are of.
        readings: the pages.
    """
    mine = [each for each in readings if each.page.market == market.name]
    for each in mine:
        part_entries(each.document, market.entries)
    for each in readings:
        if each.page.market != market.name:
            yield required(each.name, f"read as a page of {each.page.market or 'no market'}: correct claims")
    yield from _issues(mine)
    frame = frame_of(each.document for each in mine)
    kinds: dict[str, list[SavedReading]] = defaultdict(list)
    for each in mine:
        if each.page.kind in market.readers:
            kinds[each.page.kind].append(each)
    for kind, pages in sorted(kinds.items()):
        yield from _untaken(market, kind, pages, frame)
    yield from unfilled([each.page for each in mine])
    odd = [(each.page.kind, found) for each in mine for found in odd_values(each.page)]
    for kind, found, pages_count in together(odd):
        yield note(kind, f"{found.what} looks wrong on {counted(pages_count, 'page')}: {found.detail}")
    for each in mine:
        if (fault := next(space_faults(each.body, each.context), None)) is not None:
            yield required(each.name, f"read otherwise without white space: {fault[:300]}")


def _issues(readings: Sequence[SavedReading]) -> Iterator[Lack]:
    """Each issue once, with the number of pages that have it; those that differ by a value or a number are one."""
    times: dict[tuple[str, str, str, bool], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in readings:
        for issue in each.page.issues:
            if issue.code not in _ACCEPTED:
                form = issue.detail if issue.code in _EACH else _VALUE.sub("…", issue.detail)
                found = times[each.page.kind, issue.code, form, issue.severity == "error"]
                found[issue.detail].append(each.name)
    for (kind, code, _, is_error), details in sorted(times.items()):
        first, names = next(iter(details.items()))
        pages = len({name for found in details.values() for name in found})
        several = f"{len(details)} values, " if len(details) > 1 else ""
        detail = f"{code}: {first} ({several}{counted(pages, 'page')}, as {names[0]})"
        yield required(kind, detail) if is_error else note(kind, detail)


def _untaken(market: Market, kind: str, pages: Sequence[SavedReading], frame: frozenset[str]) -> Iterator[Lack]:
    taken = [
        PageRead(
            each.document,
            each.page,
            LookedAt(each.body, each.context, each.page),
            ignored_labels(market, each.body, each.context),
        )
        for each in pages
    ]
    for label, count, example in labels_untaken(taken, frame)[:_MOST_LABELS]:
        where = f"on {count} of {counted(len(pages), 'page')}"
        yield note(kind, f"label {label!r}: its value is in no record, {where}: {example[:_LONGEST]!r}")
    categories = {name for row in market.taxonomy.rows for name in row.path}
    blocks = blocks_untaken(taken, frame | categories)
    every = sum(block.taken + block.untaken for block in blocks) or 1
    for block in [block for block in blocks if block.untaken >= _LEAST_SHARE * every][:_MOST_BLOCKS]:
        example = block.example if len(block.example) <= _LONGEST else f"{block.example[:_LONGEST]}…"
        yield note(
            kind,
            f"{block.selector}: {block.share:.0%} of its text is in no record, on {block.pages} of "
            f"{counted(len(pages), 'page')}: {example!r}",
        )

"""Saved pages drafted as fixtures: each draft is written with its expectation, and compared with its page."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.cases.attempts import Shared, draft_like
from cryptodrug_scraper.cases.beside.review import Reviewed, index_page, review_page
from cryptodrug_scraper.cases.case import Case, write_expected
from cryptodrug_scraper.cases.known_words import words_of
from cryptodrug_scraper.cases.people_words import people_of
from cryptodrug_scraper.errors import ConfigurationError, ParseError
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.cases.attempts import DraftLike
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["NOTE", "Drafted", "Source", "drafted", "sources_of", "write_reviews"]

NOTE = "say here what this case shows"
"""The note of a draft that nobody has read yet."""
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Source:
    """
    A saved page that is drafted.

    Attributes:
        file: its file.
        body: the page.
        market: of the page.
        page: how it is read.
        folder: where the draft goes.
    """

    file: Path
    body: bytes
    market: str
    page: ParsedPage
    folder: Path


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that is written, and the page that it was made of."""

    source: Source
    made: DraftLike

    @property
    def lines(self) -> list[str]:
        """What a person has to look at, a line for each; in form first."""
        values = [
            f"{group.first.name}{f' ({group.count} times)' if group.count > 1 else ''}: {group.first.why}"
            for group in self.made.to_look_at
            if group.first.record
        ]
        return [*self.made.differences, *values]


def sources_of(
    files: Sequence[Path], name: str, captured: CaptureTime | None, into: Path, *, is_one: bool
) -> tuple[list[Source], list[str]]:
    """
    Read the pages that are to be drafted, and say which are passed over, since they are of no known market.

    Args:
        files: the saved pages.
        name: what the draft is called; of several, each with a number behind it.
        captured: when they were fetched.
        into: the folder of the fixtures.
        is_one: whether one page was asked for, and not a folder.

    Raises:
        ConfigurationError: a name is taken.
        ParseError: no page is of a known market.
    """
    found: list[Source] = []
    passed: list[str] = []
    for number, file in enumerate(files, start=1):
        body = file.read_bytes()
        page = parse_page(body, PageContext(None, captured))
        if page.market is None:
            passed.append(f"{file}: a page of no known market ({page.kind}), passed over: write such a fixture by hand")
            continue
        folder = into / page.market / page.kind / (name if is_one else f"{name}-{number}")
        if folder.exists():
            msg = f"{folder} is there already: choose another name"
            raise ConfigurationError(msg)
        found.append(Source(file, body, page.market, page, folder))
    if not found:
        raise ParseError(passed[0].replace(", passed over:", ":"))
    return found, passed


def drafted(sources: Sequence[Source], captured: CaptureTime | None) -> Iterator[Drafted]:
    """
    Write the draft of each page; a name on one page is the same on all drafts of a market.

    Args:
        sources: the pages.
        captured: when they were fetched.
    """
    of_market: dict[str, list[ParsedPage]] = defaultdict(list)
    for source in sources:
        of_market[source.market].append(source.page)
    shared = {market: Shared(people_of(*pages)) for market, pages in of_market.items() if len(pages) > 1}
    for source in sources:
        words = words_of(market_named(source.market))
        made = draft_like(source.body, source.page, words, captured, shared=shared.get(source.market))
        _write(source.folder, made)
        yield Drafted(source, made)


def write_reviews(
    drafts: Sequence[Drafted], passed_over: Sequence[str], folder: Path, captured: CaptureTime | None
) -> Path:
    """
    Write each draft beside its page, and their index, for a person to read; return the path of the index.

    Args:
        drafts: the drafts.
        passed_over: what is said of files that were not drafted.
        folder: where the reviews go.
        captured: when the pages were fetched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reviews = []
    for number, each in enumerate(drafts, start=1):
        source = each.source
        reviewed = Reviewed(
            file=source.file.name,
            name=source.folder.name,
            link=f"{number:03}-{source.page.kind}.html",
            market=source.market,
            kind=source.page.kind,
            body=source.body,
            captured=captured,
            made=each.made,
            site=words_of(market_named(source.market)),
        )
        write_whole(folder / reviewed.link, review_page(reviewed).encode(), mode=_PRIVATE)
        reviews.append(reviewed)
    index = folder / "index.html"
    write_whole(index, index_page(reviews, passed_over).encode(), mode=_PRIVATE)
    return index


def _write(folder: Path, made: DraftLike) -> None:
    """Write the files of a draft: all of them, or nothing."""
    meta = {"url": None, "captured_at": made.printed_time, "note": NOTE}
    folder.mkdir(parents=True)
    try:
        (folder / "body.html").write_bytes(made.body)
        (folder / "meta.json").write_bytes(msgspec.json.format(msgspec.json.encode(meta), indent=1) + b"\n")
        write_expected(Case(folder, folder.name))
    except BaseException:  # a half would keep the name from the next try
        shutil.rmtree(folder, ignore_errors=True)
        raise

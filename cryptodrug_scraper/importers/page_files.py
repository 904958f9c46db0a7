"""The saved pages among some files and folders, and what else lies there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError, ParseError
from cryptodrug_scraper.importers.assets import no_page_by_name
from cryptodrug_scraper.importers.markup import why_no_page
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.sidecar import sidecar_names
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["PageFiles", "PassedOver", "pages_among", "passed_over_lines"]

_MOST_NAMED = 10
"""Files of one folder and reason that are named one by one; of more their number and their folder are told."""


class PassedOver(NamedTuple):
    """A file that is no page: its path, and why it is none."""

    path: Path
    reason: Reason


class PageFiles(NamedTuple):
    """The pages, in the order of their paths, and the files that are none."""

    pages: list[Path]
    passed_over: list[PassedOver]


def pages_among(paths: Iterable[Path]) -> PageFiles:
    """
    Find the saved pages among files and below folders. A page may have any ending, or none. Its sidecar is
    no file that is passed over.

    Raises:
        ArchiveError: a file cannot be read, or files were named and none of them is a page.
    """
    pages: list[Path] = []
    passed: list[PassedOver] = []
    named = list(paths)
    for path in named:
        for file in _files(path):
            reason = _why_no_page(file, file.relative_to(path).as_posix() if path.is_dir() else file.name)
            if reason is None:
                pages.append(file)
            else:
                passed.append(PassedOver(file, reason))
    if named and not pages:
        first = f"{passed[0].path} is {passed[0].reason.value}" if passed else f"{named[0]} is empty"
        msg = f"{first}, and there is no page beside it: name saved pages, or their folder"
        raise ArchiveError(msg)
    beside = {page.with_name(name) for page in pages for name in sidecar_names(page.name)}
    return PageFiles(sorted(set(pages)), [each for each in passed if each.path not in beside])


def passed_over_lines(passed: Iterable[PassedOver]) -> Iterator[str]:
    """Say which files were passed over, and why: a line for each, or for many of one folder."""
    groups: dict[tuple[Path, Reason], list[Path]] = defaultdict(list)
    for path, reason in passed:
        groups[path.parent, reason].append(path)
    for (folder, reason), paths in groups.items():
        if len(paths) <= _MOST_NAMED:
            yield from (f"{path}: {reason.value}, passed over" for path in paths)
        else:
            yield f"{folder}: {counted(len(paths), 'file')} passed over, each {reason.value}, as {paths[0].name}"


def _files(path: Path) -> list[Path]:
    return sorted(each for each in path.rglob("*") if not each.is_dir()) if path.is_dir() else [path]


def _why_no_page(file: Path, name: str) -> Reason | None:
    by_name = no_page_by_name(name) if file.is_file() else Reason.SPECIAL
    if by_name is not None:
        return by_name
    try:
        body = file.read_bytes()
    except OSError as error:
        msg = f"{file}: {error.strerror}: check the path"
        raise ArchiveError(msg) from error
    reason = why_no_page(body, name, served=False)
    if reason is not None:
        return reason
    try:
        Document(decode(body)[0].replace(b"\0", b""), PageContext())
    except ParseError:
        return Reason.NO_MARKUP
    return None

"""A market that was drafted from saved pages, used without being installed."""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.entries import part_entries
from cryptodrug_scraper.page.guard import check_found
from cryptodrug_scraper.page.text import decode
from cryptodrug_scraper.scaffold.answers import read_answers
from cryptodrug_scraper.scaffold.found import look_at
from cryptodrug_scraper.scaffold.skeleton import Place, write_skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from cryptodrug_scraper.page.market import Market
    from cryptodrug_scraper.page.parsed import PageContext
    from cryptodrug_scraper.scaffold.answers import Answers

__all__ = ["answers_in", "drafted", "of", "read_by"]

R = TypeVar("R")


def answers_in(folder: Path, said: str) -> Answers:
    """The answers of a file that is written into a folder."""
    file = folder / "answers.toml"
    file.write_text(said, encoding="utf-8")
    return read_answers(file)


@contextmanager
def drafted(
    name: str,
    files: Sequence[Path],
    folder: Path,
    changes: Mapping[str, str] | None = None,
    *,
    answers: Answers | None = None,
) -> Iterator[Market]:
    """
    The market that is drafted from saved pages, as long as the context lasts.

    Args:
        name: its name.
        files: the pages.
        folder: where it is written.
        changes: what its author changes in the readers: texts that have to be there, and what comes in their place.
        answers: what its author knows of the pages.
    """
    write_skeleton(Place.outside(name, folder), name, name.capitalize(), look_at(files, answers))
    readers = folder / name / "readers.py"
    text = readers.read_text(encoding="utf-8")
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    readers.write_text(text, encoding="utf-8")
    others = _taken_out(name)  # another one of that name may be in use
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(name).MARKET
    finally:
        sys.path.remove(str(folder))
        _taken_out(name)
        sys.modules.update(others)


def _taken_out(name: str) -> dict[str, ModuleType]:
    """The modules of a package that are imported, which are no longer after this."""
    names = [each for each in sys.modules if each == name or each.startswith(f"{name}.")]
    return {each: sys.modules.pop(each) for each in names}


def read_by(market: Market, body: bytes, context: PageContext) -> tuple[str, Document]:
    """The kind of a page by a market, and what its reader says of it; a fault of the reader is raised."""
    document = Document(decode(body)[0], context)
    part_entries(document, market.entries)
    kind = market.classify(document)
    if kind in market.readers:
        market.readers[kind](document)
        check_found(kind, document)
    return kind, document


def of(document: Document, kind: type[R]) -> list[R]:
    """The records of one kind."""
    return [record for record in document.records if isinstance(record, kind)]

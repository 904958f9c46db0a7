"""One saved page: its document, and what its file and its links tell of its address."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.iconed import iconed
from cryptodrug_scraper.page.labelled import labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.scaffold.outline import Path as Way

__all__ = ["SavedPage", "names_of_files"]


@dataclass(slots=True)
class SavedPage:
    """
    One saved page.

    Attributes:
        file: its file.
        body: its text as UTF-8.
        document: its tree.
        marks: those of its structure.
        path: path and query of its own address; None where nothing tells it.
        outline: its elements by the way to them.
        kind: the kind that it seems to be of.
        is_sure: whether more than a guess says so.
        evidence: what says so, in words.
        is_answered: whether the author said so.
    """

    file: Path
    body: bytes
    document: Document
    marks: frozenset[str]
    path: str | None
    outline: Mapping[Way, list[Element]] = field(default_factory=dict)
    kind: str = "unknown"
    is_sure: bool = False
    evidence: str = ""
    is_answered: bool = False

    @property
    def labels(self) -> list[Labelled]:
        """All labelled values of the page."""
        return self.document.once(_labels_of)

    @property
    def icons(self) -> list[Labelled]:
        """All values of the page that have an icon for a label."""
        return self.document.once(_icons_of)

    @property
    def text(self) -> str:
        """All that the page says, on one line."""
        return self.document.once(_text_of)


def names_of_files(files: Iterable[Path]) -> dict[Path, str]:
    """The names of files, with those of the folders in which they lie apart."""
    every = list(files)
    folders = [file.absolute().parent for file in every]
    shared = os.path.commonpath(folders) if folders else ""
    return {file: file.absolute().relative_to(shared).as_posix() for file in every}


def _labels_of(document: Document) -> list[Labelled]:
    return labelled(document, document.root)


def _icons_of(document: Document) -> list[Labelled]:
    return iconed(document, document.root)


def _text_of(document: Document) -> str:
    return document.text(document.root)

"""Saved pages of a new market as drafts of fixtures, in which everything but the site's own words is invented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptodrug_scraper.scaffold.found import Found

__all__ = ["NOTE", "write_drafts"]

NOTE = "say here what this case shows"
"""The note of a draft that nobody has read yet."""
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_READ = {".py", ".csv"}


def write_drafts(found: Found, fixtures: Path, sources: Iterable[Path]) -> list[Path]:
    """
    Write a draft of each saved page, below the folder of its kind, and return their folders.

    What is expected of them is written when the market's readers read them: ``cryptodrug fixture rerun``.

    Args:
        found: the pages.
        fixtures: the folder of the market's cases.
        sources: the files of the skeleton, whose words may stay.
    """
    texts = [source.read_text(encoding="utf-8") for source in sources if source.suffix in _READ]
    known = frozenset(word.lower() for text in texts for word in _WORD.findall(text))
    folders = []
    for number, page in enumerate(found.pages, start=1):
        folder = fixtures / page.kind / f"draft-{number}"
        folder.mkdir(parents=True)
        (folder / "body.html").write_bytes(draft(page.body, Inventor(known)).body)
        meta = {"url": None, "captured_at": None, "note": NOTE}
        (folder / "meta.json").write_bytes(msgspec.json.format(msgspec.json.encode(meta), indent=1) + b"\n")
        folders.append(folder)
    return folders

"""Saved pages of a new market as drafts of fixtures, in which everything but the site's own words is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.drafting import NOTE
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_figures import known_of_kind
from cryptodrug_scraper.cases.known_words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptodrug_scraper.scaffold.found import Found

__all__ = ["NOTE", "write_drafts"]


def write_drafts(found: Found, fixtures: Path, sources: Iterable[Path]) -> list[Path]:
    """
    Write a draft of each saved page, below the folder of its kind, and return their folders.

    A word is the same in all of them, and days move alike, so that what links one page to another is still seen.

    What is expected of them is written when the market's readers read them: ``cryptodrug fixture rerun``.

    Args:
        found: the pages.
        fixtures: the folder of the market's cases.
        sources: the files of the skeleton, whose words may stay.
    """
    inventor = Inventor(words_in(sources))
    folders = []
    for number, page in enumerate(found.pages, start=1):
        folder = fixtures / page.kind / f"draft-{number}"
        folder.mkdir(parents=True)
        (folder / "body.html").write_bytes(draft(page.body, inventor, known_of_kind(page.kind)).body)
        meta = {"url": None, "captured_at": None, "note": NOTE}
        (folder / "meta.json").write_bytes(msgspec.json.format(msgspec.json.encode(meta), indent=1) + b"\n")
        folders.append(folder)
    return folders

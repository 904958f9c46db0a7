"""The words that may stay in a draft: those of the code that reads a market's pages, and those that exclude places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.places.names import load_place_data
from cryptodrug_scraper.page.sources import source_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptodrug_scraper.page.market import Market

__all__ = ["words_in", "words_of"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ESCAPE = re.compile(r"\\[a-zA-Z]")
r"""As in a pattern: the word in ``\bmaintenance\b`` is "maintenance"."""
_READ = frozenset({".py", ".csv", ".toml"})


def words_of(market: Market) -> frozenset[str]:
    """
    Every word in the code that reads a market's pages, in lower case: labels, classes, categories.

    What the reader of a page goes by stays; the rest of the site's own words may go.
    """
    return words_in(file for source in market.sources for _, file in source_files(source))


def words_in(files: Iterable[Path]) -> frozenset[str]:
    """Every word in the code and tables among some files, in lower case, and those by which places are excluded."""
    texts = [_ESCAPE.sub(" ", file.read_text(encoding="utf-8")) for file in files if file.suffix in _READ]
    texts += [word for words in load_place_data()["exclusion"].values() for word in words]
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))

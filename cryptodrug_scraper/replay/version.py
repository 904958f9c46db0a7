"""
The version of a parser, made from its own code, so that nobody can forget to change it.

It covers the market's package, what its parsers share, and the modules of the framework that readings depend on, those
that make rows of records among them. A page is of no market when no market claims it, so that version covers them all.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cryptodrug_scraper import __version__
from cryptodrug_scraper.page.market import market_named, markets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

__all__ = ["parser_version"]

_FRAMEWORK = "cryptodrug_scraper"
_LENGTH = 12


@cache
def parser_version(market: str | None) -> str:
    """
    The version of the code that reads the pages of a market: the release, then a digest, as ``0.1.0+dream.1f0c9a…``.

    Pages of no market have ``none`` for its name.
    """
    digest = hashlib.sha256()
    _add(digest, _framework_files())
    read_by = markets() if market is None else (market_named(market),)
    for package in sorted(market.source for market in read_by):
        shared = package.rpartition(".")[0]
        _add(digest, (file for file in files(shared).iterdir() if file.name.endswith(".py")))
        _add(digest, _all_files(files(shared).joinpath("data")))
        _add(digest, _all_files(files(package)))
    return f"{__version__}+{market or 'none'}.{digest.hexdigest()[:_LENGTH]}"


def _framework_files() -> Iterator[Traversable]:
    root = files(_FRAMEWORK)
    yield from _all_files(root.joinpath("page"))
    yield from _all_files(root.joinpath("store", "rows"))


def _all_files(folder: Traversable) -> Iterator[Traversable]:
    if folder.is_dir():
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _all_files(entry)
            elif entry.is_file() and entry.name.endswith((".py", ".toml", ".csv")):
                yield entry


def _add(digest: hashlib._Hash, found: Iterator[Traversable]) -> None:
    for file in sorted(found, key=str):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())

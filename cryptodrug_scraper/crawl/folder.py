"""The folders in which crawls keep their state, and the search for unfinished crawls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from cryptodrug_scraper.crawl.frontier import Frontier
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import data_home, private_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["crawls_folder", "new_folder", "open_frontier", "unfinished"]

_FILE = "frontier.sqlite3"


def crawls_folder() -> Path:
    """Return the folder that has one folder for each crawl."""
    return data_home() / "crawls"


def new_folder(market: str) -> tuple[Path, UUID]:
    """Create the folder of a new crawl, and its identifier."""
    crawl_id = uuid4()
    folder = crawls_folder() / f"{market}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{crawl_id.hex[:8]}"
    private_folder(folder)
    return folder, crawl_id


def open_frontier(folder: Path) -> Frontier:
    """
    Open the frontier of a crawl.

    Raises:
        ConfigurationError: there is no such folder, or another process works on the crawl.
    """
    if not folder.is_dir():
        msg = f"{folder} is no crawl: those that can be resumed lie in {crawls_folder()}"
        raise ConfigurationError(msg)
    return Frontier(folder / _FILE)


def unfinished(market: str | None = None) -> list[Path]:
    """Return the unfinished crawls that no process works on, the oldest first."""
    found = []
    for path in sorted(crawls_folder().glob(f"*/{_FILE}")):
        try:
            frontier = Frontier(path)
        except ConfigurationError:
            continue  # a crawl that runs holds its file
        facts = frontier.facts()
        frontier.close()
        if "ended_at" not in facts and market in (None, facts.get("market")):
            found.append(path.parent)
    return found

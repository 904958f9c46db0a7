"""
The frontier of one crawl: the pages to fetch, those that were fetched, and the outcome of each.

It lies in a file, so a crawl that was killed goes on where it stopped. What changed since the last `Frontier.save` is
lost with the process; the archive has every response by then, and `Frontier.finish` can be told of it again.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from cryptodrug_scraper.crawl.key import request_key
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Counts", "Frontier", "Outcome", "Planned"]

Outcome = Literal["parsed", "walled", "refused", "failed"]

_SCHEMA = statement(__package__, "frontier")


class Planned(NamedTuple):
    """
    A page that is to be fetched.

    Attributes:
        kind: kind of page that is expected.
        url: path and query, without host.
        rank: pages of lower ranks are fetched first, those of one rank in the order in which they were found.
        form: fields to post; None asks with GET.
        attempts: how often it has been asked for.
    """

    kind: str
    url: str
    rank: int
    form: tuple[tuple[str, str], ...] | None = None
    attempts: int = 0

    @property
    def key(self) -> str:
        """The page's name among all requests; see `request_key`."""
        return request_key("GET" if self.form is None else "POST", self.url, dict(self.form or ()))


@dataclass(slots=True)
class Counts:
    """The outcomes of the requests for one kind of page, as in table crawl_count."""

    planned: int = 0
    fetched: int = 0
    parsed: int = 0
    walled: int = 0
    refused: int = 0
    failed: int = 0


class Frontier:
    """
    The requests of one crawl, in a file.

    Args:
        path: the file; it is made if it is missing.

    Raises:
        ConfigurationError: the file is no frontier, or another process works on it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sent: set[str] = set()
        self._file = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            self._file.executescript(_SCHEMA)
            self._file.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            self._file.close()
            msg = f"the frontier {path} cannot be used: {error}; does another crawl work on it?"
            raise ConfigurationError(msg) from error

    def save(self) -> None:
        """Write everything to disk, so that it survives a crash of the machine."""
        self._file.execute("COMMIT")
        self._file.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Save and close the file."""
        self._file.execute("COMMIT")
        self._file.close()

    def facts(self) -> dict[str, str]:
        """Return the facts about the crawl itself."""
        return dict(self._file.execute("SELECT name, value FROM fact"))

    def note(self, facts: Mapping[str, str]) -> None:
        """Store facts about the crawl."""
        self._file.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", facts.items())

    def add(self, pages: Iterable[Planned]) -> int:
        """Plan pages. Those that are planned already stay as they are; return how many are new."""
        before = self._file.total_changes
        self._file.executemany(
            "INSERT OR IGNORE INTO request (key, kind, url, form, rank) VALUES (?, ?, ?, ?, ?)",
            [(page.key, page.kind, page.url, _form_to_text(page.form), page.rank) for page in pages],
        )
        return self._file.total_changes - before

    def take(self, now: float) -> Planned | None:
        """
        Return the next page to request; None if none can be requested now.

        Args:
            now: seconds since 1970; pages that are to wait longer are passed over.
        """
        rows = self._file.execute(
            "SELECT key, kind, url, rank, form, attempts FROM request WHERE outcome IS NULL AND not_before <= ? "
            "ORDER BY rank, number",
            (now,),
        )
        for key, kind, url, rank, form, attempts in rows:
            if key not in self._sent:
                self._sent.add(key)
                return Planned(kind, url, rank, _form_of_text(form), attempts)
        return None

    def finish(self, key: str, outcome: Outcome, reason: str | None = None, *, fetched: bool = True) -> None:
        """
        Record the outcome of a page.

        Args:
            key: the page's key.
            outcome: the outcome.
            reason: why, where it was not parsed.
            fetched: whether a response is in the archive.
        """
        self._sent.discard(key)
        self._file.execute(
            "UPDATE request SET outcome = ?, reason = ?, is_fetched = max(is_fetched, ?) WHERE key = ?",
            (outcome, reason, int(fetched), key),
        )

    def put_back(
        self,
        key: str,
        *,
        not_before: float = 0.0,
        reason: str | None = None,
        counts: bool = True,
        fetched: bool = False,
    ) -> int:
        """
        Plan a page again, and return how often it has been requested.

        Args:
            key: the page's key.
            not_before: seconds since 1970 at which it may be asked for again.
            reason: what went wrong.
            counts: whether this was an attempt; a lost session is no fault of the page.
            fetched: whether a response is in the archive.
        """
        self._sent.discard(key)
        self._file.execute(
            "UPDATE request SET attempts = attempts + ?, not_before = ?, reason = ?, is_fetched = max(is_fetched, ?) "
            "WHERE key = ?",
            (int(counts), not_before, reason, int(fetched), key),
        )
        row = self._file.execute("SELECT attempts FROM request WHERE key = ?", (key,)).fetchone()
        return 0 if row is None else int(row[0])

    def is_open(self, key: str) -> bool:
        """Tell whether a page is planned and has no outcome yet."""
        return (
            self._file.execute("SELECT 1 FROM request WHERE key = ? AND outcome IS NULL", (key,)).fetchone() is not None
        )

    def planned(self, key: str) -> Planned:
        """
        Return a planned page.

        Raises:
            KeyError: it is not.
        """
        row = self._file.execute("SELECT kind, url, rank, form, attempts FROM request WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        kind, url, rank, form, attempts = row
        return Planned(kind, url, rank, _form_of_text(form), attempts)

    @property
    def open_count(self) -> int:
        """Count the pages without an outcome."""
        return int(self._file.execute("SELECT count(*) FROM request WHERE outcome IS NULL").fetchone()[0])

    @property
    def has_open(self) -> bool:
        """Whether any page has no outcome yet."""
        return self._file.execute("SELECT 1 FROM request WHERE outcome IS NULL LIMIT 1").fetchone() is not None

    def counts(self) -> dict[str, Counts]:
        """Return the outcomes of the requests so far, by kind of page."""
        rows = self._file.execute(
            "SELECT kind, count(*), sum(is_fetched), sum(outcome IS 'parsed'), sum(outcome IS 'walled'), "
            "sum(outcome IS 'refused'), sum(outcome IS 'failed') FROM request GROUP BY kind ORDER BY kind"
        )
        return {kind: Counts(*numbers) for kind, *numbers in rows}

    def reasons(self) -> list[tuple[str, int]]:
        """Return the reasons for which pages were given up, with the number of pages, the most frequent first."""
        rows = self._file.execute(
            "SELECT reason, count(*) FROM request WHERE outcome IN ('refused', 'failed') GROUP BY reason "
            "ORDER BY count(*) DESC, reason"
        )
        return [(str(reason), int(count)) for reason, count in rows]


def _form_to_text(form: tuple[tuple[str, str], ...] | None) -> str | None:
    return None if form is None else msgspec.json.encode(form).decode()


def _form_of_text(text: str | None) -> tuple[tuple[str, str], ...] | None:
    return None if text is None else msgspec.json.decode(text, type=tuple[tuple[str, str], ...])

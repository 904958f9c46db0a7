"""
What the pages of explore cost: the first of each kind that a reader comes to by links, two from the first page on.

Each is asked twice: cold, just after the server has been started with nothing of its files in memory, for the first,
and as they come for the others; and warm. The floor is the time in which the page is made of answers that are there.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import event

from benchmarks.processors import Processors
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import Key
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.explore.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from sqlalchemy import Engine

    from cryptodrug_scraper.explore.questions import Table

__all__ = ["OWN", "View", "client_of", "first_views", "forget_files"]

T = TypeVar("T")

_PORT = 8099
OWN = f"http://127.0.0.1:{_PORT}"
"""The address at which `explore` believes to be served."""
_DEPTH = 2
_LINK = re.compile(r'<a href="([^"]+)"')
_CHOSEN = (
    "/figures/country_window?country=BE",
    "/figures/country_share?country=BE&definition=D2&attribution=A2&first=2019-03&last=2019-04",
    "/figures/transaction?country=BE",
    "/figures/transaction?market=dream&month=2019-04",
    "/figures/listing_month?country=BE&market=dream",
)
"""Figures as a reader narrows them."""
_SEARCHES = ("q=a", "q=mdma", "q=not+ship+to", "q=zzzzzz", "country=BE")
"""What is searched for: what all, many, few and no listings say, and a country alone."""


@dataclass(frozen=True)
class View:
    """
    What one page cost.

    Attributes:
        path: its address.
        status: of the answer.
        cold: seconds of the clock, asked for the first time.
        warm: seconds, asked again.
        processor: seconds of processor time, this program's and the server's, asked again.
        floor: seconds in which it is made of answers that are there.
        statements: how many the server was given.
        slowest: the title of the table that took the longest when warm, and its seconds.
    """

    path: str
    status: int
    cold: float
    warm: float
    processor: float
    floor: float
    statements: int
    slowest: tuple[str, float]


def forget_files(home: Path) -> None:
    """Let the system forget what it has in memory of the files below a folder, of which no server may run."""
    for path in home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def first_views(reader: Engine, owner: Engine) -> Iterator[View]:
    """Ask for the pages, and give what each cost. Where bytes of captures are needed, pages say that none are there."""
    sources = _Timed(reader, owner, [])
    with owner.connect() as connection:
        processors = Processors(connection)
    key = Key()
    client = client_of(sources, key)
    waiting = [("/", 0), *((path, _DEPTH) for path in _CHOSEN), *((f"/search?{asked}", _DEPTH) for asked in _SEARCHES)]
    seen = {_kind(path) for path, _ in waiting}
    while waiting:
        path, depth = waiting.pop(0)
        view, page = _asked(client, key.root, path, sources, processors)
        yield view
        if depth == _DEPTH:
            continue
        for link in _LINK.findall(page):
            to = unescape(link).removeprefix(key.root)
            if to.startswith("/") and "csv=" not in to and _kind(to) not in seen:
                seen.add(_kind(to))
                waiting.append((to, depth + 1))


def client_of(sources: Sources, key: Key) -> FlaskClient:
    """A browser that was let in, whose addresses begin with `OWN` and the key's root."""
    invitations = Invitations()
    client = application(sources, _PORT, invitations, key=key).test_client()
    client.get(f"{ENTER}{invitations.give().token}", base_url=OWN)
    return client


@dataclass
class _Timed(Sources):
    """Sources that note how long each question takes, and can give the answers that they gave before."""

    took: list[tuple[float, str]] = field(default_factory=list)
    known: dict[tuple[str, str], Table] = field(default_factory=dict)
    is_known: bool = False

    def ask(self, short: str, title: str, sql: str, /, **values: object) -> Table:
        key = sql, repr(sorted(values.items(), key=str))
        if self.is_known and key in self.known:
            return replace(self.known[key])
        began = time.perf_counter()
        self.known[key] = super().ask(short, title, sql, **values)  # type: ignore[arg-type]
        self.took.append((time.perf_counter() - began, title))
        return self.known[key]


def _kind(path: str) -> str:
    """A page's kind: its address without what it is of, and with the kind of figure or search."""
    if path in _CHOSEN:
        return path
    parts = urlsplit(path).path.strip("/").split("/")
    match parts:
        case ["market", _, what, *_]:
            return f"market/{what}"
        case ["figures", *_]:
            return "/".join(parts)
        case ["search"]:
            return path
        case [first, *_]:
            return first
    return path


def _asked(client: FlaskClient, root: str, path: str, sources: _Timed, processors: Processors) -> tuple[View, str]:
    ask = lambda: client.get(root + path, base_url=OWN, follow_redirects=True)  # noqa: E731
    cold, _ = _timed(ask)
    sources.took.clear()
    with _counted([sources.reader, sources.owner]) as statements:
        before = processors.spent()
        warm, answer = _timed(ask)
        processor = processors.spent() - before
    slowest = max(sources.took, default=(0.0, ""))
    sources.is_known = True
    floor, _ = _timed(ask)
    sources.is_known = False
    return View(
        path, answer.status_code, cold, warm, processor, floor, len(statements), (slowest[1], slowest[0])
    ), answer.text


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = do()
    return time.perf_counter() - began, done


@contextmanager
def _counted(engines: list[Engine]) -> Iterator[list[str]]:
    """The statements that are given to the server while the block runs, but for settings."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        if not sql.startswith("SET"):
            found.append(sql)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield found
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)

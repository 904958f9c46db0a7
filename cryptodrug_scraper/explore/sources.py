"""What the pages of the application are made of: the views, the rows behind them, and the bytes of captures."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.derive.simulated import simulated_captures
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.explore.apart import asked_apart
from cryptodrug_scraper.explore.bodies import body_of
from cryptodrug_scraper.explore.evidence.found import evidence_of
from cryptodrug_scraper.explore.questions import MOST_ROWS, Table, ask
from cryptodrug_scraper.store.provenance import Chain, chain_of
from cryptodrug_scraper.store.succession import CaptureReading, readings_in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from cryptodrug_scraper.explore.apart import Apart
    from cryptodrug_scraper.explore.evidence.found import PageEvidence

__all__ = ["BusyError", "Sources"]

_KEPT = 16
_AT_ONCE = 3
"""Questions of others that are asked at the same time; there are more threads, so that pages are always answered."""


class BusyError(CryptodrugError):
    """Too much is asked at the same time."""


@dataclass
class Sources:
    """
    The sources of all pages.

    Attributes:
        reader: connections of the role of researchers, for views.
        owner: connections that read all tables, for the provenance of rows.
        roots: where the bytes of captures may lie.
    """

    reader: Engine
    owner: Engine
    roots: Sequence[Path]
    _markets: list[str] | None = None
    _simulated: tuple[int, int] | None = None
    _evidence: OrderedDict[tuple[str, int | None], PageEvidence] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _asking: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))

    def ask(
        self, short: str, title: str, sql: str, /, *, most: int | None = MOST_ROWS, empty: str = "", **values: object
    ) -> Table:
        """Ask the views; see `questions.ask`."""
        return ask(self.reader, short, title, sql, values, most=most, empty=empty)

    def ask_together(self, *questions: Callable[[], Table]) -> list[Table]:
        """Ask several questions at the same time: each takes a core of the server, and none waits for another."""
        with ThreadPoolExecutor(len(questions)) as threads:
            return [answer.result() for answer in [threads.submit(question) for question in questions]]

    @contextmanager
    def ask_apart(
        self, sql: str, values: Mapping[str, object] | None, is_left: Callable[[], bool], **most: int
    ) -> Iterator[Apart]:
        """
        Ask the views what somebody else wrote, or what has very many rows; see `asked_apart`.

        Raises:
            BusyError: others are being answered, and this is not asked.
        """
        if not self._asking.acquire(blocking=False):
            msg = (
                f"{_AT_ONCE} questions are being answered already. Next: wait until one is, or close its page in the "
                "browser, which ends it; all other pages are there meanwhile"
            )
            raise BusyError(msg)
        try:
            with asked_apart(self.reader, sql, values, is_left, **most) as answer:
                yield answer
        finally:
            self._asking.release()

    def markets(self) -> list[str]:
        """The markets of which there are snapshots; asked for once."""
        if self._markets is None:
            table = self.ask("markets", "Markets", "SELECT DISTINCT market FROM snapshot ORDER BY 1")
            self._markets = [str(row[0]) for row in table.rows]
        return self._markets

    def simulated(self) -> tuple[int, int]:
        """How many captures were simulated, and how many there are; counted once."""
        if self._simulated is None:
            with self.owner.connect() as connection:
                self._simulated = simulated_captures(connection)
        return self._simulated

    def derivation(self) -> str:
        """Which derivation all figures are of, in words that can be cited."""
        table = self.ask("", "", "SELECT derive_run, measures_version FROM derivation WHERE is_current")
        return f"derivation {table.rows[0][0]} (measures {table.rows[0][1]})" if table.rows else "nothing derived"

    def chain(self, record_id: str) -> Chain:
        """
        Find the provenance of a row.

        Raises:
            StoreError: there is no such row.
        """
        with self.owner.connect() as connection:
            return chain_of(connection, record_id)

    def readings(self, chain: Chain) -> list[CaptureReading]:
        """All readings of a capture, the oldest first."""
        with self.owner.connect() as connection:
            return readings_in_order(connection, chain.capture["capture_id"])

    def evidence(self, chain: Chain, place: int | None = None) -> PageEvidence:
        """
        Read the capture's page, and find the words that its fields are read from. The last few pages are remembered.

        Args:
            chain: provenance of the capture or of a row of it.
            place: the place of the only record whose fields are asked for; None for all.

        Raises:
            ArchiveError: its bytes are in none of the places.
        """
        capture = str(chain.capture["capture_id"])
        with self._lock:
            key: tuple[str, int | None] = (capture, None) if (capture, None) in self._evidence else (capture, place)
            known = self._evidence.get(key)
            if known is None:
                url = next((str(origin["url"]) for origin in chain.origins if origin.get("url")), None)
                known = evidence_of(body_of(chain, self.roots), url, _time_of(chain.capture), place)
            self._evidence[key] = known
            self._evidence.move_to_end(key)
            while len(self._evidence) > _KEPT:
                self._evidence.popitem(last=False)
            return known


def _time_of(capture: Mapping[str, Any]) -> CaptureTime | None:
    first, last = capture["captured_from"], capture["captured_to"]
    return None if first is None or last is None else CaptureTime(first, last)

"""What the pages of the application are made of: the views, the rows behind them, and the bytes of captures."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import BoundedSemaphore, Lock, Thread
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.derive.simulated import simulated_captures
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.explore.asked_apart import asked_apart
from cryptodrug_scraper.explore.bodies import body_of
from cryptodrug_scraper.explore.looking import Looking, drawn, drawn_pair, found_on, read_of
from cryptodrug_scraper.explore.questions import MOST_ROWS, Table, ask
from cryptodrug_scraper.explore.schema import SCHEMA, Relation, relations_of
from cryptodrug_scraper.store.estimate import Estimate, estimate_of
from cryptodrug_scraper.store.provenance import Chain, chain_of
from cryptodrug_scraper.store.succession import CaptureReading, readings_in_order
from cryptodrug_scraper.study.installed import study_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from cryptodrug_scraper.explore.asked_apart import Apart
    from cryptodrug_scraper.explore.evidence.found import PageEvidence
    from cryptodrug_scraper.explore.inert.marks import Mark
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["BusyError", "Sources"]

_AT_ONCE = 3
"""Questions of others that are asked at the same time; there are more threads, so that pages are always answered."""

_MOMENT = 0.5
"""Seconds in which a page waits for what it can do without."""


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
        looking: what is looked for on pages.
    """

    reader: Engine
    owner: Engine
    roots: Sequence[Path]
    looking: Looking = field(default_factory=Looking)
    _markets: list[str] | None = None
    _country: str | None = None
    _days: tuple[date, date] | None = None
    _schema: list[Relation] | None = None
    _simulated: Future[tuple[int, int]] | None = None
    _counting: Lock = field(default_factory=Lock)
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

    def country(self) -> str:
        """The country of the findings of the current derivation; that of the usual study where there are none."""
        if self._country is None:
            table = self.ask("", "", "SELECT min(country) FROM finding")
            kept = table.rows[0][0] if table.rows else None
            self._country = study_named().country if kept is None else str(kept)
        return self._country

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of all snapshots; None where there are none yet."""
        if self._days is None:
            table = self.ask("", "", "SELECT min(first_at)::date, max(last_at)::date FROM snapshot")
            first, last = table.rows[0]
            self._days = (first, last) if isinstance(first, date) and isinstance(last, date) else None
        return self._days

    def schema(self) -> list[Relation]:
        """The views and functions that can be asked, as the database describes them; asked for once."""
        if self._schema is None:
            self._schema = relations_of(self.ask("", "", SCHEMA, most=None))
        return self._schema

    def simulated(self) -> tuple[int, int] | None:
        """
        How many captures were simulated, and how many there are; counted once. None while they are being counted, which
        no page waits for longer than a moment.

        Raises:
            SQLAlchemyError: the database refused it; the next page has them counted again.
        """
        with self._counting:
            if self._simulated is None:
                self._simulated = Future()
                Thread(target=self._count_simulated, args=(self._simulated,), daemon=True).start()
            counted = self._simulated
        try:
            return counted.result(timeout=_MOMENT)
        except TimeoutError:
            return None
        except SQLAlchemyError:
            with self._counting:
                if self._simulated is counted:
                    self._simulated = None
            raise

    def _count_simulated(self, told: Future[tuple[int, int]]) -> None:
        try:
            with self.owner.connect() as connection:
                counted = simulated_captures(connection)
        except SQLAlchemyError as error:
            told.set_exception(error)
        else:
            told.set_result(counted)  # here, for the connection may also be lost as it is given back

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

    def estimate(self, chain: Chain) -> Estimate | None:
        """When a capture is thought to have been made; None where the current derivation did not look at it."""
        with self.owner.connect() as connection:
            return estimate_of(connection, chain.capture["capture_id"])

    def evidence(self, chain: Chain, place: int | None = None, first: int = 0) -> PageEvidence:
        """
        Read the capture's page, and find the words that its fields are read from.

        Args:
            chain: provenance of the capture or of a row of it.
            place: the place of the only record whose fields are asked for; None for several.
            first: the place of the first of these.

        Raises:
            ArchiveError: its bytes are in none of the places.
            ParseError: the page takes too much to be read.
            TimeoutError: it is not found yet; ask again.
        """
        key = "evidence", str(chain.capture["capture_id"]), place, first
        return self.looking.found(key, found_on, lambda: (*self._page_of(chain), place, first))

    def reading(self, chain: Chain) -> ParsedPage:
        """Read the capture's page. Errors are those of `evidence`."""
        key = "reading", str(chain.capture["capture_id"])
        return self.looking.found(key, read_of, lambda: self._page_of(chain))

    def drawn(self, chain: Chain, marks: Sequence[Mark] = ()) -> str:
        """Return the capture's page as it looked, with marks; it does nothing. Errors are those of `evidence`."""
        key = "page", str(chain.capture["capture_id"]), tuple(marks)
        return self.looking.found(key, drawn, lambda: (body_of(chain, self.roots), list(marks)))

    def drawn_pair(self, chains: Sequence[Chain], marks: Sequence[Sequence[Mark]]) -> str:
        """Return two captures' pages beside one another, as one document. Errors are those of `evidence`."""
        key = (
            "pair",
            tuple((str(chain.capture["capture_id"]), tuple(some)) for chain, some in zip(chains, marks, strict=True)),
        )
        return self.looking.found(
            key,
            drawn_pair,
            lambda: tuple((body_of(chain, self.roots), list(some)) for chain, some in zip(chains, marks, strict=True)),
        )

    def _page_of(self, chain: Chain) -> tuple[bytes, str | None, CaptureTime | None]:
        url = next((str(origin["url"]) for origin in chain.origins if origin.get("url")), None)
        return body_of(chain, self.roots), url, _time_of(chain.capture)


def _time_of(capture: Mapping[str, Any]) -> CaptureTime | None:
    first, last = capture["captured_from"], capture["captured_to"]
    return None if first is None or last is None else CaptureTime(first, last)

"""Keeps a Tor running for as long as a crawl lasts: notices its death, starts it again, meters what it carries."""

from __future__ import annotations

import logging
import time
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol, Self

from cryptodrug_scraper.errors import CryptodrugError, TorError
from cryptodrug_scraper.tor.control import Traffic
from cryptodrug_scraper.tor.events import EventCounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from cryptodrug_scraper.tor.control import Tor

__all__ = ["Starter", "Supervisor"]

_log = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
"""Shortest and longest wait before a restart, in seconds; each further one waits twice as long."""
_STEADY = 60.0
"""Seconds after which a Tor counts as stable, so that the next restart waits the shortest time again."""


class Starter(Protocol):
    """A function that provides a Tor: `start_tor` or `attach_tor` with the first argument bound."""

    def __call__(self, socks_port: int | None, stop: Event) -> Tor:
        """
        Start Tor, or attach to it.

        Args:
            socks_port: the SOCKS port that it must have; None leaves it the choice.
            stop: breaks off the start when it is set.

        Raises:
            TorError: it cannot be had.
        """


class Supervisor:
    """
    A Tor that is started again when it dies, at the same SOCKS port. A context manager with a thread of its own.

    What Tor carried between the last look and a death is not metered.

    Args:
        starter: how to have it.
        socks_port: the SOCKS port that it must have; None leaves Tor the choice, once.
        on_down: called with a reason when it is lost, in the supervisor's thread.
        on_up: called with it when it is back, in the supervisor's thread; not for the first start.
        poll: seconds between two looks at it.

    Raises:
        TorError: on entering: it cannot be had at all.
    """

    def __init__(
        self,
        starter: Starter,
        *,
        socks_port: int | None = None,
        on_down: Callable[[str], None] | None = None,
        on_up: Callable[[Tor], None] | None = None,
        poll: float = 0.5,
    ) -> None:
        self._starter, self._socks_port, self._poll = starter, socks_port, poll
        self._on_down, self._on_up = on_down, on_up
        self._stop = Event()
        self._up = Event()
        self._lock = Lock()
        self._thread = Thread(target=self._watch, name="tor supervisor", daemon=True)
        self._tor: Tor
        self._pid: int | None = None
        self._socks: tuple[str, int]
        self._since = 0.0
        self._before = self._last = Traffic(0, 0)
        self._restarts = 0
        self.events = EventCounts()
        """Counts of its circuits and of onion services, over all restarts."""

    def __enter__(self) -> Self:
        self._adopt(self._starter(self._socks_port, self._stop))
        self._before = Traffic(0, 0) - self._last  # leaves out the bytes of a Tor that ran before
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._up.clear()
        self._tor.close()  # also frees a thread that waits for an answer
        self._thread.join()
        self._tor.close()

    @property
    def socks(self) -> tuple[str, int]:
        """Host and port of the SOCKS port: the same for as long as the supervisor lives."""
        return self._socks

    @property
    def tor(self) -> Tor:
        """The Tor that runs now, or ran last."""
        return self._tor

    @property
    def is_up(self) -> bool:
        """Whether Tor runs, as far as is known."""
        return self._up.is_set()

    @property
    def restarts(self) -> int:
        """The number of times that Tor was started again."""
        return self._restarts

    def wait_up(self, seconds: float | None = None) -> bool:
        """Wait until Tor runs; return False if it does not within some seconds."""
        return self._up.wait(seconds)

    def traffic(self) -> Traffic:
        """Return the bytes that Tor carried under this supervisor, over all restarts, at the last look."""
        with self._lock:
            return self._before + self._last

    def _adopt(self, tor: Tor) -> None:
        try:
            tor.listen(self.events)
            pid, traffic = tor.pid, tor.traffic()
        except TorError:
            tor.close()
            raise
        with self._lock:
            if pid is None or pid != self._pid:  # only the connection may have been lost, not the process
                self._before += self._last
            self._last = traffic
        self._tor, self._pid, self._socks = tor, pid, tor.socks
        self._since = time.monotonic()
        self._up.set()

    def _meter(self) -> None:
        try:
            traffic = self._tor.traffic()
        except TorError:
            return  # it died just now, which the next look finds
        with self._lock:
            self._last = traffic

    def _watch(self) -> None:
        wait = _FIRST_WAIT
        while not self._stop.wait(self._poll):
            if self._tor.is_alive():
                self._meter()
                if time.monotonic() - self._since > _STEADY:
                    wait = _FIRST_WAIT
                continue
            self._lose()
            wait = self._restore(wait)

    def _lose(self) -> None:
        self._up.clear()
        self._tor.close()
        reason = "Tor is not there any more"
        _log.warning("%s: it is brought back", reason, extra={"event": "tor_lost"})
        if self._on_down is not None and not self._stop.is_set():
            self._on_down(reason)

    def _restore(self, wait: float) -> float:
        """Bring it back, however often that takes; tells how long the next death is to wait."""
        while not self._stop.wait(wait):
            wait = min(2 * wait, _LONGEST_WAIT)
            try:
                self._adopt(self._starter(self._socks[1], self._stop))
            except CryptodrugError as error:
                _log.warning(
                    "Tor cannot be brought back, the next attempt is in %.0f s: %s",
                    *(wait, error),
                    extra={"event": "tor_lost"},
                )
                continue
            self._restarts += 1
            _log.info("Tor is back", extra={"event": "tor_found"})
            if self._on_up is not None:
                self._on_up(self._tor)
            break
        return wait

"""Counts of what happens to Tor's circuits and to the onion services that are asked for."""

from __future__ import annotations

import logging
from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.tor.control import TorEvent

__all__ = ["EventCounts"]

_log = logging.getLogger(__name__)
_COUNTED = {"circuit": {"built", "failed"}, "descriptor": {"requested", "received", "failed"}}


class EventCounts:
    """
    Counts events, from any thread; pass it to `Tor.listen`.

    A circuit that was built and is closed later is the rule and not counted again.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, event: TorEvent) -> None:
        """Count an event; failures of onion services go to the log too."""
        if event.state not in _COUNTED[event.kind]:
            return
        word = f"{event.kind}_{event.state}"
        with self._lock:
            self._counts[word] += 1
            if event.state == "failed" and event.reason is not None:
                self._counts[f"{word}_{event.reason}"] += 1
        if event.state == "failed" and event.onion is not None:
            _log.info(
                "%s of %s… failed: %s",
                *(event.kind, event.onion[:8], event.reason or "no reason given"),
                extra={"event": "tor_failed"},
            )

    def counts(self) -> dict[str, int]:
        """
        How often each happened: ``circuit_built``, ``circuit_failed``, ``descriptor_requested``,
        ``descriptor_received``, ``descriptor_failed``, and each failure by Tor's reason, as
        ``descriptor_failed_not_found``.
        """
        with self._lock:
            return dict(sorted(self._counts.items()))

"""Addresses that let a browser in once."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Event, Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECONDS", "Invitation", "Invitations"]

SECONDS = 600.0
"""For how long an address lets somebody in, if nobody has used it."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """
    What lets one browser in, once.

    Attributes:
        token: the secret.
        until: when it ends, by the clock that `Invitations` goes by.
        used: set once it has let a browser in.
    """

    token: str
    until: float
    used: Event = field(default_factory=Event)


class Invitations:
    """
    Those that are given out and not yet used. May be shared by threads.

    Args:
        clock: gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: list[Invitation] = []
        self._lock = Lock()

    def give(self) -> Invitation:
        """Return a new one, which is good for `SECONDS`."""
        given = Invitation(secrets.token_urlsafe(32), self._clock() + SECONDS)
        with self._lock:
            self._open.append(given)
        return given

    def take(self, token: str) -> bool:
        """Tell whether a token lets somebody in; it never does again."""
        now = self._clock()
        with self._lock:
            self._open = [each for each in self._open if each.until > now]
            found = [each for each in self._open if compare_digest(each.token.encode(), token.encode())]
            for each in found:
                self._open.remove(each)
                each.used.set()
        return bool(found)

"""What the embedded server writes into its log: its last words, and how often its processes died."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ServerLog"]

_HEAD = re.compile(r"^.*?\] \w+: +")
_GAVE_UP = " PANIC: "
_DIED = " was terminated by signal "
_BEGUN_AGAIN = "all server processes terminated; reinitializing"


class ServerLog:
    """
    The log file from now on.

    Args:
        path: of the file, which need not be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = len(self._text())

    def restarts(self) -> int:
        """How often the server ended all its processes and began again, since one of them died."""
        return self._text()[self._before :].count(_BEGUN_AGAIN.encode())

    def cause(self) -> str:
        """What a process said as it gave up, or else that it died; of the last that did, and empty if none did."""
        lines = self._text()[self._before :].decode(errors="replace").splitlines()
        for sign in (_GAVE_UP, _DIED):
            for line in reversed(lines):
                if sign in line:
                    return re.sub(_HEAD, "", line)
        return ""

    def last_words(self) -> str:
        """The last three lines, of whatever time."""
        lines = self._text().decode(errors="replace").splitlines()
        return " / ".join(lines[-3:]) or "it said nothing"

    def _text(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError:
            return b""

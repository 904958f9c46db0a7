"""Whether a server takes connections, asked over its socket without a program being started for it."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from cryptodrug_scraper.store.server.lock_files import SOCKET

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["takes_connections"]

_PROTOCOL = 196608
"""Version 3.0, which every server speaks."""
_WANTED = b"user\0postgres\0database\0postgres\0\0"
_NOT_NOW = b"57P03"
"""The server starts up, or shuts down, or recovers (cannot_connect_now)."""
_TERMINATE = b"X\0\0\0\4"
_SECONDS = 3.0
_MOST = 4096


def takes_connections(folder: Path, port: int) -> bool:
    """
    Tell whether a server takes connections, as ``pg_isready`` does.

    Args:
        folder: where its socket lies.
        port: for which the socket is named.
    """
    try:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(_SECONDS)
            asked.connect(str(folder / f"{SOCKET}{port}"))
            asked.sendall(struct.pack("!ii", 8 + len(_WANTED), _PROTOCOL) + _WANTED)
            answer = asked.recv(_MOST)
            if answer.startswith(b"R"):
                with suppress(OSError):  # it has answered, and may have gone since
                    asked.sendall(_TERMINATE)
    except OSError:
        return False
    return bool(answer) and not (answer.startswith(b"E") and _NOT_NOW in answer)

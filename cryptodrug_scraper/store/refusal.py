"""The message of a database server that refuses something."""

from __future__ import annotations

__all__ = ["reason_of"]


def reason_of(error: Exception) -> str:
    """
    Return the server's own message, with its hint if it has one, on one line.

    What it adds beside that is left out: it quotes the rows, which may hold personal data, into a message that is
    logged. An error that never reached a server speaks for itself.
    """
    origin = getattr(error, "orig", None) or error
    said = getattr(origin, "diag", None)
    parts = [getattr(said, name, None) for name in ("message_primary", "message_hint")]
    return " ".join((". ".join(part for part in parts if part) or str(origin)).split())

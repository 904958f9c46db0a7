"""The identifier that its first digits mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

__all__ = ["named_by"]


def named_by(known: Iterable[UUID], digits: str, kind: str, listed: str) -> UUID:
    """
    Return the identifier that begins with some digits.

    Args:
        known: all identifiers.
        digits: the first of one, or all of them.
        kind: what they are of, in one word, as ``decision``.
        listed: the command that lists them, for the message.

    Raises:
        StoreError: none begins so, or several do.
    """
    found = [each for each in known if digits and str(each).startswith(digits.strip().lower())]
    if len(found) != 1:
        said = f"several {kind}s begin" if found else f"no {kind} begins"
        msg = f"{said} with {digits!r}: see {listed}"
        raise StoreError(msg)
    return found[0]

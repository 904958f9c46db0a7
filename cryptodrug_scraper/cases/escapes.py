"""Words of addresses that are percent-encoded: read as they are meant, and written again in the same way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["outside_escapes"]

_ESCAPE = r"%[0-9A-Fa-f]{2}"
_STRETCH = re.compile(rf"(?<![\w.~+%-])[\w.~+-]*(?:{_ESCAPE}[\w.~+-]*)+")
"""Words of an address with escapes between or within them."""
_LOWER = re.compile(r"%(?:[0-9][a-f]|[a-f][0-9a-f])")


def outside_escapes(text: str, change: Callable[[str], str]) -> str:
    """
    Change an address as it reads without percent signs, and encode again what was encoded.

    Args:
        text: the address.
        change: makes another text of one.
    """
    made, done = [], 0
    for stretch in _STRETCH.finditer(text):
        made += [change(text[done : stretch.start()]), _encoded(change(_decoded(stretch[0])), stretch[0])]
        done = stretch.end()
    return "".join([*made, change(text[done:])])


def _decoded(said: str) -> str:
    raw = unquote_to_bytes(said)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _encoded(text: str, like: str) -> str:
    said = quote(text, safe="+" if "+" in like else "")
    return re.sub(_ESCAPE, lambda match: match[0].lower(), said) if _LOWER.search(like) else said

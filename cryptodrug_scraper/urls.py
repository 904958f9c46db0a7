"""Addresses without their host: the same page under several mirrors has one key."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["url_key"]

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)


@lru_cache(maxsize=65536)
def url_key(url: str) -> str:
    """
    Return the path and query of an address, without scheme, host and fragment, beginning with one slash.

    Leading ``./`` and ``../`` steps, which browsers and savers add, are dropped.
    """
    key = _HOST.sub("", url.strip(), count=1).partition("#")[0]
    while key.startswith(("./", "../", "/")):
        key = key.partition("/")[2]
    return "/" + key

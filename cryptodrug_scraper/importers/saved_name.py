"""
Recover the address of a page from the name that a browser gave its file.

Where a page has no title, browsers name its file after its address, and put other signs where a file's name may have
no colon, slash or question mark: ``http _host.onion_listing_80539_.htm`` is http://host.onion/listing/80539/. An
underscore of the address itself cannot be told from one that stands for a slash, and is taken for one.
"""

from __future__ import annotations

import re

__all__ = ["address_in_name"]

_NAMED = re.compile(
    r"(?:(?P<scheme>https?)(?:[ :;+]+[_ -]*|[_-]{2,})(?P<any>(?:[a-z0-9-]+\.)+[a-z]{2,5})"
    r"|(?P<hidden>(?:[a-z0-9-]+\.)+(?:onion|i2p))(?=[_:+ ]))"
    r"(?:[:+ ](?P<port>\d{2,5})(?![^_]))?(?:_(?P<rest>.*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
"""With a scheme before it, any host; without one, only such as no title begins with."""
_ADDED = re.compile(r"(?: ?\(\d{1,3}\))?\.x?html?(?:\.[1-9]\d?)?\Z", re.IGNORECASE)
"""What a browser puts at the end, with the number of a second download."""


def address_in_name(name: str) -> str | None:
    """
    Return the address that a file's name was made of, not percent-encoded; None where it was not made of one.

    Args:
        name: the last part of the path.
    """
    match = _NAMED.match(_ADDED.sub("", name))
    if match is None:
        return None
    host = (match["any"] or match["hidden"]).lower()
    path, mark, query = (match["rest"] or "").partition("=")
    folder, _, first = path.rpartition("_") if mark else (path, "", "")
    address = "/" + folder.replace("_", "/")
    if mark:
        address += f"?{first}={query}"
    return f"{(match['scheme'] or 'http').lower()}://{host}{':' + match['port'] if match['port'] else ''}{address}"

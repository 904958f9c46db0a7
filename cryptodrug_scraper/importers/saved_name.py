"""
Recover the address of a page from the name that a browser gave its file.

Where a page has no title, browsers name its file after its address, and put other signs where a file's name may have
no colon, slash or question mark: ``http _host.onion_listing_80539_.htm`` is http://host.onion/listing/80539/. An
underscore of the address itself stands in the name as one that is put for a slash does: ``u_my_name`` may be
``u/my_name`` or ``u/my/name``. What the page itself links to decides. Where it does not tell, the address is read only
if each underscore can be but one thing: the last one, and those beside a number, are slashes, and the one before the
first parameter is a question mark.
"""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["address_in_name", "is_named_after_address"]

_NAMED = re.compile(
    r"(?:(?P<scheme>https?)(?:[ :;+]+[_ -]*|[_-]{2,})(?P<any>(?:[a-z0-9-]+\.)+[a-z]{2,5})"
    r"|(?P<hidden>(?:[a-z0-9-]+\.)+(?:onion|i2p))(?=[_:+ ]))"
    r"(?:[:+ ](?P<port>\d{2,5})(?![^_]))?(?:_(?P<rest>.*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
"""With a scheme before it, any host; without one, only such as no title begins with."""
_ADDED = re.compile(r"(?: ?\(\d{1,3}\))?\.x?html?(?:\.[1-9]\d?)?\Z", re.IGNORECASE)
"""What a browser puts at the end, with the number of a second download."""
_WRITTEN = {"_": "[_/?]", "&": "&(?:amp;)?"}
"""How what stands in a name is written in the links of a page."""


def address_in_name(name: str, body: bytes = b"") -> str | None:
    """
    Return the address that a file's name was made of, not percent-encoded; None where it was not made of one.

    Args:
        name: the last part of the path.
        body: the page, whose links tell what an underscore stands for. Where they do not, and it may stand for several
            things, there is no address either.
    """
    match = _match(name)
    if match is None:
        return None
    rest = match["rest"] or ""
    read = _linked(rest, match, body) or _only_reading(rest)
    if read is None:
        return None
    port = f":{match['port']}" if match["port"] else ""
    return f"{(match['scheme'] or 'http').lower()}://{_host(match)}{port}/{read}"


def is_named_after_address(name: str) -> bool:
    """Whether a file's name was made of an address, be it clear which one or not."""
    return _match(name) is not None


def _match(name: str) -> re.Match[str] | None:
    return _NAMED.match(_ADDED.sub("", name))


def _host(match: re.Match[str]) -> str:
    host: str = match["any"] or match["hidden"]
    return host.lower()


def _linked(rest: str, match: re.Match[str], body: bytes) -> str | None:
    """What a page links to that the name can have been made of; None unless that is one address."""
    if "_" not in rest:
        return None
    written = "".join(_WRITTEN.get(sign) or re.escape(sign) for sign in rest).encode()
    here = rb"(?:https?://" + re.escape(_host(match)).encode() + rb"(?::\d+)?)?/"
    found = re.findall(rb"[\"'=]" + here + b"(" + written + rb")(?=[\"'#\s>])", body, re.IGNORECASE)
    addresses = {address.replace(b"&amp;", b"&") for address in found}
    return addresses.pop().decode() if len(addresses) == 1 else None


def _only_reading(rest: str) -> str | None:
    """The address after the host, where each underscore can stand for one thing only."""
    path, mark, query = rest.partition("=")
    folder, _, first = path.rpartition("_") if mark else (path, "", "")
    parts = folder.removesuffix("_").split("_")
    if not all(one.isdecimal() or other.isdecimal() for one, other in pairwise(parts)):
        return None
    return folder.replace("_", "/") + (f"?{first}={query}" if mark else "")

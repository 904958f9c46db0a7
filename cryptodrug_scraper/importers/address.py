"""
Recover addresses from the paths of saved pages, as written by wget, HTTrack, browsers and the Dark Net Market Archives.

A path below a folder named after a host, or below one named after a day, ends in an address without host. Programs
write its query in their own ways: as it is, percent-encoded, or with an at sign where Windows allows no question mark.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from cryptodrug_scraper.importers.dated import is_dated, time_of_folder
from cryptodrug_scraper.importers.saved_name import address_in_name, is_named_after_address

__all__ = ["address_in_name_alone", "address_in_path", "folder_times"]

_SERVICE = re.compile(r"(?:[a-z0-9-]+\.)+(?:onion|i2p)(?:[:+]\d+)?\Z|\d+(?:\.\d+){3}[:+]\d+\Z", re.IGNORECASE)
"""A folder that is named after a host, wherever it lies; the next is one only below a folder named after a day."""
_HOST = re.compile(
    r"(?:(?:[a-z0-9-]+\.)+(?:[a-z]{2,4}|local|example|invalid)|localhost|\d+(?:\.\d+){3})(?:[:+]\d+)?\Z", re.IGNORECASE
)
_WHOLE = re.compile(r"https?(?:://|%3A%2F%2F)", re.IGNORECASE)
_AGAIN = re.compile(r"(?P<name>.*\.html?|.*[?@=%].*\d\.\d+)\.[1-9]\d?\Z", re.IGNORECASE)
"""
The name of a second download: ``page.html.1``. A number with two dots, as in ``offer=1.2.1``, belongs to the address.
"""
_INDEX = frozenset({"index.html", "index.htm"})
_ADDED = re.compile(r"\.html?\Z", re.IGNORECASE)
_AT = re.compile(r"@(?=[^@=&/]+=)")
_HTTRACK = re.compile(r"[A-Za-z][0-9a-f]{4}\.html?\Z")
"""The name that HTTrack gives a page with a query: only its comment in the page tells the address."""
_SAVED = re.compile(r"\.(?:x?html?|txt)\Z", re.IGNORECASE)
_ASKING = re.compile(r"[\w.~%+-]*[?@][^\s?@=&/]+=[^?@]*\Z")
"""A name with a query: a word, a mark, and a parameter with its value. Titles have white space, or no parameter."""
_SCRIPT = re.compile(r"[\w.~%+-]+\.(?:php\d?|phtml|aspx?|jspx?|cgi|pl|cfm)\Z", re.IGNORECASE)
"""A name that ends as the programs of servers do."""
_SAFE = "/?!$&'()*+,;=:@-._~[]%"
_PARTS_IN_NAME = re.compile(r"%2f", re.IGNORECASE)


def address_in_path(path: str, body: bytes = b"") -> str | None:
    """
    Return the address of a page in a mirror tree.

    Args:
        path: with the name of the folder that was given.
        body: the page, whose links tell what the name of a browser may leave open.

    Returns:
        The address, without host where no folder is named after one. None where the path says none: a name such as
        ``page-12.html`` directly in a folder named after a day is a name, not an address.
    """
    folder, _, name = path.rpartition("/")
    if _WHOLE.match(name) is not None:
        return _with_query(_ADDED.sub("", _once(name)))
    if is_named_after_address(name):
        said = address_in_name(name, body)
        return None if said is None else quote(said, safe=_SAFE)
    place = _place(folder)
    if place is None:
        return None
    host, rest = place
    name = _once(name)
    lower = name.lower()
    says_query = "?" in name or "%3f" in lower or "%2f" in lower or _AT.search(name) is not None
    if not (host or rest or says_query or lower == "index.html") and _SAVED.search(name) is not None:
        return None
    if not says_query and _HTTRACK.search(name) is not None:
        return None
    if lower != "index.html":
        name = _once(_ADDED.sub("", name))
    tail, query, parameters = _with_query(name).partition("?")
    if tail.lower() in _INDEX:
        tail = ""
    return f"{host or ''}{rest}/{tail.lstrip('/')}{query}{parameters}"


def address_in_name_alone(name: str) -> str | None:
    """
    Return the path and query of a page whose file lies in no mirror tree, where its name was made of them:
    ``offer.php?nr=2.html``, ``offer.php@nr=2.html`` and ``offer.php.html``, as wget and HTTrack name pages, and
    ``p%2F4711-title.html``, as those do that keep a path in one name.

    None for any other name, such as ``vendor-abc.html``.
    """
    if _PARTS_IN_NAME.search(name) is not None:
        path, query, parameters = _with_query(_ADDED.sub("", name)).partition("?")
        return f"/{_PARTS_IN_NAME.sub('/', path).strip('/')}{query}{parameters}"
    name = _once(_ADDED.sub("", _once(name)))
    asked = re.sub(r"%3f", "?", name, flags=re.IGNORECASE)
    if _ASKING.match(asked) is None and _SCRIPT.match(name) is None:
        return None
    tail, query, parameters = _with_query(name).partition("?")
    return f"/{'' if tail.lower() in _INDEX else tail}{query}{parameters}"


@lru_cache(maxsize=4096)
def folder_times(folder: str) -> tuple[str, ...]:
    """Return the folders of a path that may name a time, the nearest first. Folders of a mirrored address cannot."""
    parts = folder.split("/")
    for index, part in enumerate(parts):
        if _SERVICE.match(part) is not None:
            dated_after = parts[index + 1 : index + 2]
            return tuple(reversed(parts[: index + 2] if dated_after and is_dated(dated_after[0]) else parts[:index]))
    return tuple(reversed(parts))


@lru_cache(maxsize=4096)
def _place(folder: str) -> tuple[str | None, str] | None:
    """The host, as the beginning of an address, and the folders of the address; None: it is no mirror tree."""
    parts = folder.split("/")
    for index, part in enumerate(parts):
        if _SERVICE.match(part) is not None:
            rest = parts[index + 1 :]
            return _origin(part), _joined(rest[1:] if rest and is_dated(rest[0]) else rest)
    for index in range(len(parts) - 1, -1, -1):
        if time_of_folder(parts[index]) is not None:
            rest = parts[index + 1 :]
            if rest and _HOST.match(rest[0]) is not None:
                return _origin(rest[0]), _joined(rest[1:])
            return None, _joined(rest)
    return None


def _origin(host: str) -> str:
    return f"http://{host.lower().replace('+', ':')}"


def _joined(parts: list[str]) -> str:
    return "".join(f"/{quote(part, safe=_SAFE)}" for part in parts)


def _once(name: str) -> str:
    match = _AGAIN.match(name)
    return name if match is None else match["name"]


def _with_query(name: str) -> str:
    """The last part of an address, however its query was written in the file's name."""
    if "?" in name:
        path, _, query = name.partition("?")
        name = f"{path}?{query.replace('%2F', '/').replace('%2f', '/')}"
    elif "%3f" in name.lower() or "%2f" in name.lower():
        name = unquote(name)
    elif (match := _AT.search(name)) is not None:
        name = unquote(f"{name[: match.start()]}?{name[match.end() :]}")
    return quote(name, safe=_SAFE)

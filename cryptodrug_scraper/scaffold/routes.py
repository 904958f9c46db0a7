"""Addresses of a site as routes: what of a path and a query stays, and what names the one thing that is shown."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Address", "Routes", "path_of"]

_ANY = "{}"
_SEVERAL = 4
"""Names at one place of an address from which on they are of many things, and not of a few pages of the site."""
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*(?:\.(?:php|html?|aspx?))?\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """
    An address read by the routes of its site.

    Attributes:
        route: what stays, with ``{}`` for each part that names something.
        values: what those parts are, in order.
    """

    route: str
    values: tuple[str, ...]


def path_of(href: str, own: str | None, hosts: frozenset[str]) -> str | None:
    """
    The path and query of a link; None where it leads nowhere or to another site.

    Args:
        href: the link.
        own: path and query of the page; None where not known.
        hosts: those of the site.
    """
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme and (parts.scheme not in {"http", "https"} or (parts.hostname or "") not in hosts):
        return None
    path = parts.path
    if not path and parts.query:
        path = urlsplit(own).path if own else ""
    path = re.sub(r"^(?:\.{1,2}/)+", "/", path)
    if path and not path.startswith("/"):
        path = f"/{path}"
    return f"{path}?{parts.query}" if parts.query else path or None


class Routes:
    """
    The routes of a site, found in all its addresses.

    Args:
        paths: paths with queries, as often as they come.
        names: parts of them that are known to name something, since links say them.
    """

    def __init__(self, paths: Iterable[str], names: Iterable[str] = ()) -> None:
        self._names = frozenset(names)
        known = sorted(set(paths))
        self._children: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._values: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._homes: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
        for path in known:
            parts = urlsplit(path)
            if parts.path:
                self._homes[frozenset(key for key, _ in parse_qsl(parts.query))][parts.path] += 1
        for path in known:
            segments, query = self._parts(path)
            for at, segment in enumerate(segments):
                self._children[tuple(map(_folded, segments[:at]))].add(segment)
            for key, value in query:
                self._values["/".join(map(_folded, segments)), key].add(value)

    def read(self, path: str) -> Address:
        """Read an address of the site."""
        segments, query = self._parts(path)
        said: list[str] = []
        values: list[str] = []
        for at, segment in enumerate(segments):
            others = self._children[tuple(map(_folded, segments[:at]))]
            is_name = at > 0 and sum(_WORD.match(each) is None for each in others) * 2 >= len(others)
            is_said = at > 0 and segment in self._names and sum(each in self._names for each in others) > 1
            if (
                _WORD.match(segment) is None
                or is_said
                or (at > 0 and at == len(segments) - 1 and (is_name or len(others) >= _SEVERAL))
            ):
                said.append(_ANY)
                values.append(unquote(segment))
            else:
                said.append(segment)
        asked = []
        for key, value in sorted(query):
            others = self._values["/".join(map(_folded, segments)), key]
            if _WORD.match(value) is None or len(others) >= _SEVERAL:
                asked.append(f"{key}={_ANY}")
                values.append(value)
            else:
                asked.append(f"{key}={value}")
        return Address("/" + "/".join(said) + ("?" + "&".join(asked) if asked else ""), tuple(values))

    def _parts(self, path: str) -> tuple[list[str], list[tuple[str, str]]]:
        parts = urlsplit(path)
        query = parse_qsl(parts.query, keep_blank_values=True)
        way = parts.path
        if not way:  # a link of a page whose own address is not known
            homes = self._homes.get(frozenset(key for key, _ in query))
            way = homes.most_common(1)[0][0] if homes else "/"
        return [segment for segment in way.split("/") if segment], query


def _folded(segment: str) -> str:
    return segment if _WORD.match(segment) else _ANY

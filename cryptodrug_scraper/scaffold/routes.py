"""Addresses of a site as routes: what of a path and a query stays, and what names the one thing that is shown."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptodrug_scraper.page.addresses import unsaved
from cryptodrug_scraper.scaffold.paging import Paging, tail_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

__all__ = ["Address", "Routes", "path_of", "suffix_apart"]

_ANY = "{}"
_SEVERAL = 4
"""Names at one place of an address from which on they are of many things, and not of a few pages of the site."""
_NEARLY_ALL = 0.9
_PREFIXED = re.compile(r"([A-Za-z]+[-_:~]|(?:%40|%7[Ee]|[^\w%./]|_)+)(.+?)(\.(?:php|html?|aspx?))?\Z")
"""A word or a sign with what names a thing behind it, as ``item-4711``, ``user_some.name.html`` or ``@name``."""
_NUMBER_BEHIND = re.compile(r"([-_.])\d+\Z")
_DIGITS = "0123456789"
_FILE = re.compile(r"(?<=[^/])\.html?\Z")
"""The suffix of a file at the end of a path."""
_SESSION = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{8,}\Z")
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*(?:\.(?:php|html?|aspx?))?\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """
    An address read by the routes of its site.

    Attributes:
        route: what stays, with ``{}`` for each part that names something.
        values: what those parts are, in order.
        further: what stands behind the path of a list in that of one of its further pages; empty on its first.
    """

    route: str
    values: tuple[str, ...]
    further: str = field(default="", compare=False)


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
    return f"{path}?{parts.query}" if parts.query else unsaved(path) or None


def suffix_apart(path: str) -> tuple[str, str]:
    """The path of a route without the suffix of files, and that suffix, which a page's own address may lack."""
    match = _FILE.search(path)
    return (path, "") if match is None else (path[: match.start()], match[0])


class Routes:
    """
    The routes of a site, found in all its addresses.

    Args:
        paths: paths with queries, as often as they come.
        names: parts of them that are known to name something, since links say them.
        paging: how further pages of lists are numbered in them.
    """

    def __init__(self, paths: Iterable[str], names: Iterable[str] = (), paging: Paging | None = None) -> None:
        self._names, self._paging = frozenset(names), paging or Paging()
        known = sorted(set(paths))
        self._ways = frozenset(urlsplit(path).path for path in known)
        self._suffix = _suffix_of(self._ways)
        files = {way for way in self._ways if way.endswith(".html")}
        self._has_saved = not self._suffix and any(way.removesuffix(".html") in self._ways for way in files)
        self._values: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._things: frozenset[tuple[str, ...]] = frozenset()
        self._folds: dict[str, str] = {}
        self._same: dict[str, str] = {}
        self._homes: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
        for path in known:
            parts = urlsplit(path)
            if parts.path:
                self._homes[frozenset(key for key, _ in parse_qsl(parts.query))][parts.path] += 1
        self._sessions = _session_keys(known)
        every = [self._parts(path) for path in known]
        self._choosing = _choosing_keys(every)
        self._prefixed: dict[tuple[str, ...], frozenset[tuple[str, str | None]]] = {}
        self._find_prefixes([segments for segments, _ in every])
        self._things = _things_in({tuple(segments) for segments, _ in every})
        below: dict[tuple[str, ...], set[str]] = defaultdict(set)
        above: dict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)
        for segments, query in every:
            for at, segment in enumerate(segments):
                start = self._folded(segments[:at])
                below[start].add(segment)
                if start and _ANY in start[-1] and _WORD.match(segment) is not None:
                    above[start, segment].add(segments[at - 1])
            for key, value in query:
                self._values["/".join(self._folded(segments)), key].add(value)
        self._words = {each for each, things in above.items() if len(things) >= _SEVERAL}
        self._of_few_words = {start for start, parts in below.items() if _are_few_words(parts)}
        self._of_named = {start for start, parts in below.items() if len(self._names.intersection(parts)) > 1}
        self._tails: dict[str, set[str]] = defaultdict(set)
        self._of_names: dict[str, set[str]] = defaultdict(set)
        for read in map(self.read, known):
            if read.further:
                self._tails[read.route].add(read.further.rstrip(_DIGITS))
            elif read.values and (ends := _NUMBER_BEHIND.search(read.values[-1])) is not None:
                self._of_names[read.route].add(ends[1])

    def tail(self, route: str) -> str:
        """
        The regular expression of what stands behind the paths of lists by a route on their further pages; without a
        sign that names of lists have before a number, too, as ``-`` in ``speed-2``. Where some links lead to files that
        a program saved, and others to the same without the suffix of files, that is a part of it.
        """
        further = tail_of(self._tails.get(route, set()) - self._of_names.get(route, set()))
        return further + (r"(?:\.html)?" if self._has_saved else "")

    def read(self, path: str) -> Address:
        """Read an address of the site."""
        segments, query = self._parts(path)
        said: list[str] = []
        values: list[str] = []
        for at, segment in enumerate(segments):
            start = self._folded(segments[:at])
            if (split := self._split(start, segment)) is not None:
                said.append(f"{split[0]}{_ANY}{split[2]}")
                values.append(unquote(split[1]))
                continue
            may_be_name = at > 0 and (start, segment) not in self._words
            is_name = may_be_name and start not in self._of_few_words
            is_said = may_be_name and segment in self._names and start in self._of_named
            if (
                _WORD.match(segment) is None
                or is_said
                or (at < len(segments) - 1 and tuple(segments[: at + 1]) in self._things)
                or (at == len(segments) - 1 and is_name)
            ):
                said.append(_ANY)
                values.append(unquote(segment))
            else:
                said.append(segment)
        asked = []
        for key, value in sorted(query):
            others = self._values["/".join(self._folded(segments)), key]
            is_kind = ("/".join(segments), key) in self._choosing
            if _WORD.match(value) is None or (len(others) >= _SEVERAL and not is_kind):
                asked.append(f"{key}={_ANY}")
                values.append(value)
            else:
                asked.append(f"{key}={value}")
        route = "/" + "/".join(said) + (self._suffix if said else "") + ("?" + "&".join(asked) if asked else "")
        route = self._same.get(route, route)
        way, _, asked_for = route.partition("?")
        if way in self._folds:  # the last two parts of the path name one thing
            at = way.count(_ANY)
            above = way.split("/")[-2]
            first = at - 1 - (above == _ANY)
            values[first:at] = ["/".join([*([] if above == _ANY else [above]), *values[first:at]])]
            route = self._folds[way] + (f"?{asked_for}" if asked_for else "")
        return Address(route, tuple(values), self._paging.apart(urlsplit(path).path)[1])

    def fold(self, longer: str, route: str) -> None:
        """
        Read addresses by a route with one more part as those of a shorter one, whose last value has both parts: by
        ``/c/flowers/{}`` or ``/c/{}/{}`` as by ``/c/{}``.
        """
        self._folds[longer] = route

    def take_as(self, longer: str, route: str) -> None:
        """Read addresses by a route, as one with further words in its query, as those by another one."""
        self._same[longer] = route

    def same_as(self, route: str) -> list[str]:
        """The routes whose addresses are read as those by another one."""
        return [each for each, known in self._same.items() if known == route]

    def _folded(self, segments: Sequence[str]) -> tuple[str, ...]:
        """Parts of a path, with ``{}`` for each that names a thing."""
        found: list[str] = []
        for at, segment in enumerate(segments):
            if (split := self._split(tuple(found), segment)) is not None:
                found.append(f"{split[0]}{_ANY}{split[2]}")
            elif _WORD.match(segment) is None or tuple(segments[: at + 1]) in self._things:
                found.append(_ANY)
            else:
                found.append(segment)
        return tuple(found)

    def _find_prefixes(self, paths: Sequence[Sequence[str]]) -> None:
        """
        Find what names of things begin with: at the top of the site, words and signs; below it, signs that all names
        have which begin there.
        """
        self._prefixed[()] = _prefixes_in((segments[0] for segments in paths if segments), self._names)
        for depth in range(1, max(map(len, paths), default=0)):
            below: dict[tuple[str, ...], set[str]] = defaultdict(set)
            for segments in paths:
                if len(segments) > depth:
                    below[self._folded(segments[:depth])].add(segments[depth])
            for start, names in below.items():
                named = [name for name in names if _WORD.match(name) is None or name in self._names]
                signs = {match[1] for name in named if (match := _PREFIXED.match(name)) and _has_sign_first(name)}
                if len(signs) == 1 and all(name.startswith(tuple(signs)) for name in named):
                    self._prefixed[start] = frozenset({(signs.pop(), None)})

    def _split(self, start: tuple[str, ...], segment: str) -> tuple[str, str, str] | None:
        """
        The word or sign, the name behind it and the suffix of a part of a path; None where it has no such word or sign.
        """
        known = self._prefixed.get(start)
        match = _PREFIXED.match(segment) if known else None
        if known is None or match is None or (match[1], match[3]) not in known:
            return None
        return match[1], match[2], match[3] or ""

    def _parts(self, path: str) -> tuple[list[str], list[tuple[str, str]]]:
        parts = urlsplit(path)
        query = [
            (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in self._sessions
        ]
        way, _ = self._paging.apart(parts.path)
        if self._suffix:
            way = _FILE.sub("", way)
            way = way.removesuffix("index") if way.endswith("/index") else way
        elif way.removesuffix(".html") in self._ways:  # a saver made a file of it
            way = way.removesuffix(".html")
        if not way:  # a link of a page whose own address is not known
            homes = self._homes.get(frozenset(key for key, _ in query))
            way = homes.most_common(1)[0][0] if homes else "/"
        return [segment for segment in way.split("/") if segment], query


def _are_few_words(parts: AbstractSet[str]) -> bool:
    """Tell whether what follows one and the same start of addresses is a few words, as of pages of the site itself."""
    return len(parts) < _SEVERAL and sum(_WORD.match(each) is None for each in parts) * 2 < len(parts)


def _suffix_of(ways: AbstractSet[str]) -> str:
    """
    The suffix of most paths of a site whose pages are files, as ``.html``; empty for others. Of these, too, those that
    a saver's files are named after may lack it.
    """
    times = Counter(match[0] if (match := _FILE.search(way)) else "" for way in ways)
    suffix, count = times.most_common(1)[0] if times else ("", 0)
    return suffix if count >= _SEVERAL and count * 2 > len(ways) else ""


def _choosing_keys(addresses: Iterable[tuple[Sequence[str], Sequence[tuple[str, str]]]]) -> frozenset[tuple[str, str]]:
    """
    The parameters, each with its path, whose words choose a kind of page, as in ``?page=item&nr=4711`` and
    ``?page=user&name=x``: all addresses of the path have them, and what stands beside one word stands beside no other.
    """
    by_path: dict[str, list[dict[str, str]]] = defaultdict(list)
    for segments, parameters in addresses:
        if parameters:
            by_path["/".join(segments)].append(dict(parameters))
    found = set()
    for path, queries in by_path.items():
        for key in set.intersection(*map(set, queries)):
            beside: dict[str, set[str]] = defaultdict(set)
            for query in queries:
                beside[query[key]].update(query.keys() - {key})
            own = {frozenset(keys) for keys in beside.values() if keys}
            apart = any(one.isdisjoint(other) for one in own for other in own)
            if apart and all(map(_WORD.match, beside)):
                found.add((path, key))
    return frozenset(found)


def _has_sign_first(segment: str) -> bool:
    """Tell whether a part of a path begins with a sign, and not with a word."""
    return not segment[0].isalnum()


def _prefixes_in(segments: Iterable[str], said: AbstractSet[str]) -> frozenset[tuple[str, str | None]]:
    """
    The words and signs, each with a suffix or None, behind which first parts of paths name several things: many, or two
    that links name in words. A sign, as in ``/@name``, says by itself that a name follows.
    """
    names: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    signs: set[tuple[str, str | None]] = set()
    for segment in segments:
        if (match := _PREFIXED.match(segment)) is not None:
            names[match[1], match[3]].add(match[2])
            if _has_sign_first(segment):
                signs.add((match[1], match[3]))
    return frozenset(
        prefix
        for prefix, each in names.items()
        if prefix in signs or len(each) >= _SEVERAL or sum(unquote(name) in said for name in each) > 1
    )


def _session_keys(paths: Sequence[str]) -> frozenset[str]:
    """The parameters that name a visit: long signs without a meaning, the same whatever else an address says."""
    values: dict[str, set[str]] = defaultdict(set)
    beside: dict[str, set[object]] = defaultdict(set)
    for path in paths:
        query = parse_qsl(urlsplit(path).query)
        for key, value in query:
            values[key].add(value)
            beside[key].add((urlsplit(path).path, tuple(other for other in query if other[0] != key)))
    return frozenset(
        key
        for key, said in values.items()
        if all(map(_SESSION.match, said)) and len(beside[key]) >= _SEVERAL * len(said)
    )


def _things_in(paths: set[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """
    Addresses of several things below one and the same word: below each of them, more may be found of it.

    Where more is found below identifiers that no page has for its own address, as in ``/item/d76eys/some-title``, those
    that look like words are such, too: where others of their length are none, or where nearly all have one length.
    """
    below: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    above: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for path in paths:
        if len(path) > 1:
            below[path[:-1]].add(path)
        for at in range(1, len(path) - 1):
            above[path[:at]].add(path[at])
    found = {path for each in below.values() if len(each) >= _SEVERAL for path in each}
    for start, names in above.items():
        lengths = Counter(map(len, names))
        signs = {len(name) for name in names if _WORD.match(name) is None}
        others = sum(_WORD.match(name) is None for name in names)
        if others >= _SEVERAL and others * 2 >= len(names):
            found.update((*start, name) for name in names if len(name) in signs)
        elif len(names) >= 2 * _SEVERAL and lengths.most_common(1)[0][1] >= _NEARLY_ALL * len(names):
            found.update((*start, name) for name in names)
    return frozenset(found)

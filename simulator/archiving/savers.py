"""
How programs that save pages name their files, and what they write into the pages.

``wget`` names files after addresses, below the host's folder, with ``.html`` at the end (so ``/index`` is named as
``/`` is); what it meets again under the same address gets ``.1`` and so on. ``httrack`` gives a page with a query four
hexadecimal digits in place of the query, and writes address and second into the page. ``browser`` is "save as": the
page's title and a number, with the address in the page, all in one folder. All three know the address that they saved,
and only the second one its time.
"""

from __future__ import annotations

import hashlib
import html
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from simulator.archiving.fetching import Fetched
    from simulator.archiving.policy import Saver

__all__ = ["Saved", "saved"]

_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_FORBIDDEN = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')
_HTML = re.compile(rb"<html[^>]*>", re.IGNORECASE)
_LONGEST = 80
"""Letters of a title in a name: file systems take 255 bytes, and a letter has up to three."""


class Saved(NamedTuple):
    """A file: its path below the crawl's folder, and its bytes."""

    path: str
    body: bytes


def saved(saver: Saver, fetched: Fetched) -> Saved:
    """Return what a program writes of a page."""
    visit, exchange, _ = fetched
    parts = urlsplit(exchange.url or "")
    host, path, query = parts.netloc, parts.path.lstrip("/"), parts.query
    if saver == "wget":
        name = f"{path}index.html" if not path or path.endswith("/") else path
        name = f"{name}?{query.replace('/', '%2F')}" if query else name.removesuffix(".html")
        return Saved(f"{host}/{name}.html{_again(visit.place)}", exchange.body)
    if not path or path.endswith("/"):
        path += "index"
    if saver == "httrack":
        digits = hashlib.sha256(f"{query} {visit.place}".encode()).hexdigest()[:4]
        name = f"{path}{digits}" if query or visit.place else path
        return Saved(f"{host}/{name}.html", _mirrored(fetched, f"{host}{parts.path}{query and '?'}{query}"))
    return Saved(f"{_title(exchange.body)} ({visit.number}).html", _commented(exchange.body, exchange.url or ""))


def _again(place: int) -> str:
    return f".{place}" if place else ""


def _mirrored(fetched: Fetched, address: str) -> bytes:
    """A page with HTTrack's comment after its first tag."""
    at = format_datetime(datetime.fromtimestamp(fetched.fetched, UTC), usegmt=True)
    comment = f"\n<!-- Mirrored from {address} by HTTrack Website Copier/3.x [XR&CO'2014], {at} -->\n".encode()
    body = fetched.exchange.body
    tag = _HTML.search(body)
    place = 0 if tag is None else tag.end()
    return body[:place] + comment + body[place:]


def _commented(body: bytes, url: str) -> bytes:
    """A page with the comment of a browser before its first tag; two hyphens would end the comment."""
    address = url.replace("--", "%2D%2D")
    comment = f"<!-- saved from url=({len(address):04}){address} -->\n".encode()
    tag = _HTML.search(body)
    place = 0 if tag is None else tag.start()
    return body[:place] + comment + body[place:]


def _title(body: bytes) -> str:
    found = _TITLE.search(body)
    words = html.unescape(found[1].decode("utf-8", "replace")) if found is not None else "Untitled"
    return " ".join(_FORBIDDEN.sub("_", words).split())[:_LONGEST].strip(". ") or "Untitled"

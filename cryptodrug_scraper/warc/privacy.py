"""Remove what is never written to an archive: the values of cookies and credentials, and what would end a line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NOT_KEPT", "clean", "header_value", "kept_headers", "without_userinfo"]

NOT_KEPT = "(not kept)"
"""The text in place of a value that identifies a person's session."""

_SECRET = frozenset({"cookie", "cookie2", "set-cookie", "set-cookie2", "authorization", "proxy-authorization"})
_USERINFO = re.compile(r"([a-z][a-z0-9+.-]*://)[^/?#\s]*@", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HALF = re.compile(r"[\ud800-\udfff]")
"""Halves of characters, which no encoding has."""
_NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")


def without_userinfo(url: str) -> str:
    """Return an address without a user name and password before its host."""
    return _USERINFO.sub(r"\1", url, count=1) if "@" in url and _USERINFO.match(url) else url


def clean(text: str) -> str:
    """
    Return a text for one header line: control characters and ends of lines become spaces, halves of characters the
    sign for what cannot be read.
    """
    return text.strip() if text.isprintable() else _HALF.sub("\ufffd", _CONTROL.sub(" ", text)).strip()


def header_value(text: str) -> str:
    """Return a text for one header line, without user names and passwords in addresses."""
    text = clean(text)
    return _USERINFO.sub(r"\1", text) if "@" in text else text


def kept_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """
    Return headers as they may be written, in their order and with repeats.

    Names lose what cannot stand in a name before they are compared, so that no spelling of ``Cookie`` that a server or
    a client may use gets through.
    """
    kept = []
    for given, value in headers:
        name, secret = _name(given)
        kept.append((name, NOT_KEPT if secret else header_value(value)))
    return kept


@lru_cache(maxsize=1024)
def _name(given: str) -> tuple[str, bool]:
    """A header's name as it is written, and whether its value is left out."""
    name = _NO_TOKEN.sub("", given)
    return name, name.lower() in _SECRET

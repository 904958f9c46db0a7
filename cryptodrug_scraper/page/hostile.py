"""Make input that would stall the parser harmless, before it is parsed."""

from __future__ import annotations

import re

from cryptodrug_scraper.page.records import Issue

__all__ = ["disarm"]

_MOST_ATTRIBUTES = 2_000
"""libxml2 is quadratic in the attributes of one element: 25,000 take 0.6 s, 50,000 take 2.5 s."""
_BLOCK = 8_192
_LARGE = 262_144
_TAG = re.compile(
    rb"""<([a-zA-Z][a-zA-Z0-9]*+)(?![^>=]{0,200}>)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))*+)>?"""
)
"""A tag as HTML reads it: a quote only counts behind an equals sign."""


def disarm(body: bytes) -> tuple[bytes, list[Issue]]:
    """
    Strip the attributes from tags that have thousands of them, and report it.

    A tag with so many is longer than a block, so pages in which no block lies wholly inside a tag are passed at once.
    """
    if len(body) < _LARGE and not any(_inside_tag(body, start) for start in range(0, len(body) - _BLOCK, _BLOCK)):
        return body, []
    issues: list[Issue] = []

    def strip(match: re.Match[bytes]) -> bytes:
        inside = match[2]
        if max(inside.count(b"="), len(inside.split())) < _MOST_ATTRIBUTES:
            return match[0]
        name = match[1].decode()
        issues.append(
            Issue("too_many_attributes", "warning", f"a <{name}> has over {_MOST_ATTRIBUTES} attributes: not read")
        )
        return b"<" + match[1] + b">"

    return _TAG.sub(strip, body), issues[:1]


def _inside_tag(body: bytes, start: int) -> bool:
    """Tell whether a block has no end of a tag, and a tag was open before it."""
    return body.find(b">", start, start + _BLOCK) < 0 and body.rfind(b"<", 0, start) > body.rfind(b">", 0, start)

"""Pages as lists of tags and texts, and what can be done to the elements in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["CHANGES"]

_TOKEN = re.compile(rb"<[^<>]*>|[^<]+|<")
_NAME = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*)")
_LONGEST = 400
"""Most tags and texts of an element that is changed: a page's largest would be most of it each time."""
_MOST_COPIES = 12
_DEEPEST = 600
_REPEATED = 64 * 1024
"""Most bytes that copies of an element add."""


def drop(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Leave an element out."""
    tokens = _TOKEN.findall(page)
    start, stop = _element(tokens, chance)
    return b"".join(tokens[:start] + tokens[stop:])


def unwrap(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Leave out the tag that begins an element, or the one that ends it, or both."""
    tokens = _TOKEN.findall(page)
    start, stop = _element(tokens, chance)
    which = chance.randrange(3)
    if which and stop > start + 1:
        del tokens[stop - 1]
    if which != 1:
        del tokens[start : start + 1]
    return b"".join(tokens)


def repeat(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Have an element several times."""
    tokens = _TOKEN.findall(page)
    start, stop = _element(tokens, chance)
    element = b"".join(tokens[start:stop])
    times = min(chance.randint(1, _MOST_COPIES), 1 + _REPEATED // (len(element) + 1))
    return b"".join([*tokens[:stop], element * times, *tokens[stop:]])


def swap(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Let two elements change places."""
    tokens = _TOKEN.findall(page)
    (start, stop), (later, end) = sorted((_element(tokens, chance), _element(tokens, chance)))
    if stop > later:
        return page
    return b"".join(tokens[:start] + tokens[later:end] + tokens[stop:later] + tokens[start:stop] + tokens[end:])


def nest(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Put an element into many of its own kind, all of which begin and perhaps end."""
    tokens = _TOKEN.findall(page)
    start, stop = _element(tokens, chance)
    depth = chance.choice((1, 2, 10, 100, _DEEPEST))
    opening = tokens[start] if tokens else b"<div>"
    depth = min(depth, 1 + _REPEATED // (len(opening) + 1))
    name = _NAME.match(opening)
    closing = b"</%s>" % name[1] if name and chance.random() < 0.7 else b""
    return b"".join([*tokens[:start], opening * depth, *tokens[start:stop], closing * depth, *tokens[stop:]])


def graft(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """Put an element of another page in the place of one."""
    tokens, others = _TOKEN.findall(page), _TOKEN.findall(other)
    start, stop = _element(tokens, chance)
    first, last = _element(others, chance)
    return b"".join(tokens[:start] + others[first:last] + tokens[stop:])


def _element(tokens: list[bytes], chance: random.Random) -> tuple[int, int]:
    """Where some element begins and ends; one that never ends is its first tag alone."""
    for _ in range(8):
        start = chance.randrange(len(tokens) or 1)
        name = _NAME.match(tokens[start]) if tokens else None
        if name is not None:
            break
    else:
        return min(start, len(tokens)), min(start + 1, len(tokens))
    opens, closes = b"<" + name[1], b"</" + name[1]
    depth = 0
    for place in range(start, min(start + _LONGEST, len(tokens))):
        if tokens[place].startswith(opens):
            depth += 1
        elif tokens[place].startswith(closes):
            depth -= 1
            if depth == 0:
                return start, place + 1
    return start, start + 1


CHANGES = (drop, unwrap, repeat, swap, nest, graft)
"""Each takes a page, another one to borrow from, and a source of chance, and gives a page."""

"""What can be done to the bytes of a page: its numbers, dates, entities, attributes, encoding and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.campaigns.mutating import values

if TYPE_CHECKING:
    import random

__all__ = ["CHANGES"]

_NUMBER = re.compile(rb"\d[\d.,]*")
_DATE = re.compile(
    rb"\d{4}-\d\d-\d\d(?:[ T][\d:]{5,8})?|\d\d?[./]\d\d?[./]\d{2,4}|\d+ (?:second|minute|hour|day|week|month|year)s?"
    rb"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d\d?(?:, \d{4})?|\d\d:\d\d(?::\d\d)?"
)
_TEXT = re.compile(rb">([^<>]+)<")
_ATTRIBUTE = re.compile(rb"""\s[a-zA-Z-]+=("[^"]*"|'[^']*'|[^\s>]+)""")
_CHARSET = re.compile(rb"charset=[\"']?[\w-]+", re.IGNORECASE)
_OPENERS = (
    *(b"<!--", b"-->", b"<script>", b"</script>", b"<style>", b"<textarea>", b"<title>", b"<plaintext>", b"<![CDATA["),
    *(
        b"]]>",
        b"<",
        b">",
        b'"',
        b"'",
        b"</html>",
        b"</body>",
        b"<html>",
        b"<template>",
        b"<svg>",
        b"<math>",
        b"<table>",
    ),
    *(
        b"<select>",
        b"<iframe>",
        b"<noscript>",
        b"<base href='//x/'>",
        b"<form>",
        b"<?xml version='1.0'?>",
        b"<!DOCTYPE x>",
    ),
)


def number(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Print another number."""
    return _in_place_of(_NUMBER, page, values.number(chance), chance)


def date(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Print another date, time or age."""
    return _in_place_of(_DATE, page, values.date(chance), chance)


def text(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """Print another text: one of another page, a number or a date where none is, or the same many times."""
    found = _near(_TEXT, page, chance)
    if found is None:
        return page
    borrowed = _near(_TEXT, other, chance)
    put = chance.choice(
        (
            borrowed[1] if borrowed else b"",
            values.number(chance),
            values.date(chance),
            found[1] + b" " + values.number(chance) + b"g",
            found[1] * chance.choice((2, 50)),
            b"",
        )
    )
    return page[: found.start(1)] + put + page[found.end(1) :]


def signs(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Put control characters, broken bytes or odd entities into a text, once or many times."""
    sign = chance.choice(values.CONTROLS + values.ENTITIES) * chance.choice((1, 1, 1, 30))
    place = _place(page, chance)
    return page[:place] + sign + page[place:]


def spelling(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Write a text in entities."""
    found = _near(_TEXT, page, chance)
    if found is None:
        return page
    form = chance.choice((b"&#%d;", b"&#x%x;", b"&#%d"))
    return page[: found.start(1)] + b"".join(form % byte for byte in found[1][:200]) + page[found.end(1) :]


def attribute(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """Damage an attribute: its value, its quotes, or how often it is there."""
    found = _near(_ATTRIBUTE, page, chance)
    if found is None:
        return page
    borrowed = _near(_ATTRIBUTE, other, chance)
    whole, value = found[0], found[1]
    put = chance.choice(
        (
            b"",
            whole[:-1],
            whole * chance.choice((2, 100)),
            whole.replace(value, b'"' + values.number(chance) + b'"'),
            whole.replace(value, value.strip(b"\"'")),
            borrowed[0] if borrowed else whole,
            _NUMBER.sub(values.number(chance).replace(b"\\", b""), whole, count=1),
            whole.replace(
                b'="', b'="' + chance.choice((*values.CONTROLS, b"//", b"http://[", b"?a=%ff&&", b"javascript:"))
            ),
        )
    )
    return page[: found.start()] + put + page[found.end() :]


def opener(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Put something between that changes how what follows is read."""
    place = _place(page, chance)
    return page[:place] + chance.choice(_OPENERS) + page[place:]


def cut(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Break the page off, or lose a piece of it."""
    place = _place(page, chance)
    return page[:place] if chance.random() < 0.7 else page[:place] + page[place + chance.choice((1, 7, 512, 4096)) :]


def splice(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """Begin as one page and end as another."""
    return page[: _place(page, chance)] + other[_place(other, chance) :]


def encoding(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Be in another encoding than the page says, or say another."""
    which = chance.randrange(5)
    if which == 0:
        return page.decode("utf-8", "replace").encode(
            chance.choice(("utf-16", "utf-16-be", "utf-32", "utf-7")), "replace"
        )
    if which == 1:
        return page.decode("latin-1").encode("utf-8")
    if which == 2:
        return page.decode("utf-8", "replace").encode(chance.choice(("latin-1", "cp1251", "gb18030")), "replace")
    said = b"charset=" + values.charset(chance)
    if which == 3 and _CHARSET.search(page):
        return _CHARSET.sub(said, page, count=1)
    return b"<meta http-equiv='Content-Type' content='text/html; " + said + b"'>" + page


def flip(page: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Change some bytes."""
    changed = bytearray(page)
    for _ in range(chance.choice((1, 3, 30))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _in_place_of(what: re.Pattern[bytes], page: bytes, put: bytes, chance: random.Random) -> bytes:
    found = _near(what, page, chance)
    return page if found is None else page[: found.start()] + put + page[found.end() :]


def _near(what: re.Pattern[bytes], page: bytes, chance: random.Random) -> re.Match[bytes] | None:
    """The first that follows some place, else the first of the page."""
    return what.search(page, _place(page, chance)) or what.search(page)


def _place(page: bytes, chance: random.Random) -> int:
    return chance.randrange(len(page) + 1)


CHANGES = (number, number, date, text, text, signs, spelling, attribute, attribute, opener, cut, splice, encoding, flip)
"""Each takes a page, another one to borrow from, and a source of chance, and gives a page; some are tried oftener."""

"""Mutated pages as a WARC file, as a tool of somebody else's might have written it."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.campaigns.mutating.mutation import mutated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.campaigns.mutating.seeds import Seed

__all__ = ["write_pages"]

_BEGAN = 1_540_000_000
"""When the first page is said to have been fetched, in seconds since 1970; each has a second of its own."""
_HOST = "http://mutated.invalid"
_USUAL = 15_000
"""Bytes up to which a page is taken whenever it is drawn; one of twice the size is taken once in four times."""
_SIZE_LIMIT = 2_000_000


def write_pages(file: Path, seeds: Sequence[Seed], pages: int, seed: int, part: int) -> None:
    """
    Write pages, each a seed with changes; the same seed and part give the same file.

    Args:
        file: the file to make.
        seeds: the pages to change.
        pages: how many to write.
        seed: chooses all that is random.
        part: which file of the campaign it is.
    """
    chance = random.Random(f"{seed} {part}")
    with file.open("wb") as out:
        for number in range(pages):
            page = _drawn(seeds, chance)
            body = mutated(page.body, chance.choice(seeds).body, chance)[:_SIZE_LIMIT]
            out.write(_record(body, page.url, part * pages + number))


def _drawn(seeds: Sequence[Seed], chance: random.Random) -> Seed:
    page = chance.choice(seeds)
    while chance.random() > (_USUAL / len(page.body)) ** 2:
        page = chance.choice(seeds)
    return page


def _record(body: bytes, url: str, number: int) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    when = f"{datetime.fromtimestamp(_BEGAN + number, UTC):%Y-%m-%dT%H:%M:%SZ}"
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid.UUID(int=number)}>\r\n"
        f"WARC-Date: {when}\r\nWARC-Target-URI: {_HOST}{url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"

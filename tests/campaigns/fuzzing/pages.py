"""Target ``parsers``: pages with their addresses, read by the parsers of all markets and made into rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import FIRST_YEAR, LAST_YEAR
from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed import page_object
from tests.campaigns.fuzzing.rows import check_page
from tests.campaigns.fuzzing.target import Target
from tests.campaigns.mutating.mutation import mutated
from tests.campaigns.mutating.seeds import seeds

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["PARSERS"]

_TIMES = (
    CaptureTime.at(datetime(2019, 4, 1, 12, tzinfo=UTC)),
    CaptureTime.on(date(2018, 11, 18)),
    None,
    CaptureTime.at(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)),
    CaptureTime.on(date(LAST_YEAR, 12, 31)),
)
"""When pages are said to have been fetched, the first and the last that is read among it; their length chooses."""


def _run(data: bytes) -> None:
    url, _, body = data.partition(b"\n")
    address = url.decode("utf-8", "replace") or None
    captured = _TIMES[len(data) % 7 % len(_TIMES)]
    page = parse_page(body, PageContext(address, captured))
    to_json(page_object(page, captured))
    check_page(Capture(body, Origin("page", "page.html"), address, captured), page)


def _seeds(corpus: Path | None) -> Iterable[bytes]:
    return [seed.url.encode() + b"\n" + seed.body for seed in seeds(corpus)]


def _mutate(data: bytes, other: bytes, chance: random.Random) -> bytes:
    url, _, body = data.partition(b"\n")
    return (other if chance.randrange(8) == 0 else url).partition(b"\n")[0] + b"\n" + mutated(body, other, chance)


PARSERS = Target("parsers", _run, _seeds, _mutate, longest=200_000)

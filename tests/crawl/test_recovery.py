from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from cryptodrug_scraper.archive import ArchiveWriter, Exchange
from cryptodrug_scraper.crawl.recovery import captures_of_crawl

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.archive.writer import Stored

CRAWL, OTHER = UUID(int=1), UUID(int=2)
SMALL, LARGE = b"<p>gone</p>", b"<p>" + b"x" * 2000
BEGAN = datetime(2019, 2, 3, 4, 5, 6, 7000, tzinfo=UTC)


def test_what_a_crawl_kept_is_found_as_it_was_stored_wherever_its_bytes_lie(tmp_path: Path) -> None:
    """Small bodies are written each time, large ones once, in whichever file."""
    stored: list[tuple[str, Stored]] = []
    for number in range(3):
        with ArchiveWriter(tmp_path) as writer:
            for place, body in enumerate((SMALL, LARGE, SMALL, LARGE)):
                key = f"GET /page?number={number}&place={place}"
                second = BEGAN + timedelta(seconds=10 * number + place)
                stored.append((key, writer.exchange(exchange(key, body, second, CRAWL))))
                writer.exchange(exchange(key, body, second, OTHER))
    found = dict(captures_of_crawl(tmp_path, CRAWL))
    assert [key for key, _ in stored] == list(found)
    assert {key: each.capture for key, each in stored} == found


def test_an_archive_that_has_nothing_of_a_crawl_gives_nothing(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        writer.exchange(exchange("GET /", SMALL, BEGAN, OTHER))
    assert [] == list(captures_of_crawl(tmp_path, CRAWL))


def exchange(key: str, body: bytes, captured: datetime, crawl_id: UUID) -> Exchange:
    return Exchange(
        url=f"http://127.0.0.1:8000{key.partition(' ')[2]}",
        captured=captured,
        status=200,
        body=body,
        response_headers=(("Content-Type", "text/html"),),
        crawl_id=crawl_id,
        key=key,
    )

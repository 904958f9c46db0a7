"""One page, whatever it holds, takes bounded time and memory, and keeps no other waiting."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.explore.apart import done_apart
from cryptodrug_scraper.explore.evidence import budget, found
from cryptodrug_scraper.explore.evidence.alignment import Alignment
from cryptodrug_scraper.explore.evidence.found import MOST_RECORDS, evidence_of
from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Review
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from tests.explore.conftest import PAGES, PORT, ROOT, let_in
from tests.support.large_pages import SHAPES, many_ratings, same_ratings

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from cryptodrug_scraper.explore.sources import Sources

CAPTURED = parse_capture_time("2019-02-02T10:00:00Z")


def test_words_of_one_rating_among_thousands_are_found_where_it_stands() -> None:
    body = many_ratings(2000)
    place = 1100
    seen = evidence_of(body, None, CAPTURED, place)
    record = seen.page.records[place]
    assert isinstance(record, Review)
    assert isinstance(record.comment, str)
    (span,) = seen.fields[place, "comment"].words
    assert record.comment.encode() == seen.text[span.start : span.end]
    assert seen.is_whole
    assert {place} == {at for at, _ in seen.fields}
    assert seen.trials < 300


def test_equal_ratings_are_not_taken_for_one_another() -> None:
    body = same_ratings(2000)
    place = 1100
    seen = evidence_of(body, None, CAPTURED, place)
    (span,) = seen.fields[place, "comment"].words
    before = sum(isinstance(record, Review) for record in seen.page.records[:place])
    assert before == seen.text[: span.start].count(b'class="text ratingText"') - 1


@pytest.mark.parametrize(("count", "most"), [(150, 60), pytest.param(2000, MOST_RECORDS, marks=pytest.mark.campaign)])
def test_a_page_of_thousands_is_looked_at_in_parts(count: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_RECORDS", most)
    first = evidence_of(many_ratings(count), None, CAPTURED)
    assert range(most) == first.looked
    assert first.is_whole
    assert [] == [key for key, each in first.fields.items() if each.is_said and not each.is_found]
    last = evidence_of(many_ratings(count), None, CAPTURED, first=count - 20)
    assert range(count - 20, count + 33) == last.looked
    assert [] == [key for key, each in last.fields.items() if each.is_said and not each.is_found]


@pytest.mark.slow
def test_a_page_that_cannot_be_cut_ends_at_the_bound_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_WORK", 8_000_000)
    monkeypatch.setattr(budget, "MOST_WORK", 8_000_000)
    large = evidence_of(SHAPES["40,000 words marked up"](), None, CAPTURED)
    assert "readings of a large page" in large.ended
    assert large.trials < 10
    soon = evidence_of(many_ratings(60), None, CAPTURED, seconds=0.0)
    assert "0 seconds of processor time" == soon.ended


def test_thousands_of_records_are_paired_within_bounded_memory() -> None:
    records = [Review(vendor="v", position=number, comment=f"w{number % 50}") for number in range(9000)]
    without = [*records[:2000], *records[2007:7000], *records[7003:]]
    pairs = Alignment(records).with_those(without)
    assert 10 == pairs.count(None)
    assert all(records[mine].comment == without[its].comment for mine, its in enumerate(pairs) if its is not None)
    three = [Review(vendor="v", position=number, comment=each) for number, each in enumerate("abc")]
    assert [0, None, 1] == Alignment(three).with_those([three[0], three[2]])


@pytest.mark.slow
def test_what_takes_too_much_is_ended() -> None:
    assert os.getpid() != done_apart(os.getpid)
    with pytest.raises(ParseError, match="more time than a page may"):
        done_apart(hashlib.pbkdf2_hmac, "sha256", b"", b"", 2**31 - 1, seconds=1)
    with pytest.raises(ParseError, match="more memory than a page may"):
        done_apart(bytearray, 10**11)


def test_who_asks_twice_gets_the_same_and_nobody_waits_for_others() -> None:
    looking = Looking(0.05)

    def ask(key: Hashable, seconds: float) -> object:
        return looking.found(key, time.sleep, lambda: (seconds,))

    for _ in range(3):
        with pytest.raises(TimeoutError):
            ask("slow", 600)
    looking.patience = 60
    assert os.getpid() != looking.found("quick", os.getpid, tuple)
    assert looking.found("quick", os.getpid, tuple) == looking.found("quick", pytest.fail, tuple)


@pytest.mark.slow
def test_a_large_page_is_answered_at_once_and_another_is_shown_meanwhile(own: Sources, tmp_path: Path) -> None:
    body = many_ratings(700)
    (tmp_path / "page.html").write_bytes(body)
    capture = Capture(body, Origin("folder", "page.html"), captured=CAPTURED, time_source="sidecar")
    with own.owner.connect() as connection:
        load(connection, [batch_of([(capture, parse_page(body, PageContext(None, CAPTURED)))], "0.1+dream.aaaa")])
    own.roots = [tmp_path, PAGES]
    own.looking = Looking(0.01)
    client = let_in(own)
    large = f"{ROOT}/capture/{capture.capture_id}"
    answer = client.get(large, base_url=f"http://127.0.0.1:{PORT}")
    assert (200, "1") == (answer.status_code, answer.headers["Refresh"])
    assert "are being looked for" in answer.text
    framed = client.get(f"{large}/page?from=0", base_url=f"http://127.0.0.1:{PORT}")
    assert ("Refresh" in framed.headers, '<a href="">Look again</a>' in framed.text) == (False, True)
    own.looking.patience = 120
    sql = "SELECT capture_id FROM listing_snapshot WHERE seen_on = 'page' AND capture_id <> :own LIMIT 1"
    other = own.ask("", "", sql, own=str(capture.capture_id)).rows[0][0]
    meanwhile = client.get(f"{ROOT}/capture/{other}", base_url=f"http://127.0.0.1:{PORT}")
    assert "Refresh" not in meanwhile.headers
    own.looking.patience = 0.01
    assert "Refresh" in client.get(large, base_url=f"http://127.0.0.1:{PORT}").headers
    own.looking.patience = 600
    answer = client.get(large, base_url=f"http://127.0.0.1:{PORT}")
    assert "Refresh" not in answer.headers
    assert "this is records 0 to 499 of 733" in answer.text
    assert f'href="{large}?from=500"' in answer.text
    pair = client.get(f"{ROOT}/compare/{other}/{capture.capture_id}", base_url=f"http://127.0.0.1:{PORT}").text
    assert "The first 500 rows" in pair

"""What a response or a failure means for the page that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.onion.decoding import UndecodableError
from cryptodrug_scraper.onion.permitted import RefusedError
from cryptodrug_scraper.onion.socks import SocksError
from cryptodrug_scraper.store.models import CaptureRow, MirrorCheck
from tests.crawl.parts import NOW, Parts, crawling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

LISTING = Planned("listing", "/viewProduct?offer=81022.610020", 4)
OTHER = Planned("listing", "/viewProduct?offer=1.2", 4)


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> Iterator[Parts]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    with crawling(tmp_path, database.engine) as made:
        made.plan(LISTING)
        yield made


def counts(parts: Parts) -> dict[str, int]:
    """What became of listings, as far as there are any."""
    found = parts.journal.frontier.counts()["listing"]
    return {name: getattr(found, name) for name in found.__slots__ if getattr(found, name)}


def test_a_page_is_settled_and_what_it_links_to_is_planned(parts: Parts) -> None:
    parts.answer(parts.must_ask(), "listing/weed_from_belgium")

    assert {"planned": 1, "fetched": 1, "parsed": 1} == counts(parts)
    planned = parts.must_ask().planned
    assert ("category_list", "/?category=104") == (planned.kind, planned.url)


def test_a_listing_that_is_gone_is_an_answer(parts: Parts) -> None:
    parts.answer(parts.must_ask(), "listing_gone/hash_gone")

    assert {"planned": 1, "fetched": 1, "walled": 1} == counts(parts)


def test_a_market_that_is_closed_is_asked_again_later_and_the_page_is_not_to_blame(parts: Parts) -> None:
    for _ in range(9):
        parts.answer(parts.must_ask(), "maintenance/whole_site")
        assert parts.ask() is None
        parts.now += 600

    assert {"planned": 1, "fetched": 1} == counts(parts)
    assert 0 == parts.must_ask().planned.attempts


def test_a_page_of_another_kind_is_asked_for_ever_later_and_then_given_up(parts: Parts) -> None:
    for wait in (10, 20):
        parts.answer(parts.must_ask(), "vendor_profile/kempenkruid_march")
        parts.now += wait - 1
        assert parts.ask() is None
        parts.now += 1
    parts.answer(parts.must_ask(), "vendor_profile/kempenkruid_march")

    assert {"planned": 1, "fetched": 1, "failed": 1} == counts(parts)
    assert [("a page of kind vendor_profile in place of listing", 1)] == parts.journal.frontier.reasons()


def test_a_wall_in_place_of_one_page_is_that_page_s_fault_and_two_are_the_session_s(parts: Parts) -> None:
    parts.plan(OTHER)
    parts.gate.has_session(parts.gate.let_through(LISTING, NOW), ["session=one"])
    first, second = parts.must_ask(), parts.must_ask()

    parts.answer(first, "login/from_browser")
    assert parts.gate.pause is None
    parts.answer(second, "login/from_browser")

    assert "login" == parts.gate.pause
    attempts = [parts.journal.frontier.planned(each.key).attempts for each in (LISTING, OTHER)]
    assert [1, 0] == attempts


def test_an_outage_is_no_page_s_fault(parts: Parts) -> None:
    for number in range(9):
        parts.now += 600
        attempt = parts.must_ask()
        assert min(number, 2) == attempt.planned.attempts
        parts.settler.failed(attempt, SocksError("Tor: no circuit in time (0x06)", 6))

    assert {"planned": 1} == counts(parts)


def test_a_request_that_may_not_leave_is_refused_and_no_sign_of_an_outage(parts: Parts) -> None:
    pages = [Planned("listing", f"/viewProduct?offer={number}", 4) for number in range(3)]
    parts.plan(*pages)
    for _ in range(4):
        parts.settler.failed(parts.must_ask(), RefusedError("refused http://192.0.2.1:80"))

    assert {"planned": 4, "refused": 4} == counts(parts)
    assert not parts.gate.is_outage


def test_a_body_that_cannot_be_decoded_counts_as_a_response(parts: Parts) -> None:
    for _ in range(3):
        parts.now += 600
        attempt = parts.must_ask()
        parts.settler.undecoded(attempt, parts.keep(attempt, b"\x1f\x8bcut"), UndecodableError("it is not in gzip"))

    assert not parts.gate.is_outage
    assert {"planned": 1, "fetched": 1, "failed": 1} == counts(parts)
    assert [("UndecodableError: it is not in gzip", 1)] == parts.journal.frontier.reasons()


def test_a_page_whose_links_the_market_s_own_code_cannot_make_is_given_up_alone(parts: Parts) -> None:
    def fail(*_: object) -> list[Planned]:
        raise ZeroDivisionError

    parts.settler._more = fail
    parts.answer(parts.must_ask(), "listing/weed_from_belgium")

    assert {"planned": 1, "fetched": 1, "failed": 1} == counts(parts)
    assert [("ZeroDivisionError: ", 1)] == parts.journal.frontier.reasons()


def test_whether_a_mirror_can_be_reached_is_recorded_when_it_changes(parts: Parts, database: Database) -> None:
    ways = [None, SocksError("no descriptor", 0xF0), SocksError("Tor closed the connection"), None, None]
    parts.plan(*(Planned("listing", f"/viewProduct?offer={number}", 4) for number in range(5)))
    for error in ways:
        parts.now += 600
        attempt = parts.must_ask()
        parts.now += 1.5
        if error is None:
            parts.answer(attempt, "listing_gone/hash_gone")
        else:
            parts.settler.failed(attempt, error)
    parts.journal.close("aborted", None)

    with database.engine.connect() as connection:
        columns = (MirrorCheck.mirror, MirrorCheck.outcome, MirrorCheck.socks_code, MirrorCheck.seconds)
        rows = [tuple(row) for row in connection.execute(select(*columns).order_by(MirrorCheck.checked_at))]
    assert [
        ("127.0.0.1:8001", "reachable", None, 1.5),
        ("127.0.0.1:8001", "descriptor_not_found", 0xF0, 1.5),
        ("127.0.0.1:8001", "no_answer", None, 1.5),
        ("127.0.0.1:8001", "reachable", None, 1.5),
    ] == rows


def test_a_process_that_was_killed_before_it_settled_a_page_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    with crawling(tmp_path, database.engine) as killed:
        killed.plan(LISTING, OTHER)
        killed.journal.save()
        for page in ("listing/weed_from_belgium", "login/from_browser"):
            attempt = killed.must_ask()
            monkeypatch.setattr(killed.settler, "answered", lambda *_: None)
            killed.answer(attempt, page)
    with crawling(tmp_path, database.engine, folder=killed.journal.folder) as resumed:
        resumed.settler.recover()

        assert {"planned": 2, "fetched": 1, "parsed": 1} == counts(resumed)
        assert {OTHER.key} == {each.key for each in (LISTING, OTHER) if resumed.journal.frontier.is_open(each.key)}
    with database.engine.connect() as connection:
        assert 2 == len(connection.execute(select(CaptureRow.capture_id)).all())


def test_a_page_that_is_closed_while_others_are_answered_stops_nothing_and_is_given_up_in_the_end(parts: Parts) -> None:
    others = [Planned("listing", f"/viewProduct?offer={number}.2", 5) for number in range(6)]
    parts.plan(*others)
    for waited in (0, 10, 20):
        parts.now += waited
        closed = parts.must_ask()
        assert LISTING.key == closed.planned.key
        parts.answer(closed, "maintenance/whole_site")
        parts.answer(parts.must_ask(), "listing_gone/hash_gone")

    assert {"planned": 7, "fetched": 4, "walled": 3, "failed": 1} == counts(parts)
    assert [("maintenance", 1)] == parts.journal.frontier.reasons()


def test_two_pages_that_are_closed_one_after_the_other_are_the_market(parts: Parts) -> None:
    parts.plan(OTHER)
    parts.answer(parts.must_ask(), "maintenance/whole_site")
    parts.answer(parts.must_ask(), "maintenance/whole_site")

    assert parts.ask() is None
    parts.now += 600
    assert [0, 0] == [parts.must_ask().planned.attempts for _ in range(2)]


def test_an_outage_of_hours_is_waited_for_by_a_page_that_was_closed_alone_before(parts: Parts) -> None:
    parts.plan(*(Planned("listing", f"/viewProduct?offer={number}.2", 5) for number in range(3)))
    parts.answer(parts.must_ask(), "maintenance/whole_site")
    parts.answer(parts.must_ask(), "listing_gone/hash_gone")
    parts.now += 10
    for _ in range(9):  # the market closes
        while (attempt := parts.ask()) is not None:
            parts.answer(attempt, "maintenance/whole_site")
        parts.now += 600

    assert {"planned": 4, "fetched": 4, "walled": 1} == counts(parts)


def test_the_last_page_that_is_closed_just_after_another_answer_is_closed_alone(parts: Parts) -> None:
    parts.plan(OTHER)
    parts.answer(parts.must_ask(), "listing_gone/hash_gone")
    parts.answer(parts.must_ask(), "maintenance/whole_site")

    assert 1 == parts.journal.frontier.planned(OTHER.key).attempts
    parts.now += 10
    assert parts.ask() is not None

"""What a crawl may send, and as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.gate import Gate
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.errors import ConfigurationError
from tests.crawl.parts import MIRRORS, NOW, options_of

if TYPE_CHECKING:
    from pathlib import Path

PAGE = Planned("home", "/", 0)
FIRST, SECOND = (base.removeprefix("http://") for base in MIRRORS)
OLD, NEW = Cookies({"session": "old"}), Cookies({"session": "new"})


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    made = Sessions("dream", tmp_path)
    made.put(FIRST, OLD)
    return made


@pytest.fixture
def gate(sessions: Sessions, tmp_path: Path) -> Gate:
    return Gate("dream", options_of(tmp_path, session_wait=60.0, budget=7), sessions)


def test_a_page_is_asked_of_the_first_mirror_with_the_session_that_it_has(gate: Gate) -> None:
    attempt = gate.let_through(PAGE, NOW)

    assert (MIRRORS[0], OLD, NOW) == (attempt.base, attempt.cookies, attempt.sent_at)


def test_a_session_file_that_others_can_read_lets_no_crawl_begin(sessions: Sessions, tmp_path: Path) -> None:
    for file in (tmp_path / "dream").iterdir():
        file.chmod(0o644)

    with pytest.raises(ConfigurationError, match="others can read the session file"):
        Gate("dream", options_of(tmp_path), sessions)


def test_the_gate_closes_when_the_budget_is_spent(gate: Gate) -> None:
    for _ in range(7):
        assert gate.is_open(NOW)
        gate.let_through(PAGE, NOW)

    assert gate.closed is None
    assert not gate.is_open(NOW)
    assert "the budget of 7 requests is spent" == gate.closed


def test_failures_change_the_identity_and_then_the_mirror_with_its_session(gate: Gate, sessions: Sessions) -> None:
    sessions.put(SECOND, NEW)
    sent = []
    for second in range(4):
        sent.append(gate.let_through(PAGE, NOW + second))
        gate.failed(sent[-1], NOW + second)

    assert [0, 1, 2, 3] == [attempt.identity for attempt in sent]
    assert [*3 * [(MIRRORS[0], OLD)], (MIRRORS[1], NEW)] == [(attempt.base, attempt.cookies) for attempt in sent]


def test_while_the_way_is_down_one_request_at_a_time_tries_it(gate: Gate) -> None:
    sent = [gate.let_through(PAGE, NOW) for _ in range(3)]
    for attempt in sent:
        gate.failed(attempt, NOW)
    assert gate.is_outage
    assert not gate.is_open(NOW + 0.9)
    assert gate.is_open(NOW + 1)

    trying = gate.let_through(PAGE, NOW + 1)
    assert not gate.is_open(NOW + 100)
    gate.not_sent()
    assert gate.is_open(NOW + 100)
    gate.answered(trying)
    assert not gate.is_outage


def test_a_mirror_s_answer_is_news_once_until_it_fails(gate: Gate) -> None:
    attempt = gate.let_through(PAGE, NOW)

    assert [True, False] == [gate.answered(attempt), gate.answered(attempt)]
    gate.failed(attempt, NOW)
    assert gate.answered(attempt)


def test_a_closed_market_is_left_alone_for_a_time(gate: Gate) -> None:
    gate.hold(NOW + 600, NOW)

    assert [False, True] == [gate.is_open(NOW + 599), gate.is_open(NOW + 600)]


def test_a_lost_session_holds_everything_until_there_is_another(gate: Gate, sessions: Sessions) -> None:
    attempt = gate.let_through(PAGE, NOW)
    assert not gate.met_wall(attempt, "login", NOW)
    assert gate.met_wall(attempt, "session_lost", NOW)
    assert "session_lost" == gate.pause
    assert not gate.is_open(NOW)
    assert not gate.look_for_session(NOW + 1)

    sessions.put(FIRST, NEW)

    assert gate.look_for_session(NOW + 2)
    assert gate.is_open(NOW + 2)
    assert NEW == gate.let_through(PAGE, NOW + 2).cookies


def test_a_page_between_two_walls_shows_that_the_session_holds(gate: Gate) -> None:
    attempt = gate.let_through(PAGE, NOW)
    for _ in range(3):
        assert not gate.met_wall(attempt, "login", NOW)
        gate.has_session(attempt, [])

    assert gate.pause is None


def test_walls_that_answer_a_session_that_was_left_do_not_end_the_new_one(gate: Gate, sessions: Sessions) -> None:
    late = gate.let_through(PAGE, NOW)
    gate.met_wall(late, "login", NOW)
    gate.met_wall(late, "login", NOW)
    sessions.put(FIRST, NEW)
    gate.look_for_session(NOW + 1)

    for _ in range(5):
        assert gate.met_wall(late, "login", NOW + 2)

    assert gate.pause is None


def test_without_a_new_session_the_gate_closes_in_the_end(gate: Gate) -> None:
    attempt = gate.let_through(PAGE, NOW)
    gate.met_wall(attempt, "captcha", NOW)
    gate.met_wall(attempt, "captcha", NOW)

    gate.look_for_session(NOW + 60)
    assert gate.closed is None
    gate.look_for_session(NOW + 61)
    assert "no new session came in 60 s after captcha" == gate.closed


def test_cookies_that_a_page_sets_are_kept_for_the_next_request_and_the_next_crawl(
    gate: Gate, sessions: Sessions
) -> None:
    gate.has_session(gate.let_through(PAGE, NOW), ["seen=1; Path=/"])

    after = Cookies({"session": "old", "seen": "1"})
    assert after == gate.let_through(PAGE, NOW).cookies == sessions.get(FIRST)


def test_cookies_that_a_late_page_of_an_older_session_sets_are_not_kept(gate: Gate, sessions: Sessions) -> None:
    late = gate.let_through(PAGE, NOW)
    gate.has_session(gate.let_through(PAGE, NOW), ["session=new"])

    gate.has_session(late, ["session=older"])

    assert NEW == gate.let_through(PAGE, NOW).cookies == sessions.get(FIRST)

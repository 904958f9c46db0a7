"""When a crawl begins to wait for a person, and when it goes on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.crawl.session_wait import SessionWait
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions

if TYPE_CHECKING:
    from pathlib import Path

MIRROR = "127.0.0.1:8080"
COOKIES = Cookies({"session": "one"})


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    made = Sessions("dream", tmp_path)
    made.put(MIRROR, COOKIES)
    return made


@pytest.fixture
def wait(sessions: Sessions) -> SessionWait:
    return SessionWait("dream", sessions, [])


def test_one_wall_among_pages_is_no_lost_session(wait: SessionWait) -> None:
    for _ in range(5):
        assert not wait.met_wall("login", MIRROR, COOKIES, 0.0)
        wait.passed()

    assert wait.reason is None


def test_two_walls_in_a_row_are(wait: SessionWait) -> None:
    assert not wait.met_wall("login", MIRROR, COOKIES, 7.0)
    assert wait.met_wall("session_lost", MIRROR, COOKIES, 8.0)

    assert ("session_lost", 8.0) == (wait.reason, wait.since)


def test_without_a_session_the_first_wall_says_enough(wait: SessionWait) -> None:
    assert wait.met_wall("login", MIRROR, None, 0.0)


def test_it_goes_on_with_other_cookies_only(wait: SessionWait, sessions: Sessions) -> None:
    begun(wait)
    assert not wait.ended(MIRROR)
    sessions.put(MIRROR, Cookies({"session": "two"}))

    assert wait.ended(MIRROR)
    assert wait.reason is None


def test_or_with_the_same_ones_handed_over_again(wait: SessionWait, sessions: Sessions, tmp_path: Path) -> None:
    (file,) = (tmp_path / "dream").iterdir()
    os.utime(file, (0, 0))
    begun(wait)
    sessions.put(MIRROR, COOKIES)

    assert wait.ended(MIRROR)


def test_taking_cookies_away_does_not_end_the_wait(wait: SessionWait, sessions: Sessions) -> None:
    begun(wait)
    sessions.forget(MIRROR)

    assert not wait.ended(MIRROR)


def test_after_a_wait_it_takes_two_walls_again(wait: SessionWait, sessions: Sessions) -> None:
    begun(wait)
    sessions.put(MIRROR, Cookies({"session": "two"}))
    assert wait.ended(MIRROR)

    assert not wait.met_wall("login", MIRROR, Cookies({"session": "two"}), 0.0)


def begun(wait: SessionWait) -> None:
    """Let it begin."""
    wait.met_wall("login", MIRROR, COOKIES, 0.0)
    wait.met_wall("login", MIRROR, COOKIES, 0.0)
    assert wait.reason is not None

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.crawl.backoff import Backoff
from cryptodrug_scraper.crawl.mirrors import Mirrors, read_mirrors, short_name
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

REPLICAS = ["http://127.0.0.1:8001", "http://127.0.0.1:8002/", "http://127.0.0.1:8003"]
ONION = "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaam2dqd.onion"


def test_single_failures_hold_nothing_up() -> None:
    backoff = Backoff()
    for _ in range(10):
        backoff.failed(0.0)
        backoff.failed(0.0)
        backoff.succeeded()

    assert backoff.may_send(0.0)


def test_while_the_way_is_down_one_request_at_a_time_tries_it_ever_less_often() -> None:
    backoff = Backoff()
    waits = []
    now = 0.0
    for _ in range(12):
        backoff.sent()
        backoff.failed(now)
        began = now
        while not backoff.may_send(now):
            now += 0.5
        waits.append(now - began)

    assert [0.0, 0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0] == waits
    backoff.sent()
    assert not backoff.may_send(now + 1000)
    backoff.succeeded()
    assert backoff.may_send(now)


def test_what_was_under_way_when_the_way_went_down_makes_no_wait_longer() -> None:
    backoff = Backoff()
    for _ in range(8):
        backoff.sent()
    for _ in range(8):
        backoff.failed(0.0)

    assert not backoff.may_send(0.5)
    assert backoff.may_send(1.0)


def test_a_request_that_may_not_leave_does_not_keep_others_from_trying_the_way() -> None:
    backoff = Backoff()
    for _ in range(3):
        backoff.failed(0.0)
    backoff.sent()
    assert not backoff.may_send(1.0)
    backoff.unsent()
    assert backoff.may_send(1.0)


def test_a_market_that_is_closed_is_asked_again_later() -> None:
    backoff = Backoff()
    backoff.hold(100.0)
    backoff.hold(50.0)

    assert not backoff.may_send(99.0)
    assert backoff.may_send(100.0)


def test_the_next_mirror_has_its_turn_after_three_failures_in_a_row() -> None:
    mirrors = Mirrors(REPLICAS, replica=True)
    first = mirrors.base
    outcomes = [mirrors.failed(first) for _ in range(2)]
    mirrors.succeeded(first)
    outcomes += [mirrors.failed(first) for _ in range(3)]

    assert [False, False, False, False, True] == outcomes
    assert "http://127.0.0.1:8002" == mirrors.base
    assert not mirrors.failed(first)


def test_after_the_last_mirror_comes_the_first_and_a_lone_one_is_never_left() -> None:
    mirrors = Mirrors(REPLICAS[:2], replica=True)
    for _ in range(6):
        mirrors.failed(mirrors.base)
    alone = Mirrors(REPLICAS[:1], replica=True)

    assert REPLICAS[0] == mirrors.base
    assert not any(alone.failed(alone.base) for _ in range(9))


@pytest.mark.parametrize("base", ["http://example.com", "http://127.0.0.1:80", ONION + "/login", "ftp://x"])
def test_what_may_not_be_asked_is_no_mirror(base: str) -> None:
    with pytest.raises(ConfigurationError):
        Mirrors([base])


def test_without_mirrors_the_user_is_told_where_to_list_them() -> None:
    with pytest.raises(ConfigurationError, match=r"mirrors\.toml"):
        Mirrors([])


def test_mirrors_are_listed_by_market(tmp_path: Path) -> None:
    path = tmp_path / "mirrors.toml"
    assert [] == read_mirrors(path, "dream")
    path.write_text('dream = ["http://a.onion"]\nempire = "http://b.onion"\n')

    assert ["http://a.onion"] == read_mirrors(path, "dream")
    assert [] == read_mirrors(path, "wallstreet")
    with pytest.raises(ConfigurationError, match="must be a list"):
        read_mirrors(path, "empire")
    path.write_text("dream = [")
    with pytest.raises(ConfigurationError, match="is no TOML file"):
        read_mirrors(path, "dream")


def test_logs_never_name_a_mirror_whole() -> None:
    assert "aaaaaaaa…" == short_name(ONION)

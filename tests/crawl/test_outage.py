"""A market that gives no page: when a person is told, and when the crawl ends for it."""

from __future__ import annotations

import stat
import time
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.gate import Gate
from cryptodrug_scraper.crawl.outage import Outage
from cryptodrug_scraper.crawl.sessions import Sessions
from cryptodrug_scraper.onion.socks import SocksError
from tests.crawl.parts import NOW, crawling, options_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

    Told = Callable[[], list[str]]

PAGE = Planned("home", "/", 0)
HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
def hook(tmp_path: Path) -> Path:
    program = tmp_path / "tell"
    variables = "|".join(f"$CRYPTODRUG_{name}" for name in ("ALERT", "MARKET", "REASON", "NEXT_STEP"))
    program.write_text(f'#!/bin/sh\necho "{variables}" >> {tmp_path / "told"}\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def told(hook: Path) -> Told:
    def read() -> list[str]:
        file, end, said = hook.with_name("told"), time.monotonic() + 120, ""
        while not said.endswith("\n") and time.monotonic() < end:  # the hook writes while others run
            time.sleep(0.02)
            said = file.read_text(encoding="utf-8") if file.exists() else ""
        return said.splitlines()

    return read


def test_a_person_is_told_after_an_hour_once_with_what_to_do_and_again_after_the_next_outage(
    hook: Path, told: Told
) -> None:
    outage = Outage("dream", [str(hook)], DAY)
    outage.note("Tor: host unreachable (0x04)", NOW)
    outage.note("Tor: general failure (0x01)", NOW + HOUR - 1)
    assert outage.look(NOW + HOUR - 1) is None
    assert not hook.with_name("told").exists()

    assert outage.look(NOW + HOUR) is None
    assert outage.look(NOW + 2 * HOUR) is None

    (line,) = told()
    alert, market, reason, step = line.split("|")
    assert ("market_unreachable", "dream") == (alert, market)
    assert "no page came since 2019-02-17 12:00 UTC: Tor: general failure (0x01)" == reason
    assert "cryptodrug tor status" in step
    outage.over()
    assert outage.look(NOW + 3 * DAY) is None


def test_the_crawl_ends_after_a_day_of_it(tmp_path: Path) -> None:
    gate = Gate("dream", options_of(tmp_path), Sessions("dream", tmp_path))
    for second in range(3):
        gate.failed(gate.let_through(PAGE, NOW + second), NOW + second, "Tor: host unreachable (0x04)")

    assert not gate.look_at_outage(NOW + DAY)
    assert gate.look_at_outage(NOW + DAY + 3)
    assert "no page came in 24 h: Tor: host unreachable (0x04)" == gate.closed
    assert not gate.is_open(NOW + 2 * DAY)


def test_two_failures_are_no_outage_and_an_answer_ends_one(tmp_path: Path) -> None:
    gate = Gate("dream", options_of(tmp_path), Sessions("dream", tmp_path))
    attempt = gate.let_through(PAGE, NOW)
    gate.failed(attempt, NOW)
    gate.failed(attempt, NOW)
    assert not gate.look_at_outage(NOW + 2 * DAY)
    gate.failed(attempt, NOW)
    gate.is_back()

    assert not gate.look_at_outage(NOW + 2 * DAY)


def test_a_market_that_says_for_a_day_that_it_is_closed_ends_the_crawl_and_one_that_opens_does_not(
    tmp_path: Path, database: Database
) -> None:
    page = Planned("listing", "/viewProduct?offer=1.1", 0)
    with crawling(tmp_path, database.engine) as parts:
        parts.plan(page)
        for _ in range(20):
            parts.answer(parts.must_ask(), "maintenance/whole_site")
            parts.now += HOUR
        assert not parts.gate.look_at_outage(parts.now)
        parts.answer(parts.must_ask(), "error/error_number", 502)
        parts.now += HOUR
        parts.answer(parts.must_ask(), "maintenance/whole_site")
        parts.now += 20 * HOUR
        assert not parts.gate.look_at_outage(parts.now), "it was open in between"
        parts.now += 5 * HOUR
        assert parts.gate.look_at_outage(parts.now)
        assert "no page came in 24 h: the market says that it is closed" == parts.gate.closed


@pytest.mark.slow
def test_the_reason_is_tor_s_own_word_and_quotes_no_address(tmp_path: Path, database: Database) -> None:
    host = "a" * 56 + ".onion"
    for error, reason in (
        (SocksError("Tor's SOCKS port cannot be reached: does Tor run?"), "does Tor run?"),
        (ConnectionError(f"{host} is not there"), "the market does not answer (ConnectionError)"),
    ):
        with crawling(tmp_path / reason[:3], database.engine) as parts:
            parts.plan(*(Planned("listing", f"/viewProduct?offer={n}.1", 0) for n in range(3)))
            for attempt in [parts.must_ask() for _ in range(3)]:
                parts.settler.failed(attempt, error)
            assert parts.gate.look_at_outage(parts.now + 2 * DAY)
            assert parts.gate.closed is not None
            assert parts.gate.closed.endswith(reason)
            assert host not in parts.gate.closed

"""The commands that ask a market for pages: crawls of a replica, crawls that a schedule starts, and Tor."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import create_engine

from cryptodrug_scraper.crawl.recovery import captures_of_crawl
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.schedule.file import read_schedule
from cryptodrug_scraper.schedule.ledger import note_entries
from cryptodrug_scraper.tor.torrc import NETWORK_VARIABLE
from tests.campaigns.commands.looking import captures, database
from tests.campaigns.commands.work import Work

if TYPE_CHECKING:
    from tests.campaigns.commands.case import Case

__all__ = ["OF_MARKET", "OVER_TOR"]

_CRAWLS = "SELECT crawl_id, status FROM crawl ORDER BY started_at"
_ASKS_FOR = ("--scope", "vendors", "--rate", "20", "--at-once", "4")
_SETTINGS = ("AUTOTHROTTLE_ENABLED=False", "DOWNLOAD_TIMEOUT=20", "CRAWL_RETRY_WAIT=0.5", "CRAWL_POLL=0.5")


def _options(case: Case) -> list[str]:
    settings = [part for setting in _SETTINGS for part in ("--set", setting)]
    return ["--replica", case.stage.market.address, *settings]


def _with_session(case: Case, mirror: str | None = None) -> None:
    mirror = mirror or case.stage.market.address.removeprefix("http://")
    Sessions("dream", case.home / "sessions").put(mirror, Cookies(case.stage.market.cookies()))
    case.stage.market.order(mirrors={"0": "up"})


def _crawl(case: Case, *more: str) -> list[str]:
    return ["crawl", "dream", *_ASKS_FOR, *_options(case), *more]


def _going_on(case: Case) -> list[list[str]]:
    """The crawl is continued; where the fault came before it had begun, it is begun."""
    return [_crawl(case, "--resume"), _crawl(case)]


def _crawled(case: Case) -> dict[str, Any]:
    """
    The pages that the archive has of the crawls, and how often; that the database has the rows that a replay of the
    archive has; and what it says of the crawls.
    """
    assert case.database is not None
    postgres, archive = case.stage.postgres, case.home / "archive"
    crawls = [tuple(row) for row in postgres.rows(case.database, _CRAWLS)]
    pages = Counter(key for crawl, _ in crawls for key, _ in captures_of_crawl(archive, UUID(str(crawl))))
    found = captures(archive)
    kept = len(found.pop("captures"))
    live = database(case)
    replayed = f"{case.database}_replayed"
    postgres.make(replayed)
    try:
        environment = case.stage.environment(case.home, replayed)
        process = case.start(["replay", str(archive), "--workers", "1"], log="replayed", **environment)
        code, sums = process.wait(120), postgres.sums(replayed)
    finally:
        postgres.drop(replayed)
    return found | {
        "pages": sorted(pages.items()),
        "in_no_crawl": kept - pages.total(),
        "halved": live["halved"],
        "replay": code,
        "not_as_replayed": [table for table, sum_ in live["sums"].items() if sum_ != sums[table]],
        "crawls": [status for _, status in crawls],
    }


def _broken_off(case: Case) -> None:
    """A crawl that was killed half-way."""
    _with_session(case)
    before = case.stage.market.request_count()
    process = case.start(_crawl(case), log="prepared")
    while process.poll() is None and case.stage.market.request_count() < before + 8:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _scheduled(case: Case) -> None:
    """A schedule by which a crawl was due a while ago."""
    _with_session(case)
    words = ", ".join(f'"{word}"' for word in _options(case))
    entry = 'name = "daily"\nmarket = "dream"\ncron = "0 * * * *"\nscope = "vendors"\nrate = 20.0\nat_once = 4'
    file = case.home / "schedule.toml"
    file.write_text(f"grace_hours = 48\narguments = [{words}]\n\n[[entry]]\n{entry}\n", encoding="utf-8")
    assert case.database is not None
    address = case.stage.postgres.address(case.database).replace("postgresql:", "postgresql+psycopg2:", 1)
    engine = create_engine(address)
    with engine.begin() as connection:
        note_entries(connection, read_schedule(file).entries, datetime.now(UTC) - timedelta(hours=2))
    engine.dispose()


def _has_run(case: Case) -> bool:
    """Tell whether the scheduler is up, and the crawl that was due is complete."""
    if " entries of " not in case.said()[1]:
        return False
    assert case.database is not None
    query = "SELECT count(*) FROM schedule_run WHERE outcome = 'complete'"
    return bool(case.stage.postgres.rows(case.database, query)[0][0] > 0)


def _tor_network(case: Case) -> None:
    case.more[NETWORK_VARIABLE] = str(case.stage.tor.network_file)


def _is_up(case: Case) -> bool:
    """Tell whether Tor has joined its network, as the command itself would say."""
    process = case.start(["tor", "status", "--json"], log="asked")
    return process.wait(60) == os.EX_OK


def _with_tor(case: Case) -> None:
    _tor_network(case)
    case.help("tor", "start")
    end = time.monotonic() + 60
    while not _is_up(case):
        assert time.monotonic() < end, case.said("helper")
        time.sleep(0.2)


def _onion_session(case: Case) -> None:
    _tor_network(case)
    _with_session(case, case.stage.onion)


def _over_tor(case: Case, *more: str) -> list[str]:
    settings = [part for setting in _SETTINGS for part in ("--set", setting)]
    return ["crawl", "dream", *_ASKS_FOR, "--mirror", f"http://{case.stage.onion}", *settings, *more]


OF_MARKET = (
    Work(
        "crawl",
        _crawl,
        _crawled,
        prepare=_with_session,
        template=lambda _: "empty",
        writes=True,
        again=_going_on,
        asks="replica",
    ),
    Work(
        "crawl --resume",
        lambda case: _crawl(case, "--resume"),
        _crawled,
        prepare=_broken_off,
        template=lambda _: "empty",
        writes=True,
        again=_going_on,
        asks="replica",
    ),
    Work(
        "schedule run",
        lambda case: ["schedule", "run", "--file", str(case.home / "schedule.toml")],
        _crawled,
        prepare=_scheduled,
        template=lambda _: "empty",
        writes=True,
        service=_has_run,
        asks="replica",
    ),
    Work(
        "schedule status",
        lambda case: ["schedule", "status", "--file", str(case.home / "schedule.toml")],
        lambda _: None,
        prepare=_scheduled,
        template=lambda _: "empty",
    ),
)

OVER_TOR = (
    Work(
        "crawl (Tor)",
        _over_tor,
        _crawled,
        prepare=_onion_session,
        template=lambda _: "empty",
        writes=True,
        again=lambda case: [_over_tor(case, "--resume"), _over_tor(case)],
        asks="tor",
    ),
    Work(
        "tor start",
        lambda _: ["tor", "start"],
        lambda _: None,
        prepare=_tor_network,
        service=_is_up,
        writes=True,
        asks="tor",
    ),
    Work(
        "tor probe",
        lambda case: ["tor", "probe", case.stage.onion, "--seconds", "30"],
        lambda _: None,
        prepare=_with_tor,
        asks="tor",
    ),
    Work("tor status", lambda _: ["tor", "status"], lambda _: None, prepare=_with_tor, asks="tor"),
    Work(
        "tor new-identity", lambda _: ["tor", "new-identity", "--wait"], lambda _: None, prepare=_with_tor, asks="tor"
    ),
)

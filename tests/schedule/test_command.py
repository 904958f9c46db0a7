"""What the scheduler asks of ``cryptodrug crawl``, held against that command itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from cryptodrug_scraper.cli import crawl as module
from cryptodrug_scraper.crawl.ledger import CrawlState
from cryptodrug_scraper.schedule.child import Ended
from cryptodrug_scraper.schedule.command import crawl_arguments, outcome_of

if TYPE_CHECKING:
    from typing import Any

    from tests.schedule.conftest import MakeSchedule

DUE = datetime(2018, 11, 19, 4, tzinfo=UTC)
ENTRY = """
name = "one"
market = "dream"
cron = "0 4 * * 1"
scope = "vendors"
budget = 100
rate = 0.5
at_once = 1
revisit = true
"""


@pytest.mark.parametrize("resume", [False, True])
def test_the_command_takes_the_arguments_that_an_entry_makes(make_schedule: MakeSchedule, resume: bool) -> None:
    (entry,) = make_schedule(ENTRY).entries

    folder = Path("folder") if resume else None

    said = module.crawl.make_context("crawl", crawl_arguments(entry, DUE, resume=folder)).params

    assert ("dream", True, resume, 100, 0.5, 1, True) == (
        *(said["market"], said["as_json"], said["resume"], said["budget"], said["rate"], said["at_once"]),
        said["revisit"],
    )
    assert (("CRAWL_FOLDER=folder",) if resume else ()) == said["settings"]
    assert (("all", None) if resume else ("vendors", "one 2018-11-19")) == (said["scope"], said["label"])


@pytest.mark.parametrize(("status", "reason"), [("complete", None), ("partial", "2 pages were given up")])
def test_the_report_of_the_command_is_understood(
    capfdbinary: pytest.CaptureFixture[bytes], status: Any, reason: str | None
) -> None:
    state = CrawlState(uuid4(), "dream", None, DUE, "index", status=status, reason=reason)
    options = SimpleNamespace(archive=Path("archive"))
    journal = SimpleNamespace(ended=state, counts={}, folder=Path("folder"), lacks=None)
    run: Any = SimpleNamespace(journal=journal, options=options)
    module._print(run, as_json=True)

    report = capfdbinary.readouterr().out.decode()
    assert (status, reason, state.crawl_id) == outcome_of(Ended(0, report, "INFO: the end", None))


def test_a_crawl_that_was_killed_is_aborted_by_the_signal() -> None:
    assert ("aborted", "signal 9: it said nothing", None) == outcome_of(Ended(-9, "", "", None))


def test_what_a_crawl_said_last_is_understood_from_a_log_in_json() -> None:
    line = '{"time": "2018-11-19T04:00:00.000Z", "level": "ERROR", "message": "cryptodrug: no mirror is known"}'

    assert ("aborted", "exit code 2: cryptodrug: no mirror is known", None) == outcome_of(Ended(2, "", line, None))
    assert ("aborted", 'exit code 2: {"time": ', None) == outcome_of(Ended(2, "", '{"time": ', None))

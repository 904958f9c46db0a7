"""The log of a scheduler and of its real crawls as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.logs import FIELDS
from tests.support.answers import Answering, crawl_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeSchedule, Until


@pytest.mark.slow
def test_every_line_of_a_scheduler_and_its_crawls_is_json_and_says_of_which_crawl_it_is(
    tmp_path: Path,
    database: Database,
    make_schedule: MakeSchedule,
    crawls: FakeCrawls,
    runs: Callable[[], list[Run]],
    until: Until,
    just_now: str,
) -> None:
    del crawls  # it brings the home
    with Answering({}) as market:
        words = crawl_command(market, tmp_path / "archive")
        further = [word for word in words[words.index("--replica") :] if word not in {"--rate", "40"}]
        make_schedule(
            f'name = "of-now"\nmarket = "dream"\ncron = "{just_now}"\nscope = "index"\nrate = 40',
            head=f"grace_hours = 6\narguments = {further}",
        )
        with database.engine.begin() as connection:
            seen = {"seen": datetime.now(UTC) - timedelta(hours=1)}
            connection.execute(text("INSERT INTO schedule_entry VALUES ('of-now', 'dream', :seen)"), seen)
        command = [sys.executable, "-m", "cryptodrug_scraper", "schedule", "run", "--machine", "lab-1", "--log", "json"]
        log = tmp_path / "log.jsonl"
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen([*command, "--file", str(tmp_path / "schedule.toml")], stderr=file)
        try:
            until(lambda: len(runs()) == 1)
            until(lambda: list((tmp_path / "archive").rglob("*.warc*")))
            until(lambda: [run.outcome for run in runs()] == ["complete"])
        finally:
            process.terminate()
            assert 0 == process.wait(120), log.read_text(encoding="utf-8")

    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {FIELDS} == {tuple(line) for line in lines}
    assert {"lab-1"} == {line["machine"] for line in lines}
    crawl_id = str(runs()[0].crawl_id)
    crawl = [line for line in lines if line["event"].startswith("crawl_")]
    assert [("crawl_complete", "of-now", "dream", crawl_id)] == [
        (line["event"], line["entry"], line["market"], line["crawl"]) for line in crawl if line["market"] == "dream"
    ]
    assert "scrapy" in {line["event"] for line in lines if line["crawl"] == crawl_id}
    events = [line["event"] for line in lines if line["entry"] is None]
    assert {"scheduler_starts", "scheduler_stops"} <= set(events)
    assert {"run_started", "run_complete"} <= {line["event"] for line in lines if line["entry"] == "of-now"}

"""The short form of quarter.py: two machines, two markets, a week in which one reboots and one loses its session."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.quartering.played import played
from tests.campaigns.quartering.tables import tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.campaign
def test_a_week_with_a_reboot_and_a_lost_session_loses_no_page_and_tells_what_a_person_has_to_do(
    tmp_path: Path,
) -> None:
    log: list[str] = []
    week = played(tmp_path, "short", 1, with_tor=False, speed=20, seconds=1500, tell=log.append)
    assert [] == week.wrong, log
    rebooted, waited = week.crawls

    assert ("dream-weekly", "wallstreet-weekly") == (rebooted.entry, waited.entry)
    assert (0, 0) == (rebooted.lost, waited.lost)
    assert 100 < rebooted.reach <= rebooted.pages
    assert rebooted.twice <= 4, "as many as were under way"
    # the row of the crawl that was due; that it was taken up and completed has a row of its own
    assert (2, "aborted", 0) == (rebooted.sittings, rebooted.outcome, rebooted.unkept), rebooted
    assert (1, "complete", 0) == (waited.sittings, waited.outcome, waited.twice), waited
    assert waited.ended is not None
    assert waited.ended - waited.due > timedelta(days=1)
    (alert,) = week.told["the session is lost for a day"]
    (act,) = week.acts
    assert ("session_lost", "wallstreet", "wallstreet-weekly") == (alert.kind, alert.market, alert.entry)
    assert alert.step.endswith("cryptodrug session put wallstreet")
    assert timedelta() < act.at - alert.at - timedelta(days=1) < timedelta(hours=1)
    assert "| dream | lab-1 | aborted |" in tables(week)

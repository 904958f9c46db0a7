"""Which crawls that failed are begun or resumed again, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cryptodrug_scraper.crawl.folder import unfinished
from cryptodrug_scraper.schedule.command import crawl_id_of

if TYPE_CHECKING:
    from datetime import datetime

    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.schedule.plan import Plan

__all__ = ["failed_again", "is_to_be_tried_again", "is_unfinished"]

_AGAIN = timedelta(hours=1)
"""After how long a crawl that failed is tried again: what made it fail seldom passes in less."""


def is_to_be_tried_again(plan: Plan, last: Run | None, grace: timedelta, now: datetime) -> bool:
    """
    Tell whether a crawl that failed is to be begun or resumed again now.

    Args:
        plan: of its entry.
        last: the entry's last run on this machine; None for none.
        grace: how late a crawl that is due may begin; it counts from the time that was due last, not from a failure.
        now: the present.
    """
    if last is None or last.outcome != "aborted" or last.ended_at is None or now - last.ended_at < _AGAIN:
        return False
    return plan.last_due(now - grace, now) is not None


def failed_again(run: Run, before: Run | None, grace: timedelta) -> bool:
    """Tell whether a run failed as the entry's run before it did within the grace, so that a person knows already."""
    if before is None or run.outcome != "aborted" or before.outcome != "aborted":
        return False
    return run.due_at - before.due_at <= grace


def is_unfinished(last: Run | None) -> bool:
    """Tell whether the last run of an entry left a crawl to take up: it was broken off, or is not loaded as a whole."""
    if last is None:
        return False
    folders = unfinished(last.market)
    if last.outcome == "aborted":  # its crawl is not always known
        return bool(folders)
    return last.crawl_id is not None and last.crawl_id in map(crawl_id_of, folders)

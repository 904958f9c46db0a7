"""What a quarter came to: by the markets' own accounts of what was asked, by archives and alerts, not by crawls."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import text

from cryptodrug_scraper.crawl.folder import open_frontier
from cryptodrug_scraper.crawl.recovery import captures_of_crawl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.campaigns.quartering.person import Alert
    from tests.campaigns.quartering.world import Due, Fault, World

__all__ = ["Crawled", "alerts_by_fault", "crawled", "unexplained"]

_RUNS = text(
    "SELECT entry, due_at, started_at, ended_at, outcome, machine, detail FROM schedule_run "
    "WHERE entry = :entry AND due_at >= :begin AND due_at < :end"
)
_LATE = timedelta(days=21)
"""How long after a fault was over an alert may still be of it."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """
    What became of one crawl that was due.

    Attributes:
        entry, due: which.
        outcome, machine, detail: as the schedule has them; ``none`` where it has no row.
        began, ended: first and last sight of a process of it; None where there was none.
        sittings: how many there were.
        reach: pages that could be reached all the while.
        answers: requests that the market answered.
        pages: of them, with a page.
        twice: of them, with a page that it had given before.
        lost: pages in reach that it was never asked for, or gave none.
        unkept: pages that it was given and no archive has.
        faults: names of what went wrong meanwhile.
    """

    entry: str
    due: datetime
    outcome: str
    machine: str
    detail: str
    began: datetime | None
    ended: datetime | None
    sittings: int
    reach: int
    answers: int
    pages: int
    twice: int
    lost: int
    unkept: int
    faults: tuple[str, ...]


def crawled(world: World, weeks: int, faults: Sequence[Fault]) -> list[Crawled]:
    """What became of each crawl that was due: what happened from its time until the next one's counts to it."""
    kept = {market: list(_kept(world, market)) for market in world.sites}
    found = []
    for due in world.dues:
        site = world.sites[due.market]
        answers = site.answers()
        for week in range(weeks):
            low, high = world.due_of(due, week), world.due_of(due, week + 1)
            mine = [answered for answered in answers if low <= answered.at < high]
            given = Counter(answered.key for answered in mine if answered.is_page)
            truths = [keys for since, keys in site.truth if since < high]
            first = [keys for since, keys in site.truth if since <= low][-1]
            reach = first & truths[-1] if len(truths) > 1 and site.truth[-1][0] > low else first
            sittings = [
                each for each in world.sittings.values() if each.market == due.market and low <= each.began < high
            ]
            row = _run(world, due, low, high)
            archived = {key for at, key in kept[due.market] if low <= at < high}
            struck = (
                f for f in faults if f.began and f.market == due.market and f.began < high and (f.ended or high) > low
            )
            found.append(
                Crawled(
                    entry=due.entry,
                    due=low,
                    outcome=row.get("outcome", "none"),
                    machine=row.get("machine") or "",
                    detail=row.get("detail") or "",
                    began=min((each.began for each in sittings), default=None),
                    ended=max((each.ended for each in sittings), default=None),
                    sittings=len(sittings),
                    reach=len(reach),
                    answers=len(mine),
                    pages=given.total(),
                    twice=given.total() - len(given),
                    lost=len(reach - given.keys()),
                    unkept=len(given.keys() - archived),
                    faults=tuple(fault.name for fault in struck),
                )
            )
    return sorted(found, key=lambda each: (each.due, each.entry))


def unexplained(world: World) -> int:
    """How many requests came while no crawl of the market was seen: there must be none."""
    grain = timedelta(minutes=2)
    count = 0
    for site in world.sites.values():
        spans = [(s.began - grain, s.ended + grain) for s in world.sittings.values() if s.market == site.name]
        count += sum(not any(low <= each.at <= high for low, high in spans) for each in site.answers())
    return count


def alerts_by_fault(alerts: Sequence[Alert], faults: Sequence[Fault]) -> tuple[dict[str, list[Alert]], list[Alert]]:
    """Alerts by the fault that they tell, and those that tell none."""
    told: dict[str, list[Alert]] = {fault.name: [] for fault in faults}
    wrong = []
    for alert in alerts:
        of = [fault for fault in faults if _tells(alert, fault)]
        if of:
            told[of[-1].name].append(alert)
        else:
            wrong.append(alert)
    return told, wrong


def _tells(alert: Alert, fault: Fault) -> bool:
    if fault.began is None or alert.kind not in fault.kinds or alert.at < fault.began - timedelta(minutes=2):
        return False
    if fault.ended is not None and alert.at > fault.ended + _LATE:
        return False
    return alert.market in fault.where or (not alert.market and alert.machine in fault.where)


def _run(world: World, due: Due, low: datetime, high: datetime) -> dict[str, Any]:
    with world.engine.connect() as connection:
        row = connection.execute(_RUNS, {"entry": due.entry, "begin": low, "end": high}).mappings().first()
    return dict(row) if row is not None else {}


def _kept(world: World, market: str) -> Iterator[tuple[datetime, str]]:
    """Instants and keys of all captures of a market, on all machines."""
    for machine in world.machines.values():
        for folder in sorted(machine.folders(market)):
            crawl = _crawl_id(folder)
            if crawl is not None:
                for key, capture in captures_of_crawl(machine.archive, crawl):
                    if capture.captured is not None:
                        yield capture.captured.earliest, key


def _crawl_id(folder: Path) -> UUID | None:
    frontier = open_frontier(folder)
    try:
        said = frontier.facts().get("crawl_id")
    finally:
        with suppress(Exception):
            frontier.close()
    return None if said is None else UUID(said)

"""Markets, machines and a person through weeks, with faults at planned moments."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from sqlalchemy import create_engine, text

from cryptodrug_scraper.schedule.cron import Cron
from tests.campaigns.quartering.machines import Sitting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from tests.campaigns.quartering.clock import FastClock
    from tests.campaigns.quartering.machines import Machine
    from tests.campaigns.quartering.person import HookLog, Person
    from tests.campaigns.quartering.sites import Site

__all__ = ["Due", "Fault", "World"]

_STEP = 0.25
_BREATH, _LONG_BREATH = 36.0, 78.0
"""
Seconds of the fast clock after a leap in which all that waits for half a minute notices it; longer while a machine is
off, since the others look for it each minute.
"""
_BEGINS = 8.0
"""Seconds that a crawl is given to begin before time is put forward under it."""
_BEFORE = timedelta(minutes=5)
_TELLING = timedelta(minutes=5)
"""That a scheduler has, after the end of a crawl, to find out what a person has to be told."""
_PATIENCE = timedelta(minutes=45)
"""How long after its time a crawl that is due is waited for, before time is put forward all the same."""
_LEAST, _MOST = timedelta(minutes=10), timedelta(hours=4)
"""Steps by which time is put forward while a crawl waits."""
_GRACE = timedelta(hours=12)
_FAILED = text(
    "SELECT EXISTS (SELECT FROM (SELECT DISTINCT ON (entry) * FROM schedule_run ORDER BY entry, due_at DESC) last "
    "WHERE outcome = 'aborted' AND ended_at >= :since)"
)
"""Whether the last run of an entry failed since an instant."""
_TOUCH = text(
    "UPDATE schedule_machine SET last_seen_at = last_seen_at + make_interval(secs => :leap) "
    "WHERE machine = ANY(:living)"
)
"""Signs of life that living machines would have given in the time that is left out."""


@dataclass(frozen=True, slots=True)
class Due:
    """An entry of the schedule: its market, its machine if it names one, and its times."""

    entry: str
    market: str
    machine: str | None
    cron: str


@dataclass
class Fault:
    """
    Something that goes wrong.

    Attributes:
        name: in words.
        market: whose crawl it strikes.
        week: number of the week, from 0.
        share: of the pages of that week's crawl, after which it strikes; None: an hour before the crawl is due.
        strike: does it. `World.disturbed`, `World.person` are its to use.
        kinds: alerts that tell it.
        needs_person: whether it is over only when somebody has done something, so that it has to be told.
        began, ended: when it struck, and was over.
        where: names of markets and machines by which alerts are known to be of it.
    """

    name: str
    market: str
    week: int
    share: float | None
    strike: Callable[[World, Fault], None]
    kinds: frozenset[str] = frozenset()
    needs_person: bool = False
    began: datetime | None = None
    ended: datetime | None = None
    where: set[str] = field(default_factory=set)


class World:
    """
    All of it.

    Args:
        clock: the time.
        begin: its first instant, a Monday.
        url: of the database.
        sites: markets by name.
        machines: by name.
        dues: entries of the schedule.
        hook: what alerts go to.
        person: who reads them.
    """

    def __init__(
        self,
        clock: FastClock,
        begin: datetime,
        url: str,
        sites: dict[str, Site],
        machines: dict[str, Machine],
        dues: Sequence[Due],
        hook: HookLog,
        person: Person,
    ) -> None:
        self.clock, self.begin, self.sites, self.machines = clock, begin, sites, machines
        self.dues, self.hook, self.person = dues, hook, person
        self.engine = create_engine(url.replace("postgresql:", "postgresql+psycopg2:", 1))
        self.sittings: dict[tuple[str, int], Sitting] = {}
        self.disturbed: set[str] = set()
        """Markets whose crawls wait for something."""
        self.events: list[tuple[datetime, Callable[[], None]]] = []
        """What is to happen by itself."""
        self.log: list[tuple[datetime, str]] = []
        self._week = -1
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for machine in self.machines.values():
            machine.stop()
        for site in self.sites.values():
            site.stop()
        self.engine.dispose()
        self._stack.close()

    def keep(self, stack: ExitStack) -> None:
        """Close something at the end."""
        self._stack.push(stack)

    def note(self, what: str) -> None:
        """Write to the log."""
        self.log.append((self.clock.now(), what))

    def later(self, after: timedelta, what: Callable[[], None]) -> None:
        """Have something happen after a time."""
        self.events.append((self.clock.now() + after, what))

    def crawler_of(self, market: str) -> Machine | None:
        """The machine on which a crawl of a market runs."""
        for machine in self.machines.values():
            if any(found == market for _, found, _ in machine.crawls()):
                return machine
        return None

    def play(self, weeks: int, faults: Sequence[Fault], tell: Callable[[str], None], seconds: float) -> int:
        """
        Let so many weeks pass, and return how many did.

        Args:
            weeks: how many.
            seconds: after which they end where they are.
            faults: what is to go wrong.
            tell: hears of each new line of the log.
        """
        waiting = list(faults)
        end = self.begin + timedelta(days=7 * weeks)
        told = 0
        until = time.monotonic() + seconds
        while (now := self.clock.now()) < end:
            if time.monotonic() > until:
                break
            self._turn(now)
            self._watch(now)
            for fault in [fault for fault in waiting if self._strikes(fault, now)]:
                waiting.remove(fault)
                fault.began = now
                fault.where.add(fault.market)
                self.note(f"{fault.name}: it begins")
                fault.strike(self, fault)
            for event in [event for event in self.events if event[0] <= now]:
                self.events.remove(event)
                event[1]()
            self.person.go_on(self.hook.alerts(), now)
            for at, what in self.log[told:]:
                tell(f"{at:%Y-%m-%d %H:%M} {what}")
            told = len(self.log)
            leap = self._leap(now, end, waiting)
            if leap > timedelta():
                self._put_forward(leap)
                self._rest()
            else:
                time.sleep(_STEP)
        self.note("the end")
        return (self.clock.now() - self.begin) // timedelta(days=7)

    def _rest(self) -> None:
        all_up = all(machine.is_up for machine in self.machines.values())
        is_quiet = all_up and not self._is_tried_again(self.clock.now())
        time.sleep((_BREATH if is_quiet else _LONG_BREATH) / self.clock.speed)

    def due_of(self, due: Due, week: int) -> datetime:
        """When an entry is due in a week."""
        return Cron(due.cron).first(self.begin + timedelta(days=7 * week))

    def _turn(self, now: datetime) -> None:
        """At the beginning of a week the markets show what they are on that day."""
        week = (now - self.begin) // timedelta(days=7)
        if week > self._week:
            self._week = week
            for site in self.sites.values():
                site.show(self.begin + timedelta(days=7 * week), now)
            self.note(f"week {week + 1}: " + ", ".join(f"{s.name} {len(s.truth[-1][1])}" for s in self.sites.values()))

    def _watch(self, now: datetime) -> None:
        """Note which crawls run."""
        for machine in self.machines.values():
            for pid, market, folder in machine.crawls():
                key = (machine.name, pid)
                sitting = self.sittings.get(key)
                if sitting is None:
                    before = machine.folders(market)
                    sitting = Sitting(machine.name, market, folder, now, now, time.monotonic(), before)
                    self.sittings[key] = sitting
                    self.note(f"{machine.name} {'takes up a crawl of' if folder else 'crawls'} {market}")
                sitting.ended = now
                if sitting.folder is None:
                    new = machine.folders(market) - sitting.before
                    sitting.folder = min(new) if new else None

    def _running(self) -> list[Sitting]:
        found = []
        for machine in self.machines.values():
            found += [
                self.sittings[machine.name, pid] for pid, *_ in machine.crawls() if (machine.name, pid) in self.sittings
            ]
        return found

    def _strikes(self, fault: Fault, now: datetime) -> bool:
        due = self.due_of(next(due for due in self.dues if due.market == fault.market), fault.week)
        if fault.share is None:
            return now >= due - timedelta(hours=1)
        if now < due or not any(sitting.market == fault.market for sitting in self._running()):
            return False
        site = self.sites[fault.market]
        return site.pages_since(due) >= fault.share * len(site.truth[-1][1])

    def _leap(self, now: datetime, end: datetime, waiting: Sequence[Fault]) -> timedelta:
        """How far time may be put forward now."""
        running = self._running()
        moments = [end, *self.person.moments(), *(at for at, _ in self.events)]
        moments.append(self.begin + timedelta(days=7 * (self._week + 1)))
        moments.extend(Cron(due.cron).first(now) - _BEFORE for due in self.dues)
        for fault in waiting:
            if fault.share is None:
                struck = next(due for due in self.dues if due.market == fault.market)
                moments.append(self.due_of(struck, fault.week) - timedelta(hours=1))
        ahead = [moment for moment in moments if moment > now]
        most = min(ahead) - now
        if any(Cron(due.cron).first(now) - now <= _BEFORE for due in self.dues):
            return timedelta()
        if not all(machine.is_ready for machine in self.machines.values() if machine.is_up):
            return timedelta()
        if not self._is_seen_to(now):
            return timedelta()
        if not running:
            return (min(most, _LEAST) if self._is_tried_again(now) else most) if self._is_recorded(now) else timedelta()
        if any(sitting.market not in self.disturbed for sitting in running):
            return timedelta()
        if min(time.monotonic() - sitting.seen for sitting in running) < _BEGINS:
            return timedelta()
        waited = now - max(sitting.began for sitting in running)
        return min(most, max(_LEAST, min(_MOST, waited / 3)))

    def _is_seen_to(self, now: datetime) -> bool:
        """Tell whether all that came due has been begun, as far as a machine is there for it."""
        with self.engine.connect() as connection:
            rows = connection.execute(text("SELECT entry, max(due_at) AS due FROM schedule_run GROUP BY entry")).all()
        settled = {row.entry: row.due for row in rows}
        for due in self.dues:
            last = Cron(due.cron).last(self.begin, now)
            able = [m for m in self.machines.values() if m.is_up and due.machine in (None, m.name)]
            if last is None or not able or now - last > _PATIENCE:
                continue
            if last > settled.get(due.entry, self.begin - timedelta(days=1)):
                return False
        return True

    def _is_tried_again(self, now: datetime) -> bool:
        """Tell whether a crawl that failed a short time ago may be begun again at any moment."""
        with self.engine.connect() as connection:
            failed = connection.execute(_FAILED, {"since": now - _GRACE}).scalar_one()
        return bool(failed)

    def _is_recorded(self, now: datetime) -> bool:
        """Tell whether each end is recorded, and told, but of crawls that a machine which is off has left."""
        if any(not machine.is_up for machine in self.machines.values()):
            return True
        with self.engine.connect() as connection:
            query = text("SELECT count(*) FROM schedule_run WHERE outcome = 'running' OR ended_at > :since")
            return int(connection.execute(query, {"since": now - _TELLING}).scalar_one()) == 0

    def _put_forward(self, leap: timedelta) -> None:
        living = [machine.name for machine in self.machines.values() if machine.is_up]
        with self.engine.begin() as connection:
            connection.execute(_TOUCH, {"leap": leap.total_seconds(), "living": living})
        self.clock.leap(leap.total_seconds())

"""What goes wrong in a quarter, what alert tells it, and what a person has to do about it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.campaigns.faults.room import filled
from tests.campaigns.quartering.person import Task
from tests.campaigns.quartering.world import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.campaigns.quartering.machines import Machine
    from tests.campaigns.quartering.world import World

__all__ = ["PLANS", "hand_over"]

_HOUR = timedelta(hours=1)
_FIELDS_MOVED = ("tabularDetails", "offerFacts")
"""Class of the box of a listing's details, on Dream, before and after."""
_LEFT = 20_000
"""Bytes that a full disk has left."""
_GONE = text(
    "INSERT INTO market_event (market, event, first_on, last_on, note, evidence, acts, stated_by) "
    "VALUES (:market, 'gone', :day, :day, 'Three crawls in a row read no page of it.', 'read', 'nothing', 'file')"
)


def _over(world: World, fault: Fault, *markets: str) -> None:
    fault.ended = world.clock.now()
    world.disturbed.difference_update(markets)
    world.note(f"{fault.name}: it is over")


def _see(world: World) -> None:
    """Let time stand at the moments at which others look for a machine that is off."""
    for minutes in (5, 12, 16, 18, 21, 25):
        world.later(timedelta(minutes=minutes), lambda: None)


def _machine(world: World, fault: Fault) -> Machine:
    machine = world.crawler_of(fault.market)
    assert machine is not None, f"{fault.name}: nobody crawls {fault.market}"
    fault.where.add(machine.name)
    return machine


def _reboot(world: World, fault: Fault) -> None:
    machine = _machine(world, fault)
    machine.reboot()

    def back() -> None:
        machine.start()
        _over(world, fault)

    world.later(timedelta(minutes=10), back)
    _see(world)


def _switch_off(world: World, fault: Fault) -> None:
    machine = _machine(world, fault)
    machine.reboot()

    def on() -> None:
        machine.start()
        _over(world, fault)

    world.person.has_to(
        Task(frozenset({"machine_silent"}), machine.name, 5 * _HOUR, f"switches {machine.name} on again", on)
    )
    _see(world)


def _kill_tor(world: World, fault: Fault) -> None:
    machine = _machine(world, fault)
    machine.kill_tor()
    world.disturbed.add(fault.market)

    def again() -> None:
        machine.start_tor()
        _over(world, fault, fault.market)

    kinds = frozenset({"tor_lost", "market_unreachable", "crawl_failed", "crawl_partial"})
    world.person.has_to(
        Task(kinds, fault.market, 2 * _HOUR, f"starts Tor on {machine.name}: cryptodrug tor start", again)
    )


def _fill_disk(world: World, fault: Fault) -> None:
    machine = _machine(world, fault)
    stack = ExitStack()
    stack.enter_context(filled(machine.archive.parent, _LEFT))
    world.keep(stack)

    def free() -> None:
        stack.close()
        _over(world, fault)

    kinds = frozenset({"crawl_failed", "crawl_partial", "disk_full"})
    world.person.has_to(Task(kinds, fault.market, 8 * _HOUR, f"frees the disk of the archive of {machine.name}", free))


def _down(days: float) -> Callable[[World, Fault], None]:
    def strike(world: World, fault: Fault) -> None:
        site = world.sites[fault.market]
        site.answer(up=False)
        world.disturbed.add(fault.market)

        def up() -> None:
            site.answer(up=True)
            _over(world, fault, fault.market)

        world.later(timedelta(days=days), up)

    return strike


def _lose_session(days: float) -> Callable[[World, Fault], None]:
    def strike(world: World, fault: Fault) -> None:
        site = world.sites[fault.market]
        site.end_sessions()
        world.disturbed.add(fault.market)
        names = {due.machine for due in world.dues if due.market == fault.market}
        machines = [each for each in world.machines.values() if names & {None, each.name}]

        def log_in() -> str:
            """On every machine that may crawl it: the market ended the sessions of all."""
            said = [hand_over(each, site.name, site.onion, site.address, site.log_in()) for each in machines]
            _over(world, fault, fault.market)
            return "; ".join(said)

        what, after = "logs in again, and session put", timedelta(days=days)
        world.person.has_to(Task(frozenset({"session_lost"}), fault.market, after, what, log_in))

    return strike


def hand_over(machine: Machine, market: str, onion: str | None, address: str, cookies: str) -> str:
    """Hand a session over, as a person does."""
    where = [] if onion is not None else ["--mirror", address, "--replica"]
    return machine.command("session", "put", market, *where, "--file", "-", stdin=cookies)


def _change_template(world: World, fault: Fault) -> None:
    world.sites[fault.market].change_template(_FIELDS_MOVED)
    machine = next(iter(world.machines.values()))

    def look() -> str:
        said = machine.command("report", "drift", "--market", fault.market)
        return f"report drift: {len(said.splitlines())} lines; the reader has to be changed"

    kinds = frozenset({"template_changed", "fill_changed"})
    world.person.has_to(Task(kinds, fault.market, 4 * _HOUR, "looks at what changed", look))


def _gone(world: World, fault: Fault) -> None:
    world.sites[fault.market].answer(up=False)
    world.disturbed.add(fault.market)

    def record() -> None:
        with world.engine.begin() as connection:
            connection.execute(_GONE, {"market": fault.market, "day": world.clock.now().date()})

    what = "finds no other mirror, and records the end in market_event"
    world.person.has_to(Task(frozenset({"market_gone"}), fault.market, 24 * _HOUR, what, record))


def _fault(
    name: str, market: str, week: int, share: float | None, strike: Callable[[World, Fault], None], kinds: str
) -> Fault:
    return Fault(name, market, week - 1, share, strike, frozenset(kinds.split()), strike is not _reboot)


_UNREACHABLE = "market_unreachable crawl_partial crawl_failed crawl_skipped"
PLANS = {
    "quarter": lambda: [
        _fault("lab-1 reboots", "dream", 1, 0.4, _reboot, "machine_silent crawl_failed"),
        _fault("a machine is off for hours", "wallstreet", 1, 0.4, _switch_off, "machine_silent crawl_failed"),
        _fault("Tor dies", "dream", 2, 0.4, _kill_tor, f"tor_lost {_UNREACHABLE}"),
        _fault("the disk is full", "empire", 2, 0.3, _fill_disk, "crawl_failed crawl_partial disk_full"),
        _fault("the market is down for a week", "wallstreet", 3, 0.5, _down(7), f"{_UNREACHABLE} market_gone"),
        _fault("the session is lost for three days", "wallstreet", 5, 0.4, _lose_session(3), "session_lost"),
        _fault("the template changes for good", "dream", 4, None, _change_template, "template_changed fill_changed"),
        _fault("the market is gone for good", "empire", 5, None, _gone, f"{_UNREACHABLE} market_gone"),
    ],
    "short": lambda: [
        _fault("lab-1 reboots", "dream", 1, 0.3, _reboot, "machine_silent crawl_failed"),
        _fault("the session is lost for a day", "wallstreet", 1, 0.3, _lose_session(1), "session_lost"),
    ],
}
"""By name: what goes wrong when."""

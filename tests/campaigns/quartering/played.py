"""Build the world of a quarter, let it pass, and read what it came to."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psutil

from tests.campaigns.faults.room import disk, own_room
from tests.campaigns.quartering.clock import FastClock
from tests.campaigns.quartering.faults import PLANS, hand_over
from tests.campaigns.quartering.machines import Machine
from tests.campaigns.quartering.person import HookLog, Person
from tests.campaigns.quartering.readings import alerts_by_fault, crawled, unexplained
from tests.campaigns.quartering.sites import Site
from tests.campaigns.quartering.world import Due, World
from tests.support.own_postgres import OwnPostgres
from tests.support.private_tor import PrivateTor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.campaigns.quartering.person import Act, Alert
    from tests.campaigns.quartering.readings import Crawled
    from tests.campaigns.quartering.world import Fault

__all__ = ["Quarter", "played"]

_BEGIN = datetime(2018, 11, 5, tzinfo=UTC)
_SIZES = {"dream": "0.001", "empire": "0.0005", "wallstreet": "0.0005"}
_DUES = (
    Due("dream-weekly", "dream", "lab-1", "0 4 * * 1"),
    Due("empire-weekly", "empire", "lab-2", "0 4 * * 1"),
    Due("wallstreet-weekly", "wallstreet", None, "0 4 * * 2"),
)
_TWO = (_DUES[0], Due("wallstreet-weekly", "wallstreet", "lab-2", "0 4 * * 1"))
"""Without Tor each machine can crawl one market."""
_USUAL = ("--set", "CRAWL_POLL=30", "--set", "DOWNLOAD_TIMEOUT=900", "--set", "AUTOTHROTTLE_ENABLED=False")
"""The market and Tor answer in a second's fraction, which is many seconds by the fast clock."""


@dataclass
class Quarter:
    """
    What a quarter came to.

    Attributes:
        weeks: how many were played.
        crawls: each that was due.
        faults: what went wrong.
        told: alerts by fault. others: alerts that tell no fault.
        acts: what a person did.
        log: what happened when.
        seconds: that it took. processor: of all processes, on processors. load: of the machine, on an average.
        wrong: what is not as it must be.
    """

    weeks: int
    crawls: list[Crawled]
    faults: list[Fault]
    told: dict[str, list[Alert]]
    others: list[Alert]
    acts: list[Act]
    log: list[tuple[datetime, str]]
    seconds: float
    processor: float
    load: float
    wrong: list[str] = field(default_factory=list)


def played(
    folder: Path, plan: str, weeks: int, *, with_tor: bool, speed: int, seconds: float, tell: Callable[[str], None]
) -> Quarter:
    """
    Play some weeks.

    Args:
        folder: an empty folder with a short path.
        plan: name of what goes wrong.
        weeks: how many weeks.
        with_tor: three markets through Tor; or else two, as replicas.
        speed: seconds of the fast clock in one second.
        seconds: after which it ends where it is.
        tell: hears what happens.
    """
    began = time.monotonic()
    folder.chmod(0o755)
    with ExitStack() as stack:
        if with_tor:
            stack.enter_context(own_room())
        network = _network(stack, folder) if with_tor else None
        clock = stack.enter_context(FastClock(folder, _BEGIN, speed))
        postgres = stack.enter_context(_by(clock, OwnPostgres(folder / "pg")))
        postgres.make("quarter")
        dues = _DUES if with_tor else _TWO
        sites = {due.market: Site(due.market, _SIZES[due.market], _BEGIN, clock.environment) for due in dues}
        hook = HookLog(folder)
        machines = {}
        for name in ("lab-1", "lab-2"):
            home = folder / name
            if with_tor:
                stack.enter_context(disk(home))
            own = {"CRYPTODRUG_DATABASE_URL": postgres.address("quarter")}
            schedule = _schedule(dues, sites, name, hook, with_tor=with_tor)
            machines[name] = Machine(
                name, home, schedule, own, clock.environment, None if network is None else network.network_file
            )
        for site in sites.values():
            site.onion = network.add_onion(site.port) if network else None
        person = Person(_BEGIN + timedelta(days=7, hours=-1))
        world = World(clock, _BEGIN, postgres.address("quarter"), sites, machines, dues, hook, person)
        faults = PLANS[plan]()
        with world:
            for machine in machines.values():
                for due in dues:
                    if due.machine in (None, machine.name):
                        site = sites[due.market]
                        _know(machine, site)
                        hand_over(machine, site.name, site.onion, site.address, site.log_in())
                machine.start()
            passed = world.play(weeks, faults, tell, seconds)
            return _read(world, passed, [fault for fault in faults if fault.began is not None], began, postgres.process)


def _read(world: World, weeks: int, faults: list[Fault], began: float, server_process: int) -> Quarter:
    alerts = world.hook.alerts()
    told, others = alerts_by_fault(alerts, faults)
    server = psutil.Process(server_process)
    running = [*psutil.Process().children(recursive=True), server, *server.children(recursive=True)]
    processor = sum(map(_processor, running)) + sum(os.times()[:4])
    for machine in world.machines.values():
        machine.stop()
    crawls = crawled(world, weeks, faults)
    done = Quarter(
        weeks=weeks,
        crawls=crawls,
        faults=faults,
        told=told,
        others=others,
        acts=world.person.acts,
        log=world.log,
        seconds=time.monotonic() - began,
        processor=processor,
        load=os.getloadavg()[2],
    )
    done.wrong += [f"lost without a fault: {each}" for each in crawls if each.lost and not each.faults]
    done.wrong += [f"twice without a fault: {each}" for each in crawls if each.twice and not each.faults]
    done.wrong += [f"not kept: {each}" for each in crawls if each.unkept]
    done.wrong += [f"never told: {fault.name}" for fault in faults if fault.needs_person and not told[fault.name]]
    done.wrong += [f"no fault: {alert}" for alert in others]
    if count := unexplained(world):
        done.wrong.append(f"requests of no crawl: {count}")
    return done


def _processor(process: psutil.Process) -> float:
    try:
        return sum(process.cpu_times()[:4])
    except psutil.Error:
        return 0.0


def _network(stack: ExitStack, folder: Path) -> PrivateTor:
    (folder / "tor").mkdir()
    return stack.enter_context(PrivateTor(folder / "tor"))


class _by:  # noqa: N801  # a function in all but name
    """Start a server by the fast clock."""

    def __init__(self, clock: FastClock, server: OwnPostgres) -> None:
        self._clock, self._server = clock, server

    def __enter__(self) -> OwnPostgres:
        os.environ.update(self._clock.environment)
        try:
            return self._server.__enter__()
        finally:
            for name in self._clock.environment:
                del os.environ[name]

    def __exit__(self, *how: object) -> None:
        self._server.stop()


def _know(machine: Machine, site: Site) -> None:
    """Write down where a market is, as a person does."""
    if site.onion is not None:
        with (machine.home / "mirrors.toml").open("a", encoding="utf-8") as file:
            file.write(f'{site.name} = ["http://{site.onion}"]\n')


def _schedule(dues: tuple[Due, ...], sites: dict[str, Site], name: str, hook: HookLog, *, with_tor: bool) -> str:
    words = list(_USUAL)
    if not with_tor:
        own = next(due for due in dues if due.machine == name)
        words += ["--replica", sites[own.market].address]
    lines = ["grace_hours = 12", f"arguments = {words}".replace("'", '"'), f'hook = "{hook.program}"']
    for due in dues:
        machine = "" if due.machine is None else f'machine = "{due.machine}"\n'
        lines.append(
            f'[[entry]]\nname = "{due.entry}"\nmarket = "{due.market}"\n{machine}cron = "{due.cron}"\n'
            'scope = "all"\nrate = 1.0\nat_once = 4'
        )
    return "\n".join(lines) + "\n"

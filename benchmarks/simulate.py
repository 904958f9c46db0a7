"""
How fast the simulator serves and archives, and the memory that archiving takes in all its processes.

    python benchmarks/simulate.py serve [MARKET]
    python benchmarks/simulate.py archive [MARKET] [SCENARIO] [WORKERS]

The archive of ``dream`` of the scenario ``cryptodrug`` has some 130,000 pages.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import aiohttp
import psutil

from simulator.serving import serve_in_process

_CLIENTS = 16
_SECONDS = 6.0
_SIZE = 0.05
"""Large enough that no page is asked for twice in that time."""
_KEPT = 200


async def _load(address: str, cookies: dict[str, str], paths: list[str], seconds: float) -> Counter[int]:
    statuses: Counter[int] = Counter()
    end = time.monotonic() + seconds
    connector = aiohttp.TCPConnector(limit=_CLIENTS)
    async with aiohttp.ClientSession(connector=connector, cookies=cookies) as session:

        async def client(number: int) -> None:
            at = number
            while time.monotonic() < end:
                async with session.get(address + paths[at % len(paths)]) as response:
                    await response.read()
                    statuses[response.status] += 1
                at += _CLIENTS

        await asyncio.gather(*(client(number) for number in range(_CLIENTS)))
    return statuses


def _serve(market: str) -> None:
    from simulator.economy import build_world, instant_of, load_scenario, snapshot_of
    from simulator.site import Viewer
    from simulator.templates import template_of

    scenario = load_scenario("cryptodrug", size=_SIZE)
    table = scenario.markets[market]
    at = instant_of(max(scenario.first, table.founded)) + 60 * 86_400
    snapshot = snapshot_of(build_world(scenario), market, at)
    paths = [request.path for _, request in template_of(market).requests(snapshot, Viewer()) if not request.form]
    options = ("--size", str(_SIZE), "--pages-per-minute", "0", "--at", time.strftime("%F", time.gmtime(at)))
    with serve_in_process(market, *options, scenario="cryptodrug") as running:
        cookies = running.sign_in()
        process = next(one for one in psutil.Process().children() if any("simulate" in word for word in one.cmdline()))
        for name, asked in (("new pages", paths), ("pages kept", paths[-_KEPT:])):
            before = sum(process.cpu_times()[:2])
            began = time.monotonic()
            statuses = asyncio.run(_load(running.address, cookies, asked, _SECONDS))
            cpu = sum(process.cpu_times()[:2]) - before
            total = statuses.total()
            rate = total / (time.monotonic() - began)
            print(f"{market} {name}: {rate:.0f} requests/s, {total / cpu:.0f} per second of CPU, {dict(statuses)}")


def _archive(market: str, name: str, workers: int) -> None:
    from simulator.archiving import archive_crawls, policy_of
    from simulator.archiving.schedule import crawls_of
    from simulator.economy import build_world, load_scenario
    from simulator.site import Viewer

    scenario = load_scenario(name)
    table = {
        "hours": 72,
        "step": 600,
        "days": [(max(scenario.first, scenario.markets[market].founded)).replace(day=15)],
    }
    crawls = crawls_of(scenario, market, policy_of(table, market, "the benchmark"))
    most = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(most, done))
    began = time.monotonic()
    world = build_world(scenario)
    print(f"world: {time.monotonic() - began:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        watcher.start()
        summary = archive_crawls(world, crawls, Path(folder), Viewer(), workers=workers)
        done.set()
        watcher.join()
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.warc.gz"))
    rate = summary.saved / summary.seconds
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{market} of {name}, {workers} workers: {summary.saved} pages in {summary.seconds:.1f} s, {rate:.0f}/s, "
        f"{summary.saved / (spent.ru_utime + spent.ru_stime):.0f} per second of CPU, "
        f"{size / 1e6:.0f} MB; most memory (PSS of all processes) {most[0] / 1e6:.0f} MB"
    )


def _watch(most: list[int], done: threading.Event) -> None:
    this = psutil.Process()
    while not done.wait(0.5):
        total = 0
        for process in (this, *this.children(recursive=True)):
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue  # it has ended meanwhile
        most[0] = max(most[0], total)


def _main(arguments: list[str]) -> None:
    what, *rest = arguments or ["serve"]
    if what == "serve":
        _serve(rest[0] if rest else "dream")
    else:
        market, scenario, workers = [*rest, *("dream", "cryptodrug", "2")[len(rest) :]]
        _archive(market, scenario, int(workers))


if __name__ == "__main__":
    _main(sys.argv[1:])

"""What may befall a crawl: each fault lasts a while and is over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psutil

from tests.support.loopback import network_cut
from tests.support.private_tor import wait_for

if TYPE_CHECKING:
    import random
    import subprocess
    from collections.abc import Callable

    from tests.support.disturbed_crawl import Crawls

__all__ = ["FAULTS", "HOST"]

HOST = "shop"
"""The daemon that has the market's onion service."""
LAST_SECONDS = 300.0
"""That a crawl may take to its end."""


def _kill_crawler(_: Crawls, crawl: subprocess.Popen[str], __: random.Random) -> None:
    crawl.kill()
    crawl.communicate()


def _stop_postgres(crawls: Crawls, _: subprocess.Popen[str], chance: random.Random) -> None:
    crawls.postgres.stop()
    time.sleep(chance.uniform(0.5, 6.0))
    crawls.postgres.start()


def _lose_postgres(crawls: Crawls, crawl: subprocess.Popen[str], _: random.Random) -> None:
    crawls.postgres.stop()
    crawl.wait(LAST_SECONDS)
    crawls.postgres.start()


def _close_market(crawls: Crawls, _: subprocess.Popen[str], chance: random.Random) -> None:
    crawls.market.order(mirrors={"0": "down"})
    time.sleep(chance.uniform(0.5, 4.0))
    crawls.market.order(mirrors={"0": "up"})


def _kill_tor(_: Crawls, crawl: subprocess.Popen[str], __: random.Random) -> None:
    _own_tor(crawl).kill()


def _stop_tor(_: Crawls, crawl: subprocess.Popen[str], chance: random.Random) -> None:
    tor = _own_tor(crawl)
    tor.suspend()
    time.sleep(chance.uniform(0.5, 5.0))
    tor.resume()


def _kill_host(crawls: Crawls, _: subprocess.Popen[str], chance: random.Random) -> None:
    assert crawls.network is not None
    crawls.network.kill(HOST)
    time.sleep(chance.uniform(0.0, 3.0))
    crawls.network.add_host(HOST)
    crawls.network.add_onion(crawls.market.port, host=HOST, again=crawls.onion)


def _cut_network(_: Crawls, __: subprocess.Popen[str], chance: random.Random) -> None:
    with network_cut():
        time.sleep(chance.uniform(0.5, 5.0))


def _own_tor(crawl: subprocess.Popen[str]) -> psutil.Process:
    """The crawl's own; the one that is being started, if one was killed just before."""

    def found() -> list[psutil.Process]:
        children = psutil.Process(crawl.pid).children()
        return [each for each in children if each.name() == "tor" and each.status() != psutil.STATUS_ZOMBIE]

    return wait_for("the crawl's own Tor", found, 30)[0]


FAULTS: dict[str, Callable[[Crawls, subprocess.Popen[str], random.Random], None]] = {
    "crawler": _kill_crawler,
    "tor": _kill_tor,
    "tor_stands": _stop_tor,
    "onion": _kill_host,
    "market": _close_market,
    "network": _cut_network,
    "postgres": _stop_postgres,
    "postgres_lost": _lose_postgres,
}
"""
By kind: the crawler is killed; its Tor is killed, or stands still; the onion service's host is killed; the market's
port is closed; loopback is down; Postgres is stopped, or stays so until the crawl ends. All but the first are over when
the function returns.
"""

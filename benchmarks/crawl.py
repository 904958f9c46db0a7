"""
Pages per second of a crawl over a private Tor network on loopback, beside a bare Scrapy spider with the same handler.

The bare spider asks for the same addresses, at the same pace and as many at once, and does nothing with the pages. The
crawl keeps, parses and loads them, and plans what they link to. Neither Tor nor
the kernel is hurried as in the tests: latency is that of six hops on one machine. Both run in turn, in a network that
has loopback only, which takes root to make.

    python benchmarks/crawl.py [--market dream] [--size 0.006] [--rounds 2]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import create_engine, make_url

from cryptodrug_scraper.crawl.recovery import captures_of_crawl
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE
from cryptodrug_scraper.store.migrate import upgrade
from cryptodrug_scraper.store.server.embedded import embedded_server
from cryptodrug_scraper.tor.process import start_tor
from cryptodrug_scraper.tor.torrc import NETWORK_VARIABLE
from simulator.serving import serve_in_process

_TESTS = ModuleType("tests")  # by its place, for some distributions install a package of that name
_TESTS.__path__ = [str(Path(__file__).parent.parent / "tests")]
sys.modules["tests"] = _TESTS
from tests.support.loopback import LoopbackOnly  # noqa: E402
from tests.support.private_tor import PrivateTor  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.serving import Running

PER_SECOND, AT_ONCE = 40, 8
LEAST = 0.9

BARE = """
import json, sys, time
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from cryptodrug_scraper.crawl.settings import DEFAULTS, REQUIRED

job = json.load(sys.stdin)

class Bare(Spider):
    name = "bare"
    came = 0

    async def start(self):
        for url in job["urls"]:
            meta = {"isolation": "bare", "handle_httpstatus_all": True}
            yield Request(url, headers={"Cookie": job["cookie"]}, meta=meta, dont_filter=True)

    def parse(self, response):
        Bare.came += response.status == 200

settings = DEFAULTS | REQUIRED | {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler", "EXTENSIONS": {}, "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 1 / job["per_second"], "CONCURRENT_REQUESTS": job["at_once"],
    "CONCURRENT_REQUESTS_PER_DOMAIN": job["at_once"],
    "TOR_SOCKS": tuple(job["socks"]), "CRAWL_RECORD": lambda *kept: None, "LOG_LEVEL": "ERROR",
}
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(Bare)
process.crawl(crawler)
process.start()
print(json.dumps([Bare.came, crawler.stats.get_value("elapsed_time_seconds")]))
"""


class UnhurriedTor(PrivateTor):
    """The tests' network with Tor's own intervals of sending."""

    def client_options(self) -> dict[str, str]:
        """As for the tests, but for the scheduler."""
        return {name: value for name, value in super().client_options().items() if not name.startswith("KIST")}


def main() -> None:
    """Measure, and print both rates and their ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--market", default="dream", choices=("dream", "empire"), help="one whose pages are all got")
    options.add_argument("--size", default="0.006", help="of the scenario toy")
    options.add_argument("--rounds", type=int, default=2)
    chosen = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        for name in ("home", "tor"):
            (folder / name).mkdir(mode=0o700)
        os.environ[HOME_VARIABLE] = str(folder / "home")
        stack.enter_context(LoopbackOnly(quick=False))
        network = stack.enter_context(UnhurriedTor(folder / "tor"))
        os.environ[NETWORK_VARIABLE] = str(network.network_file)
        os.environ[URL_VARIABLE] = _database(stack, folder / "home")
        tor = start_tor(folder / "client")
        stack.callback(tor.close)
        served = ("--pages-per-minute", "0", "--size", chosen.size)
        running = stack.enter_context(serve_in_process(chosen.market, *served))
        mirror = f"http://{network.add_onion(urlsplit(running.address).port or 0)}"
        best_crawl = best_bare = 0.0
        for number in range(chosen.rounds):  # in turn, so that both meet the same machine
            rate, urls = crawl(running, mirror, tor.socks, folder / f"archive{number}")
            floor = bare(running, tor.socks, urls)
            print(f"round {number + 1}: {len(urls)} pages, {rate:.1f} and {floor:.1f} pages/s", flush=True)
            best_crawl, best_bare = max(best_crawl, rate), max(best_bare, floor)
    ratio = best_crawl / best_bare
    print(f"crawl        {best_crawl:6.1f} pages/s")
    print(f"bare spider  {best_bare:6.1f} pages/s")
    print(f"ratio        {ratio:6.2f}  (at least {LEAST} is wanted)")
    sys.exit(ratio < LEAST)


def crawl(running: Running, mirror: str, socks: tuple[str, int], archive: Path) -> tuple[float, list[str]]:
    """
    Crawl all of the market.

    Returns:
        Pages per second from the first request to the last response, and the pages' addresses. What is loaded after the
        last response is a batch of 200 pages at most.
    """
    Sessions(running.market).put(urlsplit(mirror).netloc, Cookies(running.sign_in()))
    command = [sys.executable, "-m", "cryptodrug_scraper", "crawl", running.market, "--json", "--mirror", mirror]
    command += ["--socks", "{}:{}".format(*socks), "--archive", str(archive), "--set", "AUTOTHROTTLE_ENABLED=False"]
    command += ["--rate", str(PER_SECOND), "--at-once", str(AT_ONCE)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = re.search(r"'elapsed_time_seconds': ([\d.]+)", done.stderr)
    if seconds is None:
        message = f"Scrapy did not say how long it took: {done.stderr}"
        raise RuntimeError(message)
    crawl_id = UUID(json.loads(done.stdout)["crawl_id"])
    urls = [str(capture.url) for _, capture in captures_of_crawl(archive, crawl_id)]
    return len(urls) / float(seconds[1]), urls


def bare(running: Running, socks: tuple[str, int], urls: Sequence[str]) -> float:
    """Download the same pages, and do nothing with them; return pages per second."""
    cookie = Cookies(running.sign_in()).header()
    job = {"urls": urls, "cookie": cookie, "socks": socks, "per_second": PER_SECOND, "at_once": AT_ONCE}
    done = subprocess.run(
        [sys.executable, "-c", BARE], input=json.dumps(job), check=True, capture_output=True, text=True
    )
    came, seconds = json.loads(done.stdout)
    if came != len(urls):
        message = f"{came} of {len(urls)} pages came: {done.stderr}"
        raise RuntimeError(message)
    return float(came / seconds)


def _database(stack: ExitStack, home: Path) -> str:
    """The address of a new database with the newest schema."""
    url = stack.enter_context(embedded_server(home)).uri("postgres")
    address = make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)
    engine = create_engine(address)
    with engine.connect() as connection:
        upgrade(connection)
    engine.dispose()
    return address


if __name__ == "__main__":
    main()

"""
Crawl a market over a private Tor network while its parts are killed, and see that nothing is lost, doubled or halved.

Each crawl is struck by several faults at random moments: the crawler, its Tor or the host of the onion service is
killed, Tor stands still, loopback is down, the market's port is closed, Postgres stops. In the end the crawl must be
complete; archive and database must have every page that links lead to, once; the market must not have been
asked again for what was kept; the archive must be sound; and the database must have the rows, to the byte, that a
replay of the archive has. Figures are printed as JSON, a line for each crawl and the sums last; the exit code is 1 if
anything was wrong.

    python tests/campaigns/crawl_faults.py --faults 20
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from cryptodrug_scraper.tor.torrc import NETWORK_VARIABLE

A_CRAWL = 4
"""Faults that strike one crawl."""

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS


def main() -> None:
    """Run the campaign."""
    from tests.support.crawl_faults import FAULTS
    from tests.support.disturbed_crawl import Crawls
    from tests.support.loopback import LoopbackOnly
    from tests.support.private_tor import PrivateTor
    from tests.support.served_market import ServedMarket

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=20, help="how many there are in all")
    parser.add_argument("--only", choices=list(FAULTS), help="one kind of fault")
    parser.add_argument("--market", default="dream")
    parser.add_argument("--size", default="0.003", help="of the market: 213 pages of Dream")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--keep", type=Path, help="an empty folder with a short path, which is left as it is")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    kinds = [given.only] if given.only else list(FAULTS)
    faults = [kinds[number % len(kinds)] for number in range(given.faults)]
    chance.shuffle(faults)
    total: Counter[str] = Counter()
    struck: Counter[str] = Counter()
    longest: dict[str, float] = {}
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(TemporaryDirectory(prefix="cf-")))
        stack.enter_context(LoopbackOnly())
        (folder / "tor").mkdir()
        network = stack.enter_context(PrivateTor(folder / "tor"))
        os.environ[NETWORK_VARIABLE] = str(network.network_file)
        market = stack.enter_context(ServedMarket(given.market, "--size", given.size))
        crawls = stack.enter_context(Crawls(folder, market, network, scope="all", delay=0.1))
        while faults:
            done = crawls.disturbed(faults[:A_CRAWL], chance)
            del faults[: len(done.faults)]  # a crawl may end before all have struck
            figures = asdict(done) | {"folder": done.folder.name}
            del figures["report"]
            _print(figures)
            total.update(faults=len(done.faults), crawls=1, crawls_that_are_wrong=int(bool(done.wrong)))
            total.update({name: figures[name] for name in ("resumes", "refusals", "requests", "pages", "seconds")})
            struck.update(done.faults)
            for kind, standstill in done.standstills:
                longest[kind] = max(longest.get(kind, 0.0), standstill)
    _print({**total, "kinds": struck, "longest_standstills": longest, "seed": given.seed})
    sys.exit(int(total["crawls_that_are_wrong"] > 0))


def _print(figures: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

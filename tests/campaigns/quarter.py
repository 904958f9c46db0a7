"""
Play a quarter of scheduled crawls: three simulated markets, two machines, one database, with faults, in minutes.

The programs are those of every day (`schedule run`, its crawls, `tor start`, `session put`), each as a process by a
clock that runs fast and is put forward where nothing happens. Crawls go through a private Tor network. Machines
reboot, Tor dies, a disk fills, a market is down for a week, a session is lost for three days, a template changes for
good, a market is gone for good; a person acts on what the hook tells them. In the end each crawl is held against
the markets' own account of what they were asked for. Tables are printed in Markdown; the exit code is 1 if a page was
lost or fetched twice that no fault explains, or a fault that needs a person was never told.

    python tests/campaigns/quarter.py --weeks 13
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS


def main() -> int:
    """Run the campaign."""
    from tests.campaigns.quartering.played import played
    from tests.campaigns.quartering.tables import tables

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--plan", choices=["quarter", "short"], default="quarter")
    parser.add_argument("--without-tor", action="store_true", help="two markets, which are crawled as replicas")
    parser.add_argument("--speed", type=int, default=10, help="seconds of the fast clock in one second")
    parser.add_argument("--minutes", type=float, default=90, help="after which it ends where it is")
    parser.add_argument("--folder", type=Path, help="an empty folder with a short path, which is left as it is")
    parser.add_argument("--tables", type=Path, help="file for the tables; they are printed in any case")
    given = parser.parse_args()
    folder = given.folder or Path(mkdtemp(prefix="q-"))
    told = lambda line: print(line, file=sys.stderr, flush=True)  # noqa: E731, T201
    quarter = played(
        *(folder, given.plan, given.weeks),
        with_tor=not given.without_tor,
        speed=given.speed,
        seconds=60 * given.minutes,
        tell=told,
    )
    text = tables(quarter)
    sys.stdout.write(text)
    if given.tables is not None:
        given.tables.write_text(text, encoding="utf-8")
    sys.stdout.write("".join(f"wrong: {line}\n" for line in quarter.wrong))
    return int(bool(quarter.wrong))


if __name__ == "__main__":
    sys.exit(main())

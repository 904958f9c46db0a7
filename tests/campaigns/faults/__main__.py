"""
Strike every command by every kind of fault that can befall it, repeat it undisturbed, and compare.

Each fault strikes one run: its processes are killed, interrupted or told to end; the database is killed and comes back,
or breaks off its sessions; a disk is full, the command's or the database's; a folder or file may not be opened; the
clock is set; a file of captures is cut or changed while it is read; the network, the market or Tor goes away. Then the
command is run again undisturbed, as its documentation says, and all that is there is compared with what a run has that
nothing struck: nothing lost, nothing twice, no success that is none, no traceback, no process or lock left. A line of
JSON is printed for each fault, and a table last; the exit code is 1 if anything was wrong.

    python tests/campaigns/faults --faults 500
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent.parent)]
sys.modules["tests"] = _TESTS


def main() -> None:
    """Run the campaign."""
    from tests.campaigns.commands.all import EVERY, OVER_TOR
    from tests.campaigns.commands.stage import Stage
    from tests.campaigns.faults.campaign import Campaign, say
    from tests.campaigns.faults.kinds import KINDS
    from tests.campaigns.faults.room import disk, own_room

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=20, help="how many there are in all")
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="one kind of fault; may be repeated")
    parser.add_argument("--command", action="append", help="one command, as the table names it; may be repeated")
    parser.add_argument("--without-tor", action="store_true", help="leave out what needs a Tor network")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--keep", type=Path, help="a folder for what the cases left that went wrong")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever stops it stops the servers that it has started
    works = {work.name: work for work in EVERY if not (given.without_tor and work in OVER_TOR)}
    if unknown := set(given.command or ()) - works.keys():
        parser.error(f"no such command: {min(unknown)}; there are {', '.join(works)}")
    chosen = [works[name] for name in given.command or works]
    pairs = [(work, kind) for work in chosen for kind in given.kind or KINDS if KINDS[kind].suits(work)]
    chance = random.Random(given.seed)
    chance.shuffle(pairs)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="cf-")))
        folder.chmod(0o755)  # as root, the database's own user passes through
        stack.enter_context(own_room())
        for name in ("cases", "postgres"):
            stack.enter_context(disk(folder / name)).chmod(0o755)
        campaign = Campaign(stack.enter_context(Stage(folder)), chance, given.keep)
        for work, kind in cycle(pairs):
            if campaign.struck >= given.faults:
                break
            campaign.strike(work, kind)
    sys.stdout.write(f"\n{campaign.table.text()}\n")
    say({"faults": campaign.struck, "wrong": campaign.wrong, "seed": given.seed})
    sys.exit(int(campaign.wrong > 0))


if __name__ == "__main__":
    main()

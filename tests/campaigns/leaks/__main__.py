"""
Run every command where nothing but loopback can be reached, and see that it reaches for nothing else.

Each command runs once, undisturbed, with all that it starts, in a network of loopback alone, and is traced: no address
but this machine's may be connected or sent to, and no name may be looked up. The kernel's count of addresses to which
it found no way is looked at besides. As root, the commands run once as root and once as an ordinary user. A line of
JSON is printed for each command, and the sums last; the exit code is 1 if anything was reached for.

    python tests/campaigns/leaks
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent.parent)]
sys.modules["tests"] = _TESTS

_ORDINARY = "nobody"


def main() -> None:
    """Run the campaign."""
    from tests.campaigns.commands.all import EVERY, OVER_TOR
    from tests.campaigns.commands.stage import Stage
    from tests.campaigns.leaks.run import traced_run
    from tests.support.loopback import LoopbackOnly

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", action="append", help="one command, as it is named here; may be repeated")
    parser.add_argument("--without-tor", action="store_true", help="leave out what needs a Tor network")
    parser.add_argument("--only-this-user", action="store_true", help="as root, do not run as an ordinary user too")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever stops it stops the servers that it has started
    works = {work.name: work for work in EVERY if not (given.without_tor and work in OVER_TOR)}
    if unknown := set(given.command or ()) - works.keys():
        parser.error(f"no such command: {min(unknown)}; there are {', '.join(works)}")
    wrong = 0
    with LoopbackOnly(quick=os.geteuid() == 0):
        with TemporaryDirectory(prefix="cl-") as name, Stage(Path(name)) as stage:
            stage.folder.chmod(0o755)  # as root, the database's own user passes through
            (stage.folder / "postgres").mkdir()
            for command in given.command or works:
                (stage.folder / "cases").mkdir()
                wrong += traced_run(works[command], stage)
                shutil.rmtree(stage.folder / "cases")
        code = int(wrong > 0)
        if os.geteuid() == 0 and not given.only_this_user:
            code |= _as_an_ordinary_user()
    sys.exit(code)


def _as_an_ordinary_user() -> int:
    """
    Run the same in the same network as a user without privileges; gives the exit code.

    It is root under another number, in a user namespace, so that it can read a program that lies in root's own folders.
    """
    program = shutil.which("unshare")
    assert program is not None
    user = pwd.getpwnam(_ORDINARY)
    numbers = [f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}"]
    command = [program, "--user", *numbers, sys.executable, __file__, *sys.argv[1:]]
    return subprocess.run(command, env=os.environ | {"HOME": "/nonexistent"}, check=False).returncode


if __name__ == "__main__":
    main()

"""
Run a command that ends when its parent does: ``python -m cryptodrug_scraper.schedule.tied PARENT COMMAND…``.

A scheduler that is killed loses its market's lock, and its crawl must not go on without it. On Linux the system sends
the crawl a SIGTERM then (PR_SET_PDEATHSIG, prctl(2)), which a change of program by exec leaves in force. Elsewhere the
crawl goes on until it is done.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie the process to its parent, and run the command in its place."""
    parent, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != int(parent):
            sys.exit("the scheduler has ended")
    try:
        os.execvp(command[0], command)  # noqa: S606  # a list that the scheduler made
    except OSError as error:
        sys.exit(f"{command[0]} cannot be run: {error.strerror}")


if __name__ == "__main__":
    main()

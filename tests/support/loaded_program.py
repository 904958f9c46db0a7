"""
The program, loaded once, of which each command is a copy: ``python loaded_program.py DESCRIPTOR``.

`command` starts it, and sends it connections over the socket DESCRIPTOR. Each connection is kept by a copy that waits
for its command and tells how it ended, so that commands can run side by side. The command itself, a copy of that, has
the arguments, the variables, the folder and the streams of its caller, runs as ``python -m cryptodrug_scraper`` does,
and ends as any program ends.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["STREAMS", "Order"]

STREAMS = 3
"""Standard input, output and error, which come with each connection."""
_LOADED = (
    "cryptodrug_scraper.archive",
    "cryptodrug_scraper.page.parse",
    "cryptodrug_scraper.replay.run",
    "cryptodrug_scraper.store.migrate",
    "cryptodrug_scraper.store.server.embedded",
    "sqlalchemy.dialects.postgresql.psycopg2",
)
"""What most commands import only when they run; nothing that starts threads, which a copy would lack."""

Order = tuple[list[str], dict[str, str], str]
"""Arguments, variables and folder of a command, as they are sent as JSON."""


def _load() -> ModuleType:
    """Import what most commands need, and let the program stand where ``python -m`` puts it."""
    from cryptodrug_scraper.cli import verbs

    for target in verbs().values():
        importlib.import_module(target.partition(":")[0])
    for name in _LOADED:
        importlib.import_module(name)
    threads = len([*Path("/proc/self/task").iterdir()])
    assert 1 == threads, f"{threads} threads run once the program is loaded: its copies would wait for them"
    program = importlib.import_module("cryptodrug_scraper.__main__")
    sys.modules["__main__"] = program
    gc.collect()
    gc.freeze()
    return program


def _is_command(connection: socket.socket, streams: list[int]) -> bool:
    """Make a copy for the command and return true in it; wait for it here, tell how it ended, and return false."""
    with connection, connection.makefile("r", encoding="utf-8") as lines:
        arguments, variables, folder = json.loads(lines.readline())
        command = os.fork()
        if command:
            connection.sendall(b"%d\n" % command)
            _, status = os.waitpid(command, 0)
            connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
            return False
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    added = variables.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:1] = [folder, *(part for part in added if part and part not in sys.path)]
    os.environ.clear()
    os.environ.update(variables)
    sys.argv[1:] = arguments
    return True


def _wait(descriptor: int) -> bool:
    """Make a copy for each connection that comes; return true in a copy that is to run a command."""
    with socket.socket(fileno=descriptor) as orders:
        while True:
            word, received, _, _ = socket.recv_fds(orders, 1, STREAMS + 1)
            if not word:  # who has started this is gone
                return False
            if os.fork() == 0:
                break
            for each in received:
                os.close(each)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if _is_command(socket.socket(fileno=received[0]), received[1:]):
        return True
    os._exit(0)


if __name__ == "__main__":
    loaded = _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies that keep connections
    if _wait(int(sys.argv[1])):
        sys.argv[0] = str(loaded.__file__)
        loaded.main()

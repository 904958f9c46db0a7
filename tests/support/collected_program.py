"""
The tests, imported once, of which the processes that run them are copies; `copied_processes` starts it.

Its argument is JSON: the descriptors of a socket over which orders come and of a pipe that is closed when the run ends,
the path of modules, and the arguments of pytest.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import warnings
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

_STREAMS = 3
_IDLE = "polars-ooc-clea"
"""A thread that polars begins with; it removes what was put on disk for lack of memory."""


class _AsTheirs:
    """Lets pytest prepare itself as in a process that runs tests: what belongs to the whole run is left alone."""

    def __init__(self) -> None:
        self.computing: str | None = None
        """The first file that begins threads when it is imported."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.workerinput = {"workerid": "none", "randomly_seed": 0}  # type: ignore[attr-defined]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if self.computing is None and _has_threads():
            self.computing = report.nodeid


def _import_tests(arguments: Sequence[str]) -> bool:
    """
    Import them as pytest does, and return whether copies can be made: they have no threads, and would wait for them.

    Where something cannot be imported, the copies try again, and tell why.
    """
    preparing = _AsTheirs()
    if pytest.main([*arguments, "--collect-only", "-qqq"], plugins=[preparing]):
        for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
            del sys.modules[name]  # pytest leaves those in place that ended in an error, and would take them for whole
    _prepare()
    if _has_threads():
        told = (
            f"{preparing.computing} computes while it is imported: each process imports the tests, which takes longer\n"
        )
        sys.stderr.write(told)
        return False
    warnings.filterwarnings("ignore", ".*is multi-threaded", DeprecationWarning)  # Python 3.12 counts idle ones too
    gc.collect()
    gc.freeze()
    return True


def _prepare() -> None:
    """Import what commands import when they run, and work out what is the same for all copies."""
    from cryptodrug_scraper.cli import verbs
    from cryptodrug_scraper.derive.version import measures_version
    from cryptodrug_scraper.study.installed import _own

    for target in verbs().values():
        importlib.import_module(target.partition(":")[0])
    measures_version()
    _own()


def _has_threads() -> bool:
    names = [file.read_text().strip() for file in Path("/proc/self/task").glob("*/comm")]
    return len(names) - names.count(_IDLE) > 1


def _code(order: socket.socket) -> str:
    """Become the process that asks for a copy, and return what it is to run."""
    _, streams, _, _ = socket.recv_fds(order, 1, _STREAMS)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    code, variables = json.loads(order.makefile("r", encoding="utf-8").readline())
    os.environ.clear()
    os.environ.update(variables)
    sys.argv[:] = ["-c"]
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # for as long as the process lasts
    return str(code)


def _begin_anew(code: str, order: socket.socket) -> None:
    """Become a Python that has imported nothing yet."""
    os.set_inheritable(order.fileno(), True)  # noqa: FBT003  # its end tells of that of this process
    os.execv(sys.executable, [sys.executable, "-u", "-c", code])  # noqa: S606  # it is this program


def _run(code: str) -> None:
    """Run it as ``python -c`` does, but leave all that is loaded in its place at the end."""
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        exec(code, vars(sys.modules["__main__"]))  # noqa: S102  # it is asked for
    except SystemExit:
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        vars(threading)["_shutdown"]()
        vars(atexit)["_run_exitfuncs"]()
        os._exit(0)


def _main() -> None:
    descriptor, until, path, arguments = json.loads(sys.argv[1])
    sys.path[:] = path
    can_be_copied = _import_tests(arguments)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for copies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run ends, and this with it
    with socket.socket(fileno=descriptor) as orders:
        while until not in select.select([orders, until], [], [])[0]:
            order, _ = orders.accept()
            if os.fork() == 0:
                orders.close()
                os.close(until)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                code = _code(order)
                if not can_be_copied:
                    _begin_anew(code, order)
                _run(code)
            order.close()


if __name__ == "__main__":
    _main()

"""
The program, loaded once, of which each command is a copy: ``python loaded_program.py ORDERS UNTIL``.

`command` starts it, and sends it connections over the socket of the descriptor ORDERS; it ends when the pipe UNTIL is
closed. Over each connection it reads of one command, and tells
how it ended, so that commands can run side by side. The command, a copy of it, has the arguments, the variables, the
folder and the streams of its caller, runs as ``python -m cryptodrug_scraper`` does, and ends with what it left to do at
its end.

Where a command starts a Python of its own for the processes that read pages, that is a copy of it too: it would only
import again what is here.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import multiprocessing.util
import os
import runpy
import select
import signal
import socket
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

__all__ = ["STREAMS", "Order"]

STREAMS = 3
"""Standard input, output and error, which come with each connection."""
_SHIPPED = ("dream", "empire", "wallstreet")
_LOADED = (
    "cryptodrug_scraper.crawl.run",
    "cryptodrug_scraper.crawl.spider",
    "cryptodrug_scraper.explore.application",
    "cryptodrug_scraper.explore.looking",
    "cryptodrug_scraper.archive.lookup_key",
    "cryptodrug_scraper.archive.wacz",
    "cryptodrug_scraper.cases.drafting",
    "cryptodrug_scraper.cli.advice",
    "cryptodrug_scraper.cli.doctor_database",
    "cryptodrug_scraper.derive.lacking",
    "cryptodrug_scraper.export.package",
    "cryptodrug_scraper.export.verify",
    "cryptodrug_scraper.measures.looks.drift",
    "cryptodrug_scraper.replay.notice",
    "cryptodrug_scraper.replay.worker",
    "cryptodrug_scraper.report.robustness",
    "cryptodrug_scraper.report.study",
    "cryptodrug_scraper.scaffold.check",
    "cryptodrug_scraper.scaffold.drafts",
    "cryptodrug_scraper.scaffold.serving",
    "cryptodrug_scraper.schedule.machines",
    "cryptodrug_scraper.sealed.verify",
    "cryptodrug_scraper.study.run",
    "cryptodrug_scraper.tor.stem_control",
    "frictionless",
    "frictionless.formats",
    "frictionless.portals",
    "frictionless.resources",
    "frictionless.schemes",
    "multiprocessing.popen_forkserver",
    "psycopg2.extras",
    "scipy.stats",
    "sqlparse",
    "scrapy.crawler",
    "simulator.archiving.run",
    "simulator.economy",
    "simulator.windows",
    "altair",
    *(f"parsers.{market}" for market in _SHIPPED),
    "cryptodrug_scraper.archive",
    "cryptodrug_scraper.page.parse",
    "cryptodrug_scraper.replay.run",
    "cryptodrug_scraper.store.migrate",
    "cryptodrug_scraper.store.server.embedded",
    "sqlalchemy.dialects.postgresql.psycopg2",
)
"""What most commands import only when they run; nothing that computes with threads, which a copy would lack."""
_WITHOUT_THREADS = {
    "OPENBLAS_NUM_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""Of libraries, for the time in which they are loaded."""
_IDLE = "polars-ooc-clea"
"""A thread that polars begins with: it removes what was put on disk for lack of memory."""

_RUN = "CRYPTODRUG_TEST_RUN"
"""Names the folder that processes of a run of tests share."""
_UNWRITTEN = 120
"""The exit code of a Python that cannot write what it still has to."""
_SPAWN = multiprocessing.util.spawnv_passfds

Order = tuple[list[str], dict[str, str], str, bool]
"""Arguments, variables and folder of a command, and whether it has a session of its own, as they are sent as JSON."""


def _load() -> ModuleType:
    """Import what most commands need, and let the program stand where ``python -m`` puts it."""
    from cryptodrug_scraper.cli import verbs

    gc.disable()
    os.environ.update(_WITHOUT_THREADS)
    for target in verbs().values():
        importlib.import_module(target.partition(":")[0])
    for name in _LOADED:
        importlib.import_module(name)
    _work_out()
    _keep_charts()
    threads = [file.read_text().strip() for file in Path("/proc/self/task").glob("*/comm")]
    assert 1 == len(threads) - threads.count(_IDLE), f"copies would wait for threads of the program: {threads}"
    warnings.filterwarnings("ignore", ".*is multi-threaded", DeprecationWarning)  # Python 3.12 counts idle ones too
    program = importlib.import_module("cryptodrug_scraper.__main__")
    sys.modules["__main__"] = program
    gc.collect()
    gc.freeze()
    gc.enable()
    return program


def _work_out() -> None:
    """Work out what follows from the program alone: each command that needs it would do so anew."""
    from cryptodrug_scraper.derive.version import measures_version
    from cryptodrug_scraper.page.market import _installed
    from cryptodrug_scraper.page.places.names import place_names
    from cryptodrug_scraper.page.word_list import word_list
    from cryptodrug_scraper.replay.version import parser_version
    from cryptodrug_scraper.statements import each_statement
    from cryptodrug_scraper.store.definitions import definition_files
    from cryptodrug_scraper.study.installed import _own
    from cryptodrug_scraper.words.wording import LANGUAGES, catalogue

    measures_version()
    place_names()
    word_list()
    definition_files()
    each_statement("SELECT 1")
    _own()
    for language in LANGUAGES:
        catalogue(language)
    for market in _SHIPPED:
        parser_version(market)
    _installed.cache_clear()  # a command may find other markets on its path


def _keep_charts() -> None:
    """Have all reports of a run of tests take the script of charts that one of them made."""
    if _RUN not in os.environ:
        return
    made_once, keep_charts = (_of_support(name) for name in ("made_once", "keep_charts"))
    run = Path(os.environ[_RUN])  # commands may have other variables
    keep_charts(lambda name, make: made_once(name, make, run))


def _of_support(name: str) -> Any:
    """A function of a module beside this one: as a program it is in no package of tests."""
    return runpy.run_path(str(Path(__file__).with_name(f"{name}.py")))[name]


def _copy_for(path: bytes, arguments: list[bytes], kept: Sequence[int]) -> int:
    """
    Do what starts a Python for other processes of `multiprocessing`, in a copy: its last argument is what is run.

    Where something runs beside, as in explore, a copy might wait for it for ever: then it is a Python of its own.
    """
    if threading.active_count() > 1:
        return _SPAWN(path, arguments, kept)
    process = os.fork()
    if process:
        return process
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        for descriptor in {int(each.name) for each in Path("/proc/self/fd").iterdir()} - {0, 1, 2, *kept}:
            with suppress(OSError):  # it was that of the list
                os.close(descriptor)
        exec(arguments[-1], {"__name__": "__main__"})  # noqa: S102  # as that Python would
    except SystemExit:
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        os._exit(0)


def _become(order: Order, streams: Sequence[int]) -> None:
    """Have the streams, the session, the folder, the variables and the arguments of a command."""
    arguments, variables, folder, has_session = order
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if has_session:
        os.setsid()
    os.chdir(folder)
    added = variables.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:1] = [folder, *(part for part in added if part and part not in sys.path)]
    own = Path(folder, "parsers")
    if own.exists() and not own.samefile(next(iter(sys.modules["parsers"].__path__))):  # it reads with those
        for name in [name for name in sys.modules if name.partition(".")[0] == "parsers"]:
            del sys.modules[name]
        importlib.import_module("cryptodrug_scraper.replay.version").parser_version.cache_clear()
    os.environ.clear()
    os.environ.update(variables)
    sys.argv[1:] = arguments
    vars(multiprocessing.util)["spawnv_passfds"] = _copy_for


def _wait(descriptor: int, until: int) -> bool:
    """Make a copy for each command that comes, and tell how it ended; return true in a copy that is to run it."""
    running: dict[int, tuple[int, socket.socket]] = {}
    with socket.socket(fileno=descriptor) as orders:
        while True:
            ready, _, _ = select.select([orders.fileno(), until, *running], [], [])
            for ended in running.keys() & set(ready):
                process, connection = running.pop(ended)
                os.close(ended)
                _, status = os.waitpid(process, 0)
                with connection, suppress(OSError):  # who has started it may be gone
                    connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
            if until in ready:
                return False
            if orders.fileno() not in ready:
                continue
            _, received, _, _ = socket.recv_fds(orders, 1, STREAMS + 1)
            connection, streams = socket.socket(fileno=received[0]), received[1:]
            with connection.makefile("r", encoding="utf-8") as lines:
                order: Order = json.loads(lines.readline())
            process = os.fork()
            if process == 0:
                break
            for stream in streams:
                os.close(stream)
            connection.sendall(b"%d\n" % process)
            running[os.pidfd_open(process)] = (process, connection)
    for other, (_, theirs) in running.items():
        os.close(other)
        theirs.close()
    os.close(until)
    connection.close()
    _become(order, streams)
    return True


def _run(program: ModuleType) -> None:
    """
    Run the command, and end as it does, but leave the program in its place.

    Any other Python takes all that it has loaded apart when it ends: that is longer than most commands take, for a copy
    shares what it does not touch.
    """
    code = 0
    try:
        program.main()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            raise
        code = ended.code or 0
    vars(threading)["_shutdown"]()
    vars(atexit)["_run_exitfuncs"]()
    try:
        sys.stdout.flush()
    except OSError:
        code = _UNWRITTEN
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    loaded = _load()
    if _wait(*map(int, sys.argv[1:])):
        sys.argv[0] = str(loaded.__file__)
        _run(loaded)

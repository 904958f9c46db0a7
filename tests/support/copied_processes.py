"""
Processes of a run that are copies of one which has imported the tests: each would compile and import them all again.

Where processes share the tests (``--numprocesses``), pytest-xdist starts each of them as `copy_program`, which has it
made by `collected_program`.
"""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

__all__ = ["pytest_cmdline_main"]

_HERE = Path(__file__).parent
_WITHOUT_THREADS = {
    "OPENBLAS_NUM_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""Of libraries, for the time in which they are loaded: a copy has none of the threads."""


@pytest.hookimpl
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Begin to import the tests, and let the processes be made from there."""
    options = config.option
    if options.collectonly or not options.tx or set(options.tx) != {"popen"}:
        return
    # the processes fill the machine: threads of each would but wait for one another, for a third of its time
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    folder = TemporaryDirectory(prefix="cryptodrug-orders-")
    address = str(Path(folder.name) / "orders")
    until, end = os.pipe()
    with socket.socket(socket.AF_UNIX) as orders:
        orders.bind(address)
        orders.listen()
        said = json.dumps([orders.fileno(), until, sys.path, [str(each) for each in config.invocation_params.args]])
        program = subprocess.Popen(
            [sys.executable, str(_HERE / "collected_program.py"), said],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[orders.fileno(), until],
            env=os.environ | _WITHOUT_THREADS,
        )
    os.close(until)
    python = shlex.join([sys.executable, "-I", "-S", str(_HERE / "copy_program.py"), address])
    options.tx = [f"popen//python={python}"] * len(options.tx)

    def finish() -> None:
        os.close(end)
        program.wait()
        folder.cleanup()

    config.add_cleanup(finish)

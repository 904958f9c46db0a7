"""Ctrl-C and SIGTERM: no traceback, nothing half done, and the same command goes on where it was."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

import psutil
import pytest

from cryptodrug_scraper.archive import Layout
from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.interrupts import as_a_whole, catch_signals, release_signals
from tests.support.command import run_command

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 600
SIGNALS = (signal.SIGINT, signal.SIGTERM)
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for number in range(PAGES):
        (folder / f"{number:04}.html").write_bytes(b"<html><body>%d</body></html>" % number)
    return folder


@pytest.fixture
def whole(pages: Path, tmp_path: Path) -> Path:
    """An archive of many files."""
    import_paths([pages], tmp_path / "whole", roll_at=20_000)
    return tmp_path / "whole"


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    catch_signals()
    yield
    release_signals()
    for number, handler in before.items():
        signal.signal(number, handler)


def interrupted(number: signal.Signals, share: float, seconds: float, *arguments: str | Path) -> bool:
    """
    Run a command and interrupt it after a share of the seconds that it takes; tells whether it was not done by then.
    """
    command = [sys.executable, "-m", "cryptodrug_scraper", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        while process.poll() is None and not _catches(process.pid):
            time.sleep(0.001)
        time.sleep(share * seconds)
        if process.poll() is None:
            os.killpg(process.pid, number)  # as a terminal does: every process of the command gets it
        _, said = process.communicate(timeout=120)
    assert b"Traceback" not in said, said.decode()
    assert b"ignored" not in said, said.decode()
    # Python ends as if by SIGINT where a signal came while it ran code that was made of text, as dataclasses make it
    assert process.returncode in (0, CODES[number], -number, -signal.SIGINT), said.decode()
    return process.returncode != 0


def _catches(pid: int) -> bool:
    """Whether the process has its handlers: what comes before that is Python's own start."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    except (OSError, StopIteration):
        return False
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def instants(count: int = 1) -> Iterator[tuple[signal.Signals, float]]:
    """A signal or the other, at random shares of the way: campaigns that kill try many."""
    for _ in range(count):
        number, share = random.choice(SIGNALS), random.uniform(0, 1)
        print(f"signal {number.name} at {share:.3f}")  # noqa: T201  # so that a failure can be repeated
        yield number, share


def timed(*arguments: str | Path) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "cryptodrug_scraper", *map(str, arguments)], check=True, capture_output=True)
    return time.monotonic() - began


def test_a_signal_while_signals_are_released_raises_nothing_and_ends_the_process_as_any_other() -> None:
    program = """
import os, signal
from cryptodrug_scraper.interrupts import catch_signals, release_signals

catch_signals()
real = signal.signal
def late(number, handler):
    os.kill(os.getpid(), number)
    return real(number, handler)
signal.signal = late
release_signals()
print("went on")
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.usefixtures("handlers")
def test_a_step_that_must_be_whole_is_interrupted_after_it() -> None:
    done = []

    def step() -> None:
        with as_a_whole():
            with as_a_whole():
                signal.raise_signal(signal.SIGTERM)
                done.append("inner")
            done.append("outer")

    with pytest.raises(KeyboardInterrupt):
        step()
    assert ["inner", "outer"] == done
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("handlers")
def test_a_signal_that_comes_where_nothing_can_be_raised_interrupts_after_that() -> None:
    class Thing:
        pass

    thing = Thing()
    seen = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
    del thing
    assert seen() is None
    with pytest.raises(KeyboardInterrupt):
        time.sleep(60)


@pytest.mark.usefixtures("handlers")
def test_a_step_in_another_thread_delays_nothing() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def step() -> None:
        with as_a_whole():
            begun.set()
            go_on.wait(60)

    thread = threading.Thread(target=step)
    thread.start()
    begun.wait(60)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    go_on.set()
    thread.join()


def test_an_import_that_is_interrupted_anywhere_leaves_nothing_to_mend(pages: Path, tmp_path: Path) -> None:
    seconds = timed("archive", "import", pages, "--archive", tmp_path / "first")
    for number, share in instants():
        root = tmp_path / f"archive{share}"
        interrupted(number, share, seconds, "archive", "import", pages, "--archive", root)
        layout = Layout(root)
        assert [] == layout.unsealed()
        if layout.sealed():
            assert [] == verify_archive(root).problems
        again = import_paths([pages], root)
        assert (PAGES, [], []) == (again.written + again.kept_before, again.mended.sealed, again.mended.emptied)
        assert [] == verify_archive(root).problems


@pytest.mark.parametrize("verb", ["index", "export", pytest.param("verify", marks=pytest.mark.campaign)])
def test_a_verb_that_is_interrupted_anywhere_leaves_the_archive_as_it_was(
    whole: Path, tmp_path: Path, verb: str
) -> None:
    options = [] if verb != "export" else ["--identified", "--wacz"]

    def words(name: str) -> list[str | Path]:
        return ["archive", verb, "--archive", whole, *options, *([tmp_path / f"{name}.wacz"] if options else [])]

    seconds = timed(*words("first"))
    before = verify_archive(whole).records
    for number, share in instants():
        ended = interrupted(number, share, seconds, *words(str(share)))
        assert ([], before) == (verify_archive(whole).problems, verify_archive(whole).records)
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
        if options:
            exported = tmp_path / f"{share}.wacz"
            assert ended or exported.exists()
            assert not exported.exists() or ZipFile(exported).testzip() is None
    rebuild(whole)
    assert ["index.cdxj"] == [path.name for path in Layout(whole).indexes.iterdir()]


@pytest.mark.slow
def test_a_replay_that_is_interrupted_anywhere_leaves_no_process(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory(prefix="cryptodrug-test-") as home:
        monkeypatch.setenv(HOME_VARIABLE, home)
        seconds = timed("replay", pages, "--workers", "2")
        for number, share in instants():
            interrupted(number, share, seconds, "replay", pages, "--workers", "2", "--reparse")
            assert [] == [process.pid for process in psutil.process_iter(["cmdline"]) if home in str(process.info)]
        run_command("replay", pages, "--workers", "2")


def test_ctrl_c_does_not_end_a_process_that_reads_pages_before_the_one_that_started_it() -> None:
    code = "from cryptodrug_scraper.replay.worker import begin_work; import signal\n"
    code += "begin_work(); signal.raise_signal(signal.SIGINT); print('goes on', flush=True)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert (b"goes on\n", b"") == (done.stdout, done.stderr)

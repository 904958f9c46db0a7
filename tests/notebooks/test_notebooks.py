"""The notebooks run, and show what the database says."""

from __future__ import annotations

import ast
import os
import re
import runpy
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.notebook import open_notebook, write_notebook

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "docs" / "notebooks").glob("*.py"))
STARTING_POINTS = ROOT / "cryptodrug_scraper" / "explore" / "starting_points.py"


def run(path: Path) -> dict[str, Any]:
    """The names that a notebook defines."""
    _, names = runpy.run_path(str(path))["app"].run()
    return dict(names)


@pytest.mark.filterwarnings("ignore")  # of marimo's own libraries
@pytest.mark.parametrize("path", [*EXAMPLES, STARTING_POINTS], ids=lambda path: path.stem)
@pytest.mark.slow
def test_each_runs_on_the_windows(shared: Opened, path: Path) -> None:
    found = run(path)
    frames = {name: value for name, value in found.items() if hasattr(value, "columns")}
    assert len(frames) >= 4
    assert [name for name, frame in frames.items() if not len(frame)] == []
    assert shared.one("SELECT 1") == 1


@pytest.mark.filterwarnings("ignore")
def test_the_belgian_one_has_the_numbers_of_the_views(shared: Opened) -> None:
    found = run(ROOT / "docs" / "notebooks" / "belgium.py")
    stated = shared.rows(
        "SELECT market, count(*), sum(amount_eur) FROM research.transaction WHERE 'BE' = ANY (origin_codes) GROUP BY 1"
    )
    per_market = found["per_market"]
    assert {market: per_market.loc[market, "sales"] for market, _, _ in stated} == {m: n for m, n, _ in stated}
    for market, _, eur in stated:
        assert per_market.loc[market, "eur"] == pytest.approx(eur)


@pytest.mark.slow
def test_an_example_runs_as_a_program(shared: Opened) -> None:
    assert len(EXAMPLES) >= 2
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, EXAMPLES[0]], env=environment, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert shared.one("SELECT 1") == 1


def test_a_notebook_is_written_once_and_then_its_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.py"
    assert write_notebook(path)
    ast.parse(path.read_text())
    path.write_text("changed")
    assert not write_notebook(path)
    assert path.read_text() == "changed"
    with pytest.raises(ConfigurationError, match="cannot be written: No such file"):
        write_notebook(tmp_path / "nowhere" / "mine.py")
    monkeypatch.setattr("cryptodrug_scraper.explore.notebook.find_spec", lambda _name: None)
    with pytest.raises(ConfigurationError, match="there is no marimo here: pip install"):
        open_notebook(path)


def _connected(port: int) -> HTTPConnection:
    """A connection to a notebook, which prints its address a moment before it listens there."""
    ends = time.monotonic() + 60
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.connect()
        except ConnectionRefusedError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return connection


@pytest.mark.usefixtures("database")
@pytest.mark.slow
def test_the_arguments_of_no_program_let_anybody_into_the_notebook(tmp_path: Path) -> None:
    """Nor is its cookie sent to another port."""
    command = [sys.executable, "-m", "cryptodrug_scraper", "explore", "--notebook", "--no-browser", "--file"]
    with (
        subprocess.Popen(
            [*command, str(tmp_path / "mine.py")], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
        ) as run,
        ExitStack() as cleanup,
    ):
        cleanup.callback(run.kill)  # which does nothing where it has ended: a failure waits for nothing
        assert run.stdout is not None
        found: list[tuple[str, str, str]] = []
        while not found:
            line = run.stdout.readline().decode()
            assert line
            found = re.findall(r"http://localhost:(\d+)(/[\w-]{43})\?access_token=([\w-]{43})", line)
        ((port, root, token),) = found
        running = [psutil.Process(run.pid), *psutil.Process(run.pid).children(recursive=True)]
        arguments = " ".join(word for each in running for word in each.cmdline())
        assert len(running) > 1
        assert token not in arguments
        assert root not in arguments
        with closing(_connected(int(port))) as connection:
            connection.request("GET", f"{root}/api/status")
            answer = connection.getresponse()
            answer.read()
            assert 200 != answer.status
            connection.request("GET", f"{root}?access_token={token}")
            answer = connection.getresponse()
            assert f"path={root};" in answer.headers["Set-Cookie"]
            assert "httponly" in answer.headers["Set-Cookie"]
        run.send_signal(signal.SIGINT)  # and not to marimo, as a terminal would
        run.communicate(timeout=120)
    assert 0 == run.returncode
    assert not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in running)

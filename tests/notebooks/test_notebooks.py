"""The notebooks run, and show what the database says."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

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
    started: list[list[str]] = []

    class Started:
        def __init__(self, command: list[str], **_options: object) -> None:
            started.append(command)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            pass

        def wait(self) -> int:
            if len(started) > 1:
                raise_once()
            return 0

    def raise_once() -> None:
        if len(started) == 2:
            started.append([])
            raise KeyboardInterrupt

    monkeypatch.setattr("subprocess.Popen", Started)
    assert open_notebook(path, port=4321, headless=True) == 0
    assert started[0][1:] == [
        *("-m", "marimo", "--yes", "edit", str(path), "--host", "127.0.0.1", "--skip-update-check"),
        *("--port", "4321", "--headless"),
    ]
    assert open_notebook(path) == 0  # interrupted
    monkeypatch.setattr("cryptodrug_scraper.explore.notebook.find_spec", lambda _name: None)
    with pytest.raises(ConfigurationError, match="there is no marimo here: pip install"):
        open_notebook(path)

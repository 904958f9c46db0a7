"""Processes of a run, which are copies of one that imported the tests, are as if each had been started by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.support.plugins import TEMPORARY_ROOT

ROOT = Path(__file__).parents[2]
CONFTEST = f"""
import sys
from types import ModuleType
sys.modules.setdefault("tests", ModuleType("tests")).__path__ = [{str(ROOT / "tests")!r}]
pytest_plugins = ["tests.support.copied_processes"]
"""
CASES = {
    "test_whole.py": "def test_it():\n    assert __name__ in __import__('sys').modules\n",
    "test_failing.py": "def test_it():\n    one = 1\n    assert 2 == one\n",
    "test_broken.py": "import of_no_such_name\n\ndef test_it():\n    pass\n",
}
COMPUTING = """
import os, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
HERE = os.getpid()

def test_it():
    assert HERE == os.getpid()
"""


def test_those_that_fill_the_machine_have_one_thread_of_polars_each() -> None:
    assert "PYTEST_XDIST_WORKER" not in os.environ or 1 == pl.thread_pool_size()


def test_a_process_that_one_starts_does_not_import_the_tests_again() -> None:
    assert "PYTEST_XDIST_WORKER" not in os.environ or not hasattr(sys.modules["__main__"], "__file__")


def run(tmp_path: Path, cases: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run tests of files with two processes."""
    folder = tmp_path / "tests"
    folder.mkdir()
    for name, content in {"conftest.py": CONFTEST, **cases}.items():
        (folder / name).write_text(content, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n", encoding="utf-8")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    surroundings[TEMPORARY_ROOT] = str(tmp_path)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "--numprocesses", "2", "tests"]
    return subprocess.run(words, cwd=tmp_path, env=surroundings, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_what_fails_and_what_cannot_be_imported_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, CASES)

    assert 1 == done.returncode
    assert "No module named 'of_no_such_name'" in done.stdout
    assert "assert 2 == 1" in done.stdout, "assertions are not told in full"
    assert "1 failed, 1 passed, 1 error" in done.stdout


@pytest.mark.campaign
def test_where_a_file_begins_threads_each_process_imports_the_tests(tmp_path: Path) -> None:
    done = run(tmp_path, {"test_it.py": COMPUTING})

    assert "1 passed" in done.stdout, done.stdout
    assert "tests/test_it.py computes while it is imported" in done.stderr

"""The short form of drafts.py, and whether it would tell of what a draft keeps."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "drafts.py"
FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
PAGES = ("dream/vendor_feedback/newcomer_stray_byte", "empire/login/hashed_names", "none/error/bad_gateway")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for page in PAGES:
        shutil.copy(FIXTURES / page / "body.html", tmp_path / f"{page.replace('/', '-')}.html")
    return tmp_path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=300, text=True)


@pytest.mark.slow
def test_drafts_of_a_folder_keep_nothing(corpus: Path) -> None:
    done = run("--corpus", corpus, "--captured-at", "2018-11-19")
    assert 0 == done.returncode, done.stdout + done.stderr
    *pages, total = done.stdout.splitlines()
    assert len(pages) == len(PAGES)
    assert "of no known market" in pages[2]
    assert "issue invalid_bytes: 1 became 0" in pages[0]
    assert total.startswith("2 pages, seed 1: mask 0 of")
    assert total.endswith("0 torn; 1 read otherwise")


def test_drafts_without_a_reading_keep_nothing_either(corpus: Path) -> None:
    done = run("--corpus", corpus, "--unread")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("3 pages, seed 1: ")


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    done = run("--corpus", tmp_path)
    assert done.returncode
    assert "Next: " in done.stderr

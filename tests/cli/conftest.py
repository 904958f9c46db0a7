"""The command line as a user runs it: a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Run ``cryptodrug`` and expect an exit code; whatever happens, it prints no traceback."""

    def run(*arguments: str | Path, code: int = 0, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "cryptodrug_scraper", *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=120)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        assert code == done.returncode, done.stderr.decode()
        return done

    return run

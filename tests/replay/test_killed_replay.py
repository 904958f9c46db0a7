"""Nothing of a replay stays when its main process is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.replay.conftest import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPINS = """
from pathlib import Path
from cryptodrug_scraper.page import parse

def spin(*_):
    Path({folder!r}).joinpath("reading").touch()
    while True:
        pass

parse.decode = spin
"""
PATIENCE = 300


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that happens by itself."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.usefixtures("database")
@pytest.mark.slow
def test_no_process_stays_and_the_output_ends_when_a_replay_is_killed(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SPINS.format(folder=str(tmp_path)))
    command = [sys.executable, "-m", "cryptodrug_scraper", "replay", str(PAGES / "dream"), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    main = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until((tmp_path / "reading").exists)
    began = psutil.Process(main.pid).children(recursive=True)
    assert 3 <= len(began)  # two that read, and the one that they come from

    main.kill()
    said, _ = main.communicate(timeout=PATIENCE)  # ends when nobody holds the output any more

    assert said is not None
    until(lambda: not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in began))

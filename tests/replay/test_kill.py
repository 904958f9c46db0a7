from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.campaign
def test_replays_that_are_killed_and_resumed_lose_double_and_halve_nothing() -> None:
    program = ROOT / "tests" / "campaigns" / "kill_replay.py"
    pages = ROOT / "fixtures" / "pages" / "dream" / "listing"
    command = [sys.executable, str(program), "--kills", "2", "--copies", "1", "--pages", str(pages), "--seed", "2"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert 0 == done.returncode, done.stderr.decode()
    figures = json.loads(done.stdout)
    assert (2, 0, 0) == (figures["kills"], figures["halved_pages"], figures["wrong_digests"])

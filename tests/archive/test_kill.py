from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGN = Path(__file__).parent.parent / "campaigns" / "kill_archive.py"


@pytest.mark.campaign
def test_killing_writers_and_imports_loses_nothing_and_doubles_nothing() -> None:
    done = subprocess.run([sys.executable, str(CAMPAIGN), "--kills", "3"], capture_output=True, check=False)
    figures = done.stdout.decode()
    assert (0, b"") == (done.returncode, done.stderr), figures
    assert ["3", "3"] == re.findall(r"(\d+) kills", figures)
    assert ["0", "0"] == re.findall(r"(\d+) faults", figures)
    assert all(int(pages) > 0 for pages in re.findall(r"(\d+) pages acknowledged", figures))

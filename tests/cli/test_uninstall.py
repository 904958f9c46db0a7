"""All that the program writes lies where docs/backup.md says, so that it can be removed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

LOGIN = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "login"
COMMANDS = (("archive", "import", LOGIN), ("replay", LOGIN, "--workers", "1"))


@pytest.mark.slow
def test_nothing_is_written_outside_the_data_home() -> None:
    with TemporaryDirectory(prefix="cryptodrug-test-") as name:
        home = Path(name) / "user"
        home.mkdir()
        temporary = Path(name) / "temporary"
        temporary.mkdir(mode=0o1777)
        temporary.chmod(0o1777)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("CRYPTODRUG_", "XDG_"))}
        environment = kept | {"HOME": str(home), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
        for words in COMMANDS:
            command = [sys.executable, "-m", "cryptodrug_scraper", *map(str, words)]
            done = subprocess.run(
                command, env=environment, cwd=home, check=False, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == 0, done.stderr
        data = home / ".local" / "share" / "cryptodrug"

        assert {"archive", "postgres"} <= {path.name for path in data.iterdir()}
        outside = {path for path in home.rglob("*") if path.is_file() and not path.is_relative_to(data)}
        assert set() == outside
        assert [] == list(temporary.iterdir())

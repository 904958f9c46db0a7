"""What a command says where the system refuses it a file or a folder."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from cryptodrug_scraper.home import HOME_VARIABLE

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages" / "dream" / "listing"
NO_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
"""Before a command of root's: it may open only what the modes of files allow."""


def run(home: Path, *arguments: str, most_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
    before = NO_OVERRIDE if os.geteuid() == 0 else ()
    command = [*before, sys.executable, "-m", "cryptodrug_scraper", *arguments]
    limited = (
        None if most_bytes is None else partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    )
    return subprocess.run(
        command,
        env=os.environ | {HOME_VARIABLE: str(home)},
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=limited,
    )


def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path) -> None:
    (tmp_path / "cookies").write_text("a=b\n")
    home = tmp_path / "home"
    home.mkdir(mode=0o000)

    done = run(
        home,
        *("session", "put", "dream", "--replica", "--mirror", "http://127.0.0.1:1", "--file"),
        str(tmp_path / "cookies"),
    )

    assert (1, "") == (done.returncode, done.stdout)
    assert f"cryptodrug: the system refuses {home}" in done.stderr
    assert "Permission denied" in done.stderr


def test_a_file_that_cannot_be_written_is_told_with_the_reason(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES, tmp_path / "dream" / "listing")

    done = run(tmp_path / "home", "fixture", "rerun", str(tmp_path), most_bytes=100)

    assert (1, "") == (done.returncode, done.stdout)
    assert "cryptodrug: the system refuses" in done.stderr
    assert "File too large" in done.stderr


def test_cookies_that_cannot_be_written_leave_no_file(tmp_path: Path) -> None:
    (tmp_path / "cookies").write_text("a=b\n")
    put = (
        "session",
        "put",
        "dream",
        "--replica",
        "--mirror",
        "http://127.0.0.1:1",
        "--file",
        str(tmp_path / "cookies"),
    )

    assert 1 == run(tmp_path / "home", *put, most_bytes=0).returncode

    assert [] == list((tmp_path / "home" / "sessions" / "dream").iterdir())

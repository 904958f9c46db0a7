"""An archive on a medium that cannot be written can be looked at, verified and exported."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.wacz import EXPORTS
from cryptodrug_scraper.home import HOME_VARIABLE
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
SIDE_FILES = ("-wal", "-shm")
DIES = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from cryptodrug_scraper.archive import ArchiveWriter, Exchange
writer = ArchiveWriter(Path(sys.argv[1]), roll_at=1)
for number in range(3):
    address, time = f"http://market.invalid/{number}", datetime(2018, 11, 18, tzinfo=UTC)
    writer.exchange(Exchange(address, time, 200, b"<html>%d" % number, [("Content-Type", "text/html")]))
os._exit(9)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive of three files whose last writer has ended as it should."""
    with ArchiveWriter(tmp_path / "archive", roll_at=1) as writer:
        for number in range(3):
            page = b"<html>%d" % number
            writer.exchange(
                Exchange(f"http://market.invalid/{number}", NINE, 200, page, [("Content-Type", "text/html")])
            )
    return tmp_path / "archive"


def run(root: Path, *arguments: str | Path, code: int = 0) -> str:
    """``cryptodrug archive`` where the archive's folder cannot be written; returns what it printed."""
    command = shlex.join([sys.executable, "-m", "cryptodrug_scraper", "archive", *map(str, arguments)])
    before = {path: path.stat() for path in [root, *root.rglob("*")]}
    if os.geteuid() == 0:  # whom no mode of a folder keeps out
        bind = f"mount --bind {root} {root} && mount -o remount,bind,ro {root}"
        done = subprocess.run(
            ["/usr/bin/unshare", "-m", "sh", "-c", f"{bind} && exec {command}"], capture_output=True, check=False
        )
    else:
        for path in before:
            path.chmod(0o500 if path.is_dir() else 0o400)
        done = subprocess.run(["/bin/sh", "-c", f"exec {command}"], capture_output=True, check=False)
        for path, stat in before.items():
            path.chmod(stat.st_mode & 0o777)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert code == done.returncode, done.stderr.decode()
    assert {path: (stat.st_size, stat.st_mtime) for path, stat in before.items()} == {
        path: (path.stat().st_size, path.stat().st_mtime) for path in [root, *root.rglob("*")]
    }
    return (done.stderr if code else done.stdout).decode()


def look(root: Path) -> None:
    status = json.loads(run(root, "status", "--archive", root, "--json"))
    assert (3, 3) == (status["files"], status["captures"])
    assert "9 records in 3 files, 0 problems" in run(root, "verify", "--archive", root)


def test_it_can_be_looked_at_and_verified(root: Path) -> None:
    look(root)


@pytest.mark.parametrize("lost", [(), ("-shm",)])
@pytest.mark.slow
def test_so_can_one_whose_writer_was_killed(tmp_path: Path, lost: tuple[str, ...]) -> None:
    """What its index has in files beside it is read, too, and no copy is left anywhere."""
    root = tmp_path / "archive"
    subprocess.run([sys.executable, "-c", DIES, str(root)], check=False)
    assert all(root.joinpath(f"index.sqlite3{suffix}").exists() for suffix in SIDE_FILES)
    for suffix in lost:
        root.joinpath(f"index.sqlite3{suffix}").unlink()
    look(root)


def test_it_can_be_exported_and_the_export_is_noted_in_the_data_home(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    said = run(root, "export", "--archive", root, "--wacz", tmp_path / "a.wacz", "--identified")
    assert f"the archive cannot be written, so the export is noted in {tmp_path / 'home' / EXPORTS}" in said
    note = json.loads((tmp_path / "home" / EXPORTS).read_text())
    assert ("a.wacz", str(root), 3) == (note["file"], note["archive"], note["captures"])
    (tmp_path / "home" / EXPORTS).unlink()
    (tmp_path / "home" / EXPORTS).mkdir()
    said = run(root, "export", "--archive", root, "--wacz", tmp_path / "b.wacz", "--identified", code=2)
    assert "cannot be noted" in said
    assert not (tmp_path / "b.wacz").exists()


def test_what_writes_says_that_it_cannot(root: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"<html>")
    assert f"the archive {root} cannot be written" in run(root, "index", "--archive", root, code=3)
    assert f"the archive {root} cannot be written" in run(
        root, "import", tmp_path / "page.html", "--archive", root, code=3
    )
    shutil.rmtree(root / "indexes")
    assert f"the archive {root} cannot be written" in run(root, "index", "--archive", root, code=3)


def test_looking_leaves_no_file_in_an_archive_that_can_be_written(root: Path) -> None:
    before = sorted(root.rglob("*"))
    for verb in ("status", "verify"):
        run_command("archive", verb, "--archive", root)
    assert before == sorted(root.rglob("*"))


def test_an_index_that_is_damaged_inside_is_an_error_and_no_traceback(root: Path) -> None:
    database = Layout(root).database
    data = bytearray(database.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    database.write_bytes(data)
    for verb in ("status", "verify"):
        assert "run: cryptodrug archive index" in run(root, verb, "--archive", root, code=3)

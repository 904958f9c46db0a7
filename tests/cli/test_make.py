"""``make help``, how an installation tells how far it is, and where tests make their files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PIP = """#!{python}
import sys
if "pip" not in sys.argv:
    sys.exit()
for line in open(sys.argv[-1]):
    if not line.startswith(" "):
        print(f"Collecting {{line.split()[0]}} (from -r a.lock (line 1))", flush=True)
        print("  Downloading it", flush=True)
print("Installing collected packages: package-0")
sys.exit({code} if "/odd" in sys.argv[-1] else 0)
"""


@pytest.fixture
def install(tmp_path: Path) -> Callable[[int], subprocess.CompletedProcess[str]]:
    lock = "".join(f"package-{number}==1.0 \\\n    --hash=sha256:00\n" for number in range(45))
    (tmp_path / "a.lock").write_text(lock)

    def run(code: int) -> subprocess.CompletedProcess[str]:
        (tmp_path / "python").write_text(PIP.format(python=sys.executable, code=code))
        (tmp_path / "python").chmod(0o700)
        command = [str(ROOT / "scripts" / "install-locked"), str(tmp_path / "python"), str(tmp_path / "a.lock")]
        unbuffered = os.environ | {"PYTHONUNBUFFERED": "1"}  # a line and its end are then written one after the other
        return subprocess.run(command, check=False, capture_output=True, text=True, env=unbuffered)

    return run


def test_make_alone_says_what_it_can_do() -> None:
    said = subprocess.run(["make", "--silent"], cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S607
    rules = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert {"demo", "install", "test", "help"} <= set(rules)
    assert [f"make {rule}" for rule in rules] == re.findall(r"^  (make [a-z-]+) +\S", said, re.MULTILINE)


def test_an_installation_tells_how_far_it_is(install: Callable[[int], subprocess.CompletedProcess[str]]) -> None:
    done = install(0)
    assert (0, "") == (done.returncode, done.stdout)
    assert ["20 of 45: package", "40 of 45: package", "45 of 45: package", "putting 45 packages in place"] == [
        line.strip().partition("-")[0] for line in done.stderr.splitlines()[1:]
    ]


def test_each_package_is_installed_once(install: Callable[[int], subprocess.CompletedProcess[str]]) -> None:
    said = install(1).stderr
    assert sorted(f"package-{number}==1.0" for number in range(45)) == sorted(re.findall(r"Collecting (\S+)", said))


def test_an_installation_that_fails_shows_all_that_was_said(
    install: Callable[[int], subprocess.CompletedProcess[str]],
) -> None:
    done = install(1)
    assert done.returncode == 1
    assert "Collecting package-7==1.0" in done.stderr


def folder_for_tests(**changed: str) -> str:
    command = [ROOT / "scripts" / "folder-for-tests"]
    surroundings = {name: value for name, value in os.environ.items() if name != "TMPDIR"} | changed
    return subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True).stdout.strip()


def test_programs_can_be_started_from_where_tests_make_their_files() -> None:
    with TemporaryDirectory(dir=folder_for_tests()) as folder:
        program = Path(folder) / "program"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o700)
        subprocess.run([program], check=True)


def test_tests_make_their_files_on_disk_where_memory_has_too_little_room(tmp_path: Path) -> None:
    (tmp_path / "df").write_text("#!/bin/sh\necho heading\necho tmpfs 64000 0 64000 0% /dev/shm\n")
    (tmp_path / "df").chmod(0o700)

    assert "/tmp" == folder_for_tests(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")  # noqa: S108  # it is asked for


def test_tests_make_their_files_where_the_user_says() -> None:
    assert "/over there" == folder_for_tests(TMPDIR="/over there")

"""The wheel alone is the program: installed into an empty environment, it does what the tutorial shows."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper import __version__
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import stop_embedded
from tests.support.console_page import Walk, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("wheel")  # which takes long to build and to install

ROOT = Path(__file__).parents[2]
ROOMS = ("cryptodrug_scraper", "parsers", "simulator", "spiders")
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def environment() -> Iterator[Path]:
    """
    An environment in which the wheel is installed, and nothing else.

    What it depends on is not downloaded: it is found where this environment has it, but for the program itself, which
    lies there as a link to the checkout.
    """
    with TemporaryDirectory(prefix="cryptodrug-wheel-") as name:
        folder = Path(name)
        build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", name]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
        (wheel,) = folder.glob("*.whl")
        made = folder / "environment"
        venv.create(made, symlinks=True)
        python = str(made / "bin" / "python")
        install = ["-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
        subprocess.run([sys.executable, *install], check=True, timeout=300)
        (packages,) = made.glob("lib/python*/site-packages")
        (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        yield made


def test_what_runs_is_the_wheel_and_not_the_checkout(environment: Path, tmp_path: Path) -> None:
    ask = f"import {', '.join(ROOMS)}; print(*({'.__file__, '.join(ROOMS)}.__file__,))"
    places = subprocess.check_output([environment / "bin" / "python", "-c", ask], cwd=tmp_path, text=True).split()

    assert len(ROOMS) == len(places)
    assert [] == [place for place in places if not place.startswith(f"{environment}{os.sep}")]


def files_below(folder: Path) -> set[Path]:
    """The files of the packages of the program, but for what Python keeps beside them."""
    found = {file for room in ROOMS for file in (folder / room).rglob("*") if file.is_file()}
    return {file.relative_to(folder) for file in found if "__pycache__" not in file.parts}


def test_the_wheel_has_each_file_and_what_the_demo_is_made_from(environment: Path) -> None:
    (packages,) = environment.glob("lib/python*/site-packages")
    installed, ours = packages / ROOMS[0], files_below(ROOT)

    assert len({file.parent for file in ours if file.parent.name == "statements"}) > 10
    assert {".sql", ".toml", ".csv", ".py"} <= {file.suffix for file in ours}
    added = {file for file in files_below(packages) if file.parts[1] in {"_migrations", "_demo"}}
    assert added
    assert ours == files_below(packages) - added
    demo = ROOT / "fixtures" / "demo"
    for name in ("scenario.toml", "policy.toml"):
        assert (demo / name).read_bytes() == (installed / "_demo" / name).read_bytes()


MADE = ("simulate", "replay", "derive", "report")
"""What makes something of files that come with the program: those steps that the wheel does in the short run."""


@pytest.mark.parametrize("is_short", [True, pytest.param(False, marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_the_tutorial_runs_from_the_wheel_alone(
    environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_short: bool
) -> None:
    """From pages to a report; in the long run each step. Else the checkout does the others, in this process."""
    program = str(environment / "bin" / "cryptodrug")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}")
    with TemporaryDirectory(prefix="cryptodrug-test-") as home:
        monkeypatch.setenv(HOME_VARIABLE, home)
        try:
            walk = Walk(program=program)
            assert __version__ in walk.printed(["--version"]).decode()
            for step in steps(PAGE):
                walk.program = program if not is_short or step.command.split()[1] in MADE else ""
                walk.take(step)
        finally:
            stop_embedded(force=True)
    page = (tmp_path / "page.html").read_bytes()
    assert b"345" in page
    assert page.rstrip().endswith(b"</html>")
    assert (tmp_path / "for-the-web" / "datapackage.json").is_file()
    assert "simulated" in (tmp_path / "study.html").read_text(encoding="utf-8").lower()

"""Data to try the program on: a year of simulated crawls of three markets, made when they are first asked for."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper import __version__
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import HOME_VARIABLE, data_home, private_folder
from cryptodrug_scraper.store.address import READER_VARIABLE, URL_VARIABLE
from cryptodrug_scraper.store.revisions import head_revision
from cryptodrug_scraper.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["command_on", "demo_data"]

_FOLDER = "demo"
_MADE = "made-by"
_MARKETS = ("dream", "empire", "wallstreet")


@contextmanager
def demo_data() -> Iterator[Path]:
    """
    Use a database of simulated crawls for as long as the block runs; give the folder of its pages.

    It lies in ``demo`` of the data home, apart from all other data, and is made where this version of the program has
    not made it yet. What was broken off goes on where it was.

    Raises:
        ConfigurationError: a step failed, which has said why.
    """
    home = private_folder(data_home() / _FOLDER)
    before = {name: os.environ.pop(name, None) for name in (HOME_VARIABLE, URL_VARIABLE, READER_VARIABLE)}
    os.environ[HOME_VARIABLE] = str(home)
    try:
        archive, made, by = home / "pages", home / _MADE, f"{__version__}, {head_revision()}\n"
        if not made.exists() or made.read_text(encoding="utf-8") != by:
            _make(home, archive)
            with whole_file(made) as new:
                new.write_text(by, encoding="utf-8")
        yield archive
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def command_on(command: str) -> str:
    """How a command is typed into a shell so that it uses the data of the demo, whatever database is set there."""
    homes = f"{HOME_VARIABLE}={shlex.quote(str(data_home() / _FOLDER))}"
    elsewhere = [f"{name}=" for name in (URL_VARIABLE, READER_VARIABLE) if os.environ.get(name)]
    return " ".join([homes, *elsewhere, command])


def _make(home: Path, archive: Path) -> None:
    say("Making the data of the demo, once: simulated crawls of three markets over a year; no page is real", err=True)
    if not archive.exists():
        new, given = home / "pages.new", _inputs()
        shutil.rmtree(new, ignore_errors=True)  # what was broken off
        words = ("--scenario", given / "scenario.toml", "--policy", given / "policy.toml", "--archive", new)
        _run("simulate", "archive", *_MARKETS, *map(str, words))
        new.rename(archive)
    _run("replay", str(archive))
    _run("derive")


def _inputs() -> Path:
    """The folder of the demo's scenario and policy: in the package, or in the project that it is installed from."""
    shipped = Path(str(files("cryptodrug_scraper"))) / "_demo"
    return shipped if shipped.exists() else shipped.parent.parent / "fixtures" / "demo"


def _run(*words: str) -> None:
    say(f"cryptodrug {words[0]}", err=True)
    done = subprocess.run([sys.executable, "-m", "cryptodrug_scraper", *words], stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        msg = f"the data of the demo could not be made: cryptodrug {words[0]} ended with exit code {done.returncode}"
        raise ConfigurationError(msg)

"""Distributions that bring markets, made in a folder that is put on the path: nothing is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "cryptodrug_scraper.markets"
TEMPORARY_ROOT = "PYTEST_DEBUG_TEMPROOT"
"""
The variable that names the folder in which pytest has its temporary ones. A run of pytest closes that folder to all
others, and so to the user of every database server that another test has in it: one that a test starts has its own.
"""

MARKET = """
from cryptodrug_scraper.page.calendar import Calendar
from cryptodrug_scraper.page.market import Market
from cryptodrug_scraper.page.records import Listing
from cryptodrug_scraper.page.taxonomy import Taxonomy

def claims(body):
    return b"<title>Kraampje" in body

def classify(document):
    return "listing"

def read(document):
    document.add(Listing(listing_id="1", title=document.title, title_cut=False, seen_on="page"))

MARKET = Market(
    name="kraampje",
    title="Kraampje",
    claims=claims,
    classify=classify,
    readers={"listing": read},
    taxonomy=Taxonomy(),
    sources=(__name__,),
)
"""
"""A market in one module that reads every page as a listing."""

PAGE = b"<html><head><title>Kraampje: een fiets</title></head><body><p>Kraampje</p></body></html>"
"""A page of it."""


def distribution(folder: Path, name: str, version: str = "1.0", **points: str) -> Path:
    """Declare a distribution with entry points of markets in a folder, and return the folder."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = "\n".join(f"{point} = {value}" for point, value in points.items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{lines}\n")
    return folder


def offer_studies(folder: Path, **points: str) -> None:
    """Add entry points of studies to the distribution that is declared in a folder."""
    (declared,) = folder.glob("*.dist-info/entry_points.txt")
    lines = "\n".join(f"{point} = {value}" for point, value in points.items())
    declared.write_text(f"{declared.read_text()}[cryptodrug_scraper.studies]\n{lines}\n")


def run_with(
    folders: list[Path], *words: str | Path, module: str = "cryptodrug_scraper", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """
    Run a command of Python with these folders, and no market of others, on the path; whatever happens, it prints no
    traceback.
    """
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, folders))}
    if module == "cryptodrug_scraper":
        copied = run_command(*words, code=None, environment=variables, folder=cwd, timeout=300)
        said = (copied.stdout.decode(), copied.stderr.decode())
        return subprocess.CompletedProcess(copied.args, copied.returncode, *said)
    with TemporaryDirectory(prefix="own-") as own:
        if module == "pytest":
            variables[TEMPORARY_ROOT] = own
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            env=variables,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert "Traceback" not in done.stderr, done.stderr
    return done

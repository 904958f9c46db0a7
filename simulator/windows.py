"""
The windows that come with the project: monthly crawls of the three markets, their truth, and what the crawls missed.

    python -m simulator.windows [FOLDER]

``FOLDER`` (fixtures/windows unless given) holds ``scenario.toml`` and ``policy.toml``. All else in it is made from
those two and is the same to the byte every time.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive import Layout
from simulator.archiving import archive_crawls, load_policy, policy_of
from simulator.archiving.report import NAME
from simulator.archiving.schedule import crawls_of
from simulator.economy import build_world, load_scenario
from simulator.site import Viewer
from simulator.truth import write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.archiving.schedule import Crawl

__all__ = ["crawls_of_windows", "make_windows"]

_FOLDER = Path("fixtures/windows")


def crawls_of_windows(folder: Path) -> list[Crawl]:
    """All crawls that the folder's policy has in its scenario."""
    scenario = load_scenario(folder / "scenario.toml")
    table = load_policy(folder / "policy.toml")
    return [
        crawl
        for market in scenario.markets
        for crawl in crawls_of(scenario, market, policy_of(table, market, str(folder / "policy.toml")))
    ]


def make_windows(source: Path, target: Path, crawls: Iterable[Crawl], *, workers: int | None = None) -> None:
    """
    Make windows: ``<market>/*.warc.gz``, ``truth/*.parquet`` and ``crawls.json``; what is there is replaced.

    Args:
        source: holds the scenario.
        target: where they go.
        crawls: which to make.
        workers: processes; all cores unless given.

    Raises:
        ConfigurationError: scenario or policy is wrong.
        ArchiveError: the disk did not take it.
    """
    world = build_world(load_scenario(source / "scenario.toml"))
    write(world, target / "truth")
    with TemporaryDirectory(dir=target) as name:
        root = Path(name)
        archive_crawls(world, list(crawls), root, Viewer(), workers=workers)
        for market in world.markets:
            for old in (target / market).glob("*.warc.gz"):
                old.unlink()
        for path in Layout(root).sealed():
            folder = target / path.name.partition("-")[0]
            folder.mkdir(exist_ok=True)
            path.rename(folder / path.name)
        (root / NAME).rename(target / NAME)


if __name__ == "__main__":
    _folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER
    make_windows(_folder, _folder, crawls_of_windows(_folder))

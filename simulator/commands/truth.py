"""``cryptodrug simulate truth``: the truth as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import ArchiveError
from simulator.commands.options import scenario_options
from simulator.economy import build_world, load_scenario
from simulator.truth import write

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["truth"]


@click.command
@click.argument("folder", type=FilePath(file_okay=False))
@scenario_options
def truth(*, folder: Path, scenario: str, seed: int | None, size: float | None) -> None:
    """
    Write the whole truth of a scenario into a folder: one Parquet file for each table.

    The tables have vendors and the persons behind them, listings, prices, origins, sales and reviews. Their schemas
    describe tables and columns. Files of the same names are replaced.

    \b
    Example:
      cryptodrug simulate truth --scenario windows truth/

    \b
    Exit codes:
      0  done
      2  the scenario is wrong
      3  the folder cannot be written
    """
    world = build_world(load_scenario(scenario, seed=seed, size=size))
    try:
        paths = write(world, folder)
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}; name another folder"
        raise ArchiveError(message) from error
    for path in paths:
        say(f"{path}  {path.stat().st_size} bytes")

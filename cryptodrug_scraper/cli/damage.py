"""Tell what of an import is damaged, once everything else is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from cryptodrug_scraper.importers import ImportReport

__all__ = ["exit_if_damaged", "say_damage"]


def say_damage(report: ImportReport) -> None:
    """Tell how many places are damaged, and name the first, a line each."""
    damaged = report.damaged
    if damaged:
        say(f"{counted(damaged.places, 'place is|places are')} damaged or cannot be read; all the rest was taken:")
    for place in damaged.examples:
        say(f"  {place}")
    more = damaged.places - len(damaged.examples)
    if more:
        say(f"  and {more} more")


def exit_if_damaged(report: ImportReport) -> None:
    """End the command with the exit code of damage, if there is any."""
    if report.damaged:
        click.get_current_context().exit(ArchiveError.exit_code)

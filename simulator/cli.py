"""
``cryptodrug simulate``: markets with a known truth.

Each command is a module of `simulator.commands`, imported only when it is used, so that ``--help`` is quick.
"""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["simulate"]

_COMMANDS = ("archive", "calibration", "compare", "serve", "truth")


class _Commands(click.Group):
    """Commands by the name of their module."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"simulator.commands.{name}"), name)
        return command


@click.group(cls=_Commands)
def simulate() -> None:
    """
    Make markets with a known truth: an invented economy, and the pages on which three markets would have shown it.

    Everything follows from a scenario and its seed, on any machine. The scenarios cryptodrug, hansa, toy and windows
    come with the program; a TOML file may extend one of them.

    \b
    Example:
      cryptodrug simulate serve dream --scenario toy
    """

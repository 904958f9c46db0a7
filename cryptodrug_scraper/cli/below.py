"""A command that takes names of its user's choice, and has commands below it for certain words."""

from __future__ import annotations

from typing import Any

import click

__all__ = ["CommandWithMore"]


class CommandWithMore(click.Command):
    """
    A command whose first argument may be the name of another.

    Attributes:
        below: those others, by their names. A path of such a name is written with ``./`` before it.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  # click's
        super().__init__(*arguments, **options)
        self.below: dict[str, click.Command] = {}

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401  # click's
    ) -> click.Context:
        """Make the context of the command that the arguments mean."""
        if args and args[0] in self.below:
            return self.below[args[0]].make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

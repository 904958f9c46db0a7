"""``cryptodrug completion``: let the Tab key of a shell complete verbs, options, markets and files."""

from __future__ import annotations

import click

from cryptodrug_scraper.cli.screen import say

__all__ = ["VARIABLE", "completion"]

VARIABLE = "_CRYPTODRUG_COMPLETE"
"""The variable by which a shell asks the program for completions."""


@click.command
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """
    Print a script for SHELL, with which the Tab key completes verbs, options, markets and files.

    Let the shell read it where it starts: for bash at the end of ~/.bashrc, for zsh of ~/.zshrc. fish reads it from a
    file of its own. Where cryptodrug is not on the PATH, activate its environment first: . .venv/bin/activate

    \b
    Example:
      echo 'eval "$(cryptodrug completion bash)"' >> ~/.bashrc
      echo 'eval "$(cryptodrug completion zsh)"' >> ~/.zshrc
      cryptodrug completion fish > ~/.config/fish/completions/cryptodrug.fish

    \b
    Exit codes:
      0  done
      2  the shell is not one of these
    """
    from click.shell_completion import get_completion_class  # every command loads this module

    root = click.get_current_context().find_root()
    maker = get_completion_class(shell)
    if maker is None:  # click knows these three
        raise click.exceptions.Exit(click.UsageError.exit_code)
    script = maker(root.command, {}, "cryptodrug", VARIABLE)
    for line in (script.source_template % script.source_vars()).splitlines():
        say(line)

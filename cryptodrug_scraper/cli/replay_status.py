"""``cryptodrug replay status``: how far the replays are that run now."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

__all__ = ["left", "status"]


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print the states as JSON.")
def status(*, as_json: bool) -> None:
    """
    Tell how far the replays are that run now with this data folder: pages and rate, the share of the bytes that was
    gone through, the time left if it goes on like that, and the issues so far.

    \b
    Example:
      cryptodrug replay status

    \b
    Exit codes:
      0  always; where no replay runs, it says so
    """
    from cryptodrug_scraper.replay.notice import running  # --help is quick without it

    states = running()
    if as_json:
        sys.stdout.buffer.write(to_json(states) + b"\n")
        return
    for state in states:
        _print(state)
    if not states:
        say("No replay runs with this data folder. To go on with one that was interrupted, run the same command again.")


def left(share: float | None, seconds: float | None) -> str:
    """Put the share that is done and the seconds that are left in words; nothing where neither is known."""
    if share is None:
        return ""
    return f"{share:.1%}" if seconds is None else f"{share:.1%}, {timedelta(seconds=round(seconds))} left"


def _print(state: dict[str, Any]) -> None:
    done = left(state["share"], state["seconds_left"]) or "share not known yet"
    say(f"Process {state['process']}, for {timedelta(seconds=round(state['seconds']))}: {', '.join(state['paths'])}")
    say(
        f"  {done}; {counted(state['pages'], 'page')} read, {state['read_before']} read before, "
        f"{counted(state['records'], 'record')}, "
        f"{state['rate']:.0f} pages/s"
    )
    if state["undated"]:
        say(f"  {counted(state['undated'], 'page')} without a time")
    if state["of_unread_sites"]:
        say(f"  {counted(state['of_unread_sites'], 'page')} of sites that no installed market reads")
    for what in ("time_sources", "issues", "refused"):
        if state[what]:
            say(f"  {what.replace('_', ' ')}: {'; '.join(f'{times} × {name}' for name, times in state[what].items())}")

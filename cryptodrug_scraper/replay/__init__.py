"""
Load archives and folders into the database, by the same code that loads the pages of a running crawl.

`replay` and `Summary` are imported when they are first used: the processes of a replay do without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.replay.run import replay
    from cryptodrug_scraper.replay.summary import Summary

__all__ = ["Summary", "replay"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from cryptodrug_scraper.replay import run, summary  # noqa: PLC0415  # slow to load

    return run.replay if name == "replay" else summary.Summary

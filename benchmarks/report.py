"""Figures of a market for people: each stage beside its floor, then everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.history import Figures

__all__ = ["report"]

_BESIDE = {
    "reading": ("reading: processor ms/page", "fastwarc: processor ms/page"),
    "parsing": ("parsing: processor ms/page", "lxml: processor ms/page"),
    "rows": ("rows: processor ms/page", "lxml: processor ms/page"),
    "loading": ("loading: processor ms/page", "copy: processor ms/page"),
    "whole": ("whole: pages/s", "floor of the whole, all cores: pages/s"),
    "whole, processor": ("whole: processor ms/page", "floor of the whole: processor ms/page"),
    "second replay": ("second replay: pages/s", "FastWARC, one core: pages/s"),
    "listing, over BeautifulSoup": (
        "listing, our parser: processor ms/page",
        "listing, BeautifulSoup: processor ms/page",
    ),
    "vendor_profile, over BeautifulSoup": (
        "vendor_profile, our parser: processor ms/page",
        "vendor_profile, BeautifulSoup: processor ms/page",
    ),
}
"""For each ratio, the value that it is of, and that of its floor."""


def report(market: str, figures: Figures) -> Iterator[str]:
    """Give the lines of a market."""
    yield f"\n{market}, {figures.pages} pages"
    for name, ratio in figures.ratios.items():
        yield f"  {name:36}{ratio} times the floor"
        for side in _BESIDE[name]:
            yield f"      {side:48}{figures.values[side]}"
    shown = {value for pair in _BESIDE.values() for value in pair}
    for name, value in figures.values.items():
        if name not in shown:
            yield f"  {name:52}{value}"

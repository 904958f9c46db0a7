"""In words: pages that were made at another time than their source states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.finding import Finding
from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.derive.times import Times

__all__ = ["TIMES_ADVICE", "of_times", "time_words"]

TIMES_ADVICE = "cryptodrug report times tells of each source; docs/deriving.md says what is done with these pages"
_ADVICE = (
    "old copies lie among new pages. Their ratings count, and nothing else. Give the true times where you know them, "
    "such as in sidecars (docs/importing.md); cryptodrug report times tells more"
)
_GIVE = (
    "give the times where you know them: name folders after the days of their crawls, or write sidecars "
    "(docs/importing.md). Then replay and derive again"
)
_MOST_OLD = 0.1
"""A larger share of old copies is told."""


def time_words(found: Iterable[Times]) -> list[str]:
    """A line for each market of whose pages not all are thought to be of the time that their source states."""
    return [_line(each) for each in found if each.moved or each.unsure or each.without_time]


def _line(times: Times) -> str:
    if times.are_apart:
        return f"{times.market}: {_apart(times)}, so nothing but capture_time was derived."
    stated = "the time that their source states"
    moved = [f"{counted(times.older, 'was|were', ',')} made before {stated}"] if times.older else []
    if times.newer:
        moved.append(
            f"{times.newer:,} after it" if moved else f"{counted(times.newer, 'was|were', ',')} made after {stated}"
        )
    are = "is" if times.older + times.newer == 1 else "are"
    said = [f"{' and '.join(moved)}, and {are} in no snapshot"] if moved else []
    if times.unsure:
        said.append(
            counted(
                times.unsure,
                "is of unsure time, and stays where its source puts it"
                "|are of unsure time, and stay where their source puts them",
                ",",
            )
        )
    if times.without_time:
        said.append(f"{counted(times.without_time, 'has|have', ',')} no time")
    return f"{times.market}: of {counted(times.pages, 'page', ',')}, {'; '.join(said)}."


def of_times(found: Iterable[Times]) -> list[Finding]:
    """Name markets without a page of known time, and sources of more than a tenth of old copies."""
    return list(_findings(found))


def _apart(times: Times) -> str:
    """What is told of a market of whose pages none is part of a look at it."""
    return f"of none of its {counted(times.pages, 'page', ',')} is it known well enough when it was made"


def _findings(found: Iterable[Times]) -> Iterator[Finding]:
    from cryptodrug_scraper.derive.times import of_markets  # --help is quick without it

    sources = list(found)
    for market in of_markets(sources):
        if market.are_apart:
            yield Finding(f"derived {market.market}", "note", _apart(market), _GIVE)
    for each in sources:
        if each.older > _MOST_OLD * each.pages:
            share = f"{each.older:,} of {counted(each.pages, 'page', ',')} ({each.older / each.pages:.0%})"
            told = f"{share} dated by {each.source} {'is' if each.older == 1 else 'are'} older than it states"
            yield Finding(f"times {each.market}", "note", told, _ADVICE)

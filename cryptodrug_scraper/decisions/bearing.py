"""
Which decisions bear on a figure, by what its SQL reads.

A decision on two accounts bears on what is read of the tables of which it changed rows. One on a market's listings,
prices, accounts or pages bears on all that is derived of this market. A figure may be the same without a decision that
bears on it; it is never another by one that does not.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.decisions.subject import Link, markets_of
from cryptodrug_scraper.store.definitions import definition, definition_files, used_by, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.decisions.told import Told
    from cryptodrug_scraper.store.definitions import Definition
    from cryptodrug_scraper.words.wording import Words

__all__ = ["bearing", "counted_in_words"]

_DERIVED = re.compile(r"\bderived\.(\w+)")
_COUNTING = frozenset({"applied", "ground_changed"})


def bearing(found: Iterable[Told], sql: str, market: str | None = None) -> list[Told]:
    """
    Return the decisions that bear on a figure.

    Args:
        found: decisions, with what became of them in the current derivation.
        sql: what gives the figure, of the views and functions of the schema research.
        market: code of the market that it is of; None: of several.
    """
    counting = [
        each
        for each in found
        if each.state in _COUNTING and (market is None or market in markets_of(each.decision.subject)) and each.changed
    ]
    if not counting:  # as nearly always: what the SQL reads need not be found
        return []
    tables = _tables_read(sql)
    return [
        each
        for each in counting
        if (tables if not isinstance(each.decision.subject, Link) else not tables.isdisjoint(each.changed))
    ]


def counted_in_words(found: Iterable[Told], words: Words) -> str:
    """Return in words how many decisions of which kinds and verdicts there are."""
    counts = Counter((each.decision.kind, each.decision.verdict) for each in found)
    return words.listed(
        [
            words(
                "decided.of_kind",
                kind=words(f"decided.kind_{kind}"),
                verdict=words(f"decided.{verdict}"),
                number=words.number(count),
            )
            for (kind, verdict), count in sorted(counts.items())
        ]
    )


@cache
def _definitions() -> dict[str, Definition]:
    made = (definition(file, said) for file, said in definition_files().items())
    return {each.name: each for each in made}


@lru_cache(maxsize=256)  # what is asked for in explore has its days and countries in it
def _tables_read(sql: str) -> frozenset[str]:
    """The derived tables that SQL reads, through views and functions, which it may name without their schema."""
    made, words = _definitions(), words_of(sql)
    used = used_by(words | {f"research.{word}" for word in words}, made.values())
    return frozenset(table for name in used for table in _DERIVED.findall(made[name].text))

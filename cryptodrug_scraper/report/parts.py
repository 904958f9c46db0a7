"""The parts that a report is made of: sections, figures, and the rows behind each figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from cryptodrug_scraper.study.installed import study_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import polars as pl

    from cryptodrug_scraper.report.asking import Asking
    from cryptodrug_scraper.report.hidden import Hidden
    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.study.claims import Study as Claimed
    from cryptodrug_scraper.words.wording import Words

__all__ = ["Chart", "Choices", "Column", "Figure", "Kind", "Section", "Study"]

Kind = Literal[
    "text",
    "long",
    "code",
    "market",
    "measure",
    "grade",
    "number",
    "decimal",
    "percent",
    "euro",
    "day",
    "month",
    "moment",
    "country",
    "countries",
    "goods",
    "amount",
    "unit",
    "kind",
    "estimator",
    "event",
    "decision",
    "evidence",
    "warning",
    "verdict",
    "origins",
    "time_source",
    "rate_source",
]

Choices = Literal["all", "definition", "sales", "every", "markets"]
"""
On which choices of the scope a picture rests.

``all``: country, definition and attribution; ``definition``: country and definition; ``sales``: country and
attribution, with the definition where that needs one; ``every``: the country and each choice; ``markets``: none, as it
is of whole markets.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a table.

    Attributes:
        name: in the frame.
        heading: what it is called.
        kind: how its values are written; ``amount`` is a number or euro, by the measure of the row, and ``unit`` what
            the column ``unit`` of the row says; ``kind`` to ``evidence``, and what ends in ``source``, are codes that
            have a name in each language.
    """

    name: str
    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Chart:
    """
    A picture.

    Attributes:
        spec: a specification of Vega-Lite.
        alt: what it shows, in words.
        heading: its own, beside that of its figure.
        of: the choices on which it rests, for its caption.
        until: the last moment of what was observed, of a picture of all snapshots and not of those of the window.
    """

    spec: Mapping[str, Any]
    alt: str
    heading: str = ""
    of: Choices = "all"
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One figure with what it rests on.

    Attributes:
        name: unique in the report; part of its address.
        title: what it shows.
        sentences: what can be seen in it, in words.
        facts: n, interval, definition and grade, each with its heading.
        charts: pictures, perhaps none.
        columns: of the table behind it.
        frame: its rows, with what is not for publication taken away.
        sql: the query that gives them.
        explore: the address of the rows in ``cryptodrug explore``; none: the SQL is asked there.
        is_open: whether the table is open from the beginning.
        is_cards: whether its rows are cards on a narrow screen: for tables of words.
        leaves_out: whether rows of few accounts are not there, so that no row is not none.
        why_empty: what is said where there is no row; None: that nothing was seen.
    """

    name: str
    title: str
    frame: pl.DataFrame
    columns: Sequence[Column]
    sql: str
    sentences: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    charts: Sequence[Chart] = ()
    is_open: bool = False
    explore: str = ""
    is_cards: bool = False
    leaves_out: bool = False
    why_empty: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A question and its figures; headlines are for the summary."""

    name: str
    title: str
    figures: Sequence[Figure] = ()
    sentences: Sequence[str] = ()
    headlines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """
    What the questions are answered with.

    Attributes:
        scope: what is asked for.
        words: of the language.
        ask: asks the database.
        hidden: what is withheld.
        markets: titles of those that were observed, by their codes.
        claimed: the published study whose claims are tested.
        titles: of all markets that are known, by their codes.
    """

    scope: Scope
    words: Words
    ask: Asking
    hidden: Hidden
    markets: Mapping[str, str] = field(default_factory=dict)
    claimed: Claimed = field(default_factory=study_named)
    titles: Mapping[str, str] = field(default_factory=dict)

    def called(self, market: str) -> str:
        """Return what a market is called, whether the window has a snapshot of it or not; its code if nobody knows."""
        return self.markets.get(market) or self.titles.get(market, market)

"""A study as a file states it: of what country and markets it is, and what it said of each measure."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # a field of a structure
from typing import Annotated, Literal, TypeAlias

import msgspec

from cryptodrug_scraper.measures.verdicts import About, Above, AtLeast, Below, Exists, NoneAbove
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.reasons import names_in
from cryptodrug_scraper.words.wording import Words

__all__ = ["Claim", "Closure", "Measure", "Study"]

_LIMITS: dict[str, type[Above | Below | About | AtLeast]] = {
    "above": Above, "below": Below, "about": About, "at_least": AtLeast,
}  # fmt: skip

Name: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[a-z0-9_]+$")]
"""Of a message, or a file of ``statements``."""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    What was said, as it is judged; where words leave it open, the reading that was taken.

    Exactly one of these is given, beside ``fewest``.

    Attributes:
        above: the figure is more than this.
        below: it is less.
        about: it is this.
        at_least: it is as large, or larger: what few cases can reach, but whose contrary they can show.
        exist: there are cases; the message ``case.EXIST`` names them.
        none: there are none; the same.
        fewest: of how many accounts cases must be.
    """

    above: float | None = None
    below: float | None = None
    about: float | None = None
    at_least: float | None = None
    exist: Name | None = None
    none: Name | None = None
    fewest: int = 1

    def __post_init__(self) -> None:
        """
        Check that one thing is claimed.

        Raises:
            ValueError: it is not so.
        """
        said = [name for name in (*_LIMITS, "exist", "none") if getattr(self, name) is not None]
        if len(said) != 1:
            msg = f"a claim is one of {', '.join(_LIMITS)}, exist and none; here: {', '.join(said) or 'nothing'}"
            raise ValueError(msg)


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    One figure that bears on what the study said.

    Attributes:
        finding: F1 to F8.
        name: what is measured.
        unit: of the value.
        said: what the study said: the message ``study.SAID``.
        claim: the same, as it is judged.
        statement: the file of ``statements`` that gives one row: ``value``, ``low``, ``high``, ``n``, ``vendors``,
            ``grade``, and ``details``: what else to know of the value, or NULL.
        values: what fills the statement beside what is asked for; what is not given is NULL.
        of_country: what fills it where the country of the study is asked for, and no other.
        details: the message ``detail.DETAILS`` tells what else to know.
        cases: the file of the statement that lists the cases, where these are counted.
        markets: of which markets the study said it; None: of all.
        days: in which days the study saw it; None: in all of its window.
        is_of_country: whether it is about the country, and not about all of the market.
        has_definition: whether it depends on the definition of the country's vendors.
        has_attribution: whether it depends on how sales are attributed.
    """

    finding: str
    name: str
    unit: Literal["share", "count", "eur", "eur_per_month", "ratio"]
    said: Name
    claim: Claim
    statement: Name
    values: dict[str, str | int | float | bool] = {}
    of_country: dict[str, str | int | float | bool] = {}
    details: Name
    cases: Name | None = None
    markets: tuple[str, ...] | None = None
    days: tuple[date, date] | None = None
    is_of_country: bool = True
    has_definition: bool = True
    has_attribution: bool = False

    @property
    def claimed(self) -> Above | Below | About | AtLeast | Exists | NoneAbove:
        """What `measures.verdicts.judge` takes."""
        claim = self.claim
        if claim.exist is not None:
            return Exists(self._told(f"case.{claim.exist}"), claim.fewest)
        if claim.none is not None:
            return NoneAbove(self._told(f"case.{claim.none}"))
        (name,) = (name for name in _LIMITS if getattr(claim, name) is not None)
        return _LIMITS[name](getattr(claim, name))

    @property
    def study(self) -> Reason:
        """What the study said, and how that was read where it is open."""
        return self._told(f"study.{self.said}")

    def is_of(self, market: str) -> bool:
        """Whether the study said it of a market."""
        return self.markets is None or market in self.markets

    def _told(self, key: str) -> Reason:
        return Reason(key, {name: self.values[name] for name in sorted(names_in(Words("en"), key))})


class Closure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    The end of a market whose consequences the study looked at.

    Attributes:
        market: which ended.
        event: as in ``market_event``.
        days_around: how many days before and after are compared.
    """

    market: str
    event: str
    days_around: int


class Study(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A study.

    Attributes:
        country: that it is of, ISO 3166-1 alpha-2.
        markets: that it looked at.
        closure: whose consequences it looked at.
        measures: all of them, in the order of the findings.
    """

    country: str
    markets: tuple[str, ...]
    closure: Closure
    measures: tuple[Measure, ...]

    def measure(self, name: str, market: str) -> Measure | None:
        """Return a measure by its name, of a market; None where the study has none."""
        return next((each for each in self.measures if each.name == name and each.is_of(market)), None)

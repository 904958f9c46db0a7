"""A study as a file states it: of what country, markets and days it is, and what it claimed of each measure."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # a field of a structure
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import msgspec

from cryptodrug_scraper.measures.verdicts import About, Above, AtLeast, Below, Exists, NoneAbove
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.study.catalogue import Measure, Name, Unit, measures
from cryptodrug_scraper.words.reasons import names_in
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.study.catalogue import Value

__all__ = ["LIMITS", "Claim", "Closure", "Printed", "Role", "Roles", "Study"]

LIMITS: dict[str, type[Above | Below | About | AtLeast]] = {
    "above": Above, "below": Below, "about": About, "at_least": AtLeast,
}  # fmt: skip
"""The comparisons with a threshold."""

Code: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
Role: TypeAlias = Literal["neighbours", "rivals"]
Text: TypeAlias = dict[str, str]
"""Words by their language."""


class Printed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Where a claim stands in print.

    Attributes:
        place: page, table or section; where that is words, they may be given in each language.
        publication: in which; None: the one that the study cites.
    """

    place: str | Text
    publication: str | None = None


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What the study said of one measure, as it is judged; where words leave it open, the reading that was taken.

    Exactly one of ``above``, ``below``, ``about``, ``at_least``, ``exist`` and ``none`` is given.

    Attributes:
        id: unique in the study.
        finding: the heading under which it stands, such as F1.
        measure: what is measured, one of ``measures.toml``.
        said: what the study said, in each language; values stand in it as in messages of the catalogue, and ``home``
            is the claim's country.
        printed: where that stands.
        name: of the figure; the ``id`` if it is not given. Claims of the same measure and values on several markets
            share one.
        values: what the measure takes.
        roles: by the name of a value: which role fills it where another country is asked for; other values stay.
        country: of which it was said; None: the study's.
        markets: of which it was said; None: of all of the study.
        first_day: first day of which it was said; None: the study's.
        last_day: its last day; None: the study's.
        unit: of the threshold.
        above: the figure is more than this.
        below: it is less.
        about: it is this, as it is printed: 0.3 is all from 0.25 to 0.35, 0.27 all from 0.265 to 0.275.
        at_least: it is as large, or larger: what few cases can reach, but whose contrary they can show.
        exist: there are cases.
        none: there are none.
        fewest: of how many accounts cases must be.
    """

    id: Name
    finding: Annotated[str, msgspec.Meta(pattern="^[A-Z][0-9]+$")]
    measure: str
    said: Text
    printed: Printed
    name: Name | None = None
    values: dict[Name, str | int | float | tuple[str, ...]] = {}
    roles: dict[Name, Role] = {}
    country: Code | None = None
    markets: tuple[str, ...] | None = None
    first_day: date | None = None
    last_day: date | None = None
    unit: Unit | None = None
    above: float | None = None
    below: float | None = None
    about: float | None = None
    at_least: float | None = None
    exist: bool = False
    none: bool = False
    fewest: int = 1

    @property
    def figure(self) -> str:
        """Name of the figure."""
        return self.name or self.id

    @property
    def measured(self) -> Measure:
        """What is measured."""
        return measures()[self.measure]

    @property
    def places(self) -> tuple[str, ...]:
        """Codes of the other countries that it names; none where it names none."""
        places = self.values.get("places", ())
        return places if isinstance(places, tuple) else ()

    @property
    def comparisons(self) -> list[str]:
        """The comparisons that are given; one, in a claim that is valid."""
        limits = [name for name in LIMITS if getattr(self, name) is not None]
        return limits + [name for name in ("exist", "none") if getattr(self, name)]

    @property
    def claimed(self) -> Above | Below | About | AtLeast | Exists | NoneAbove:
        """What `measures.verdicts.judge` takes."""
        return self.claimed_of(self.values)

    def claimed_of(self, values: Mapping[str, Value]) -> Above | Below | About | AtLeast | Exists | NoneAbove:
        """Return what `measures.verdicts.judge` takes where other values fill the measure."""
        (name,) = self.comparisons
        if name == "exist":
            return Exists(self._case(values), self.fewest)
        if name == "none":
            return NoneAbove(self._case(values))
        return LIMITS[name](getattr(self, name))

    def called(self, home: str, values: Mapping[str, Value]) -> Reason:
        """Return what is measured of a country, with values."""
        of = self.values.get("of")
        key = f"measured.{self.measure}" + (f"_{of}" if isinstance(of, str) else "")
        return Reason(key, _told(key, home, values))

    def _case(self, values: Mapping[str, Value]) -> Reason:
        key = f"case.{self.measure}"
        return Reason(key, _told(key, "", values))


def _told(key: str, home: str, values: Mapping[str, Value]) -> dict[str, object]:
    known = {"home": home, **values}
    return {
        name: list(value) if isinstance(value := known[name], tuple) else value
        for name in sorted(names_in(Words("en"), key))
    }


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


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Other countries by what they are to the country of the study, which is ``home``.

    Attributes:
        neighbours: those beside it, with which its vendors share origins, and from and to which they move.
        rivals: large suppliers with buyers of their own, to which its vendors may not want to send.
    """

    neighbours: tuple[Code, ...] = ()
    rivals: tuple[Code, ...] = ()


class Study(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A study.

    Attributes:
        id: its short name, which rows of findings keep.
        title: what it is called, in each language.
        citation: the publication, as it is cited.
        country: that it is of, ISO 3166-1 alpha-2.
        first_day: first day of what it looked at; the months that its window touches count as a whole.
        last_day: its last day.
        markets: that it looked at.
        roles: other countries.
        closure: whose consequences it looked at; None: it did not.
        claims: all of them, in the order in which they are told.
    """

    id: Name
    title: Text
    citation: str
    country: Code
    first_day: date
    last_day: date
    markets: tuple[str, ...]
    roles: Roles = Roles()
    closure: Closure | None = None
    claims: tuple[Claim, ...]

    def claim(self, name: str | None) -> Claim | None:
        """Return a claim by its id; None where there is none."""
        return next((each for each in self.claims if each.id == name), None)

    def country_of(self, claim: Claim) -> str:
        """Return the country of which a claim was said."""
        return claim.country or self.country

    def markets_of(self, claim: Claim) -> tuple[str, ...]:
        """Return the markets of which a claim was said."""
        return self.markets if claim.markets is None else claim.markets

    def days_of(self, claim: Claim) -> tuple[date, date]:
        """Return the first and the last day of which a claim was said."""
        return claim.first_day or self.first_day, claim.last_day or self.last_day

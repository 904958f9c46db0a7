"""
Every figure that any output gives, under one key: what is measured, of which market and months, of which country, and
who and what counts as the country's.

`collect` is told by which name an output calls its figures; what it does not know, it refuses, so that a figure of a
new output is not passed over.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

__all__ = ["Difference", "Figures", "Key", "Scoped", "Value", "rounding"]

_EXACT = 2e-9
"""Outputs give ten digits."""
_SOLD = ("transactions", "turnover_eur")
_BY_WINDOW = ("A2", "A3")
"""Attributions by which a vendor's sales in a month hang on the window in which it is looked at."""


class Key(NamedTuple):
    """What a figure is of; what does not matter to its measure is empty."""

    measure: str
    market: str
    window: str
    country: str
    definition: str
    attribution: str
    end: str


class Value(NamedTuple):
    """A number, and the step to which its output rounds it."""

    number: float
    step: float = 0.0


class Difference(NamedTuple):
    """Two outputs that say different things under one key."""

    key: Key
    one: tuple[str, float]
    other: tuple[str, float]


@dataclass(frozen=True)
class Scoped:
    """
    What an output is asked for.

    Attributes:
        country: ISO 3166-1 alpha-2.
        first: first day.
        last: last day.
        definition: D1 to D4.
        attribution: A1 to A3.
        audience: ``all``, or ``public`` of what is published: its numbers of accounts are rounded.
    """

    country: str
    first: date
    last: date
    definition: str = "D2"
    attribution: str = "A1"
    audience: str = "all"


@dataclass
class Figures:
    """Figures by key and output."""

    found: dict[Key, dict[str, Value]] = field(default_factory=lambda: defaultdict(dict))

    def add(
        self, output: str, scope: Scoped, measure: str, market: object, ends: Mapping[str, Any], **other: Any
    ) -> None:
        """
        Keep the figures of one row.

        Args:
            output: who says it.
            scope: what it was asked for.
            measure: what is measured; of sums its last word is the measure of ``country_share``.
            market: of which market.
            ends: ``value``, ``share``, ``low``, ``high`` and the like; None is not said.
            other: ``month``, ``definition`` or ``attribution`` where they differ from the scope's, ``is_of_market`` of
                what is no country's, ``step`` by which numbers are rounded, ``window`` where it is none of months.
        """
        definition, attribution = other.get("definition") or scope.definition, other.get("attribution")
        attribution = attribution or scope.attribution
        is_whole = other.get("is_of_market", False)
        month = other.get("month")
        asked = f"{scope.first:%Y-%m} to {scope.last:%Y-%m}"
        window = other.get("window") or (f"{month}"[:7] if month else asked)
        if scope.first.strftime("%Y-%m") == scope.last.strftime("%Y-%m") and window == asked:
            window = f"{scope.first:%Y-%m}"
        if measure.rpartition(" ")[2] in {"vendors", "listings", "accounts"} or is_whole:
            attribution = ""
        if attribution in _BY_WINDOW and month and f"{month}"[:7] != asked[:7]:
            window = f"{window} of {asked}"
        if is_whole:
            definition, attribution = "", ""
        country = "" if is_whole else scope.country
        named = f"{measure}, {scope.audience}" if scope.audience != "all" else measure
        for end, number in ends.items():
            if number is None or isinstance(number, bool | str):
                continue
            key = Key(named, str(market), window, country, definition, attribution, end)
            step = other.get("step", 0.0)
            kept = Value(float(number), step[end] if isinstance(step, dict) else step)
            before = self.found[key].get(output)
            if before is not None and not _agree(before, kept):
                output = f"{output} again"
            self.found[key][output] = kept

    def differences(self) -> Iterator[Difference]:
        """The pairs of outputs that disagree, each output with the first that says something."""
        for key, said in sorted(self.found.items()):
            (first, one), *others = sorted(said.items())
            for name, other in others:
                if not _agree(one, other):
                    yield Difference(key, (first, one.number), (name, other.number))

    def shared(self) -> int:
        """How many keys are of several outputs."""
        return sum(len(said) > 1 for said in self.found.values())

    def outputs(self) -> dict[str, int]:
        """How many keys each output has in common with another."""
        counts: dict[str, int] = defaultdict(int)
        for said in self.found.values():
            for name in said:
                counts[name] += len(said) > 1
        return dict(counts)


def _agree(one: Value, other: Value) -> bool:
    room = (one.step + other.step) / 2 * 1.0001 + _EXACT * max(abs(one.number), abs(other.number))
    return abs(one.number - other.number) <= room


def rounding(value: Any) -> float:
    """The step of a number that a query rounded; 0 of one that it did not."""
    if not isinstance(value, Decimal):
        return 0.0
    exponent = value.as_tuple().exponent
    return 10.0**exponent if isinstance(exponent, int) else 0.0

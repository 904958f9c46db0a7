"""
Pictures in pages, as SVG that stands in them: time from left to right, one line for each account or market.

Places are shares of the width, so that a picture fits a phone and its letters keep their size. Colours are those of the
style sheet; nothing is told by colour alone. What a picture shows stands in a table below it, too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from cryptodrug_scraper.explore.called import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Axis", "Bar", "Column", "Line", "Point", "columns", "instant", "lines", "spans", "text_at", "whole"]

_HEAD = 18
_BAR = 18
_POINTS = 18
_GAP = 8
_AXIS = 18
_TICKS = 5
_COLUMN = 42
_WIDE = 24
"""Days that a column is wide, so that those of months stand apart."""
_NARROWEST = 0.4
"""Percent of the width below which nothing is drawn."""


@dataclass(frozen=True, slots=True)
class Axis:
    """
    A stretch of time.

    Attributes:
        first: its first instant.
        last: its last.
    """

    first: datetime
    last: datetime

    @classmethod
    def over(cls, moments: Iterable[date | datetime | None]) -> Axis | None:
        """The stretch with all of some instants, and a little more; None if there are none."""
        known = [instant(moment) for moment in moments if moment is not None]
        if not known:
            return None
        beside = max((max(known) - min(known)) / 40, timedelta(days=1))
        return cls(min(known) - beside, max(known) + beside)

    def at(self, moment: date | datetime) -> float:
        """Where an instant is, in percent of the width."""
        share = (instant(moment) - self.first) / (self.last - self.first)
        return round(min(max(share, 0.0), 1.0) * 100, 2)


@dataclass(frozen=True, slots=True)
class Bar:
    """
    Something that lasted.

    Attributes:
        first: since when for certain.
        last: until when for certain.
        earliest: since when perhaps.
        latest: until when perhaps.
        said: what it is, which stands in it.
        told: what it is, in a sentence.
        tone: the number of its colour.
    """

    first: datetime
    last: datetime
    earliest: datetime
    latest: datetime
    said: str
    told: str
    tone: int


@dataclass(frozen=True, slots=True)
class Point:
    """
    Something at one time.

    Attributes:
        at: when.
        look: ``full``, ``half`` or ``empty``.
        told: what it is, in a sentence.
        link: where it leads; empty for nowhere.
    """

    at: datetime
    look: str
    told: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A number at one time.

    Attributes:
        at: the month or the day.
        number: how many.
        told: what it is, in a sentence.
        whole: of how many; None where that is not known.
    """

    at: date
    number: float
    told: str
    whole: float | None = None


@dataclass(slots=True)
class Line:
    """
    One line of a picture.

    Attributes:
        title: what it is of.
        bars: what lasted.
        points: what was at one time.
    """

    title: str
    bars: list[Bar] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


def instant(moment: date | datetime) -> datetime:
    """An instant; of a day its beginning in UTC."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)


def lines(title: str, axis: Axis, those: Sequence[Line]) -> Markup:
    """Draw what lasted as bars, and what was at one time as points, line by line."""
    pieces: list[Markup] = []
    top = 0
    for line in those:
        pieces.append(text_at("0", top + 13, line.title, "pic-name"))
        top += _HEAD
        if line.bars:
            pieces += (_bar(axis, bar, top) for bar in line.bars)
            top += _BAR
        if line.points:
            pieces += (_point(axis, point, top + _POINTS // 2) for point in line.points)
            top += _POINTS
        top += _GAP
    return whole(title, axis, pieces, top)


def columns(title: str, axis: Axis, those: Sequence[tuple[str, Sequence[Column]]]) -> Markup:
    """Draw numbers over time as columns, one line of them for each name, on one scale."""
    most = max((max(each.number, each.whole or 0) for _, numbers in those for each in numbers), default=0) or 1
    pieces: list[Markup] = []
    top = 0
    for place, (name, numbers) in enumerate(those):
        pieces.append(text_at("0", top + 13, name, "pic-name"))
        if place == 0:
            pieces.append(text_at("100%", top + 13, f"the largest: {most:.0f}", "pic-tick", "end"))
        top += _HEAD
        base = top + _COLUMN
        pieces.append(Markup('<line class="pic-axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(base))
        for each in numbers:
            left = axis.at(each.at)
            wide = max(axis.at(each.at + timedelta(days=_WIDE)) - left, _NARROWEST)
            for number, look in ((each.whole, "pic-whole"), (each.number, "pic-column")):
                if number is not None:
                    high = round(number / most * _COLUMN, 1)
                    pieces.append(_rect(left, wide, base - high, high, look, each.told))
        top = base + _GAP
    return whole(title, axis, pieces, top)


def spans(title: str, axis: Axis, those: Sequence[tuple[datetime, datetime, float, str]]) -> Markup:
    """Draw amounts that stood for a time as lines at their height, on a scale of powers: from, to, amount, words."""
    known = [amount for _, _, amount, _ in those if amount > 0]
    low, high = (math.log10(end) for end in (min(known), max(known)))
    deep = 160
    pieces = []
    for power in sorted(
        {low, high, *(power for power in range(math.ceil(low), math.floor(high) + 1) if low < power < high)}
    ):
        y = _height(power, low, high, deep)
        pieces.append(Markup('<line class="pic-grid" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(y))
        if power in {low, high} or min(power - low, high - power) * 8 > high - low:
            pieces.append(text_at("0", y - 2, f"{10**power:.2f}".removesuffix(".00") + " €", "pic-tick"))
    for first, last, amount, told in those:
        if amount > 0:
            left, y = axis.at(first), _height(math.log10(amount), low, high, deep)
            pieces.append(_rect(left, max(axis.at(last) - left, _NARROWEST), y - 1.5, 3, "pic-price", told))
    return whole(title, axis, pieces, deep)


def _height(value: float, low: float, high: float, deep: int) -> float:
    return round(20 + (high - value) / ((high - low) or 1) * (deep - 30), 1)


def _bar(axis: Axis, bar: Bar, top: int) -> Markup:
    earliest, left, right, latest = (axis.at(each) for each in (bar.earliest, bar.first, bar.last, bar.latest))
    tone = f"pic-tone{bar.tone}"
    perhaps = _rect(earliest, max(latest - earliest, _NARROWEST), top + 5, _BAR - 10, f"pic-perhaps {tone}", bar.told)
    certain = _rect(left, max(right - left, _NARROWEST), top, _BAR, f"pic-bar {tone}", bar.told)
    said = Markup('<svg x="{}%" y="{}" width="{}%" height="{}">{}</svg>').format(
        left, top, max(right - left, 4), _BAR, text_at("4", 13, bar.said, "pic-said")
    )
    return perhaps + certain + said


def _point(axis: Axis, point: Point, y: int) -> Markup:
    drawn = Markup('<circle class="pic-{}" cx="{}%" cy="{}" r="5"><title>{}</title></circle>').format(
        point.look, axis.at(point.at), y, point.told
    )
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(point.link, point.told, drawn) if point.link else drawn


def _rect(x: float, wide: float, y: float, high: float, look: str, told: str) -> Markup:
    return Markup('<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"><title>{}</title></rect>').format(
        look, x, y, round(wide, 2), high, told
    )


def text_at(x: str, y: float, said: str, look: str, anchor: str = "start") -> Markup:
    """A text at a place: ``x`` in any unit, ``y`` of its base line in pixels; ``look`` is its class."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(look, x, y, anchor, said)


def whole(title: str, axis: Axis | None, pieces: Sequence[Markup], top: int) -> Markup:
    """A picture of its pieces, which end at ``top``, above the days of its axis; None for one that has none."""
    ticks: list[Markup] = []
    for number in range(_TICKS if axis is not None else 0):
        share = number / (_TICKS - 1)
        anchor = "start" if number == 0 else "end" if number == _TICKS - 1 else "middle"
        look = "pic-tick" if number % 2 == 0 else "pic-tick pic-between"
        when = "" if axis is None else day_of(axis.first + (axis.last - axis.first) * share)
        ticks.append(text_at(f"{100 * share:g}%", top + 13, when, look, anchor))
    inside = Markup("").join([*pieces, *ticks])
    return Markup('<svg class="picture" role="group" aria-label="{}" width="100%" height="{}">{}</svg>').format(
        escape(title), top + _AXIS, inside
    )

"""Charts of answers, as SVG that stands in a page: a line with its band over time, and bars of categories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from markupsafe import Markup

from cryptodrug_scraper.explore.pictures import Axis, instant, text_at, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

__all__ = ["Figure", "bars", "lines"]

_HEAD = 18
_DEEP = 90
_GAP = 12
_BAR = 34
_LONGEST_STEP = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A figure that is drawn.

    Attributes:
        of: the month or day that it is of, or the category.
        value: the figure; None where it is not told.
        low: the lower end of its interval; None where it has none.
        high: the upper end.
        told: what it is, in words.
    """

    of: date | str
    value: float | None
    low: float | None
    high: float | None
    told: str

    @property
    def most(self) -> float:
        """The largest number of it."""
        return max(each for each in (self.value, self.low, self.high, 0.0) if each is not None)

    @property
    def at(self) -> datetime:
        """
        When it is, of one over time.

        Raises:
            TypeError: it is of a category.
        """
        if isinstance(self.of, str):
            msg = f"{self.of!r} is no time"
            raise TypeError(msg)
        return instant(self.of)


def lines(title: str, those: Sequence[tuple[str, Sequence[Figure]]], *, by_month: bool) -> Markup | None:
    """
    Draw figures over time, one line below another for each name, all on one scale; None where there is nothing to draw.

    Args:
        title: what the whole is of.
        those: names, each with its figures.
        by_month: whether times are months: those that do not follow one another are not joined.
    """
    axis = Axis.over(point.at for _, points in those for point in points)
    most = max((point.most for _, points in those for point in points), default=0.0)
    if axis is None or most <= 0:
        return None
    pieces: list[Markup] = []
    top = 0
    for name, points in those:
        pieces += _named(name, top, most if top == 0 else None)
        top += _HEAD
        ordered = sorted(points, key=lambda point: point.at)
        pieces.append(Markup('<line class="pic-axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(top + _DEEP))
        pieces.append(_joined(axis, ordered, top, most, by_month=by_month))
        pieces += (_point(axis, point, top, most) for point in ordered)
        top += _DEEP + _GAP
    return whole(title, axis, pieces, top)


def bars(title: str, those: Sequence[tuple[str, Sequence[Figure]]]) -> Markup | None:
    """
    Draw figures of categories, each with its interval, all on one scale; None where there is nothing to draw.

    Args:
        title: what the whole is of.
        those: names, each with its categories.
    """
    most = max((bar.most for _, some in those for bar in some), default=0.0)
    if most <= 0:
        return None
    pieces: list[Markup] = []
    top = 0
    for name, some in those:
        if name:
            pieces += _named(name, top, None)
            top += _HEAD
        for bar in some:
            pieces.append(_bar(bar, top, most))
            top += _BAR
        top += _GAP
    return whole(title, None, pieces, top)


def _named(name: str, top: int, most: float | None) -> Iterator[Markup]:
    yield text_at("0", top + 13, name, "pic-name")
    if most is not None:
        yield text_at("100%", top + 13, f"the largest: {most:.6g}", "pic-tick", "end")


def _joined(axis: Axis, points: Sequence[Figure], top: int, most: float, *, by_month: bool) -> Markup:
    """The band, and the line in it, of points that follow one another: both stretch to the width of the page."""
    drawn = []
    for run in _runs(points, by_month=by_month):
        upper = [f"{axis.at(point.at)},{_down(point.high, most)}" for point in run if point.high is not None]
        lower = [f"{axis.at(point.at)},{_down(point.low, most)}" for point in run if point.low is not None]
        if len(upper) == len(lower) == len(run):
            band = " ".join([*upper, *lower[::-1]])
            drawn.append(Markup('<polygon class="pic-band" points="{}"/>').format(band))
        line = " ".join(f"{axis.at(point.at)},{_down(point.value, most)}" for point in run)
        drawn.append(Markup('<polyline class="pic-line" points="{}"/>').format(line))
    return Markup(
        '<svg y="{0}" width="100%" height="{1}" viewBox="0 0 100 {1}" preserveAspectRatio="none" aria-hidden="true">'
        "{2}</svg>"
    ).format(top, _DEEP, Markup("").join(drawn))


def _runs(points: Sequence[Figure], *, by_month: bool) -> Iterator[Sequence[Figure]]:
    run: list[Figure] = []
    for point in points:
        is_next = bool(run) and (not by_month or point.at - run[-1].at <= _LONGEST_STEP)
        if run and (point.value is None or not is_next):
            yield run
            run = []
        if point.value is not None:
            run.append(point)
    if run:
        yield run


def _point(axis: Axis, point: Figure, top: int, most: float) -> Markup:
    x, drawn = axis.at(point.at), Markup("")
    if point.low is not None and point.high is not None:
        drawn += Markup(
            '<line class="pic-interval" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"><title>{3}</title></line>'
        ).format(x, top + _down(point.high, most), top + _down(point.low, most), point.told)
    if point.value is not None:
        drawn += Markup('<circle class="pic-dot" cx="{}%" cy="{}" r="4"><title>{}</title></circle>').format(
            x, top + _down(point.value, most), point.told
        )
    return drawn


def _down(value: float | None, most: float) -> float:
    return round((1 - (value or 0.0) / most) * _DEEP, 1)


def _bar(bar: Figure, top: int, most: float) -> Markup:
    drawn = text_at("0", top + 13, str(bar.of), "pic-of") + text_at("100%", top + 13, bar.told, "pic-tick", "end")
    y = top + 17
    if bar.value is not None:
        drawn += Markup('<rect class="pic-column" x="0" y="{}" width="{}%" height="9"/>').format(
            y, round(100 * bar.value / most, 2)
        )
    if bar.low is not None and bar.high is not None:
        low, high = (round(100 * end / most, 2) for end in (bar.low, bar.high))
        drawn += Markup('<line class="pic-interval" x1="{}%" x2="{}%" y1="{}" y2="{}"/>').format(
            low, high, y + 4.5, y + 4.5
        )
        for end in (low, high):
            drawn += Markup('<line class="pic-interval" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>').format(end, y, y + 9)
    return drawn

"""
Whether a figure bears out what a study said, and if it cannot be told, what data would tell.

A claim with a limit (below 1 %, more than half, above 1) is borne out where the whole interval lies on its side of the
limit, and contradicted where all of it lies on the other side. A claim of a figure (45 %, about 30 %) is borne out
where the interval reaches what is rounded to it and is narrow enough to contradict others (`WIDEST`). What rests on
fewer than `FEWEST_VENDORS` accounts, or on partial snapshots alone, tells nothing (methods E9, 5; E1). That something
exists is told by one case, and never contradicted by none.

A reason is a code with values (`cryptodrug_scraper.reason`); the catalogue ``words`` has its sentence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from cryptodrug_scraper.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "FEWEST_VENDORS",
    "MOST_UNSEEN",
    "NEAR",
    "WIDEST",
    "About",
    "Above",
    "AtLeast",
    "Below",
    "Claim",
    "Exists",
    "Figure",
    "NoneAbove",
    "Unit",
    "Verdict",
    "judge",
    "untold_of",
]

FEWEST_VENDORS = 5
"""Accounts that a verdict rests on at least; with fewer, a figure is not for publication either."""
WIDEST = 0.5
"""
The widest interval that may bear out a claim of a figure: of a share, where a wider one holds half of all shares; of
others, as a part of the figure.
"""
NEAR = 4
"""How many times as much data may be had: a window four times as long. A reader can do nothing with a larger number."""
MOST_UNSEEN = 0.01
"""How large a share may be, at most, of what was never seen, for "none" to be borne out."""

Unit: TypeAlias = Literal["share", "count", "eur", "eur_per_month", "ratio"]


@dataclass(frozen=True, slots=True)
class Figure:
    """
    What was measured.

    Attributes:
        value: None if it could not be measured.
        low: lower end of its 95 % interval; None if it has none.
        high: upper end.
        n: how many things it rests on, as its measure counts them.
        vendors: on how many accounts.
        grade: of the snapshots: complete, usable or partial; None: there is none.
        certain: accounts of which a case is certain, where it is asked whether there is one.
        least: the least that the value can have been, where it is made of rounded numbers; None: it is exact.
        lacking: why it could not be measured, where its measure knows more than the rest says.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    vendors: int
    grade: str | None
    certain: int = 0
    least: float | None = None
    lacking: Reason | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What a figure says of a claim.

    Attributes:
        verdict: agrees, disagrees, or cannot_tell.
        why: the reason, and of what cannot be told, what data would tell.
    """

    verdict: Literal["agrees", "disagrees", "cannot_tell"]
    why: Reason


@dataclass(frozen=True, slots=True)
class Above:
    """The figure is more than a limit."""

    limit: float


@dataclass(frozen=True, slots=True)
class Below:
    """The figure is less than a limit."""

    limit: float


@dataclass(frozen=True, slots=True)
class About:
    """The figure is a certain one, as it is printed: of 30 % is all that is nearer to it than to 20 or 40 %."""

    figure: float

    @property
    def ends(self) -> tuple[float, float]:
        """What is rounded to the figure: half a unit of its last digit that is no zero, to both sides."""
        printed = Decimal(repr(self.figure)).normalize()
        half = float(Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1))
        return self.figure - half, self.figure + half


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The share is large, such as nearly all: a limit that few cases can reach, but whose contrary they can show."""

    limit: float


@dataclass(frozen=True, slots=True)
class Exists:
    """There are cases, of which one is enough, among at least so many accounts."""

    of: Reason
    fewest: int = 1


@dataclass(frozen=True, slots=True)
class NoneAbove:
    """
    There is no case, among things of known size.

    Of its figure ``n`` counts what is exact, and ``high`` may be unseen. Cases are certain where several accounts have
    certain ones, as a page can print any amount.
    """

    of: Reason


Claim: TypeAlias = Above | Below | About | AtLeast | Exists | NoneAbove


def judge(figure: Figure, claim: Claim, unit: Unit) -> Verdict:
    """
    Judge a claim by a figure.

    Args:
        figure: what was measured.
        claim: what was said.
        unit: of both.
    """
    if isinstance(claim, Exists):
        return _exists(figure, claim, unit)
    nothing = _untold(figure, unit)
    if nothing is not None:
        return Verdict("cannot_tell", nothing)
    if figure.value is None:
        return _least(figure, claim, unit)
    if isinstance(claim, NoneAbove):
        return _none_above(figure, figure.value, claim)
    if figure.low is None or figure.high is None:
        return Verdict("cannot_tell", Reason("why.no_interval"))
    if isinstance(claim, About | AtLeast):
        return _like(figure.value, figure.low, figure.high, claim, unit, figure.least)
    return _limit(figure.value, figure.low, figure.high, claim, unit)


def untold_of(figure: Figure, claim: Claim, unit: Unit) -> Reason | None:
    """Return why a figure tells nothing of what a claim is about, for or against it; None where it tells something."""
    if isinstance(claim, Exists):  # where there is no case no account is known, which is what there is to tell
        found = _exists(figure, claim, unit)
        return found.why if found.verdict == "cannot_tell" else None
    return _untold(figure, unit)


def _untold(figure: Figure, unit: Unit) -> Reason | None:
    if figure.lacking is not None:
        return figure.lacking
    if figure.grade is None:
        return Reason("why.no_snapshot")
    if figure.grade == "partial":
        return Reason("why.all_partial")
    few = None if _is_none_of_many(figure, unit) else _few(figure.vendors, FEWEST_VENDORS)
    is_known = figure.value is not None or (figure.low is not None and figure.high is None)
    return few if few is not None or is_known else Reason("why.unmeasured")


def _is_none_of_many(figure: Figure, unit: Unit) -> bool:
    """Whether a share is of none of enough accounts that could be: that rests on these, and its interval tells."""
    is_none = unit == "share" and figure.value == 0 and figure.vendors == 0
    return is_none and figure.high is not None and figure.n >= FEWEST_VENDORS


def _few(vendors: int, fewest: int) -> Reason | None:
    return None if vendors >= fewest else Reason("why.few", {"vendors": vendors, "fewest": fewest})


def _least(figure: Figure, claim: Claim, unit: Unit) -> Verdict:
    """Judge by the lower end alone: of a quotient whose divisor may be nothing there is no other."""
    told = {"low": figure.low, "unit": unit}
    if not isinstance(claim, Above | Below) or figure.low is None or figure.low <= claim.limit:
        return Verdict("cannot_tell", Reason("why.least", told))
    verdict: Literal["agrees", "disagrees"] = "agrees" if isinstance(claim, Above) else "disagrees"
    return Verdict(verdict, Reason("why.least_above", {**told, "limit": claim.limit}))


def _exists(figure: Figure, claim: Exists, unit: Unit) -> Verdict:
    if figure.lacking is not None:
        return Verdict("cannot_tell", figure.lacking)
    few = _few(figure.vendors, claim.fewest)
    if figure.value is not None and figure.value > 0:
        return (
            Verdict("agrees", Reason("why.one_case", {"of": claim.of})) if few is None else Verdict("cannot_tell", few)
        )
    if figure.grade is None:
        return Verdict("cannot_tell", Reason("why.no_snapshot"))
    told = {"of": claim.of, "n": figure.n}
    if figure.n < 1:
        return Verdict("cannot_tell", Reason("why.no_case", told))
    if unit == "share" and figure.high is not None and figure.high * figure.n < 1:  # less than one of them is none
        return Verdict("cannot_tell", Reason("why.no_case_left", told))
    if unit == "share" and figure.high is not None:  # one question has one number: that of the interval
        return Verdict("cannot_tell", Reason("why.no_case_unseen", {**told, "share": figure.high}))
    if figure.high is not None:
        return Verdict("cannot_tell", Reason("why.no_case_sure", {**told, "most": figure.high, "unit": "count"}))
    return Verdict("cannot_tell", Reason("why.no_case_unseen", {**told, "share": 1 - 0.05 ** (1 / figure.n)}))


def _none_above(figure: Figure, value: float, claim: NoneAbove) -> Verdict:
    if value > 0:
        if figure.certain > 1:
            return Verdict("disagrees", Reason("why.there_are", {"of": claim.of}))
        return Verdict("cannot_tell", Reason("why.may_be", {"of": claim.of}))
    unseen = 1.0 if figure.high is None else figure.high
    told = {"of": claim.of, "n": figure.n, "share": unseen}
    if figure.n < 1:
        return Verdict("cannot_tell", Reason("why.none_exact", {"of": claim.of}))
    needed = math.ceil(math.log(0.05) / math.log(1 - MOST_UNSEEN))
    if unseen <= MOST_UNSEEN and figure.n >= needed:
        return Verdict("agrees", Reason("why.none_among", told))
    if figure.n < needed:
        return Verdict("cannot_tell", Reason("why.none_yet", {**told, "needed": needed}))
    return Verdict("cannot_tell", Reason("why.none_but", {**told, "most": MOST_UNSEEN}))


def _limit(value: float, low: float, high: float, claim: Above | Below, unit: Unit) -> Verdict:
    limit, is_above = claim.limit, isinstance(claim, Above)
    told = {"low": low, "high": high, "limit": limit, "unit": unit}
    if high < limit:
        return Verdict("disagrees" if is_above else "agrees", Reason("why.all_below", told))
    if low > limit:
        return Verdict("agrees" if is_above else "disagrees", Reason("why.all_above", told))
    if high == limit and is_above:
        return Verdict("disagrees", Reason("why.none_is_above", told))
    if low == limit and not is_above:
        return Verdict("disagrees", Reason("why.none_is_below", told))
    return Verdict("cannot_tell", Reason("why.holds", {**told, "more": _needed(value, low, high, limit, unit)}))


def _like(
    value: float, low: float, high: float, claim: About | AtLeast, unit: Unit, least_value: float | None
) -> Verdict:
    figure, is_about = (claim.figure, True) if isinstance(claim, About) else (claim.limit, False)
    least, most = claim.ends if isinstance(claim, About) else (claim.limit, math.inf)
    told = {"low": low, "high": high, "limit": figure, "unit": unit}
    if high < least:
        return Verdict("disagrees", Reason("why.all_below", told))
    if low > most:
        return Verdict("disagrees", Reason("why.all_above", told))
    width = high - low if unit == "share" else (high - low) / abs(figure or 1.0)
    if width > WIDEST:
        wide = {"low": low, "high": high, "unit": unit, "more": _more((width / WIDEST) * (width / WIDEST))}
        return Verdict("cannot_tell", Reason("why.too_wide", wide))
    if not is_about and value < figure:
        return Verdict("cannot_tell", Reason("why.reaches", {**told, "more": _needed(value, low, high, figure, unit)}))
    if not is_about and least_value is not None and least_value < figure:
        return Verdict("cannot_tell", Reason("why.rounded", {"least": least_value, "limit": figure, "unit": unit}))
    if is_about and not low <= figure <= high:
        return Verdict("agrees", Reason("why.agrees_rounded", {**told, "from": least, "to": most}))
    return Verdict("agrees", Reason("why.agrees_holds" if is_about else "why.agrees_reaches", told))


def _needed(value: float, low: float, high: float, limit: float, unit: Unit) -> Reason:
    """Whether more data would part the figure from the limit: widths shrink with its square root."""
    on = _SCALES.get(unit, float)
    try:
        apart, reach = abs(on(value) - on(limit)), abs(on(high if limit > value else low) - on(value))
    except ValueError:  # an end of the scale
        return Reason("more.accounts")
    if apart <= 0:
        return Reason("more.nothing")
    return _more((reach / apart) * (reach / apart))


def _more(times: float) -> Reason:
    """Say whether so many times as much data may be had; where an end of the interval is not finite it may not."""
    return Reason("more.near" if times <= NEAR else "more.far")


def _logit(share: float) -> float:
    return math.log(share) - math.log(1 - share)


_SCALES: Mapping[str, Callable[[float], float]] = {"share": _logit, "ratio": math.log, "eur": math.log}
"""On what scale the interval of a figure is even on both sides; others on their own."""

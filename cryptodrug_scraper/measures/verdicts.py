"""
Whether a figure bears out what a study said, and if it cannot be told, what data would tell.

A claim with a limit (below 1 %, more than half, above 1) is borne out where the whole interval lies on its side of the
limit, and contradicted where all of it lies on the other side. A claim of a figure (45 %, about 30 %) is borne out
where the interval holds the figure and is narrow enough to contradict others (`WIDEST`). What rests on fewer than
`FEWEST_VENDORS` accounts, or on partial snapshots alone, tells nothing (methods E9, 5; E1). That something exists is
told by one case, and never contradicted by none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "FEWEST_VENDORS",
    "MOST_UNSEEN",
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
    "shown",
]

FEWEST_VENDORS = 5
"""Accounts that a verdict rests on at least; with fewer, a figure is not for publication either."""
WIDEST = 0.5
"""The widest interval of a share that may bear out a claim of a figure: a wider one holds half of all shares."""
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
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    vendors: int
    grade: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What a figure says of a claim.

    Attributes:
        verdict: agrees, disagrees, or cannot_tell.
        why: the reason, and of what cannot be told, what data would tell.
    """

    verdict: Literal["agrees", "disagrees", "cannot_tell"]
    why: str


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
    """The figure is a certain one."""

    figure: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The share is large, such as nearly all: a limit that few cases can reach, but whose contrary they can show."""

    limit: float


@dataclass(frozen=True, slots=True)
class Exists:
    """There are cases, of which one is enough, among at least so many accounts."""

    of: str
    fewest: int = 1


@dataclass(frozen=True, slots=True)
class NoneAbove:
    """
    There is no case, among things of known size.

    Of its figure ``n`` counts what is exact, ``low`` above 0 says that cases are certain, and of several accounts, as a
    page can print any amount; ``high`` may be unseen.
    """

    of: str


Claim: TypeAlias = Above | Below | About | AtLeast | Exists | NoneAbove


def shown(value: float, unit: Unit) -> str:
    """Write a value with the digits that it bears: 0.0123 as a share is ``1.2 %``."""
    if unit == "share":
        percent = 100 * value
        return f"{percent:.1f} %" if percent >= 1 or percent == 0 else f"{percent:.2g} %"
    if unit == "ratio":
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.2g}"
    if unit == "count":
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:.2f}"
    digits = 0 if abs(value) >= 100 else 2
    return f"{value:,.{digits}f} EUR"


def judge(figure: Figure, claim: Claim, unit: Unit) -> Verdict:
    """
    Judge a claim by a figure.

    Args:
        figure: what was measured.
        claim: what was said.
        unit: of both.
    """
    if isinstance(claim, Exists):
        return _exists(figure, claim)
    nothing = _says_nothing(figure)
    if nothing is not None:
        return Verdict("cannot_tell", nothing)
    if figure.value is None:
        return Verdict(
            "cannot_tell", "too little was observed in these days to measure it; more usable snapshots would tell"
        )
    if isinstance(claim, NoneAbove):
        return _none_above(figure, figure.value, claim)
    if figure.low is None or figure.high is None:
        return Verdict(
            "cannot_tell", "no interval can be given, as one account is nearly all there is; more accounts would tell"
        )
    if isinstance(claim, About | AtLeast):
        return _like(figure.value, figure.low, figure.high, claim, unit)
    return _limit(figure.value, figure.low, figure.high, claim, unit)


def _says_nothing(figure: Figure) -> str | None:
    if figure.grade is None:
        return "no snapshot of the market lies in these days; snapshots of it would tell"
    if figure.grade == "partial":
        return "all snapshots of these days are partial; one that is at least usable would tell"
    return _few(figure.vendors, FEWEST_VENDORS)


def _few(vendors: int, fewest: int) -> str | None:
    if vendors >= fewest:
        return None
    return (
        f"it rests on {_accounts(vendors)}, and fewer than {fewest} tell nothing, nor are they for publication; a "
        "longer window, or pages of more accounts, would tell"
    )


def _accounts(number: int) -> str:
    return {0: "no account", 1: "one account"}.get(number, f"{number} accounts")


def _exists(figure: Figure, claim: Exists) -> Verdict:
    few = _few(figure.vendors, claim.fewest)
    if figure.value is not None and figure.value > 0:
        if few is not None:
            return Verdict("cannot_tell", few)
        return Verdict("agrees", f"{claim.of} can be shown, and one case is enough")
    if figure.grade is None:
        return Verdict("cannot_tell", "no snapshot of the market lies in these days; snapshots of it would tell")
    limit = "" if figure.n < 1 else f": up to {shown(1 - 0.05 ** (1 / figure.n), 'share')} of them may be, unseen"
    return Verdict(
        "cannot_tell", f"no case of {claim.of} among {figure.n}{limit}; a longer window or more accounts would tell"
    )


def _none_above(figure: Figure, value: float, claim: NoneAbove) -> Verdict:
    if value > 0 and (figure.low or 0) > 0:
        return Verdict("disagrees", f"there are {claim.of}")
    if value > 0:
        return Verdict(
            "cannot_tell",
            f"some may be {claim.of}, by amounts that are not certain or of one account alone; exact ones of several "
            "accounts would tell",
        )
    unseen = 1.0 if figure.high is None else figure.high
    if unseen <= MOST_UNSEEN:
        return Verdict(
            "agrees",
            f"there are no {claim.of} among {figure.n} that are exact; at most {shown(unseen, 'share')} may be",
        )
    needed = math.ceil(math.log(0.05) / math.log(1 - MOST_UNSEEN))
    return Verdict(
        "cannot_tell",
        f"there are no {claim.of} among {figure.n} that are exact, yet up to {shown(unseen, 'share')} may be; {needed} "
        "without any would tell",
    )


def _limit(value: float, low: float, high: float, claim: Above | Below, unit: Unit) -> Verdict:
    limit = claim.limit
    said = f"{shown(limit, unit)}"
    interval = _interval(low, high, unit)
    if high < limit or (high == limit and isinstance(claim, Above)):
        return Verdict("disagrees" if isinstance(claim, Above) else "agrees", f"all of {interval} is below {said}")
    if low > limit or (low == limit and isinstance(claim, Below)):
        return Verdict("agrees" if isinstance(claim, Above) else "disagrees", f"all of {interval} is above {said}")
    return Verdict("cannot_tell", f"{interval} holds {said}; {_needed(value, low, high, limit, unit)}")


def _like(value: float, low: float, high: float, claim: About | AtLeast, unit: Unit) -> Verdict:
    figure = claim.figure if isinstance(claim, About) else claim.limit
    interval, said = _interval(low, high, unit), shown(figure, unit)
    if high < figure:
        return Verdict("disagrees", f"all of {interval} is below {said}")
    if low > figure and isinstance(claim, About):
        return Verdict("disagrees", f"all of {interval} is above {said}")
    if high - low > WIDEST:
        return Verdict(
            "cannot_tell", f"{interval} is so wide that it would bear out nearly any figure; {_narrower(low, high)}"
        )
    if isinstance(claim, AtLeast) and value < figure:
        return Verdict(
            "cannot_tell", f"it is below {said}, but {interval} reaches it; {_needed(value, low, high, figure, unit)}"
        )
    return Verdict("agrees", f"{interval} {'reaches' if isinstance(claim, AtLeast) else 'holds'} {said}")


def _interval(low: float, high: float, unit: Unit) -> str:
    return f"the interval of {shown(low, unit)} to {shown(high, unit)}"


def _needed(value: float, low: float, high: float, limit: float, unit: Unit) -> str:
    """How many times as many accounts would part the figure from the limit: widths shrink with the square root."""
    on = _SCALES.get(unit, float)
    try:
        apart, reach = abs(on(value) - on(limit)), abs(on(high if limit > value else low) - on(value))
    except ValueError:  # an end of the scale
        return "more accounts would tell"
    if apart <= 0:
        return "no more data would part the two, if the figure stays as it is"
    times = (reach / apart) ** 2
    if times > _MANY:
        return f"more than {_MANY} times as many accounts would be needed to tell, if the figure stays as it is"
    return f"about {max(2, math.ceil(times))} times as many accounts would tell, if the figure stays as it is"


def _logit(share: float) -> float:
    return math.log(share) - math.log(1 - share)


_MANY = 1000
_SCALES: Mapping[str, Callable[[float], float]] = {"share": _logit, "ratio": math.log, "eur": math.log}
"""On what scale the interval of a figure is even on both sides; others on their own."""


def _narrower(low: float, high: float) -> str:
    times = max(2, math.ceil(((high - low) / WIDEST) ** 2))
    return f"about {times} times as many accounts would tell"

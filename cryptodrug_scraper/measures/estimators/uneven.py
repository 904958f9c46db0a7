"""
How many there were at each look, where few were met, and some far more easily than others.

Jolly-Seber takes all to be met as easily as each other. Those who are met easily are met again, and stand for the
others: with chances that differ as beta distributions do, it says a sixth to a quarter too few where half are met, and
a third to nearly half where three tenths are. Here each individual has a chance of its own, on the scale of logits the
sum of the look's and its own. The shape of these differences is not known, and figures hang on it (Link 2003,
Biometrics 59, 1123-1130), so that three are tried: even on both sides (normal), a few met far more easily
(exponential), and the same with most alike, as vendors on one page and on many. What is reported is the middle of those
that the data bear out, and an interval that holds all of theirs.

Model: Cormack-Jolly-Seber with individual effects (Pledger, Pollock and Norris 2003, Biometrics 59, 786-794; Gimenez
and Choquet 2010, Ecology 91, 951-957), the shape at first sight being that of the whole population less those who were
met before. Effects are cut into classes of equal weight and the likelihood is climbed by EM (Dempster, Laird and Rubin
1977), in longer steps (Varadhan and Roland 2008). Those who are there are those who were met before, as far as they
stayed, and those whom the model thinks not met yet. Errors are those of the jackknife over blocks of individuals, with
what chance does to how many are never met. Who hides for a while counts as there meanwhile. Between the last two looks
as many leave in a day as do between the others on average; the first look is the last one of the history read
backwards.

Everything rests on counts by first sight, last sight and number of sights, which are enough for it, so that many
individuals take little longer than few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse
from scipy.special import expit, ndtri

from cryptodrug_scraper.measures.estimators.intervals import LEVEL, seed_of
from cryptodrug_scraper.measures.estimators.quantiles import student_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["FEWEST_LOOKS", "Uneven", "uneven_jolly_seber"]

Floats: TypeAlias = "NDArray[np.float64]"
Places: TypeAlias = "NDArray[np.int64]"

FEWEST_LOOKS = 5
"""With fewer looks, how uneven chances are cannot be told from how many leave."""
_BLOCKS = 16
"""Blocks of the jackknife."""
_MIDDLES = (np.arange(8) + 0.5) / 8
"""Where the classes of effects stand, as shares of those with a smaller one."""
_BEYOND = -np.log(1 - _MIDDLES)
_SHAPES = (
    ndtri(_MIDDLES) / np.std(ndtri(_MIDDLES)),
    _BEYOND - 1,
    np.maximum(0.0, _BEYOND + np.log(0.45)),
)
"""Effects by class, in units of their spread: normal, exponential, and exponential with five eighths alike."""
_BORNE_OUT = 5.0
"""Shapes whose log-likelihood is not further below the best one's are borne out by the data."""
_HIDING = 0.05
"""Standard error, as a share of those not met, of what the model leaves out, such as spells of hiding."""
_MOST_LOGIT, _MOST_SPREAD, _MOST_STEP = 9.0, 5.0, 16.0
_PRIOR = 5.0
"""Individuals by whose weight survival between two looks is drawn to the usual one: a few survivors tell little."""
_ROUNDS, _CLOSE = 60, 1e-3


@dataclass(frozen=True, slots=True)
class Uneven:
    """
    How many there were at a look, or at any of several that follow one another.

    Attributes:
        value: the estimate.
        low: lower limit of its interval, never below ``known``.
        high: upper limit.
        known: those who were met then, or before and after.
        least: the smallest estimate by any shape of the differences, whether or not the data bear it out.
        most: the largest one.
    """

    value: float
    low: float
    high: float
    known: int
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class _State:
    """Parameters, with one column for all individuals and one without each block; ``looks`` are rows."""

    survival: Floats
    logit: Floats
    spread: Floats

    def packed(self) -> Floats:
        return np.concatenate([np.log(self.survival / (1 - self.survival)), self.logit, self.spread[None]])

    @classmethod
    def unpacked(cls, packed: Floats) -> _State:
        looks = len(packed) // 2
        survival = expit(np.clip(packed[: looks - 1], -_MOST_LOGIT, 13.8))
        logit = np.clip(packed[looks - 1 : -1], -_MOST_LOGIT, _MOST_LOGIT)
        return cls(survival, logit, np.clip(packed[-1], 0.0, _MOST_SPREAD))


@dataclass(frozen=True, slots=True)
class _Seen:
    """
    What a state says: chances to be met, chances never to be met again, those who were not met before, the classes of
    each kind of history, and the log-likelihood.
    """

    chance: Floats
    gone: Floats
    unmet: Floats
    classes: Floats
    likelihood: Floats


class _Histories:
    """Kinds of histories, by first and last sight and number of sights after the first; how many have each."""

    def __init__(self, at: Places, who: Places, looks: int) -> None:
        order = np.lexsort((at, who))
        at, who = at[order], who[order]
        is_first = np.r_[True, who[1:] != who[:-1]]
        first, last = at[is_first], at[np.r_[is_first[1:], True]]
        again = np.bincount(who) - 1
        kinds, kind = np.unique((first * looks + last) * looks + again, return_inverse=True)
        self.looks, self.first_of, self.last_of = looks, first, last
        self.first, self.last, self.again = kinds // looks // looks, kinds // looks % looks, kinds % looks
        seed = seed_of("uneven", str(len(first)), str(looks))
        block = np.random.default_rng(seed).permutation(len(first)) % _BLOCKS
        self.count = _without_each(kind, block, len(kinds))
        self.met_again = _without_each(at[~is_first], block[who[~is_first]], looks)
        self.by_first, self.by_last = _places(self.first, looks), _places(self.last, looks)
        self.new = self.by_first @ self.count


def uneven_jolly_seber(
    at: Places, who: Places, days: Sequence[float], spans: Sequence[tuple[int, int]], *, level: float = LEVEL
) -> list[Uneven]:
    """
    Estimate how many there were at each of some looks, or at any look of a span.

    Args:
        at: the look, from 0, of each sighting; a look and an individual come together once.
        who: the individual, from 0 without gaps, in an order that the caller fixes.
        days: when each look was, in days; there are `FEWEST_LOOKS` at least, and somebody was met at each.
        spans: first and last look of what is asked for, both included.
        level: confidence of the intervals.

    Returns:
        One estimate for each span. At any look of a span there were those at the last one, and those who left before.
    """
    looks, apart = len(days), np.maximum(np.diff(np.asarray(days, dtype=np.float64)), 1 / 24)
    onwards, backwards = _Histories(at, who, looks), _Histories(looks - 1 - at, who, looks)
    known = np.array([np.sum((onwards.first_of <= j) & (onwards.last_of >= i)) for i, j in spans], dtype=np.float64)
    found = []
    for shape in _SHAPES:
        sizes, own, survival, likelihood = _fitted(onwards, shape, apart)
        first, own_first, *_ = _fitted(backwards, shape, apart[::-1])
        sizes[0], own[0] = first[-1], own_first[-1]
        left = sizes[:-1] * (1 - survival)
        ever = np.array([sizes[j] + left[i:j].sum(0) for i, j in spans])
        chance = np.array([own[j] for _, j in spans]) * (ever[:, 0] / sizes[[j for _, j in spans], 0]) ** 2
        logs = np.log(ever[:, 1:] / onwards.count[:, 1:].sum(0))  # blocks differ by one in size
        spread = (_BLOCKS - 1) / _BLOCKS * np.sum((logs - logs.mean(1, keepdims=True)) ** 2, axis=1)
        found.append((ever[:, 0], np.sqrt(chance + spread * ever[:, 0] ** 2), likelihood))
    every = np.array([value for value, *_ in found])
    best = max(likelihood for *_, likelihood in found)
    borne_out = [(value, error) for value, error, likelihood in found if likelihood >= best - _BORNE_OUT]
    unmet = np.maximum(np.array([value for value, _ in borne_out]) - known, 0.5)
    errors = np.hypot(np.array([error for _, error in borne_out]), _HIDING * unmet)
    reach = np.exp(student_quantile((1 + level) / 2, _BLOCKS - 1) * np.sqrt(np.log1p((errors / unmet) ** 2)))
    middle, low, high = known + np.exp(np.log(unmet).mean(0)), known + unmet / reach, known + unmet * reach
    columns = (middle, low.min(0), high.max(0), known.astype(np.int64), every.min(0), every.max(0))
    return [Uneven(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _fitted(histories: _Histories, shape: Floats, apart: Floats) -> tuple[Floats, Floats, Floats, float]:
    """Return sizes by look, of all and without each block; what chance does to them; survival; log-likelihood."""
    columns = _BLOCKS + 1
    state = _State(
        np.full((histories.looks - 1, columns), 0.9), np.full((histories.looks, columns), -0.5), np.full(columns, 0.7)
    )
    for _ in range(_ROUNDS):
        before = state.packed()
        once = _climbed(histories, state, shape, apart)
        twice = _climbed(histories, once, shape, apart).packed()
        step = once.packed() - before
        bend = twice - once.packed() - step
        long = np.sqrt(np.sum(step**2, axis=0) / np.maximum(np.sum(bend**2, axis=0), 1e-12)).clip(1.0, _MOST_STEP)
        state = _climbed(histories, _State.unpacked(before + 2 * long * step + long**2 * bend), shape, apart)
        if np.abs(state.packed() - before)[histories.looks - 1 :].max() < _CLOSE:
            break
    seen = _seen(histories, state, shape)
    sizes = np.sum(seen.unmet + _there(histories, state, seen)[0], axis=2)
    never = np.sum(seen.unmet * (1 - seen.chance) * seen.gone, axis=2)[:, 0]
    own = never * sizes[:, 0] / np.maximum(sizes[:, 0] - never, 1.0)
    return sizes, own, state.survival, float(seen.likelihood[0])


def _seen(histories: _Histories, state: _State, shape: Floats) -> _Seen:
    """Say what a state of the parameters makes of the histories; arrays are looks x columns x classes."""
    effect = state.spread[:, None] * shape
    chance = np.clip(expit(state.logit[:, :, None] + effect), 1e-6, 1 - 1e-6)
    survival = state.survival[:, :, None]
    gone, unmet = np.ones_like(chance), np.empty_like(chance)
    for look in range(histories.looks - 2, -1, -1):
        gone[look] = 1 - survival[look] + survival[look] * (1 - chance[look + 1]) * gone[look + 1]
    usual = chance.mean(2)
    unmet[0] = (histories.new[0] / usual[0])[:, None] / len(shape)
    for look in range(1, histories.looks):  # those never met before: who is left of them, and who has come
        left = unmet[look - 1] * (1 - chance[look - 1]) * survival[look - 1]
        come = np.maximum(0.0, (histories.new[look] - np.sum(left * chance[look], axis=1)) / usual[look])
        unmet[look] = left + come[:, None] / len(shape)
    at_first = unmet * chance
    at_first /= at_first.sum(2, keepdims=True)
    through = np.zeros_like(chance)
    through[1:] = np.cumsum(np.log(survival) + np.log1p(-chance[1:]), axis=0)
    came, went = np.log(np.maximum(at_first, 1e-300)) - through, through + np.log(gone)
    logs = came[histories.first] + went[histories.last] + histories.again[:, None, None] * effect
    most = logs.max(2, keepdims=True)
    classes = np.exp(logs - most)
    total = classes.sum(2, keepdims=True)
    likelihood = np.sum(histories.count * (most + np.log(total))[:, :, 0], axis=0)
    likelihood += np.sum(histories.met_again * state.logit, axis=0)
    return _Seen(chance, gone, unmet, classes / total, likelihood)


def _there(histories: _Histories, state: _State, seen: _Seen) -> tuple[Floats, Floats]:
    """Return who of those met before is there at each look, by class, and how many of each kind are of each class."""
    held = seen.classes * histories.count[:, :, None]
    flat = held.reshape(len(held), -1)
    came, went = ((by @ flat).reshape(seen.chance.shape) for by in (histories.by_first, histories.by_last))
    there = np.zeros_like(seen.chance)  # after the first sight: surely, up to the last one, and perhaps, after it
    there[1:] = np.cumsum(came[:-1] - went[:-1], axis=0)
    perhaps = np.zeros_like(there[0])
    for look in range(1, histories.looks):
        perhaps = (perhaps + went[look - 1] / seen.gone[look - 1]) * state.survival[look - 1][:, None]
        perhaps *= 1 - seen.chance[look]
        there[look] += perhaps * seen.gone[look]
    return there, held


def _climbed(histories: _Histories, state: _State, shape: Floats, apart: Floats) -> _State:
    """Return the state after one step of EM."""
    seen = _seen(histories, state, shape)
    there, held = _there(histories, state, seen)
    stayed, started = there[1:].sum(2), there[:-1].sum(2) + histories.new[:-1]
    lost = -np.log(np.clip(stayed[:-1].sum(0) / started[:-1].sum(0), 1e-6, 1 - 1e-6))
    usual = np.exp(-lost * apart[:, None] / (apart[:-1] @ started[:-1] / started[:-1].sum(0)))
    survival = np.clip((stayed + _PRIOR * usual) / (started + _PRIOR), 1e-4, 1 - 1e-6)
    survival[-1] = usual[-1]
    logit, spread = state.logit, state.spread
    again = np.sum(held * histories.again[:, None, None], axis=0) @ shape
    for _ in range(2):
        chance = expit(logit[:, :, None] + spread[:, None] * shape)
        weight = there * chance * (1 - chance)
        off = histories.met_again - np.sum(there * chance, axis=2)
        off[0] = 0.0
        own, both = weight.sum(2) + 1e-3, weight @ shape
        wider = again - np.sum(there * chance, axis=0) @ shape - np.sum(both / own * off, axis=0)
        wider /= np.sum(weight @ shape**2, axis=0) + 1e-3 - np.sum(both**2 / own, axis=0)
        wider = np.clip(spread + np.clip(wider, -0.5, 0.5), 0.0, _MOST_SPREAD) - spread
        logit = np.clip(logit + np.clip((off - both * wider) / own, -1.0, 1.0), -_MOST_LOGIT, _MOST_LOGIT)
        spread = spread + wider
    logit[0] = logit[1:].mean(0)  # nobody can be met again at the first look
    return _State(survival, logit, spread)


def _without_each(place: Places, block: Places, places: int) -> Floats:
    """Count what lies at each place: all of it, and, a column for each block, what is left without it."""
    counts = np.zeros((places, _BLOCKS))
    np.add.at(counts, (place, block), 1.0)
    every = counts.sum(1, keepdims=True)
    return np.hstack([every, every - counts])


def _places(place: Places, places: int) -> sparse.csr_matrix:
    """A matrix that adds up rows by their place."""
    return sparse.csr_matrix((np.ones(len(place)), (place, np.arange(len(place)))), shape=(places, len(place)))

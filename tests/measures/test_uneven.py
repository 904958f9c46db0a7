"""Populations of which few were met, and some more easily than others, beside Jolly-Seber on the same crawls."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cryptodrug_scraper.measures.estimators.capture_recapture import jolly_seber
from cryptodrug_scraper.measures.estimators.uneven import Uneven, uneven_jolly_seber
from tests.measures.crawled_worlds import KINDS, crawled

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from numpy.typing import NDArray

pytestmark = pytest.mark.xdist_group("uneven")  # several look at the same worlds

SIZE, LOOKS, WORLDS = 2000, 8, 3


def estimated(seen: NDArray[np.bool_], *spans: tuple[int, int]) -> list[Uneven]:
    who, at = np.nonzero(seen[seen.any(axis=1)])
    looks = seen.shape[1]
    days = [30.0 * look for look in range(looks)]
    return uneven_jolly_seber(at, who, days, spans or [(look, look) for look in range(looks)])


def by_jolly_seber(seen: NDArray[np.bool_]) -> list[float]:
    looks = seen.shape[1]
    before = np.cumsum(seen, axis=1) - seen > 0
    later = np.cumsum(seen[:, ::-1], axis=1)[:, ::-1] - seen > 0
    counts = (
        [int(np.sum(part[:, look])) for look in range(looks)]
        for part in (seen, seen & before, seen & later, ~seen & before & later)
    )
    return [found.size for found in jolly_seber(*counts) if found]


@cache
def errors(kind: str, cover: float) -> tuple[float, float, float]:
    """Mean error between the first look and the last, share of intervals that hold, mean error of Jolly-Seber."""
    off, held, plain = [], [], []
    for seed in range(WORLDS):
        seen = crawled(kind, cover, seed=seed, size=SIZE, looks=LOOKS)
        for found in estimated(seen)[1:-1]:
            off.append(found.value / SIZE - 1)
            held.append(found.low <= SIZE <= found.high)
        plain += [value / SIZE - 1 for value in by_jolly_seber(seen)]
    return float(np.mean(off)), float(np.mean(held)), float(np.mean(plain))


CASES = [(kind, cover) for cover in (0.3, 0.5, 0.7) for kind in KINDS if cover > 0.3 or kind not in {"broad", "pages"}]
"""Where three tenths are met, figures of very unequal chances hang on their shape, and are not given (`thin`)."""


def ends_first(cases: list[tuple[str, float]]) -> list[ParameterSet]:
    """The cases as parameters: those between the least and the most that is met are left to the long run."""
    return [pytest.param(*case, marks=pytest.mark.campaign if case[1] == 0.5 else ()) for case in cases]


@pytest.mark.parametrize(("kind", "cover"), ends_first(CASES))
def test_intervals_hold_whatever_makes_chances_unequal(kind: str, cover: float) -> None:
    off, held, _ = errors(kind, cover)
    assert held >= 0.93
    assert abs(off) < {0.3: 0.16, 0.5: 0.08, 0.7: 0.06}[cover]


@pytest.mark.parametrize(
    ("kind", "cover"), ends_first([case for case in CASES if case[0] in {"beta", "broad", "pages"}])
)
def test_most_of_what_jolly_seber_misses_is_found(kind: str, cover: float) -> None:
    off, _, plain = errors(kind, cover)
    assert plain < {0.3: -0.25, 0.5: -0.12, 0.7: -0.03}[cover]
    assert abs(off) < abs(plain) / 2


def test_months_of_several_looks_hold_all_that_were_there_at_any() -> None:
    seen = crawled("beta", 0.5, seed=5, size=SIZE, looks=LOOKS)
    ever, last = estimated(seen, (3, 5), (5, 5))
    assert ever.value > last.value
    true = SIZE * (1 + 2 * 0.1)
    assert ever.low <= true <= ever.high
    assert ever.value == pytest.approx(true, rel=0.1)
    assert ever.known == int(np.sum((np.cumsum(seen, axis=1)[:, 5] > 0) & (np.sum(seen[:, 3:], axis=1) > 0)))


def test_no_limit_is_below_those_who_are_known_to_have_been_there() -> None:
    for found in estimated(crawled("even", 0.2, seed=1, size=80, looks=6)):
        assert found.known <= found.low <= found.value <= found.high


def test_where_all_are_met_these_are_all() -> None:
    for found in estimated(np.ones((60, 6), dtype=bool)):
        assert found.value == pytest.approx(60, rel=0.02)
        assert found.high < 70


@pytest.mark.parametrize("kind", ["broad", "pages"])
def test_where_the_shape_of_the_differences_decides_its_figures_lie_far_apart(kind: str) -> None:
    few, many = (estimated(crawled(kind, cover, seed=2, size=SIZE, looks=LOOKS))[3] for cover in (0.3, 0.6))
    assert few.most / few.least > 1.25 > many.most / many.least
    assert many.least <= many.value <= many.most


def test_the_same_sightings_give_the_same_figures_in_any_order() -> None:
    seen = crawled("broad", 0.4, seed=2, size=300, looks=6)
    who, at = np.nonzero(seen[seen.any(axis=1)])
    order = np.random.default_rng(3).permutation(len(who))
    days, spans = [0.0, 6.0, 15.0, 21.0, 28.0, 60.0], [(look, look) for look in range(6)]
    assert uneven_jolly_seber(at, who, days, spans) == uneven_jolly_seber(at[order], who[order], days, spans)


@pytest.mark.parametrize(("size", "rel"), [(4_000, 0.1), pytest.param(40_000, 0.05, marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_a_hundred_thousand_listings_on_fifty_looks_take_seconds(size: int, rel: float) -> None:
    seen = crawled("beta", 0.3, seed=4, size=size, looks=50, turnover=0.05)
    assert seen.any(axis=1).sum() > 2.25 * size
    began = time.process_time()
    found = estimated(seen)
    assert time.process_time() - began < size * 0.003
    assert found[25].value == pytest.approx(size, rel=rel)

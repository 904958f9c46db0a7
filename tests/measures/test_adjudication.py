"""Agreement and error rates against statsmodels, and the intervals of figures with errors by hand and by chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom, chi2, poisson
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from cryptodrug_scraper.measures.estimators.kappa import agreement
from cryptodrug_scraper.measures.estimators.misclassified import contaminated_share, missed_count, true_share
from cryptodrug_scraper.measures.estimators.weighted_rate import Rate, Weighed, rate, wilson
from tests.campaigns.adjudication import SHARES, of_world
from tests.campaigns.coding.coders import WORLDS

ALL = 10**16
"""So many things that chance averages out."""
CELLS = {("a", "a"): 40, ("a", "b"): 9, ("b", "a"): 6, ("b", "b"): 30, ("c", "b"): 5, ("c", "c"): 10}


def test_kappa_and_its_standard_error_are_those_of_statsmodels() -> None:
    names = ("a", "b", "c")
    table = np.array([[CELLS.get((one, other), 0) for other in names] for one in names])
    known = cohens_kappa(table)
    found = agreement(pair for pair, count in CELLS.items() for _ in range(count))
    assert known.kappa == pytest.approx(found.kappa)
    chance = (0.8 - known.kappa) / (1 - known.kappa)  # of what is agreed
    ends = [(end - chance) / (1 - chance) for end in proportion_confint(80, 100, method="wilson")]
    assert min(known.kappa_low, ends[0]) == pytest.approx(found.kappa_low)
    assert max(known.kappa_upp, ends[1]) == pytest.approx(found.kappa_high)
    assert known.kappa_upp > ends[1]  # one end is that of the standard error, the other of the share agreed
    assert known.kappa_low > ends[0]
    assert (100, 80) == (found.items, found.agreed)
    assert proportion_confint(80, 100, method="wilson") == pytest.approx((found.low, found.high))


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [([], None), ([("a", "a")] * 9, None), ([("a", "b")] * 9, 0.0), ([("a", "b"), ("b", "a")] * 5, -1.0)],
)
def test_kappa_is_undefined_where_all_agreement_is_chance(pairs: list[tuple[str, str]], kappa: float | None) -> None:
    found = agreement(pairs)
    assert kappa == found.kappa
    assert (kappa is None) == (found.kappa_low is None) == (found.kappa_high is None)


def test_full_agreement_of_few_items_is_not_certain() -> None:
    found = agreement([("a", "a"), ("b", "b")] * 5)
    assert 1.0 == found.kappa == found.kappa_high
    low = proportion_confint(10, 10, method="wilson")[0]
    assert 2 * low - 1 == pytest.approx(found.kappa_low)


def test_rates_are_those_of_a_simple_sample_where_weights_are_equal() -> None:
    found = rate(Weighed(8, 8e6, 8e12), Weighed(10, 1e7, 1e13))
    assert found is not None
    assert 0.8 == pytest.approx(found.share)
    assert proportion_confint(8, 10, method="wilson") == pytest.approx((found.low, found.high), abs=1e-5)
    assert rate(Weighed(), Weighed()) is None
    assert (0.25, 0.25) == wilson(0.25, math.inf)


def test_where_all_was_judged_the_rate_is_exact() -> None:
    found = rate(Weighed(1, 1.0, 1.0), Weighed(4, 4.0, 4.0))
    assert Rate(0.25, 0.25, 0.25) == found


def test_the_true_share_follows_from_how_much_of_what_is_so_is_told() -> None:
    told, found, mistaken = (Rate(value, value, value) for value in (0.305, 0.9, 0.05))
    share = true_share(told, found, mistaken, ALL)
    assert share is not None
    assert pytest.approx([0.3] * 3) == [share.share, share.low, share.high]
    wide = true_share(Rate(0.305, 0.2, 0.45), Rate(0.9, 0.8, 0.95), Rate(0.05, 0.02, 0.1), ALL)
    assert wide is not None
    down = math.hypot(0.105 / 0.85, 0.3 * 0.05 / 0.85, 0.7 * 0.05 / 0.85)
    up = math.hypot(0.145 / 0.85, 0.3 * 0.1 / 0.85, 0.7 * 0.03 / 0.85)
    assert (0.3 - down, 0.3 + up) == pytest.approx((wide.low, wide.high))


def test_what_is_told_less_often_than_chance_may_be_any_share() -> None:
    told = Rate(0.3, 0.2, 0.45)
    assert true_share(told, Rate(0.2, 0.1, 0.4), Rate(0.5, 0.3, 0.7), ALL) is None
    assert true_share(told, Rate(0.6, 0.3, 0.8), Rate(0.2, 0.1, 0.35), ALL) is None  # as far as is known
    never = true_share(Rate(0.0, 0.0, 0.1), Rate(0.9, 0.8, 1.0), Rate(0.2, 0.1, 0.3), ALL)
    assert never is not None
    assert (0.0, 0.0) == (never.share, never.low)  # less is told than is mistaken
    assert never.high > 0


def test_a_share_of_few_things_is_as_wide_as_chance_makes_it() -> None:
    """By hand: of 20 things 8 are told to be so, of those that are 0.9 and of others 0.1."""
    found, mistaken = Rate(0.9, 0.9, 0.9), Rate(0.1, 0.1, 0.1)
    few = true_share(Rate(0.4, 0.4, 0.4), found, mistaken, 20)
    reach = (1.959964 * math.sqrt(0.09 / 20) + 0.5 / 20) / 0.8
    assert few is not None
    assert [0.375, 0.375 - reach, 0.375 + reach] == pytest.approx([few.share, few.low, few.high])


def test_a_rate_of_what_errs_elsewhere_too_is_not_certain_where_all_was_judged() -> None:
    whole = Weighed(4, 4.0, 4.0)
    found = rate(Weighed(1, 1.0, 1.0), whole, is_of_all=False)
    assert found is not None
    assert pytest.approx([0.25, *wilson(0.25, 4)]) == [found.share, found.low, found.high]


def test_bounds_of_what_may_be_wrong_in_any_way() -> None:
    none = Rate(0.0, 0.0, 0.0)
    assert (0.0, 1.0) == contaminated_share(0.1, 0.9, Rate(0.1, 0.0, 0.2), 100)
    assert (0.4, 0.5) == contaminated_share(0.4, 0.5, none, 100)
    assert (0.0, 1.0) == contaminated_share(0.4, 0.5, Rate(0.1, 0.05, 0.2), 1), "one value may be wrong"
    assert (0.4, 0.5) == contaminated_share(0.4, 0.5, none, 0)
    exact = Rate(1.0, 1.0, 1.0)
    assert (7.0, 9.0) == missed_count(8, 7, 9, exact, none, 3.0)
    assert (0.0, 9.0) == missed_count(8, 7, 9, none, none, 3.0), "all wrong, and none missed"
    assert (0.0, 1.0) == missed_count(1, 1, 1, Rate(0.9, 0.8, 0.95), none, 0.0), "of one link it is not known"
    assert 0.0 < missed_count(0, 0, 0, exact, Rate(0.2, 0.1, 0.3), 2.0)[1], "where none was told some may be missed"


def test_the_bounds_of_few_things_are_those_of_the_rate_and_of_chance_together() -> None:
    """As worked out with scipy: 200 amounts of which 5 % are wrong, and 40 links of which 90 % are right."""
    of_all = Rate(0.05, 0.03, 0.08)
    chance = binom.ppf(0.975, 200, 0.055) - 200 * 0.055
    most = np.ceil(200 * 0.05 + np.hypot(200 * 0.03, chance)) / 200
    assert (0.4 - most, 0.5 + most) == pytest.approx(contaminated_share(0.4, 0.5, of_all, 200))
    right, missed = Rate(0.9, 0.8, 0.96), Rate(0.02, 0.0, 0.06)
    low = 36 - np.hypot(4.0, 40 * 0.88 - binom.ppf(0.025, 40, 0.88))
    most_right = 36 + np.hypot(2.4, binom.ppf(0.975, 40, 0.88) - 40 * 0.88)
    told, expected = 40 * 3.0, 40 * 3.0 * 0.02
    apart = np.hypot((chi2.ppf(0.975, 82) / 2 * 3.0 - told) * 0.03, told * 0.04)
    noise = poisson.ppf(0.975, expected + apart) - expected - apart
    high = np.ceil(min(40.0, most_right) + expected + np.hypot(apart, noise))
    assert (np.floor(low), high) == missed_count(40, 40, 40, right, missed, 3.0)


@pytest.mark.parametrize("world", [WORLDS[0], WORLDS[4]], ids=lambda world: world.name)
def test_intervals_of_simulated_coders_hold_what_is_true(world: object) -> None:
    """In short what the campaign does: of 150 intervals of 95 % no fewer than 90 % hold it but in one of a thousand."""
    found = of_world(world, 150, 11)  # type: ignore[arg-type]
    assert all(found[name].coverage >= 0.9 for name in ("kappa", "right", "missed", *SHARES))
    assert found["uncorrected share"].coverage < 0.2
    assert abs(found["share"].off / found["share"].times) < 0.005

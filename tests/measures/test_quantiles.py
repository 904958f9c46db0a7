"""Quantiles are to the bit those of SciPy's distributions, which nothing that derives imports."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from cryptodrug_scraper.measures.estimators.quantiles import (
    binomial_quantile,
    chi_squared_quantile,
    normal_quantile,
    poisson_quantile,
    student_quantile,
)

SHARES = [1e-9, 0.025, 0.05, 0.2, 0.5, 0.9, 0.95, 0.975, 1 - 1e-9]


@pytest.mark.parametrize("share", SHARES)
def test_each_is_what_scipy_says(share: float) -> None:
    from scipy.stats import binom, chi2, norm, poisson, t  # of no use to other tests, and slow to import

    assert normal_quantile(share) == norm.ppf(share)
    assert [student_quantile(share, freedom) for freedom in (1, 15, 400)] == [*t.ppf(share, [1, 15, 400])]
    means = [0.0, 1e-12, 0.02, 0.7, 1.0, 3.0, 77.5, 1e6]
    assert [poisson_quantile(share, mean) for mean in means] == [*poisson.ppf(share, means)]
    draws = [(0, 0.3), (1, 0.1), (10, 0.5), (40, 1e-6), (200, 0.98), (200, 0.0), (200, 1.0), (5000, 0.03)]
    assert [binomial_quantile(share, *each) for each in draws] == [binom.ppf(share, *each) for each in draws]
    freedoms = np.array([1.0, 2.0, 7.0, 22.0, 4e6])
    assert [*chi_squared_quantile(share, freedoms)] == [*chi2.ppf(share, freedoms)]


@pytest.mark.slow
def test_a_derivation_starts_without_what_takes_long_to_import() -> None:
    told = "import sys, cryptodrug_scraper.study.run; print({'scipy.stats', 'statsmodels'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert "set()\n" == found.stdout

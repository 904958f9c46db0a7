"""Every page under fixtures/pages has the properties that every page of every market has; see `cases.any_page`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cryptodrug_scraper.cases.any_page import Look, faults_of
from cryptodrug_scraper.cases.case import Case, cases_below

ROOT = Path(__file__).parent.parent.parent / "fixtures" / "pages"
CASES = cases_below(ROOT)
LOOK = {"dream": Look(alike={"vendor_feedback": "vendor_profile"})}
"""The profile and the ratings of a vendor look alike on Dream Market until the tabs."""
CLOSE = 10
"""Times as many places at which pages are cut in the long run."""


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_page_has_the_properties_of_every_page(case: Case) -> None:
    assert {} == faults_of(case, LOOK.get(case.market, Look()))


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_page_has_them_however_closely_it_is_looked_at(case: Case) -> None:
    look = LOOK.get(case.market, Look())
    assert {} == faults_of(case, Look(CLOSE * look.cuts, look.alike))

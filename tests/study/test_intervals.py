"""Of what the interval of a measure is said to be is what its statement computes."""

from __future__ import annotations

import pytest

from cryptodrug_scraper import study
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.catalogue import measures
from cryptodrug_scraper.words.wording import LANGUAGES, catalogue

HERE = ("_here(", "country_window(", "market_month", "value_band(", "sales_above(", "orders_growth(")
BY = {"line": ("research.trend(",), "draw": ("cluster_quotient(",), "here": HERE}


@pytest.mark.parametrize("name", measures())
def test_an_interval_is_of_what_is_said(name: str) -> None:
    measure = measures()[name]
    sql = statement(study.__name__, measure.statement or name)
    made = next((kind for kind, calls in BY.items() if any(call in sql for call in calls)), "sure")
    assert measure.interval == made
    assert all(f"interval_of.{made}" in catalogue(language) for language in LANGUAGES)

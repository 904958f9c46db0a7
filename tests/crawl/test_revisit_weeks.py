"""Some weeks of a simulated market: what the policy saves, and what it misses."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from simulator.scenario import load_scenario

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

BENCHMARK = Path(__file__).parent.parent.parent / "benchmarks" / "revisit.py"


@pytest.mark.campaign
def test_the_policy_halves_the_requests_per_fresh_fact_and_loses_hardly_a_review(database: Database) -> None:
    result = benchmark().compare(database.engine, load_scenario("toy", size=0.015), "wallstreet", 6)

    assert result.ratio <= 0.5
    for kind in ("new listing", "listing vanished", "new vendor", "price", "title"):
        _, missed, _ = result.missed(kind)
        assert 0 == missed, kind
    reviews, missed, lost = result.missed("review")
    assert reviews > 500
    assert missed <= 0.12 * reviews
    assert lost <= 0.02 * reviews
    assert max(result.delays("review")) <= 4


def benchmark() -> Any:
    """The benchmark, which is a program of its own."""
    spec = importlib.util.spec_from_file_location("revisit_benchmark", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module

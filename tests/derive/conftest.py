"""What is read of the windows' database, once for all tests of a process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.derive.connection import steady_view
from cryptodrug_scraper.derive.observed import FRAMES, read_market
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.rates import all_rates

if TYPE_CHECKING:
    import polars as pl

    from cryptodrug_scraper.derive.rates import Rates
    from tests.support.derived_windows import Opened

MARKETS = ("dream", "empire", "wallstreet")


@dataclass(repr=False)  # what Hypothesis prints of a failure is its choices, not thousands of rows
class Read:
    """The rates of the windows, and every frame of each market."""

    rates: Rates
    frames: dict[str, dict[str, pl.DataFrame]]


@pytest.fixture(scope="session")
def observed(shared: Opened) -> Read:
    with steady_view(shared.database) as connection:
        rates = all_rates(connection, MARKETS, read_parameters())
        frames = {market: {name: read_market(connection, market).read(name) for name in FRAMES} for market in MARKETS}
    return Read(rates, frames)

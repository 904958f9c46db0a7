"""The short form of growth.py: shapes that made measures hold pairs of all with all, in one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.campaigns.growing.judging import Run, faults
from tests.campaigns.growing.runs import SHAPES, measured

if TYPE_CHECKING:
    from sqlalchemy import URL

_SHORT = (
    "ratings.edited",
    "ratings.edited_apart",
    "ratings.of_many_listings",
    "ratings.of_no_listing",
    "accounts.names_that_fold_to_one",
    "accounts.one_key",
    "accounts.chained_keys",
    "accounts.keys_of_one",
    "accounts.one_listing",
    "accounts.badges_for_one",
    "offers.prices_and_ways",
    "offers.origins_in_turn",
    "offers.currencies",
)


@pytest.mark.campaign
def test_what_is_derived_grows_no_faster_than_what_pages_hold(server: URL, template: str) -> None:
    shapes = [SHAPES[name] for name in _SHORT]
    runs = [measured(server, template, shapes, n, mebibytes=3072, seconds=60) for n in (50, 300, 600)]
    assert [] == faults(runs, with_time=False)
    assert runs[-1].rows["across markets: account_link"] < 5000
    assert runs[-1].rows["dream: sale"] > 600


def test_what_grows_as_its_square_is_found_and_what_doubles_is_not() -> None:
    def run(n: int, power: float) -> Run:
        return Run(n, seconds=n**power / 1e4, mebibytes=int(50 + n**power / 1e3), rows={"sale": int(n**power)})

    assert [] == faults([run(n, 1) for n in (250, 100_000, 200_000)])
    found = faults([run(n, 2) for n in (250, 1000, 2000)])
    assert ["rows of sale", "MiB", "seconds"] == [fault.partition(":")[0] for fault in found]
    assert "exponent 2.0" in found[0]
    assert 2 == len(faults([run(n, 2) for n in (250, 1000, 2000)], with_time=False))
    assert [] == faults([Run(n, seconds=n / 250, mebibytes=n // 10) for n in (1000, 2000, 10_000)])
    assert ["n = 500: exit -6"] == faults([run(250, 1), Run(500, broken="exit -6")])

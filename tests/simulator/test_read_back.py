"""The parsers over pages of whole economies: the short form of tests/campaigns/simulated_pages.py."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from simulator.site import Expected
from simulator.templates import MARKETS
from tests.campaigns import simulated_pages as campaigns
from tests.campaigns.simulated_pages import campaign, differences

if TYPE_CHECKING:
    from pathlib import Path

LEAST_KINDS = {"dream": 5, "wallstreet": 6, "empire": 9}


@pytest.mark.parametrize("pages", [80, pytest.param(200, marks=pytest.mark.campaign)])
@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.slow
def test_what_the_parser_reads_is_what_the_states_say(market: str, pages: int) -> None:
    found = campaign(market, pages=pages, seeds=(1, 2))
    assert [] == found.differences
    assert found.pages.total() >= 0.8 * pages
    assert len(found.pages) >= LEAST_KINDS[market]
    assert found.fields > 50 * pages


@pytest.mark.parametrize(
    "market", [pytest.param(each, marks=() if each == "empire" else pytest.mark.campaign) for each in MARKETS]
)
def test_pages_of_the_hard_scenario_are_read_as_well(market: str, tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text('extends = "hard"\nsize = 0.01\n')
    found = campaign(market, pages=60, seeds=(1,), scenario=str(tmp_path / "small.toml"))
    assert [] == found.differences
    assert found.fields > 5_000


def test_a_wrong_field_a_missing_record_and_a_wrong_kind_are_all_differences() -> None:
    read = {
        "market": "dream", "kind": "listing", "complete": True, "issues": [{"code": "odd"}],
        "records": [{"record": "listing", "price": "1", "stock": None}],
    }  # fmt: skip
    expected = Expected("home", [{"record": "listing", "price": "2"}, {"record": "site"}])
    assert [
        "home was read as dream listing, complete: True",
        "issues: expected [], got [{'code': 'odd'}]",
        "listing 0.price: expected '2', got '1'",
        "listing 0.stock: expected '(absent)', got None",
        "site: expected 1 records, got 0",
    ] == list(differences(read, expected, "dream"))


def test_the_campaign_can_be_run_as_a_program() -> None:
    command = [sys.executable, campaigns.__file__, "--pages", "12", "--seeds", "1", "--market", "dream"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert "0 differences" in done.stdout

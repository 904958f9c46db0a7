from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from simulator.scenario import SHIPPED, instant_of, load_scenario

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_can_be_read(name: str) -> None:
    assert load_scenario(name).markets


def test_a_scenario_lays_its_tables_over_those_of_the_one_it_extends(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('extends = "toy"\n[habits]\nbanned = 0.5\n[markets.dream]\nvendors = 9\n', encoding="utf-8")
    mine, toy = load_scenario(path), load_scenario("toy")

    assert (0.5, toy.habits.vacation) == (mine.habits.banned, mine.habits.vacation)
    assert (9, toy.markets["dream"].mix) == (mine.markets["dream"].vendors, mine.markets["dream"].mix)


def test_false_takes_a_table_away() -> None:
    assert {"dream"} == set(load_scenario("hansa").markets)


def test_seed_and_size_can_be_given() -> None:
    scenario = load_scenario("toy", seed=99, size=0.25)

    assert (99, 0.25) == (scenario.seed, scenario.size)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('extends = "toy"\nsize = -1\n', r"\$\.size"),
        ('extends = "toy"\nsizes = 1\n', "unknown field `sizes`"),
        ('extends = "toy"\nlast = 2018-01-01\n', "last is before first"),
        ('extends = "toy"\n[markets.dream.mix]\nflour = 3\n', "there is no product 'flour'"),
        ('extends = "toy"\n[[moves]]\norigin = "BE"\nto = "XX"\nshare = 0.1\n', "there is no country 'XX'"),
        ('extends = "toy"\n[markets]\ndream = false\n', "there is no market 'dream'"),
        ('extends = "toy"\nrates = { EUR = [[2018-11-01, 1.1]] }\nmarkets = false\n', r"\$|markets"),
        ('extends = "toy"\n[markets.dream.display]\nbands = [90, 33]\n', "the second ends before the first"),
        ("seed = \n", "is not TOML"),
        ('extends = "mine.toml"\n', "extends itself"),
        ('extends = "nowhere.toml"\n', "cannot be read"),
        ("", "missing required field"),
    ],
)
def test_what_is_wrong_in_a_scenario_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=complaint):
        load_scenario(path)


def test_days_begin_at_midnight_utc() -> None:
    assert 1_541_030_400 == instant_of(date(2018, 11, 1))

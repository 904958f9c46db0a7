"""Files of parameters: what they replace, and how a wrong one is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from cryptodrug_scraper.derive.parameters import defaults, read_parameters
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.accounts import account_names, migration
from cryptodrug_scraper.measures.looks import completeness, populations
from cryptodrug_scraper.measures.money import holding_prices, rates
from cryptodrug_scraper.measures.ratings import review_edits, review_views


def write(folder: Path, content: str) -> Path:
    file = folder / "größe.toml"
    file.write_text(content, encoding="utf-8")
    return file


def test_a_file_replaces_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    mine = read_parameters(write(tmp_path, "[snapshots]\ngap_hours = 12\n[findings]\ncountry = 'NL'\n"))
    usual = read_parameters()

    assert (timedelta(hours=12), usual.snapshots.usable) == (mine.snapshots.gap, mine.snapshots.usable)
    assert ("NL", usual.findings.first_day) == (mine.findings.country, mine.findings.first_day)
    assert usual.prices == mine.prices
    assert usual == read_parameters(write(tmp_path, "")) == read_parameters(write(tmp_path, defaults()))


def test_the_defaults_are_those_of_the_measures() -> None:
    usual = read_parameters()

    assert (None, completeness.COMPLETE, completeness.USABLE) == (
        *(usual.snapshots.gap, usual.snapshots.complete, usual.snapshots.usable),
    )
    assert (populations.FEWEST_RECAPTURES, populations.CLOSED, rates.LONGEST_GAP_DAYS, migration.PRE_WINDOW) == (
        *(usual.populations.fewest_recaptures, usual.populations.closed),
        *(usual.rates.longest_gap_days, usual.migration.pre_window),
    )
    assert (holding_prices.ABSOLUTE_USD, holding_prices.RELATIVE, holding_prices.UNVERIFIED_USD) == (
        *(usual.prices.absolute_usd, usual.prices.relative, usual.prices.unverified_usd),
    )
    assert (account_names.MOST_OVERLAP, account_names.LEAST_RATINGS) == (
        *(usual.accounts.most_overlap, usual.accounts.least_ratings),
    )
    assert (review_views.TOLERANCE, review_edits.AGE_DISORDER, review_edits.MOST_ROWS) == (
        *(usual.reviews.tolerance, usual.reviews.age_disorder, usual.reviews.most_rows),
    )


def test_each_parameter_has_a_word_of_explanation() -> None:
    assert [] == [line for line in defaults().splitlines() if "=" in line and "# " not in line]


def test_series_lie_beside_the_file_that_names_them(tmp_path: Path) -> None:
    mine = read_parameters(write(tmp_path, "[rates]\nseries = ['xmr.csv', '/elsewhere/btc.csv']\n"))

    assert [tmp_path / "xmr.csv", Path("/elsewhere/btc.csv")] == mine.rates.series
    assert ["xmr.csv", "btc.csv"] == json.loads(mine.as_json())["rates"]["series"], "folders are left out"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[snapshots", "Expected"),
        ("[snapshot]\ngap_hours = 1", "unknown field `snapshot`"),
        ("[snapshots]\ngap = 1", r"unknown field `gap` - at `\$.snapshots`"),
        ("[snapshots]\ngap_hours = '2 days'", r"Invalid enum value '2 days' - at `\$.snapshots.gap_hours`"),
        ("[snapshots]\ngap_hours = -1", r"Expected `float` > 0.0 - at `\$.snapshots.gap_hours`"),
        ("[snapshots]\ngap_hours = nan", r"Expected `float` > 0.0 - at `\$.snapshots.gap_hours`"),
        ("[snapshots]\ngap_hours = inf", r"Expected `float` <= 10000000.0 - at `\$.snapshots.gap_hours`"),
        ("[snapshots]\nusable = 80", r"Expected `float` <= 1.0 - at `\$.snapshots.usable`"),
        ("[snapshots]\nusable = 0.99", "usable must not be above complete"),
        ("[reviews]\nmost_rows = 0", r"Expected `int` >= 1 - at `\$.reviews.most_rows`"),
        ("[reviews]\nmost_rows = 2.5", r"Expected `int`, got `float`"),
        ("[rates]\nseries = 'xmr.csv'", "Expected `array`, got `str`"),
        ("[rates]\nseries = ['']", r"'' is no path - at `\$.rates.series\[0\]`"),
        ("[rates]\nseries = [7]", r"7 is no path - at `\$.rates.series\[0\]`"),
        ("[findings]\ndefinition = 'D5'", "Invalid enum value 'D5'"),
        ("[findings]\ncountry = 'Belgium'", r"at `\$.findings.country`"),
        ("[findings]\nfirst_day = 'soon'", r"Invalid RFC3339 encoded date - at `\$.findings.first_day`"),
        ("snapshots = 3", "Expected `object`, got `int`"),
    ],
)
def test_a_wrong_file_is_refused_by_name_with_the_place_of_the_fault(tmp_path: Path, content: str, reason: str) -> None:
    file = write(tmp_path, content)

    with pytest.raises(ConfigurationError, match=reason) as refused:
        read_parameters(file)

    assert str(file) in str(refused.value)
    assert "cryptodrug derive parameters prints them all" in str(refused.value)


def test_a_window_that_ends_before_it_begins_is_refused_before_anything_is_derived(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"größe\.toml: the window of the findings ends before it begins"):
        read_parameters(write(tmp_path, "[findings]\nfirst_day = 2020-01-01\nlast_day = 2019-12-31"))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(ConfigurationError, match="holds no parameters of the measures"):
            read_parameters(file)
    latin = tmp_path / "latin.toml"
    latin.write_bytes("# größe".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="can't decode"):
        read_parameters(latin)

"""The file of a study: what is in it, and how what is wrong with it is told."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

import cryptodrug_scraper
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.study.file import read_study, shipped_study, sql_of
from tests.study.test_findings import ASKED

SHIPPED = (files("cryptodrug_scraper.study") / "cryptodrug.toml").read_text(encoding="utf-8")
ROOT = Path(cryptodrug_scraper.__path__[0])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('country = "BE"', "country = ", "Invalid value"),
        ('markets = ["dream", "wallstreet", "empire"]', "", "missing required field `markets`"),
        ('country = "BE"', 'country = "XX"', "'XX' is no country of ISO 3166-1 - at `$.country`"),
        ('unit = "share"', 'unit = "percent"', "Invalid enum value 'percent' - at `$.measures[0].unit`"),
        ("{ below = 0.01 }", "{ under = 0.01 }", "unknown field `under`"),
        ("{ below = 0.01 }", "{ below = 0.01, above = 0.5 }", "exist and none; here: above, below"),
        ("{ below = 0.01 }", "{ }", "exist and none; here: nothing"),
        ('statement = "share"', 'statement = "shares"', "no statement 'shares' - at `$.measures[0].statement`"),
        ('cases = "moves_in_cases"', 'cases = "moved"', "no statement 'moved' - at `$.measures[8].cases`"),
        ('values = { of = "vendors" }', "values = { off = 1 }", "'share' takes no off - at `$.measures[0].values`"),
        ("[2019-04-01, 2019-11-30]", "[2019-04-01, 2018-11-30]", "they end before they begin"),
        ('said = "share_of_vendors"', 'said = "tales"', "no message or value 'study.tales' - at `$.measures[0]`"),
        ('details = "months"', 'details = "months_of"', "no message or value 'detail.months_of'"),
        ('exist = "moves_in"', 'exist = "miracles"', "no message or value 'case.miracles' - at `$.measures[8]`"),
        ('name = "share_of_listings"', 'name = "share_of_vendors"', "'share_of_vendors' is there twice for one market"),
    ],
)
def test_what_is_wrong_with_a_study_is_said_with_its_place(old: str, new: str, said: str) -> None:
    assert old in SHIPPED
    with pytest.raises(ConfigurationError, match="^mine.toml is no study: .*" + re.escape(said)):
        read_study(SHIPPED.replace(old, new, 1).encode(), "mine.toml")


def test_what_is_no_text_is_no_study() -> None:
    with pytest.raises(ConfigurationError, match=r"^mine.toml is no study: "):
        read_study(b"\xff", "mine.toml")


def test_every_statement_is_of_the_study_or_beside_one_of_its_own() -> None:
    study = shipped_study()
    used = {name for each in study.measures for name in (each.statement, each.cases) if name is not None}
    there = {path.stem for path in (ROOT / "study" / "statements").glob("*.sql")}
    assert there - used == {"days", "looks"}  # what disclosure looks at
    assert used <= there


def test_a_statement_runs_as_it_stands_with_quotes_doubled_and_what_is_not_given_as_null() -> None:
    sql = sql_of(shipped_study(), "partner", ASKED, "o'brien")
    assert "'o''brien'" in sql
    assert "coalesce(NULL, (" in sql
    assert not re.findall(r"(?<!:):[a-z]", sql)
    assert "'NL'" in sql_of(shipped_study(), "partner", ASKED, "bazaar", {"partner": "NL"})


def test_no_market_s_name_stands_in_the_sources_of_the_study_derive_or_disclosure() -> None:
    rooms = ("study", "derive", "disclosure", "report", "words", "export")
    sources = [path for room in rooms for kind in ("py", "sql") for path in (ROOT / room).rglob(f"*.{kind}")]
    assert len(sources) > 100
    named = {path.name for path in sources if re.search("dream|wall ?street|empire", path.read_text("utf-8").lower())}
    assert not named

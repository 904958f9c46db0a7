"""The cookbook on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.cookbook.query import queries
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["query", *arguments])


def test_all_questions_are_listed_with_their_values() -> None:
    done = asked("--cookbook", "--json")
    rows = [json.loads(line) for line in done.output.splitlines()]
    assert [row["number"] for row in rows] == list(range(1, len(queries()) + 1))
    assert rows[3] == {
        "number": 4,
        "name": "vendors-on-a-day",
        "question": "How many vendors were live on a day, and how many of them sold from a country?",
        "values": "country=BE, day=2019-03-01",
    }


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--cookbook", "99"], "the cookbook has no question '99'"),
        (["--set", "country=DE"], "--set and --show-sql are for a question of the cookbook"),
        (["--cookbook", "--show-sql"], "name it with --cookbook NUMBER"),
        (["--cookbook", "4", "--list"], "only one of them"),
        (["--cookbook", "4", "--file", __file__], "only one of them"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_a_server_is_started(arguments: list[str], why: str) -> None:
    done = asked(*arguments)
    assert isinstance(done.exception, ConfigurationError) or done.exit_code == 2
    assert why in done.stderr + str(done.exception)


@pytest.mark.usefixtures("shared")
def test_a_question_is_asked_for_another_country_and_days() -> None:
    share = asked("--cookbook", "share-by-month", "--set", "country=NL", "--set", "last_day=2019-01-31", "--json")
    rows = [json.loads(line) for line in share.output.splitlines()]
    assert {row["month"] for row in rows} == {"2019-01-01"}
    dutch = next(row for row in rows if (row["market"], row["measure"]) == ("dream", "vendors"))
    usual = asked("--cookbook", "12", "--json").output
    belgian = [json.loads(line) for line in usual.splitlines()]
    assert len(belgian) == 3 * len(rows)
    assert dutch not in belgian


@pytest.mark.usefixtures("shared")
def test_its_sql_is_printed_and_runs_as_it_stands(tmp_path: Path) -> None:
    shown = asked("--cookbook", "4", "--set", "country=nl", "--show-sql")
    assert "'NL' = ANY (origin_codes)" in shown.output
    mine = tmp_path / "mine.sql"
    mine.write_text(shown.output, encoding="utf-8")
    again = asked("--file", str(mine), "--json").output
    assert again == asked("--cookbook", "4", "--set", "country=NL", "--json").output
    assert again.startswith("{")


@pytest.mark.usefixtures("shared")
def test_a_market_must_be_one_that_there_is() -> None:
    done = asked("--cookbook", "missed-listings", "--set", "market=wallstret")
    assert isinstance(done.exception, ConfigurationError)
    assert str(done.exception) == "market: 'wallstret' is no market; did you mean wallstreet?"

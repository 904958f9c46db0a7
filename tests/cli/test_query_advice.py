"""A query that has no result says why, a mistyped name what was meant, and a large result how much is left out."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cli.place_advice import unknown_place
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cookbook.meant import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

pytestmark = pytest.mark.usefixtures("asked")


def test_views_and_functions_are_listed_with_what_a_row_is(run: Run) -> None:
    said = run("query", "--list", "--format", "csv").stdout.decode()
    assert 'market_month,"One row per market, UTC month and measure' in said
    assert "listings_on(day date)" in said
    assert "vendor_observation" not in said


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM snapshots", "did you mean snapshot or "),
        ("SELECT * FROM research.markt_month", "did you mean market_month"),
        ("SELECT * FROM listing_on('2019-01-01')", "did you mean listings_on or "),
        ("SELECT vendr FROM vendor_month", "did you mean vendor"),
        ("SELECT * FROM zzzzzz", "cryptodrug query --list says what there is"),
    ],
)
def test_a_name_that_is_not_there_is_met_with_those_that_are(run: Run, sql: str, said: str) -> None:
    assert said in run("query", sql, code=5).stderr.decode()


def test_an_empty_result_says_why(run: Run) -> None:
    done = run("query", "SELECT * FROM market_month WHERE market = 'draem'")
    assert "No rows: the database holds no pages yet: run cryptodrug replay" in done.stderr.decode()
    assert b"No rows" not in run("query", "SELECT * FROM market_month", "--format", "csv").stderr


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM v WHERE 'Belgium' = ANY (origin_codes)", "'Belgium' is no code of a country or region"),
        ("SELECT * FROM v WHERE country = 'be'", "did you mean BE?"),
        ("SELECT * FROM v WHERE code IN ('Nederlnad')", "did you mean NL?"),
        ("SELECT * FROM v WHERE country = 'QQ'", "give a code of ISO 3166-1, such as BE"),
        ("SELECT * FROM v WHERE 'EUROPE' = ANY (v.codes) AND country = 'BE' AND market = 'x'", ""),
    ],
)
def test_a_place_that_has_no_such_code_is_met_with_the_one_that_was_meant(sql: str, said: str) -> None:
    answer = unknown_place(sql)
    assert said in answer
    assert bool(said) == bool(answer)


def test_a_function_that_is_asked_of_no_place_says_so(run: Run) -> None:
    done = run("query", "SELECT count(*) FROM country_reach('Belgum', 'D2', '2019-01-01', '2019-02-01')", code=5)
    assert b"refuses this SQL: 'Belgum' is no code of a country or region" in done.stderr
    assert b"Did you mean BE (Belgium)?" in done.stderr


@pytest.mark.parametrize("command", [("findings",), ("report", "study")], ids=" ".join)
def test_a_country_that_is_none_is_met_with_the_one_that_was_meant(run: Run, command: tuple[str, ...]) -> None:
    assert b"'Belgium' is no country: did you mean BE?" in run(*command, "--country", "Belgium", code=2).stderr


@pytest.mark.parametrize("command", [("findings",), ("report", "study")], ids=" ".join)
def test_a_region_is_not_met_with_itself(run: Run, command: tuple[str, ...]) -> None:
    refused = run(*command, "--country", "eu", code=2).stderr
    assert b"'eu' is no country: it is a region; give the code of one country, such as BE" in refused


def test_a_large_result_says_how_much_is_left_out(run: Run) -> None:
    done = run("query", "SELECT i FROM generate_series(1, 350000) i")
    assert "349,000 of 350,000 rows are not shown: add --all, or --format csv." in done.stderr.decode()
    assert done.stdout.count(b"\n") < 1010
    assert run("query", "SELECT i FROM generate_series(1, 1200) i", "--all").stdout.count(b"\n") > 1200
    assert run("query", "SELECT i FROM generate_series(1, 1200) i", "--format", "csv").stdout.count(b"\n") == 1201


def test_a_mistyped_verb_is_met_with_the_one_that_was_meant(run: Run) -> None:
    assert b"there is no verb 'qurey'; did you mean query?" in run("qurey", code=2).stderr
    assert b"No such command" in run("zzzz", code=2).stderr


def test_nothing_is_meant_where_nothing_is_like_it() -> None:
    assert did_you_mean("dreem", ["dream", "empire"]) == "; did you mean dream?"
    assert did_you_mean("zzz", ["dream"]) == ""


def test_rows_too_wide_for_the_screen_are_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"column_with_a_name_{number}" for number in range(12)]
    print_table(names, [tuple(range(12)), tuple("abcdefghijkl")], title="Wide")
    said = capsys.readouterr().out.splitlines()
    assert said[0].strip() == "Wide"
    assert [line.split() for line in said[1:3]] == [["column_with_a_name_0", "0"], ["column_with_a_name_1", "1"]]
    print_table(names[:2], [(1, "é")])
    assert "column_with_a_name_0   column_with_a_name_1" in capsys.readouterr().out


def test_a_long_table_is_laid_out_like_a_short_one_and_quickly(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(number, "é\x1b" if number % 2 else "日本", None) for number in range(20_000)]
    began = time.process_time()
    print_table(("number", "text", "nothing"), rows, title="Long")
    printed = time.process_time()
    for row in rows:
        json.dumps(row)
    least = time.process_time() - printed
    lines = capsys.readouterr().out.splitlines()
    assert ["Long", "number   text      nothing", "─" * 26] == lines[:3]
    assert [" 0   日本", " 1   é\\u001b"] == [line[4:] for line in lines[3:5]]
    assert len(lines) == 20_003
    assert printed - began < 40 * least, "it took some hundred times as long once"  # measured: 4

    print_table([f"column_with_a_name_{number}" for number in range(12)], [tuple(range(12))] * 3000)
    lines = capsys.readouterr().out.splitlines()
    assert ["column_with_a_name_0  0", "column_with_a_name_1  1"] == lines[:2]
    assert "" == lines[12]
    assert len(lines) == 3000 * 13

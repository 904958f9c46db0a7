"""CSV: exact for programs, without formulas for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cli.csv_lines import csv_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://h.invalid","x")',
    '=WEBSERVICE("http://h.invalid")',
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\tx",
    "\rx",
)
WITHIN = ('x";=1+1', "x;=1+1", "x,=1+1", 'x", =1+1,"', "x\t=1+1", "x\n=1+1", "x\r\n@SUM(1)", "x|=1+1", "x';=1+1")


BEGINS = re.compile(r'[\s"]*[=+\-@＝＋－＠]|[\t\r]')


def field(value: object, *, for_spreadsheet: bool) -> str:
    line = csv_line([value, "end"], for_spreadsheet=for_spreadsheet)
    ((first, _),) = csv.reader(io.StringIO(line.decode(), newline=""))
    return first


@pytest.mark.parametrize("text", [*FORMULAS, *WITHIN, "plain", "", '"', "a,b", " x "])
def test_programs_get_every_text_as_it_is(text: str) -> None:
    assert text == field(text, for_spreadsheet=False)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_spreadsheet_begins_as_a_formula(text: str) -> None:
    cell = field(text, for_spreadsheet=True)
    assert cell.startswith("'")
    assert text == cell.replace("'", "") or "'" in text


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_cell_begins_as_a_formula_whatever_the_spreadsheet_takes_for_separator(separator: str) -> None:
    for text in (*FORMULAS, *WITHIN):
        line = csv_line(["x", text, 'y"', text]).decode()
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator, quoting=quoting):
                assert not [cell for cell in row if BEGINS.match(cell)], line


@pytest.mark.parametrize(
    "value",
    [-5.3, Decimal("-5.30"), -1, +3, 0, "-5.3", "+5", 10, datetime(2018, 11, 18, tzinfo=UTC), "10 g - best", True],
)
def test_what_is_no_formula_stays_as_it_is(value: object) -> None:
    assert field(value, for_spreadsheet=False) == field(value, for_spreadsheet=True)


@pytest.mark.parametrize("for_spreadsheet", [False, True])
def test_null_and_an_empty_text_differ(for_spreadsheet: bool) -> None:
    assert b',"",' in csv_line([None, "", None], for_spreadsheet=for_spreadsheet)
    assert csv_line([None, 1]) != csv_line(["", 1])


def test_exports_are_for_spreadsheets_by_default() -> None:
    assert b'"\'=1"\n' == csv_line(["=1"])


@pytest.mark.usefixtures("database")
def test_a_query_escapes_formulas_on_request(run: Run) -> None:
    sql = "SELECT '=1+1' AS \"=title\", -5.3 AS price, NULL AS nothing, '' AS empty"
    plain = run("query", sql, "--format", "csv").stdout
    assert b'=title,price,nothing,empty\n=1+1,-5.3,,""\n' == plain
    safe = run("query", sql, "--for-spreadsheet").stdout
    assert b'"\'=title","price","nothing","empty"\n"\'=1+1",-5.3,,""\n' == safe


def test_formulas_are_escaped_in_csv_alone(run: Run) -> None:
    assert b"--for-spreadsheet" in run("query", "SELECT 1", "--json", "--for-spreadsheet", code=2).stderr

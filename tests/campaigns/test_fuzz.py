"""The short form of fuzz.py, and whether it would tell of a fault."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.store.rows.page import rows_of
from cryptodrug_scraper.store.tables import COLUMNS
from tests.campaigns.fuzzing import command
from tests.campaigns.fuzzing.columns import check_rows
from tests.campaigns.fuzzing.findings import Findings, key_of
from tests.campaigns.fuzzing.limits import TooSlowError, limited_time
from tests.campaigns.fuzzing.rows import check_page
from tests.campaigns.fuzzing.target import FaultError, Target
from tests.campaigns.fuzzing.targets import TARGETS

PROGRAM = Path(__file__).parent / "fuzz.py"
FOUND = Path(__file__).parent / "fuzzing" / "found"
CAPTURE = Capture(b"<html>", Origin("page", "x"), "/", CaptureTime.at(datetime(2019, 4, 1, tzinfo=UTC)))
PAGE = ParsedPage(None, "unknown", None, complete=True)


@pytest.mark.campaign
@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_and_some_inputs_made_of_them_find_nothing(name: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="it has wheels for Linux on x86-64 alone")
    arguments = ["--target", name, "--beyond", "100", "--found", str(tmp_path)]
    done = subprocess.run([sys.executable, str(PROGRAM), *arguments], capture_output=True, check=False, timeout=300)
    told = json.loads(done.stdout)
    assert [] == told["findings"], "\n".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*.txt"))
    assert (0, 0) == (done.returncode, told["died"])
    assert told["executions"] > 100
    assert told["corpus"] > 5


@pytest.mark.parametrize("file", sorted(FOUND.glob("*.input")), ids=lambda file: file.stem)
def test_what_was_found_once_is_mended(file: Path) -> None:
    with limited_time():
        TARGETS[file.name.partition("-")[0]].run(file.read_bytes())


def test_an_input_is_tried_again_as_a_program(tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(b"/\n<html>")
    arguments = ["--target", "parsers", "--input", str(tmp_path / "input")]
    done = subprocess.run([sys.executable, str(PROGRAM), *arguments], capture_output=True, check=False, timeout=100)
    assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)


def test_an_input_at_which_a_target_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(data: bytes) -> None:
        int(data or b"0")

    monkeypatch.setitem(TARGETS, "failing", Target("failing", run, lambda _: []))
    monkeypatch.setattr(command, "limit_memory", lambda: None)
    for name, data in (("good", b"1"), ("bad", b"x")):
        (tmp_path / name).write_bytes(data)
    assert 1 == command.try_inputs("failing", [tmp_path / "good", tmp_path / "bad"])
    assert "ValueError: invalid literal" in capsys.readouterr().err


def test_a_fault_is_kept_once_for_a_place(tmp_path: Path) -> None:
    findings = Findings(tmp_path, "parsers")
    for data in (b"1", b"2"):
        try:
            int("x")
        except ValueError as fault:
            findings.add(data, fault)
    assert [2] == list(findings.times.values())
    assert [b"1"] == [file.read_bytes() for file in tmp_path.glob("*.input")]
    assert [0] == list(Findings(tmp_path, "parsers").times.values())


def test_faults_in_two_columns_are_two() -> None:
    assert 2 == len(_keys("a.b cannot hold '1'", "a.c cannot hold '1'"))


def test_a_line_that_fails_on_pages_of_two_kinds_is_one_fault() -> None:
    kinds = ("home", "listing")
    assert 1 == len(_keys(*(f"reader_failed: {kind} of x: ValueError at x.py:1" for kind in kinds)))


@pytest.mark.slow
def test_what_takes_too_long_is_interrupted_where_it_is() -> None:
    with pytest.raises(TooSlowError), limited_time():
        sum(1 for _ in itertools.repeat(None))


def test_a_reader_that_failed_is_a_fault() -> None:
    failed = ParsedPage(None, "unknown", None, complete=True, issues=[Issue("reader_failed", "error", "x: KeyError")])
    with pytest.raises(FaultError, match="reader_failed: x: KeyError"):
        check_page(CAPTURE, failed)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("capture_origin", "http_status", 2**63),
        ("capture_origin", "http_status", "200"),
        ("capture_origin", "importer", None),
        ("capture", "captured_from", datetime(2019, 4, 1)),  # noqa: DTZ001  # a time that is no instant
        ("capture", "byte_length", Decimal(1)),
        ("capture", "sha256", "00"),
        ("parse_run", "kind", 1),
    ],
)
def test_a_value_that_a_column_cannot_hold_is_a_fault(table: str, column: str, value: Any) -> None:
    rows = rows_of(CAPTURE, PAGE, "1")
    check_rows(rows)
    row = list(rows[table][0])
    row[COLUMNS[table].index(column)] = value
    with pytest.raises(FaultError, match=f"{table}.{column} cannot hold"):
        check_rows({table: [row]})


def _keys(*messages: str) -> set[str]:
    return {key_of(FaultError(message)) for message in messages}

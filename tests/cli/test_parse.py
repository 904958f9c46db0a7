from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
LISTING = next(iter(sorted((FIXTURES / "dream" / "listing").iterdir()))) / "body.html"

RATINGS = next(iter(sorted((FIXTURES / "dream" / "vendor_feedback").iterdir()))) / "body.html"


def test_one_object_per_file_in_the_order_given(run: Run) -> None:
    files = sorted(FIXTURES.glob("*/login/*/body.html"))
    lines = run("parse", *files).stdout.splitlines()
    assert [str(file) for file in files] == [json.loads(line)["file"] for line in lines]


def test_the_object_has_the_keys_of_the_contract(run: Run) -> None:
    (line,) = run("parse", LISTING, "--captured-at", "2018-11-18T09:12:00Z").stdout.splitlines()
    page = json.loads(line)
    keys = ["file", "market", "kind", "captured_at", "encoding", "complete", "issues", "records", "links"]
    assert keys == list(page)
    assert "2018-11-18T09:12:00Z" == page["captured_at"]


def test_ages_become_times_only_with_a_capture_time(run: Run) -> None:
    def occurred(*options: str) -> list[object]:
        page = json.loads(run("parse", RATINGS, *options).stdout)
        return [record["occurred"] for record in page["records"] if record["record"] == "review"]

    assert {None} == set(occurred())
    assert None not in occurred("--captured-at", "2018-11-18T09:12:00Z")


def test_a_day_is_accepted_as_capture_time(run: Run) -> None:
    assert "2018-11-18" == json.loads(run("parse", LISTING, "--captured-at", "2018-11-18").stdout)["captured_at"]


def test_standard_input_is_a_file_too(run: Run) -> None:
    assert "listing" == json.loads(run("parse", "-", stdin=LISTING.read_bytes()).stdout)["kind"]


def test_a_missing_file_does_not_stop_the_others(run: Run) -> None:
    done = run("parse", "nowhere.html", LISTING, code=3)
    assert 1 == len(done.stdout.splitlines())
    assert b"nowhere.html" in done.stderr


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_html"), (b"just words", "not_html")],
)
def test_a_file_that_is_no_page_is_printed_with_its_issue(run: Run, tmp_path: Path, body: bytes, code: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(body)
    page = json.loads(run("parse", file, code=4).stdout)
    assert code in [issue["code"] for issue in page["issues"]]


def test_another_market_than_expected_is_an_error(run: Run) -> None:
    page = json.loads(run("parse", LISTING, "--market", "empire", code=4).stdout)
    assert "dream" == page["market"]


@pytest.mark.parametrize("options", [["--market", "atlantis"], ["--captured-at", "yesterday"], ["--no-such-option"]])
def test_wrong_options_are_explained(run: Run, options: list[str]) -> None:
    assert run("parse", LISTING, *options, code=2).stderr

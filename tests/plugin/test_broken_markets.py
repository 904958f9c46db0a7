"""A market that cannot be used stops no other: it is named on one line, and doctor says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.plugins import MARKET, PAGE, distribution, run_with

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
DREAM = next((FIXTURES / "dream" / "listing").rglob("body.html"))

BROKEN = {
    "import error": ("import no_such_module_anywhere", "kraampje.kramen:MARKET", "ModuleNotFoundError"),
    "any other error": ("1 / 0", "kraampje.kramen:MARKET", "ZeroDivisionError: division by zero"),
    "a module that ends the process": ("import sys\nsys.exit(3)", "kraampje.kramen:MARKET", "SystemExit: 3"),
    "entry point to nothing": (MARKET, "kraampje.kramen:MARKT", "AttributeError"),
    "entry point to no module": (MARKET, "kraampje.winkel:MARKET", "ModuleNotFoundError"),
    "entry point that is none": (MARKET, "not an entry point", "cannot be loaded"),
    "wrong type": ("MARKET = 'a market'", "kraampje.kramen:MARKET", "leads to a str"),
    "another name": (MARKET.replace('name="kraampje"', 'name="kraam"'), "kraampje.kramen:MARKET", "both one name"),
    "bad characters in a kind": (
        MARKET.replace('{"listing": read}', '{"Listing page": read}'),
        "kraampje.kramen:MARKET",
        "the kind 'Listing page'",
    ),
    "a reader for a wall": (MARKET.replace('{"listing": read}', '{"login": read}'), "kraampje.kramen:MARKET", "a wall"),
    "no reader": (MARKET.replace('{"listing": read}', "{}"), "kraampje.kramen:MARKET", "it has no reader"),
    "a reader that is none": (
        MARKET.replace('{"listing": read}', '{"listing": None}'),
        "kraampje.kramen:MARKET",
        "the reader of listing is None",
    ),
    "readers that are none": (
        MARKET.replace('{"listing": read}', "7"),
        "kraampje.kramen:MARKET",
        "its declaration cannot be read (TypeError",
    ),
    "a wall that stands for nothing known": (
        MARKET.replace("sources=", 'walls={"queue": "patience"}, sources='),
        "kraampje.kramen:MARKET",
        "the wall queue stands for 'patience'",
    ),
    "sources that are not there": (
        MARKET.replace("(__name__,)", '("kraampje.nergens",)'),
        "kraampje.kramen:MARKET",
        "'kraampje.nergens'",
    ),
    "no sources": (MARKET.replace("(__name__,)", "()"), "kraampje.kramen:MARKET", "declares no sources"),
    "a calendar that is none": (
        MARKET.replace("sources=", "calendar='2019', sources="),
        "kraampje.kramen:MARKET",
        "its calendar is '2019'",
    ),
    "a taxonomy that is none": (MARKET.replace("Taxonomy()", "{}"), "kraampje.kramen:MARKET", "its taxonomy is {}"),
    "a spider that is not there": (
        MARKET.replace("sources=", 'spider="kraampje.spin:Spin", sources='),
        "kraampje.kramen:MARKET",
        "kraampje.spin, and there is no such module",
    ),
    "a field that is missing": (MARKET.replace('title="Kraampje",', ""), "kraampje.kramen:MARKET", "TypeError"),
}


def installed(tmp_path: Path, source: str, point: str) -> Path:
    package = tmp_path / "kraampje"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "kramen.py").write_text(source)
    return distribution(tmp_path, "kraampje-markt", "2.5", kraampje=point)


@pytest.mark.parametrize("name", BROKEN)
def test_the_others_go_on_and_the_reason_is_said_once(tmp_path: Path, name: str) -> None:
    source, point, reason = BROKEN[name]
    folder = installed(tmp_path, source, point)

    done = run_with([folder], "parse", DREAM)

    assert 0 == done.returncode
    assert "dream" == json.loads(done.stdout)["market"]
    (line,) = done.stderr.splitlines()
    assert "kraampje of kraampje-markt 2.5" in line
    refused = run_with([folder], "parse", "--market", "kraampje", DREAM)
    assert 2 == refused.returncode
    assert reason in refused.stderr
    assert "kraampje-markt 2.5" in refused.stderr


def test_doctor_shows_it_as_a_problem_and_says_what_to_do(tmp_path: Path) -> None:
    folder = installed(tmp_path, *BROKEN["wrong type"][:2])
    done = run_with([folder], "doctor", "--json")

    assert 2 == done.returncode
    found = {finding["what"]: finding for finding in json.loads(done.stdout)}
    assert "ok" == found["markets"]["state"]
    assert "problem" == found["market kraampje"]["state"]
    assert "kraampje-markt 2.5" in found["market kraampje"]["found"]
    assert "let it lead to a Market" in found["market kraampje"]["advice"]


def test_a_replay_by_several_processes_says_it_once(tmp_path: Path, database: object) -> None:
    del database
    folder = installed(tmp_path, *BROKEN["import error"][:2])
    done = run_with([folder], "replay", FIXTURES / "dream" / "listing", "--workers", "2", "--json")

    assert 0 == done.returncode, done.stderr
    assert 1 == done.stderr.count("kraampje of kraampje-markt")


def test_of_two_outside_markets_with_one_name_neither_is_used(tmp_path: Path) -> None:
    folders = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / f"kraam{number}.py").write_text(MARKET)
        folders.append(distribution(folder, f"kraam-{number}", kraampje=f"kraam{number}:MARKET"))
    done = run_with(folders, "parse", "--market", "kraampje", DREAM)

    assert 2 == done.returncode
    assert "kraam-1 1.0" in done.stderr
    assert "kraam-2 1.0" in done.stderr


def test_an_outside_market_cannot_take_the_place_of_one_of_the_projects_own(tmp_path: Path) -> None:
    (tmp_path / "droom.py").write_text(MARKET.replace("kraampje", "dream"))
    folder = distribution(tmp_path, "droom", dream="droom:MARKET")
    done = run_with([folder], "parse", "--market", "dream", DREAM)

    assert 0 == done.returncode
    assert "listing" == json.loads(done.stdout)["kind"]
    assert "dream of droom 1.0" in done.stderr


def test_commands_that_ask_for_no_market_say_nothing(tmp_path: Path) -> None:
    folder = installed(tmp_path, *BROKEN["wrong type"][:2])
    assert "" == run_with([folder], "--help").stderr


def test_a_market_in_a_single_module_on_the_top_level_is_read_and_versioned(tmp_path: Path) -> None:
    (tmp_path / "kraampje.py").write_text(MARKET)
    (tmp_path / "page.html").write_bytes(PAGE)
    folder = distribution(tmp_path, "kraampje", kraampje="kraampje:MARKET")
    done = run_with([folder], "parse", "--market", "kraampje", tmp_path / "page.html")

    assert 0 == done.returncode, done.stderr
    assert ["listing"] == [record["record"] for record in json.loads(done.stdout)["records"]]
    findings = {finding["what"]: finding for finding in json.loads(run_with([folder], "doctor", "--json").stdout)}
    assert "+kraampje." in findings["markets"]["found"]
    into = tmp_path / "fixtures"
    drafted = run_with([folder], "fixture", "draft", tmp_path / "page.html", "one", "--into", into)
    assert 0 == drafted.returncode, drafted.stderr
    assert [into / "kraampje" / "listing" / "one"] == [file.parent for file in into.rglob("body.html")]

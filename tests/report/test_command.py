from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.report import report
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.home import HOME_VARIABLE
from tests.derive.small_world import SmallWorld

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from tests.support.derived_windows import Opened


def run(*words: str) -> str:
    result = CliRunner().invoke(report, ["study", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_command_writes_a_file_and_names_it(own: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(folder / "home"))
    assert run("--language", "nl") == "study-BE-nl.html\n"
    page = (folder / "study-BE-nl.html").read_text(encoding="utf-8")
    assert '<html lang="nl">' in page
    assert not (folder / "home").exists()

    told = json.loads(run("--country", "nl", "--identified", "--output", "nl.html", "--json"))
    page = (folder / "nl.html").read_text(encoding="utf-8")
    assert told["file"] == "nl.html"
    assert told["digest"] == own.digest()
    assert told["digest"] in page
    assert told["derive_run"] in page
    assert "Online drug trade from the Netherlands" in page
    (line,) = (folder / "home" / "identified.jsonl").read_text(encoding="utf-8").splitlines()
    noted = json.loads(line)
    assert noted["country"] == "NL"
    assert noted["file"] == str(folder / "nl.html")


def test_without_a_derivation_nothing_is_written(database: Database, folder: Path) -> None:
    assert database
    with pytest.raises(StoreError, match="run cryptodrug derive"):
        run()
    assert not list(folder.iterdir())


def test_a_window_without_snapshots_is_refused(own: Opened, folder: Path) -> None:
    assert own
    days = ("--from", "2021-01-01", "--until", "2021-02-01")
    with pytest.raises(
        StoreError, match="no snapshot from 1 January 2021 to 1 February 2021: the data have .* from .*20"
    ):
        run(*days)
    with pytest.raises(StoreError, match="aucun instantané du 1er janvier 2021 au .*choisissez des jours"):
        run(*days, "--language", "fr")
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("language", "said"), [("en", "no snapshot could be made"), ("fr", "aucun instantané"), ("nl", "geen momentopname")]
)
def test_pages_of_which_no_snapshot_came_are_not_said_to_be_underived(
    database: Database, folder: Path, language: str, said: str
) -> None:
    with database.engine.begin() as connection:
        SmallWorld(connection).write()
    with pytest.raises(StoreError, match=f"{said}.* cryptodrug report times "):
        run("--language", language)
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2019-02-01", "--until", "2019-01-01"), "comes before"),
        (("--country", "Belgium"), "did you mean BE?"),
    ],
)
def test_a_wrong_window_or_country_is_refused_before_the_database_is_opened(words: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(report, ["study", *words])
    assert result.exit_code == 2
    assert said in result.output

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.export.pseudonyms import KEY_FILE
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened


@dataclass(frozen=True)
class Done:
    stdout: str
    stderr: str


def run(*words: str | Path, code: int = 0) -> Done:
    """Run the command in this process: that each error ends one with its code is tested of all commands elsewhere."""
    result = CliRunner().invoke(cli, ["export", *map(str, words)])
    error = result.exception
    found = error.exit_code if isinstance(error, CryptodrugError) else result.exit_code
    assert code == found, (result.output, error)
    return Done(result.stdout, result.stderr + (str(error) if isinstance(error, CryptodrugError) else ""))


@pytest.fixture
def new_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Opened) -> Path:
    assert shared.one("SELECT 1") == 1
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_package_is_made_and_verified(new_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "belgium"
    options = ("--view", "transaction", "--view", "vendor_month", "--market", "dream", "--from", "2019-01-01")
    made = json.loads(run(target, *options, "--json").stdout)
    assert (made["tier"], sorted(made["rows"])) == ("analyst", ["transaction", "vendor_month"])
    assert (new_home / KEY_FILE).exists()
    assert (new_home / "exports.jsonl").read_text().count("\n") == 1
    assert "the database gives the same tables" in run("verify", target).stdout
    checked = json.loads(run("verify", target, "--json").stdout)
    assert (checked["good"], checked["digest"], checked["faults"]) == (True, made["digest"], [])
    assert not list(tmp_path.glob(".*"))

    only = run(tmp_path / "csv", "--view", "snapshot", "--format", "csv", "--identified").stdout
    assert "It identifies people" in only
    assert sorted(path.name for path in (tmp_path / "csv" / "data").iterdir()) == ["snapshot.csv"]


@pytest.mark.slow
def test_what_is_wrong_is_told_by_the_exit_code(
    new_home: Path, packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "few"
    run(target, "--view", "market_life")
    (target / "README.md").write_text("mine")
    assert "README.md was changed" in run("verify", target, code=7).stdout
    monkeypatch.setenv(URL_VARIABLE, "postgresql://nobody@127.0.0.1:9/none")
    run("verify", packages["public"], code=5)
    assert "not compared with a database" in run("verify", packages["public"], "--no-database").stdout
    assert new_home.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--public", "--identified"), "choose one"),
        (("--public", "--view", "snapshot"), "has tables of its own"),
        (("--layout", "cmu", "--view", "snapshot"), "has tables of its own"),
        (("--identified", "--key", "x"), "such an export has none"),
        (("--from", "2019-02-01", "--until", "2019-01-01"), "comes before"),
    ],
)
def test_options_that_contradict_one_another_are_refused(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    assert said in run(tmp_path / "new", *options, code=2).stderr
    assert not (tmp_path / "new").exists()

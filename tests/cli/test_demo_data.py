"""The data of the demo are made once, apart from all others, and go on where they were broken off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cli import demo_data as module
from cryptodrug_scraper.cli.demo_data import demo_data
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE, open_for_reader

if TYPE_CHECKING:
    from pathlib import Path

SCENARIO = 'extends = "toy"\nsize = 0.001\n'
POLICY = 'every = "month"\nhours = 1.0\n[markets.dream]\nfirst = 2019-01-01\nlast = 2019-01-31\n'
ELSEWHERE = "postgresql://nobody@192.0.2.1/none"


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small scenario in place of the demo's, and a home beside a named database that cannot be reached."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv(URL_VARIABLE, ELSEWHERE)
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (folder / "policy.toml").write_text(POLICY, encoding="utf-8")
    monkeypatch.setattr(module, "_inputs", lambda: folder)
    monkeypatch.setattr(module, "_MARKETS", ("dream",))
    return folder


@pytest.mark.slow
def test_they_are_made_once_and_apart_from_other_data(
    inputs: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (inputs / "policy.toml").rename(inputs / "hidden")
    with pytest.raises(ConfigurationError, match="cryptodrug simulate ended with exit code 2"), demo_data():
        pass
    assert (str(tmp_path / "home"), ELSEWHERE) == (os.environ[HOME_VARIABLE], os.environ[URL_VARIABLE])
    (inputs / "hidden").rename(inputs / "policy.toml")
    with demo_data() as pages, open_for_reader() as database, database.engine.connect() as connection:
        assert pages.is_relative_to(tmp_path / "home" / "demo")
        looks = connection.exec_driver_sql("SELECT DISTINCT market FROM snapshot").scalars().all()
        assert ["dream"] == looks
    assert "no page is real" in capfd.readouterr().err
    assert (str(tmp_path / "home"), ELSEWHERE) == (os.environ[HOME_VARIABLE], os.environ[URL_VARIABLE])
    assert ["demo"] == [path.name for path in (tmp_path / "home").iterdir()]

    with demo_data():
        assert "Making" not in capfd.readouterr().err

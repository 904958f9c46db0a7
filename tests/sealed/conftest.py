"""Sealed answers of the shipped windows, each made once, and copies of them to forge."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.sealed.asking import ask_absence, ask_finding
from cryptodrug_scraper.sealed.make import make_sealed, seal
from cryptodrug_scraper.store.database import URL_VARIABLE
from cryptodrug_scraper.study.current import current_asked, current_study
from tests.support.derived_windows import WINDOWS
from tests.support.made_once import made_once, of_run
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, Connection

    from cryptodrug_scraper.sealed.asking import Asking
    from tests.support.derived_windows import Windows

KEY = b"k" * 32
WORDS = 2
BELGIAN = "SELECT min(vendor) FROM research.vendor_presence WHERE market = 'dream' AND 'BE' = ANY (origin_codes)"
DAYS = (date(2019, 1, 1), date(2019, 1, 31))


def run(*words: str | Path, code: int = 0) -> str:
    """Run a command below ``export`` in this process; return what it printed."""
    result = CliRunner().invoke(cli, ["export", *map(str, words)])
    error = result.exception
    found = error.exit_code if isinstance(error, CryptodrugError) else result.exit_code
    assert code == found, (result.output, error)
    return result.output + (str(error) if isinstance(error, CryptodrugError) else "")


def of_finding(figure: str, market: str, country: str | None = None) -> Callable[[Connection], Asking]:
    def ask(connection: Connection) -> Asking:
        study = current_study(connection)
        return ask_finding(connection, current_asked(connection, study, country=country), study, figure, market)

    return ask


def of_absence(goods: str | None, country: str, *markets: str) -> Callable[[Connection], Asking]:
    return lambda connection: ask_absence(connection, country, goods, *DAYS, markets)


@contextmanager
def changed(folder: Path, path: str) -> Iterator[list[dict[str, Any]]]:
    """The rows of a file, written back as they are then."""
    rows = [json.loads(line) for line in (folder / path).read_text(encoding="utf-8").splitlines()]
    yield rows
    lines = (json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for row in rows)
    (folder / path).write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="session")
def answers(server: URL, windows: Windows, home: Path) -> dict[str, Path]:
    """
    The answers: ``sales`` and ``vendors``, figures that rest on ratings and on listings; ``none``, an absence. Of a
    vendor of the second somebody decided where he sends from. All processes of a run share them.
    """
    return made_once("sealed", lambda: _answers(server, windows, home))


def _answers(server: URL, windows: Windows, home: Path) -> dict[str, Path]:
    folder = Path(mkdtemp(prefix="sealed-", dir=of_run()))
    with new_database(server, windows.name) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        _decide(_first_vendor(url))
        for name, ask in (
            ("vendors", of_finding("share_of_vendors", "dream")),
            ("sales", of_finding("transactions_below_200_eur", "empire")),
            ("none", of_absence("heroin", "BE", "dream")),
        ):
            make_sealed(folder / name, ask, KEY, [WINDOWS], most_words=WORDS)
    return {path.name: path for path in folder.iterdir()}


def _first_vendor(url: URL) -> str:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return str(connection.execute(text(BELGIAN)).scalar_one())
    finally:
        engine.dispose()


def _decide(vendor: str) -> None:
    said = ("--verdict", "corrected", "--value", "BE", "--by", "Э. Петерс", "--why", "Адрес отправителя на конверте")
    result = CliRunner().invoke(cli, ["decision", "add", "country", f"dream/{vendor}", *said])
    assert result.exit_code == 0, (result.output, result.exception)


@pytest.fixture
def copied(answers: dict[str, Path], tmp_path: Path) -> Callable[..., Path]:
    """A copy of one of them to change."""

    def copy(name: str, to: str = "forged") -> Path:
        return Path(shutil.copytree(answers[name], tmp_path / to))

    return copy


@pytest.fixture
def sealed_again() -> Callable[[Path], str]:
    """What a forger does who knows how: all digests and the root are made anew."""
    return seal

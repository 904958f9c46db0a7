"""Reports of the shipped windows, made once for all tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import Report, study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.browsing import Page
    from tests.support.derived_windows import Opened

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="session")
def reported(shared: Opened) -> Callable[..., Report]:
    """The report of the windows in a language, identified or not: each is made once."""
    made: dict[tuple[str, bool], Report] = {}

    def report(language: str = "en", *, is_identified: bool = False) -> Report:
        key = (language, is_identified)
        if key not in made:
            scope = Scope("BE", date(2018, 11, 1), date(2019, 11, 30), is_identified=is_identified)
            with shared.database.engine.connect() as connection:
                made[key] = study(connection, scope, language=language, today=TODAY)
        return made[key]

    return report


@pytest.fixture(scope="session")
def page() -> Iterator[Page]:
    from tests.support.browsing import browser

    with browser() as tab:
        yield tab


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, reported: Callable[..., Report]) -> Callable[..., Path]:
    """The file of such a report."""
    folder = tmp_path_factory.mktemp("reports")

    def write(language: str = "en", *, is_identified: bool = False) -> Path:
        path = folder / f"{language}-{is_identified}.html"
        if not path.exists():
            path.write_text(reported(language, is_identified=is_identified).html, encoding="utf-8")
        return path

    return write

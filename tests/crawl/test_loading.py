from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from cryptodrug_scraper.crawl.loading import Loader

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sqlalchemy import Connection, Engine


def test_a_loader_that_came_to_its_end_left_nothing_behind(scratch: Engine) -> None:
    reports: list[Connection] = []
    loader = Loader(scratch, reports.append)
    loader.close(0.0)
    assert reports
    assert loader.lacks is None


def test_a_database_that_stays_down_is_behind(tmp_path: Path) -> None:
    engine = create_engine(f"postgresql+psycopg2://nobody@/nothing?host={tmp_path}")
    loader = Loader(engine, lambda _: None)
    loader.close(0.0)
    assert loader.lacks is not None


def test_a_loader_that_died_of_a_defect_names_it_with_its_place(
    scratch: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Connection) -> None:
        raise ZeroDivisionError

    loader = Loader(scratch, fail)
    assert not loader.close(0.0)
    assert "the loader died of ZeroDivisionError:  (test_loading.py:" in caplog.text
    assert loader.lacks is not None

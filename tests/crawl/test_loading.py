from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from cryptodrug_scraper.crawl.loading import Loader

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine


def test_a_loader_that_came_to_its_end_left_nothing_behind(scratch: Engine) -> None:
    reports: list[Connection] = []
    loader = Loader(scratch, reports.append)
    loader.close(0.0)
    assert reports
    assert not loader.behind


def test_a_database_that_stays_down_is_behind(tmp_path: Path) -> None:
    engine = create_engine(f"postgresql+psycopg2://nobody@/nothing?host={tmp_path}")
    loader = Loader(engine, lambda _: None)
    loader.close(0.0)
    assert loader.behind


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_loader_that_died_of_a_defect_is_behind(scratch: Engine) -> None:
    def fail(_: Connection) -> None:
        raise ZeroDivisionError

    loader = Loader(scratch, fail)
    loader.close(0.0)
    assert loader.behind

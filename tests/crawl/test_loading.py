from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.crawl import loading as module
from cryptodrug_scraper.crawl.loading import Loader
from cryptodrug_scraper.replay.reading import read_page

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.database import Database

WORDS = "what a page says"
PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
PAGE = (PAGES / "dream/listing/weed_from_belgium/body.html").read_bytes()


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
        raise ZeroDivisionError(WORDS)

    loader = Loader(scratch, fail)
    assert not loader.close(0.0)
    assert "the loader died of ZeroDivisionError (test_loading.py:" in caplog.text
    assert WORDS not in caplog.text
    assert loader.lacks is not None


def test_a_page_whose_value_the_database_refuses_is_loaded_bare_and_the_others_whole(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE listing_observation ADD CONSTRAINT refused CHECK (title !~ 'Refused')")
    loader = Loader(database.engine, lambda _: None)
    for number, title in enumerate((b"One", b"Two", b"Refused", b"Four")):
        body = PAGE.replace(b'"title">Kempen Amber', b'"title">' + title)
        capture = Capture(body=body, origin=Origin("crawl", str(number)))
        loader.add(capture, read_page(capture))

    assert loader.close(60.0)

    with database.engine.connect() as connection:
        assert 4 == connection.exec_driver_sql("SELECT count(*) FROM capture").scalar_one()
        issues = connection.exec_driver_sql(
            "SELECT path, detail FROM parse_issue JOIN parse_run USING (parse_run_id) "
            "JOIN capture_origin USING (capture_id) WHERE code = 'rows_refused'"
        )
        assert [("2", "CheckViolation in listing_observation.refused")] == [tuple(row) for row in issues]
        whole = connection.exec_driver_sql("SELECT count(*) FROM listing_observation WHERE title ~ 'One|Two|Four'")
        assert 3 == whole.scalar_one()
    assert "rows_refused" in caplog.text
    assert loader.lacks is None


def test_a_database_that_does_not_keep_up_is_named(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_WAITING", 1)
    with database.engine.begin() as connection:
        connection.execute(text("LOCK TABLE capture"))
        loader = Loader(database.engine, lambda _: None)
        for number in range(300):
            loader.add(*page(number))
    assert loader.close(30.0)
    assert "the database does not keep up" == loader.lacks


def test_a_database_that_never_answers_keeps_no_crawl_from_ending(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LONGEST_BATCH", 1.0)
    with database.engine.begin() as connection:
        connection.execute(text("LOCK TABLE capture"))
        loader = Loader(database.engine, lambda _: None)
        loader.add(*page(1))
        assert not loader.close(0.0)
        assert "the database has not answered for 1 s" == loader.lacks


def page(number: int) -> tuple[Capture, ParsedPage]:
    body = b"<p>gone</p>"
    url, captured = f"/{number}", CaptureTime.at(datetime(2019, 2, 17, 12, tzinfo=UTC))
    capture = Capture(body, Origin("warc", "a.warc", number), url, captured)
    return capture, read_page(capture)

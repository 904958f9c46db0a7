"""Months leave the database into a file, and what comes back is what went."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.run import derive
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.detached import attach, check_whole, detach, detached_months
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.locks import Lock, give_back, try_for_session
from cryptodrug_scraper.store.month_rows import COLUMNS_OF
from cryptodrug_scraper.store.tables import PARTITIONED
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

FEBRUARY = date(2019, 2, 1)
MOVED = """
    UPDATE capture SET captured_at = '2019-03-02Z' WHERE captured_at >= '2019-02-01Z' AND captured_at < '2019-02-05Z'
"""
"""As where a source states another month than the page's own clock."""


def contents(connection: Connection) -> dict[str, list[Any]]:
    """All rows of all tables of what pages state; the order in which they lie is no content."""
    found = {}
    for name in (*PARTITIONED, "capture_origin", "superseded_run", "future_capture", "text", "detached_month"):
        rows = connection.execute(text(f"SELECT CAST({name} AS text) FROM {name}")).scalars()
        found[name] = sorted(rows)
    connection.rollback()
    return found


@pytest.fixture
def filled(database: Database, some_pages: Any, load_pages: Any) -> Database:
    """Pages of three months, each read by two parser versions."""
    load_pages(some_pages)
    load_pages(some_pages, "2.0+test.1")
    return database


@pytest.mark.usefixtures("made_home")
@pytest.mark.slow
def test_a_month_goes_into_a_file_and_comes_back(some_pages: Any, tmp_path: Path) -> None:
    file = tmp_path / "2019-02.zip"
    with open_database() as database, database.engine.connect() as connection:
        load(connection, [batch_of(some_pages, "1.0+test.1")])
    before = run_command("db", "digest").stdout

    gone = run_command("db", "detach", "2019-02", "--to", str(file)).stdout.decode()
    assert "2019-02 with 9 pages in" in gone
    assert f"cryptodrug db attach {file}" in gone
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    status = json.loads(run_command("db", "status", "--json").stdout)
    assert {"2019-02": file.name} == status["detached"]
    assert run_command("db", "digest").stdout != before

    assert "attached: 2019-02 with 9 pages in" in run_command("db", "attach", str(file)).stdout.decode()
    assert run_command("db", "digest").stdout == before


def test_all_rows_go_and_all_come_back(filled: Database, tmp_path: Path) -> None:
    with filled.engine.connect() as connection:
        before, whole = contents(connection), digest(connection)
        moved = detach(connection, [FEBRUARY], tmp_path / "month")
        between = contents(connection)

        assert [(FEBRUARY, "month")] == detached_months(connection)
        connection.rollback()
        assert len(before["capture"]) - len(between["capture"]) == moved.pages > 0
        assert len(before["superseded_run"]) - len(between["superseded_run"]) == moved.pages
        assert before["text"] == between["text"]
        assert not any("2019-02" in row for table in PARTITIONED for row in between[table])

        assert moved == attach(connection, tmp_path / "month")
        assert before == contents(connection)
        assert whole == digest(connection)


def test_what_others_removed_meanwhile_comes_back_too(filled: Database, tmp_path: Path) -> None:
    with filled.engine.connect() as connection:
        before = contents(connection)
        detach(connection, [FEBRUARY], tmp_path / "month")
        connection.execute(text("DELETE FROM text"))
        connection.commit()
        attach(connection, tmp_path / "month")

        said = contents(connection)
        assert 0 < len(said["text"]) <= len(before["text"])
        assert before["listing_observation"] == said["listing_observation"]


def test_several_months_go_together(filled: Database, tmp_path: Path) -> None:
    with filled.engine.connect() as connection:
        before = contents(connection)
        detach(connection, [date(2019, 3, 1), FEBRUARY], tmp_path / "months")
        assert not any("2019-03" in row for row in contents(connection)["parse_run"])
        attach(connection, tmp_path / "months")

        assert before == contents(connection)


def test_the_month_is_not_loaded_again_and_others_are(
    filled: Database, make_page: Any, load_pages: Any, tmp_path: Path
) -> None:
    with filled.engine.connect() as connection:
        detach(connection, [FEBRUARY], tmp_path / "month")
    load_pages([make_page(at=datetime(2019, 4, 3, tzinfo=UTC), name="april")])

    with pytest.raises(StoreError, match=r"2019-02 was detached and lies in month.*cryptodrug db attach month"):
        load_pages([make_page(at=datetime(2019, 2, 3, tzinfo=UTC), name="february")])


def test_nothing_is_derived_without_it(filled: Database, tmp_path: Path) -> None:
    with filled.engine.connect() as connection:
        check_whole(connection)
        detach(connection, [FEBRUARY], tmp_path / "month")

    with pytest.raises(StoreError, match=r"2019-02 was detached .* nothing is derived without it: bring it back"):
        derive(filled, read_parameters())


@pytest.mark.parametrize(
    ("month", "change", "why"),
    [
        (date(2018, 7, 1), None, "no page of 2018-07 is loaded"),
        (date(9000, 1, 1), None, "9000-01 is not over"),
        (
            FEBRUARY,
            "INSERT INTO crawl (crawl_id, market, started_at) VALUES (gen_random_uuid(), 'dream', '2019-02-27Z')",
            "of dream began by the end of 2019-02 and is not at its end: .* crawl dream --resume",
        ),
        (
            FEBRUARY,
            MOVED,
            "detach them together .cryptodrug db detach 2019-02 2019-03 --to FILE",
        ),
    ],
)
def test_what_would_lose_something_is_refused(
    filled: Database, month: date, change: str | None, why: str, tmp_path: Path
) -> None:
    with filled.engine.connect() as connection:
        if change is not None:
            connection.execute(text(change))
            connection.commit()
        before = contents(connection)
        with pytest.raises(StoreError, match=why):
            detach(connection, [month], tmp_path / "month")

        assert before == contents(connection)
    assert not (tmp_path / "month").exists()


def test_a_file_that_is_there_is_not_replaced(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "month").write_text("mine")
    with filled.engine.connect() as connection, pytest.raises(ConfigurationError, match="is there already"):
        detach(connection, [FEBRUARY], tmp_path / "month")

    assert (tmp_path / "month").read_text() == "mine"


def test_nothing_is_moved_while_somebody_derives(filled: Database, tmp_path: Path) -> None:
    with filled.engine.connect() as other, filled.engine.connect() as connection:
        assert try_for_session(other, Lock.DERIVE)
        with pytest.raises(StoreError, match="a derivation of this database goes on, and nothing was detached"):
            detach(connection, [FEBRUARY], tmp_path / "month")
        give_back(other, Lock.DERIVE)
        other.commit()

        assert detach(connection, [FEBRUARY], tmp_path / "month").pages


def test_a_file_that_was_changed_is_refused(filled: Database, tmp_path: Path) -> None:
    file, other, cut = tmp_path / "month", tmp_path / "other", tmp_path / "cut"
    with filled.engine.connect() as connection:
        detach(connection, [FEBRUARY], file)
        with zipfile.ZipFile(file) as known, zipfile.ZipFile(other, "w") as changed:
            for name in known.namelist():
                rows = known.read(name)
                is_ours = name == "2019-02/vendor_observation.copy"
                changed.writestr(name, rows.replace(b"grower", b"brewer") if is_ours else rows)
        cut.write_bytes(file.read_bytes()[:-200])
        with pytest.raises(StoreError, match="2019-02/vendor_observation.copy is not what it was when it was written"):
            attach(connection, other)
        with pytest.raises(StoreError, match="is no file of a month, or is damaged"):
            attach(connection, cut)

        assert [(FEBRUARY, "month")] == detached_months(connection)
        connection.rollback()
        assert attach(connection, file).months == [FEBRUARY]


def test_a_file_is_attached_once_and_where_it_comes_from(filled: Database, tmp_path: Path) -> None:
    with filled.engine.connect() as connection:
        detach(connection, [FEBRUARY], tmp_path / "month")
        attach(connection, tmp_path / "month")
        before = contents(connection)
        with pytest.raises(StoreError, match="is not what was detached from this database, or was attached before"):
            attach(connection, tmp_path / "month")

        assert before == contents(connection)


def test_columns_that_are_gone_are_named_and_nothing_comes_back(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where an upgrade has taken a column away meanwhile."""
    with filled.engine.connect() as connection:
        detach(connection, [FEBRUARY], tmp_path / "month")
        before = contents(connection)
        there = [name for name in COLUMNS_OF["vendor_counter"] if name != "since"]
        monkeypatch.setitem(COLUMNS_OF, "vendor_counter", there)
        with pytest.raises(StoreError, match="vendor_counter has no since any more: attach it by the version"):
            attach(connection, tmp_path / "month")

        assert before == contents(connection)

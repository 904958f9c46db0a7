"""A replay on the workers of a Dask cluster gives what one on this machine gives, whatever happens to them."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import dask
import psutil
import pytest
from sqlalchemy import create_engine, make_url, text

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.cluster import workers as cluster
from cryptodrug_scraper.cluster.parcel import Content, NotThereError, Parcel
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.importers import chunks
from cryptodrug_scraper.replay import replay, run
from cryptodrug_scraper.replay.on_worker import Order, carry_out_there, versions_here
from cryptodrug_scraper.replay.task import Options, Task
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.digest import digest
from tests.importers.forms import HOST, Page, http, record, response, warc, write_tree, written
from tests.support.dask_processes import DaskProcesses
from tests.support.dask_workers import ends_at, pids
from tests.support.new_database import new_database
from tests.support.object_store import copied

if TYPE_CHECKING:
    from distributed import LocalCluster
    from sqlalchemy import URL, Engine
    from upath import UPath

    from cryptodrug_scraper.replay import Summary
    from cryptodrug_scraper.store.database import Database

    Expected = tuple[str, Summary]

PAGES = sorted((Path(__file__).parent.parent.parent / "fixtures" / "pages" / "dream" / "listing").glob("*/body.html"))
FILES = 6
DAY = datetime(2018, 11, 18, 9, tzinfo=UTC)
SECRET = "correct horse"  # noqa: S105  # nobody's

pytestmark = pytest.mark.xdist_group("cluster")  # whose workers take some seconds to start


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """WARC files, the first of which revisits a page in the last, and a saved page."""
    folder = tmp_path_factory.mktemp("cluster") / "crawl"
    write_tree({"saved/page.html": PAGES[0].read_bytes() + b"<!-- saved -->"}, folder)
    for number in range(FILES):
        pages = [
            Page(path.read_bytes() + b"<!-- %d -->" % number, f"/{path.parent.name}", DAY + timedelta(days=number))
            for path in PAGES
        ]
        records = [response(page) for page in pages]
        if number == 0:
            last = PAGES[0].read_bytes() + b"<!-- %d -->" % (FILES - 1)
            records.append(
                revisit(f"/{PAGES[0].parent.name}", f"sha1:{hashlib.sha1(last, usedforsecurity=False).hexdigest()}")
            )
        written(folder / f"{number}.warc.gz", warc(records))
    return folder


def revisit(url: str, payload: str) -> bytes:
    return record(
        http(b"", "Content-Type: text/html"),
        WARC_Type="revisit",
        WARC_Target_URI=HOST + url,
        WARC_Date="2018-12-24T10:00:00Z",
        Content_Type="application/http; msgtype=response",
        WARC_Payload_Digest=payload,
    )


@pytest.fixture(scope="module")
def expected(server: URL, template: str, archive: Path) -> Expected:
    """What a replay on this machine gives: the digest of the database, and the summary."""
    with new_database(server, template) as url:
        engine = create_engine(url)
        summary = replay(engine, [archive], workers=1)
        with engine.connect() as connection:
            found = digest(connection)
        engine.dispose()
    return found, summary


def digest_of(database: Database) -> str:
    with database.engine.connect() as connection:
        return digest(connection)


def children(workers: LocalCluster) -> list[psutil.Process]:
    """The processes of the workers that read pages; what these come from is a child of the worker itself."""
    servers = [server for pid in pids(workers) for server in psutil.Process(pid).children()]
    return [process for server in servers for process in server.children()]


@pytest.mark.parametrize("where", [pytest.param("path", marks=pytest.mark.campaign), "object store"])
def test_a_cluster_loads_what_this_machine_loads(
    where: str, database: Database, archive: Path, expected: Expected, store: UPath, workers: LocalCluster
) -> None:
    """From a path, with a task that ends each worker, in the test of a task that ends each worker."""
    place = copied(archive, store / "crawl") if where == "object store" else archive

    there = replay(database.engine, [place], dask=workers.scheduler_address)

    here = expected[1]
    assert expected[0] == digest_of(database)
    assert (here.report, here.kinds, here.issues) == (there.report, there.kinds, there.issues)
    assert there.pages == FILES * len(PAGES) + 2


@pytest.mark.campaign
def test_a_worker_that_dies_loses_and_doubles_nothing(
    database: Database, archive: Path, expected: Expected, workers: LocalCluster
) -> None:
    killed: list[int] = []

    def kill(_: Summary) -> None:
        if not killed:
            killed.extend(pids(workers))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    summary = replay(database.engine, [archive], dask=workers.scheduler_address, progress=kill)

    assert expected[0] == digest_of(database)
    assert 2 == len(killed)
    assert summary.report.accepted == summary.pages + summary.read_before


@pytest.mark.campaign
def test_a_scheduler_that_is_started_again_loses_nothing_and_one_that_is_not_is_named(
    database: Database, server: URL, template: str, archive: Path, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In turn: scheduler and workers take some seconds of a processor each to start."""
    restarted: list[int] = []
    with DaskProcesses(1) as processes:
        address = processes.address

        def restart(_: Summary) -> None:
            if not restarted:
                processes.kill_scheduler()
                processes.start_scheduler()
                restarted.append(1)

        summary = replay(database.engine, [archive], dask=address, progress=restart)

        assert restarted
        assert expected[0] == digest_of(database)
        assert summary.report.accepted == summary.pages + summary.read_before

        with new_database(server, template) as url:
            other = create_engine(url)
            is_lost_for_good(processes, other, archive, monkeypatch)
            there = replay(other, [archive], workers=1)
            with other.connect() as connection:
                assert expected[0] == digest(connection), "what was done stays"
            other.dispose()
    assert there.read_before


def is_lost_for_good(processes: DaskProcesses, engine: Engine, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WHILE_LOST", 1.0)
    monkeypatch.setattr(cluster, "_CONNECTING", 0.5)
    killed: list[int] = []

    def kill(_: Summary) -> None:
        if not killed:
            processes.kill_scheduler()
            killed.append(1)

    address = processes.address
    with pytest.raises(ConfigurationError, match=f"{address} was lost, .*; what was done stays: start it"):
        replay(engine, [archive], dask=address, progress=kill)
    assert killed


@pytest.mark.slow
def test_a_task_that_ends_each_worker_is_done_where_it_was_asked_for(
    database: Database,
    archive: Path,
    expected: Expected,
    workers: LocalCluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends_at(3, workers, monkeypatch)

    replay(database.engine, [archive], dask=workers.scheduler_address)

    assert expected[0] == digest_of(database)


def test_whoever_interrupts_leaves_nothing_running(
    database: Database, archive: Path, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "MOST_PAGES", 1)

    def interrupt(_: Summary) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay(database.engine, [archive], dask=workers.scheduler_address, progress=interrupt)

    until = time.monotonic() + 300
    while busy(workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert not busy(workers)


def busy(workers: LocalCluster) -> bool:
    assert workers.scheduler is not None
    return bool(workers.scheduler.tasks) or bool(children(workers))


@pytest.mark.slow
def test_a_worker_with_other_parsers_is_refused(
    database: Database, archive: Path, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = parser_version("dream")
    monkeypatch.setattr(run, "current_readings", lambda: frozenset({("dream", "0.1.0+dream.other")}))

    with pytest.raises(ConfigurationError, match="restart the worker") as refused:
        replay(database.engine, [archive], dask=workers.scheduler_address)

    assert all(part in str(refused.value) for part in ("tls://127.0.0.1", mine, "0.1.0+dream.other"))
    with database.engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM capture")).scalar_one()


def test_a_file_that_only_one_machine_has_is_no_damage(
    database: Database, archive: Path, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(_: Parcel) -> object:
        return NotThereError("on the worker tcp://127.0.0.1:1: 0.warc.gz cannot be opened")

    with monkeypatch.context() as patch:
        patch.setattr(cluster, "answer", elsewhere)
        with pytest.raises(ConfigurationError, match="same path on all machines"):
            replay(database.engine, [archive], dask=workers.scheduler_address)


def test_a_parcel_shows_neither_password_nor_page() -> None:
    url = make_url(f"postgresql://somebody:{quote(SECRET)}@127.0.0.1/database")
    capture = Capture(body=SECRET.encode(), origin=Origin("page", SECRET))
    content = Content("1", carry_out_there, Order("1", Options(), url), Task(7, (capture,)), None)
    parcel = Parcel.of(7, frozenset(), versions_here, content)
    assert ("Parcel(7)", "Parcel(7)") == (repr(parcel), str(parcel))
    assert SECRET == parcel.opened().common.url.password  # type: ignore[attr-defined]


@pytest.mark.parametrize(("file", "message"), [(None, "they are not named"), ("/nowhere.pem", "No such file")])
def test_certificates_that_are_not_there_are_named(file: str | None, message: str, database: Database) -> None:
    names = ("ca-file", "client.cert", "client.key")
    with (
        dask.config.set({f"distributed.comm.tls.{name}": file for name in names}),
        pytest.raises(ConfigurationError, match=f"{message}.*TLS__CA_FILE"),
    ):
        replay(database.engine, [PAGES[0]], dask="tls://127.0.0.1:9")


def test_a_scheduler_that_is_not_there_is_named(database: Database) -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.3s"}),
        pytest.raises(ConfigurationError, match="tcp://127.0.0.1:9 cannot be reached"),
    ):
        replay(database.engine, [PAGES[0]], dask="tcp://127.0.0.1:9")

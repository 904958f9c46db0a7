"""What the workers of a cluster find in archives, or make of sources, is what this machine finds and makes."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.archive.verify import verify_archive, verify_files
from cryptodrug_scraper.cluster import workers as cluster
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.warc.gzip_members import gzip_members
from tests.importers.forms import HOST, Page, http, record, response, warc, write_tree, written
from tests.support.dask_workers import ends_at
from tests.support.object_store import copied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from distributed import LocalCluster
    from upath import UPath

    from cryptodrug_scraper.archive.importing import Imported
    from cryptodrug_scraper.cluster.job import Job

DAY = datetime(2018, 11, 18, 9, tzinfo=UTC)
OTHER_EACH_TIME = re.compile(rb"WARC-Record-ID: [^\r]*\r\n")

pytestmark = pytest.mark.xdist_group("cluster")  # whose workers take some seconds to start


def page(number: int) -> bytes:
    return f"<html>{number}{'a page ' * 100}</html>".encode()


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a flipped byte, revisits whose record that was, and a file that the index does not have."""
    root = tmp_path_factory.mktemp("archive")
    for file in range(4):
        with ArchiveWriter(root) as writer:
            for number in range(4):
                time = DAY + timedelta(hours=file, minutes=number)
                body = page(0) if number == 3 else page(10 * file + number)
                writer.exchange(Exchange(f"http://market.invalid/{file}/{number}", time, 200, body))
    files = Layout(root).sealed()
    shutil.copy(files[1], files[1].with_name("z-unknown.warc.gz"))
    data = bytearray(files[0].read_bytes())
    second = list(gzip_members(files[0]))[1]
    data[second.offset + 150] ^= 0x10
    files[0].write_bytes(data)
    return root


@pytest.mark.parametrize("where", [pytest.param("path", marks=pytest.mark.campaign), "object store"])
@pytest.mark.slow
def test_a_cluster_finds_the_same_problems(
    where: str, harmed: Path, store: UPath, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(harmed, store / "archive") if where == "object store" else harmed
    expected = verify_archive(harmed)
    for known in ("the record that it repeats", "index and file differ"):
        assert any(known in problem.what for problem in expected.problems)
    ends_at(2, workers, monkeypatch)

    assert expected == verify_archive(place, dask=workers.scheduler_address)
    assert (5, 5) == (expected.files, expected.revisits)


def test_files_in_an_object_store_are_checked_here_too(harmed: Path, store: UPath) -> None:
    place = copied(harmed, store / "again")
    assert verify_archive(harmed) == verify_archive(place)
    files = Layout(harmed).sealed()
    assert verify_files(files) == verify_files([place / "archive" / path.name for path in files])
    with pytest.raises(ArchiveError, match=r"no\.warc\.gz is not there"):
        verify_files([place / "no.warc.gz"])


def revisit(url: str, body: bytes) -> bytes:
    digest = hashlib.sha1(body, usedforsecurity=False).hexdigest()
    return record(
        http(b"", "Content-Type: text/html"),
        WARC_Type="revisit",
        WARC_Target_URI=HOST + url,
        WARC_Date="2018-12-24T10:00:00Z",
        Content_Type="application/http; msgtype=response",
        WARC_Payload_Digest=f"sha1:{digest}",
    )


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """WARC files with pages that come again, a revisit of a later file, an address that is too long; saved pages."""
    folder = tmp_path_factory.mktemp("sources") / "crawl"
    write_tree({f"2018-11-{18 + day}/page.html": page(day) for day in range(3)}, folder)
    for number in range(5):
        pages = [Page(page(number * each), f"/{number}/{each}", DAY + timedelta(days=number)) for each in range(20)]
        records = [response(each) for each in pages]
        if number == 0:
            records.append(revisit("/later", page(4 * 19)))
            records.append(response(Page(page(99), "/" + "x" * 70_000, DAY)))
        written(folder / f"{number}.warc.gz", warc(records))
    return folder


def records(root: Path) -> list[bytes]:
    """The records of an archive but for what no two imports have in common: its file's name, and the ids."""
    found = [list(gzip_members(path))[1:] for path in Layout(root).sealed()]
    return [OTHER_EACH_TIME.sub(b"", member.data) for members in found for member in members]


def told(imported: Imported) -> Imported:
    return replace(imported, seconds=0.0)


@pytest.mark.parametrize("where", ["path", "object store"])
@pytest.mark.slow
def test_a_cluster_makes_the_same_archive(
    where: str, sources: Path, store: UPath, workers: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(sources, store / "sources") if where == "object store" else sources
    monkeypatch.setattr("cryptodrug_scraper.archive.import_on_cluster._MOST_TASKS", 2)
    here = import_paths([sources], tmp_path / "here", roll_at=4000)
    assert here.written > here.revisits > 5

    there = import_paths([place], tmp_path / "there", roll_at=4000, dask=workers.scheduler_address)

    assert told(here) == told(there)
    assert records(tmp_path / "here") == records(tmp_path / "there")
    assert len(Layout(tmp_path / "here").sealed()) == len(Layout(tmp_path / "there").sealed()) > 1
    assert [] == verify_archive(tmp_path / "there").problems

    again = import_paths([place], tmp_path / "there", dask=workers.scheduler_address)

    assert (0, here.written + here.kept_before) == (again.written, again.kept_before)


def test_a_worker_with_another_version_is_refused(
    sources: Path, workers: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = cluster.Cluster.run

    def as_another(
        self: cluster.Cluster, job: Job[object, object], tasks: Iterator[object]
    ) -> Iterator[tuple[object, object]]:
        return run(self, replace(job, versions=frozenset({("cryptodrug", "0.1.0+other")})), tasks)

    monkeypatch.setattr(cluster.Cluster, "run", as_another)

    with pytest.raises(ConfigurationError, match=r"0\.1\.0\+other .*restart the worker"):
        import_paths([sources], tmp_path / "there", dask=workers.scheduler_address)

    assert [] == Layout(tmp_path / "there").sealed()

"""Archives in an object store are read as on a disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from upath import UPath

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.importers import places
from cryptodrug_scraper.importers.places import place_at
from cryptodrug_scraper.importers.remote_file import open_remote
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in, check_paths
from tests.importers.forms import Page, write_forms
from tests.importers.test_stretches import BODIES, FILES, NINE, PACKED, in_stretches
from tests.support.object_store import copied, object_store

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = [Page(body, f"/{number}", NINE) for number, body in enumerate(BODIES[:4])]


@pytest.fixture(scope="module")
def bucket() -> Iterator[UPath]:
    """An object store on loopback."""
    with object_store() as store:
        yield store / "pages"


def test_an_object_store_gives_what_a_disk_gives_in_every_form(tmp_path: Path, bucket: UPath) -> None:
    write_forms(PAGES, tmp_path / "forms")
    here, there = ImportReport(), ImportReport()
    expected = list(captures_in(tmp_path / "forms", here))

    found = list(captures_in(copied(tmp_path / "forms", bucket / "forms"), there))

    assert len(found) > 40
    assert (expected, here) == (found, there)


@pytest.mark.parametrize("name", ["whole", "damaged in the middle"])
def test_stretches_and_revisits_are_read_from_it(name: str, tmp_path: Path, bucket: UPath) -> None:
    (tmp_path / "a.warc.gz").write_bytes(FILES[name])
    expected, here, _ = in_stretches(tmp_path, 900)

    found, there, files = in_stretches(copied(tmp_path, bucket / name), 900)

    assert len(files) > 2
    assert (expected, here) == (found, there)


def test_a_single_file_is_read_from_it(bucket: UPath) -> None:
    (bucket / "single" / "a.warc.gz").write_bytes(b"".join(PACKED[:9]))
    report = ImportReport()
    assert len(list(captures_in(bucket / "single" / "a.warc.gz", report))) == 7
    assert {"a.warc.gz"} == {capture.origin.path for capture in captures_in(bucket / "single" / "a.warc.gz", report)}


def test_keys_that_no_file_can_have_are_refused(bucket: UPath) -> None:
    for key in ("a.warc.gz", "", "/b.warc.gz", "./c.warc.gz", "../d.warc.gz", "x #?%20/e.warc.gz"):
        body = PACKED[3] if key else b""
        bucket.fs.call_s3("put_object", Bucket="bucket", Key=f"pages/odd/{key}", Body=body)
    report = ImportReport()
    found = [capture.origin.path for capture in captures_in(bucket / "odd", report)]
    assert (["a.warc.gz", "x #?%20/e.warc.gz"], 3) == (found, sum(report.refused.values()))


def test_what_is_not_there_is_named(bucket: UPath) -> None:
    for place in (bucket / "nothing", UPath("s3://no-such-bucket/crawls")):
        with pytest.raises(ArchiveError, match=f"{place} is not there, or cannot be reached"):
            check_paths([place])


def test_a_store_that_fails_while_it_is_read_is_told_as_a_disk_that_does(
    bucket: UPath, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bucket / "fails" / "a.warc.gz").write_bytes(FILES["whole"])
    monkeypatch.setattr("s3fs.core.S3File._fetch_range", lambda *_: 1 / 0)
    with open_remote(bucket / "fails" / "a.warc.gz") as file, pytest.raises(OSError, match="ZeroDivisionError"):
        file.read(1)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("http://archive.example/crawl.warc.gz", "http:// … cannot be read"),
        ("simplecache::s3://bucket/crawl", "cannot be read"),
        ("zip://a::s3://bucket/crawl", "cannot be read"),
        ("s3://", "cannot be read"),
        ("s3://key:secret@bucket/crawl", "has a key in it"),
    ],
)
def test_other_addresses_are_refused(name: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as refused:
        place_at(name)
    assert "secret" not in str(refused.value)


def test_paths_and_places_are_told_apart() -> None:
    assert (Path("crawls/a"), Path("a/b://c")) == (place_at("crawls/a"), place_at("a/b://c"))
    assert "s3://bucket/crawls" == str(place_at("s3://bucket/crawls"))


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="make cluster"):
        place_at("s3://bucket/crawls")

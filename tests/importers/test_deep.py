"""Folders and names that are deeper or longer than calls can be nested and the system takes paths."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers import ImportReport, captures_in, check_paths, find_capture

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = b"<html><body>a page</body></html>"
DEPTH = 1500


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A folder that is removed by a program which goes to any depth, as pytest's own way does not."""
    folder = Path(mkdtemp(prefix="cryptodrug-test-"))
    yield folder
    subprocess.run(["/bin/rm", "-rf", str(folder)], check=True)


def make_deep(root: Path, name: str, depth: int) -> str:
    """Make a page at the bottom of folders in folders, step by step, and return its path from the root."""
    root.mkdir()
    folder = os.open(root, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=folder)
        below = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    page = os.open("x.html", os.O_WRONLY | os.O_CREAT, dir_fd=folder)
    os.write(page, PAGE)
    os.close(page)
    os.close(folder)
    return f"{name}/" * depth + "x.html"


def test_a_page_1500_folders_deep_is_read_and_found_again(root: Path) -> None:
    path = make_deep(root / "deep", "a", DEPTH)
    (root / "deep" / "b.html").write_bytes(PAGE)
    report = ImportReport()
    assert [path, "b.html"] == [capture.origin.path for capture in captures_in(root / "deep", report)]
    assert not report.refused
    assert PAGE == find_capture(root / "deep", Origin("page", path)).body

    # whatever a revisit refers to is looked for in all of these folders
    headers = b"WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Record-ID: <urn:a>\r\nContent-Length: 0\r\n"
    (root / "deep" / "a.warc").write_bytes(headers + b"WARC-Payload-Digest: sha1:" + b"A" * 32 + b"\r\n\r\n\r\n\r\n")
    with pytest.raises(ArchiveError, match="no page is at"):
        find_capture(root / "deep", Origin("warc", "a.warc", 0))


def test_a_folder_whose_path_is_too_long_for_the_system_is_refused_by_name(root: Path) -> None:
    make_deep(root / "long", "a folder", 700)
    (root / "long" / "b.html").write_bytes(PAGE)
    report = ImportReport()
    assert ["b.html"] == [capture.origin.path for capture in captures_in(root / "long", report)]
    assert {"cannot be read": 1} == report.refused
    (example,) = report.examples["cannot be read"]
    assert example.startswith("a folder/a folder/")
    assert example.endswith("a folder/: File name too long")
    assert 300 > len(example)


def test_members_of_archives_may_be_as_deep_and_have_longer_names_than_files(tmp_path: Path) -> None:
    names = ["a/" * DEPTH + "x.html", "b" * 5000 + ".html"]
    with tarfile.open(tmp_path / "x.tar", "w") as tar, zipfile.ZipFile(tmp_path / "x.zip", "w") as zipped:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(PAGE)
            tar.addfile(entry, io.BytesIO(PAGE))
            zipped.writestr(name, PAGE)
    captures = list(captures_in(tmp_path, ImportReport()))
    assert [f"{archive}!/{name}" for archive in ("x.tar", "x.zip") for name in names] == [
        capture.origin.path for capture in captures
    ]
    for capture in captures:
        assert PAGE == find_capture(tmp_path, capture.origin).body


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000])
def test_a_path_that_no_file_can_have_is_not_there(name: str) -> None:
    with pytest.raises(ArchiveError, match="is not there, or cannot be reached: File name too long"):
        check_paths([Path(name)])

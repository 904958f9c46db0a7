"""Which files of a folder are pages; each of the others is told, with why it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.page_files import pages_among, passed_over_lines

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<html><body><p>Größe: 5 g</p></body></html>".encode()
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    saved = tmp_path / "saved"
    beside = saved / "offer_files"
    beside.mkdir(parents=True)
    (saved / "offer.html").write_bytes(PAGE)
    (saved / "without ending").write_bytes(PAGE)
    (saved / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1")
    (saved / "empty.html").write_bytes(b"")
    (saved / "picture.html").write_bytes(PICTURE)
    (saved / "leads-nowhere.html").symlink_to(tmp_path / "nowhere.html")
    for number in range(30):
        (beside / f"{number}.css").write_bytes(b"p { color: red }")
    return saved


def test_what_is_no_page_is_passed_over_and_each_of_it_is_told(folder: Path) -> None:
    found = pages_among([folder])
    assert [path.name for path in found.pages] == ["offer.html", "without ending"]
    assert len(found.passed_over) == 34
    assert list(passed_over_lines(found.passed_over)) == [
        f"{folder}/.DS_Store: a hidden file, passed over",
        f"{folder}/empty.html: an empty file, passed over",
        f"{folder}/leads-nowhere.html: neither a file nor a folder, passed over",
        f"{folder}/offer_files: 30 files passed over, each a picture, style or script beside a page, as 0.css",
        f"{folder}/picture.html: not a page by its bytes, passed over",
    ]


def test_a_page_in_a_hidden_folder_that_is_named_itself_is_taken(tmp_path: Path) -> None:
    hidden = tmp_path / ".pages"
    hidden.mkdir()
    (hidden / "a.html").write_bytes(PAGE)
    assert [path.name for path in pages_among([hidden]).pages] == ["a.html"]


def test_files_of_which_none_is_a_page_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PICTURE)
    with pytest.raises(ArchiveError, match=r"a\.png is a picture, style or script beside a page.*name saved pages"):
        pages_among([tmp_path / "a.png"])


def test_an_empty_folder_is_refused_and_no_folder_is_not(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is empty"):
        pages_among([tmp_path])
    assert pages_among([]).pages == []


def test_a_file_that_is_named_twice_is_one_page(folder: Path) -> None:
    assert len(pages_among([folder, folder / "offer.html"]).pages) == 2

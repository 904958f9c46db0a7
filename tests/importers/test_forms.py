from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers import ImportReport, captures_in, find_body, find_capture
from tests.importers.forms import Page, tar_of, write_forms, write_tree

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture

START = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
PAGES = [
    Page(
        b"<html><body>lot %d \xe2\x82\xac</body></html>" % n,
        f"/viewProduct?offer=8{n}.50{n}",
        START + n * timedelta(minutes=7),
    )
    for n in range(1, 10)
]
FORMS = 15


def everything(path: Path) -> list[Capture]:
    report = ImportReport()
    captures = list(captures_in(path, report))
    assert {} == report.refused, report.examples
    assert len(captures) == report.accepted == sum(report.importers.values())
    return captures


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_forms(PAGES, tmp_path_factory.mktemp("forms"))


def test_every_form_of_the_same_pages_gives_the_same_captures(forms: dict[str, Path]) -> None:
    assert FORMS == len(forms)
    expected = {capture.capture_id for capture in everything(forms["folder"])}
    assert len(PAGES) == len(expected)
    assert dict.fromkeys(forms, expected) == {
        name: {capture.capture_id for capture in everything(path)} for name, path in forms.items()
    }


def test_forms_side_by_side_in_a_folder_say_nothing_new(forms: dict[str, Path]) -> None:
    report = ImportReport()
    captures = list(captures_in(forms["folder"].parent, report))
    assert FORMS * len(PAGES) == report.accepted
    assert (FORMS - 1) * len(PAGES) == report.duplicates
    assert len(PAGES) == len({capture.capture_id for capture in captures})
    assert {"page", "warc", "datacrypto"} == set(report.importers)


def test_the_bytes_of_every_capture_are_found_again_by_its_origin(forms: dict[str, Path]) -> None:
    root = forms["folder"].parent
    for capture in everything(root):
        assert capture.body == find_body(root, capture.origin, capture.sha256)
        assert capture.body == find_capture(root, capture.origin).body
    for path in forms.values():
        for capture in everything(path):
            assert capture.body == find_body(path, capture.origin, capture.sha256)


def test_other_bytes_than_those_asked_for_are_never_given(forms: dict[str, Path]) -> None:
    for name in ("folder", "tar.xz", "zip", "warc.gz", "wacz", "datacrypto"):
        first, second, *_ = everything(forms[name])
        assert find_body(forms[name], first.origin, second.sha256) is None


def test_an_origin_leads_to_nothing_outside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.html").write_bytes(PAGES[0].body)
    with pytest.raises(ArchiveError, match="name the folder"):
        find_capture(tmp_path / "inside", Origin("page", "../outside.html"))


def test_an_archive_that_came_later_is_found_inside_the_folder_and_by_itself(tmp_path: Path) -> None:
    archive = tmp_path / "crawls" / "2018-11-18.tar.gz"
    write_tree({"crawls/2018-11-18.tar.gz": tar_of([("page.html", PAGES[0].body)], "tar.gz")}, tmp_path)
    (capture,) = everything(tmp_path)
    assert "crawls/2018-11-18.tar.gz!/page.html" == capture.origin.path
    assert capture.captured is not None
    assert 18 == capture.captured.earliest.day
    assert PAGES[0].body == find_body(archive, capture.origin, capture.sha256)
    assert {capture.capture_id} == {each.capture_id for each in everything(archive)}

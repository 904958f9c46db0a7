"""The exit codes of the verbs, as the help of each has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cryptodrug_scraper.archive import ArchiveWriter, Layout
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.locks import locked
from tests.support.command import run_command

PAGE = b"<html><body>" + b"a page " * 100 + b"</body></html>"


def run(*arguments: str | Path, code: int) -> str:
    """``cryptodrug archive``: it ends with this code, and prints no traceback; returns what it said of errors."""
    done = run_command("archive", *arguments, code=code)
    return (done.stderr + done.stdout).decode(errors="replace")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with one page."""
    (tmp_path / "a.html").write_bytes(PAGE)
    run("import", tmp_path / "a.html", "--archive", tmp_path / "archive", code=0)
    return tmp_path / "archive"


@pytest.fixture
def unsealed(tmp_path: Path) -> Path:
    """An archive whose only file is not sealed yet."""
    ArchiveWriter(tmp_path / "new").close()
    (tmp_path / "new" / "archive" / "x.warc.gz.open").write_bytes(b"")
    return tmp_path / "new"


def test_verify_with_nothing_sealed_is_no_success(unsealed: Path) -> None:
    said = run("verify", "--archive", unsealed, code=3)
    assert "has no finished WARC file, so there is nothing to check; not finished: x.warc.gz" in said
    (unsealed / "archive" / "x.warc.gz.open").unlink()
    assert "there is nothing to check" in run("verify", "--archive", unsealed, "--json", code=3)


@pytest.mark.parametrize("content", [b"", b"\0" * 100])
def test_verify_of_a_file_without_any_record_is_no_success(root: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.warc.gz"
    path.write_bytes(content)
    assert "empty.warc.gz, byte 0" in run("verify", path, code=3)
    path.rename(Layout(root).warcs / path.name)
    run("index", "--archive", root, code=3 if content else 0)
    assert "empty.warc.gz, byte 0" in run("verify", "--archive", root, code=3)


@pytest.mark.parametrize("cut", [50, 400])
def test_what_is_made_of_a_damaged_archive_is_made_and_is_no_success(root: Path, tmp_path: Path, cut: int) -> None:
    (tmp_path / "b.html").write_bytes(PAGE[: 10 - len(PAGE)] + PAGE)
    run("import", tmp_path / "b.html", "--archive", root, code=0)
    path = Layout(root).sealed()[0]
    os.truncate(path, path.stat().st_size - cut)
    assert f"1 damaged record in {path.name}" in run("index", "--archive", root, code=3)
    said = run("export", "--archive", root, "--wacz", tmp_path / "b.wacz", "--identified", code=3)
    assert "left out: 1 damaged record" in said
    assert (tmp_path / "b.wacz").exists()


def test_verify_of_what_is_no_file_is_no_success(tmp_path: Path) -> None:
    assert "is not there" in run("verify", tmp_path / "none.warc.gz", code=3)
    assert "is not there" in run("verify", tmp_path, code=3)
    assert "is not there" in run("verify", "a" * 300, code=3)
    assert "name files or --archive, not both" in run("verify", "a", "--archive", tmp_path, code=2)


@pytest.mark.parametrize("verb", ["verify", "status", "index", "export"])
def test_a_folder_that_is_no_archive_is_an_error_of_every_verb(tmp_path: Path, verb: str) -> None:
    wacz = ("--wacz", tmp_path / "a.wacz", "--identified") if verb == "export" else ()
    for place in (tmp_path / "nowhere", tmp_path):
        assert f"{place} " in run(verb, "--archive", place, *wacz, code=3)
    assert [] == list(tmp_path.iterdir())


def test_an_import_that_cannot_be_done_ends_with_3(root: Path, tmp_path: Path) -> None:
    assert "is not there" in run("import", tmp_path / "none", "--archive", root, code=3)
    (tmp_path / "file").write_bytes(b"")
    assert "cannot be written" in run("import", tmp_path / "a.html", "--archive", tmp_path / "file" / "b", code=3)
    with locked(Layout(root).import_lock):
        assert "another import" in run("import", tmp_path / "a.html", "--archive", root, code=3)


def test_an_export_that_cannot_be_done_ends_with_2_or_3(root: Path, unsealed: Path, tmp_path: Path) -> None:
    wacz = tmp_path / "a.wacz"
    assert "--identified" in run("export", "--archive", root, "--wacz", wacz, code=2)
    assert "no finished WARC file" in run("export", "--archive", unsealed, "--wacz", wacz, "--identified", code=3)
    days = ("--from", "1999-01-01", "--until", "1999-01-02")
    assert "no capture of these days" in run("export", "--archive", root, "--wacz", wacz, "--identified", *days, code=3)
    assert not wacz.exists()
    run("export", "--archive", root, "--wacz", wacz, "--identified", code=0)
    assert "is there already" in run("export", "--archive", root, "--wacz", wacz, "--identified", code=2)
    name = Path(os.fsdecode(b"\xff.wacz"))
    run("export", "--archive", root, "--wacz", tmp_path / name, "--identified", code=0)


def test_a_file_whose_name_is_no_text_stops_nothing(root: Path, tmp_path: Path) -> None:
    (path,) = Layout(root).sealed()
    odd = Layout(root).warcs / os.fsdecode(b"\xff.warc.gz")
    odd.write_bytes(path.read_bytes())
    for verb in ("index", "status", "verify"):
        assert r"\xff.warc.gz" in run(verb, "--archive", root, code=3)
    assert r"\xff.warc.gz" in run("import", tmp_path / "a.html", "--archive", root, code=3)


def test_an_index_of_another_version_is_an_error(root: Path) -> None:
    index = Index(Layout(root).database)
    with index.transaction() as connection:
        connection.execute("PRAGMA user_version = 99")
    index.close()
    for verb in ("verify", "status"):
        assert "is of version 99, not 1; run: cryptodrug archive index" in run(verb, "--archive", root, code=3)

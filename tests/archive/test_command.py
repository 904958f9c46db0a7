from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.archive import ARCHIVE_VARIABLE, Layout, default_archive
from cryptodrug_scraper.home import HOME_VARIABLE
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

PAGE = b"<html><body>" + b"a page " * 100 + b"</body></html>"


def run(*arguments: str | Path, code: int = 0) -> str:
    """``cryptodrug archive`` as a user runs it; whatever happens, it prints no traceback."""
    done = run_command("archive", *arguments, code=code)
    return (done.stdout if code in (0, 3) and done.stdout else done.stderr).decode()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default archive, and pages beside it."""
    monkeypatch.setenv(ARCHIVE_VARIABLE, str(tmp_path / "archive"))
    folder = tmp_path / "pages" / "2018-11-18"
    folder.mkdir(parents=True)
    for number in range(4):
        (folder / f"{number}.html").write_bytes(PAGE + b"%d" % number)
    return tmp_path / "archive"


def test_the_default_archive_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(ARCHIVE_VARIABLE, raising=False)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert tmp_path / "archive" == default_archive()
    monkeypatch.setenv(ARCHIVE_VARIABLE, str(tmp_path / "other"))
    assert tmp_path / "other" == default_archive()


def test_pages_are_imported_counted_indexed_and_verified(root: Path) -> None:
    pages = root.parent / "pages"
    assert run("import", pages).startswith("4 accepted: 4 written, 0 of them as revisits, 0 kept before; 0 refused;")
    told = json.loads(run("import", pages, "--archive", root, "--json"))
    assert (0, 4, 4) == (told["written"], told["kept_before"], told["report"]["accepted"])
    told = json.loads(run("status", "--json"))
    assert (1, 0, 5, 4) == (told["files"], told["unsealed"], told["records"], told["captures"])
    assert ("2018-11-18T00:00:00+00:00", "2018-11-19T00:00:00+00:00") == (told["first"], told["last"])
    assert "4 captures in 1 file indexed\n" == run("index")
    assert {"files": 1, "records": 5, "revisits": 0, "outside": 0, "unsealed": [], "problems": []} == json.loads(
        run("verify", "--json")
    )
    assert "captures  4, 0 of them revisits; 4 bodies" in run("status")


def test_what_is_wrong_is_named_with_exit_code_3(root: Path) -> None:
    run("import", root.parent / "pages")
    (path,) = Layout(root).sealed()
    data = bytearray(path.read_bytes())
    data[-20] ^= 0xFF
    path.write_bytes(data)
    assert f"{path.name}, byte " in run("verify", code=3)
    (problem,) = json.loads(run("verify", path, "--json", code=3))["problems"]
    assert path.name == problem["file"]
    assert "name files or --archive, not both" in run("verify", path, "--archive", root, code=2)


def test_what_a_dead_writer_left_is_mended_and_told(root: Path) -> None:
    run("import", root.parent / "pages")
    (path,) = Layout(root).sealed()
    path.write_bytes(path.read_bytes()[:-30])
    path.rename(f"{path}.open")
    assert f"nothing to check; not finished: {path.name}" in run("verify", code=3)
    said = run("import", root.parent / "pages")
    assert f"{path.name}: its writer had died; sealed, after cutting off " in said
    assert "1 written, 0 of them as revisits, 3 kept before" in said
    assert run("verify").startswith("6 records in 2 files, 0 problems")


def test_paths_and_archives_that_are_not_there_are_told(root: Path) -> None:
    assert "is not there" in run("import", root.parent / "nothing", code=3)
    assert "is no archive" in run("status", code=3)
    assert "is no archive" in run("verify", code=3)
    assert "is no archive" in run("index", code=3)


@pytest.mark.parametrize("verb", ["import", "index", "verify", "status"])
def test_every_command_has_help_with_an_example_and_exit_codes(verb: str) -> None:
    text = run(verb, "--help")
    assert f"cryptodrug archive {verb}" in text.partition("Example:")[2]
    assert "Exit codes:" in text

"""Commands that meet damage do all that can be done, name it, and end with the exit code of an archive's fault."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.importers.forms import Page, response, tar_of, warc, warcinfo, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    from cryptodrug_scraper.store.database import Database

    Run = Callable[..., CompletedProcess[bytes]]

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
PAGES = [Page(b"<html><body>page %d</body></html>" % number, f"/offer/{number}", NINE) for number in range(6)]
RECORDS = [warcinfo(), *map(response, PAGES)]
HIT = 3
"""The record that is damaged."""
PLACE = len(warc(RECORDS[:HIT]))


def damaged() -> bytes:
    data = bytearray(warc(RECORDS))
    data[PLACE + 30] ^= 0x10
    return bytes(data)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "crawls" / "a.warc.gz"
    path.parent.mkdir()
    path.write_bytes(damaged())
    return path


def test_a_replay_loads_the_rest_and_ends_with_3(path: Path, run: Run, database: Database) -> None:
    told = json.loads(run("replay", path, "--json", code=3).stdout)
    assert (5, 1) == (told["pages"], told["damaged"]["places"])
    assert told["damaged"]["examples"][0].startswith(f"a.warc.gz, byte {PLACE}: ")
    with database.engine.connect() as connection:
        assert 5 == connection.execute(text("SELECT count(*) FROM capture")).scalar()
    shown = run("replay", path.parent, code=3).stdout.decode()
    assert "1 place is damaged or cannot be read; all the rest was taken:\n" in shown
    assert f"\n  a.warc.gz, byte {PLACE}: a record that cannot be unpacked: " in shown


def test_an_import_takes_the_rest_and_ends_with_3(path: Path, run: Run, tmp_path: Path) -> None:
    told = json.loads(run("archive", "import", path, "--archive", tmp_path / "archive", "--json", code=3).stdout)
    assert (5, 1) == (told["written"], told["report"]["damaged"]["places"])
    shown = run("archive", "import", path, "--archive", tmp_path / "archive", code=3).stdout.decode()
    assert f"\n  a.warc.gz, byte {PLACE}: a record that cannot be unpacked: " in shown
    run("archive", "verify", "--archive", tmp_path / "archive")


def test_what_contradicts_its_digest_is_not_signed_anew(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    lie = response(PAGES[0], "Content-Type: text/html", WARC_Block_Digest="sha1:" + "A" * 32)
    path.write_bytes(warc([lie, response(PAGES[1])]))
    told = json.loads(run("archive", "import", path, "--archive", tmp_path / "archive", "--json", code=3).stdout)
    assert (1, {"a record that contradicts its own digest": 1}) == (told["written"], told["report"]["refused"])


@pytest.mark.parametrize("name", ["a.tar", "a.zip", "a.tar.gz"])
def test_damage_of_what_a_file_lies_in_ends_with_3(name: str, run: Run, tmp_path: Path) -> None:
    files = [(f"{number}.html", page.body * 9) for number, page in enumerate(PAGES)]
    data = zip_of(files) if name == "a.zip" else tar_of(files, name.removeprefix("a."))
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    told = json.loads(run("archive", "import", tmp_path / name, "--archive", tmp_path / "to", "--json", code=3).stdout)
    assert 1 == told["report"]["damaged"]["places"]
    assert told["report"]["damaged"]["examples"][0].startswith(f"{name}: damaged from here on")


@pytest.mark.parametrize("ending", ["", ".open"])
def test_a_last_record_that_breaks_off_is_damage_unless_it_is_being_written(
    ending: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / f"a.warc.gz{ending}"
    path.write_bytes(warc(RECORDS)[:-20])
    code = 0 if ending else 3
    told = json.loads(run("archive", "import", path, "--archive", tmp_path / "to", "--json", code=code).stdout)
    assert (5, 1) == (told["written"], sum(told["report"]["refused"].values()))
    assert (0 if ending else 1) == told["report"]["damaged"]["places"]


def test_the_body_of_a_damaged_record_is_not_shown(path: Path, run: Run, database: Database) -> None:
    path.write_bytes(warc(RECORDS))
    run("replay", path)
    with database.engine.connect() as connection:
        statement = "SELECT capture_id FROM capture_origin WHERE byte_offset = :place"
        name = connection.execute(text(statement), {"place": PLACE}).scalar()
    body = run("show", str(name), "--body", "--archive", path).stdout
    assert PAGES[HIT - 1].body == body
    path.write_bytes(damaged())
    assert b"is not in" in run("show", str(name), "--body", "--archive", path, code=3).stderr
    plain = gzip.decompress(warc(RECORDS[HIT : HIT + 1])).replace(b"page 2", b"page 9")
    path.write_bytes(warc(RECORDS[:HIT]) + gzip.compress(plain, mtime=0))
    assert b"is not in" in run("show", str(name), "--body", "--archive", path, code=3).stderr

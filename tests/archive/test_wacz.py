"""An archive as a WACZ file, judged by the tools of the format's makers."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from warcio.archiveiterator import ArchiveIterator

from cryptodrug_scraper.archive import ArchiveWriter, Exchange
from cryptodrug_scraper.archive.wacz import EXPORTS, export_wacz
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.importers.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "http://market.invalid"
FIRST = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
HTML = [("Content-Type", "text/html; charset=UTF-8")]


def body(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{title * 200}</body></html>".encode()


def get(path: str, days: int, title: str, status: int = 200) -> Exchange:
    return Exchange(
        HOST + path, FIRST + timedelta(days), status, body(title), HTML, request_headers=[("Accept", "*/*")]
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three days in two files: /a is the same on the first day and the third, /b is there on the second."""
    root = tmp_path / "markets"
    with ArchiveWriter(root) as writer:
        writer.exchange(get("/a", 0, "Amber &amp; é"))
        writer.exchange(get("/b", 1, "Bernstein"))
    with ArchiveWriter(root) as writer:
        writer.exchange(get("/a", 2, "Amber &amp; é"))
        writer.exchange(get("/c", 2, "elsewhere", status=302))
    return root


def tool(name: str, *arguments: str | Path) -> str:
    """Run a program that stands beside Python in its environment, and expect that it is content."""
    command = [Path(sys.executable).with_name(name), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=120)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def lines(zipped: ZipFile, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in zipped.read(name).decode().splitlines()]


def captures(wacz: Path) -> Iterator[tuple[str, str, str]]:
    """Type, address and date of each record that the index of a WACZ file leads to, in its order."""
    with ZipFile(wacz) as zipped:
        for line in gzip.decompress(zipped.read("indexes/index.cdx.gz")).decode().splitlines():
            entry = json.loads(line.split(" ", 2)[2])
            start, length = int(entry["offset"]), int(entry["length"])
            data = zipped.read(f"archive/{entry['filename']}")[start : start + length]
            (record,) = ArchiveIterator(BytesIO(data))
            header = record.rec_headers.get_header
            yield record.rec_type, header("WARC-Target-URI").removeprefix(HOST), header("WARC-Date")[:10]


def test_the_tools_of_others_find_nothing_wrong_with_it(archive: Path, tmp_path: Path) -> None:
    wacz = tmp_path / "all.wacz"
    export_wacz(archive, wacz, identified=True)
    assert "the passed WACZ is valid" in tool("wacz", "validate", "-f", wacz)
    with ZipFile(wacz) as zipped:
        members = [name for name in zipped.namelist() if name.startswith("archive/")]
        zipped.extractall(tmp_path, members)
    assert 2 == len(members)
    tool("warcio", "check", *(tmp_path / name for name in members))


def test_warc_files_are_stored_as_they_are(archive: Path, tmp_path: Path) -> None:
    exported = export_wacz(archive, tmp_path / "all.wacz", identified=True)
    with ZipFile(tmp_path / "all.wacz") as zipped:
        for path in (archive / "archive").iterdir():
            assert path.read_bytes() == zipped.read(f"archive/{path.name}")
        kinds = {entry.compress_type for entry in zipped.infolist() if entry.filename.endswith(".gz")}
    assert {ZIP_STORED} == kinds
    assert (4, 0, 3, 2, 0, ()) == (
        exported.captures,
        exported.originals,
        exported.pages,
        exported.files,
        exported.damaged,
        exported.unsealed,
    )


def test_the_index_leads_to_every_capture(archive: Path, tmp_path: Path) -> None:
    export_wacz(archive, tmp_path / "all.wacz", identified=True)
    assert [
        ("response", "/a", "2018-11-18"),
        ("revisit", "/a", "2018-11-20"),
        ("response", "/b", "2018-11-19"),
        ("response", "/c", "2018-11-20"),
    ] == list(captures(tmp_path / "all.wacz"))


def test_pages_are_listed_by_time_with_their_titles_and_redirects_are_none(archive: Path, tmp_path: Path) -> None:
    export_wacz(archive, tmp_path / "all.wacz", identified=True)
    with ZipFile(tmp_path / "all.wacz") as zipped:
        header, *pages = lines(zipped, "pages/pages.jsonl")
    assert "json-pages-1.0" == header["format"]
    assert [
        {"url": f"{HOST}/a", "ts": "2018-11-18T09:12:00Z", "title": "Amber & é"},
        {"url": f"{HOST}/b", "ts": "2018-11-19T09:12:00Z", "title": "Bernstein"},
        {"url": f"{HOST}/a", "ts": "2018-11-20T09:12:00Z", "title": "Amber & é"},
    ] == pages


def test_the_same_archive_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    for name in ("one.wacz", "two.wacz"):
        export_wacz(archive, tmp_path / name, identified=True)
    assert (tmp_path / "one.wacz").read_bytes() == (tmp_path / "two.wacz").read_bytes()


@pytest.mark.parametrize(
    ("window", "expected", "counts"),
    [
        (Window(last=date(2018, 11, 18)), [("response", "/a", "2018-11-18")], (1, 0, 1)),
        (Window(date(2018, 11, 19), date(2018, 11, 19)), [("response", "/b", "2018-11-19")], (1, 0, 1)),
        (
            Window(date(2018, 11, 20)),
            [("response", "/a", "2018-11-18"), ("revisit", "/a", "2018-11-20"), ("response", "/c", "2018-11-20")],
            (2, 1, 2),
        ),
    ],
    ids=["until", "one day", "from, with what is repeated"],
)
def test_some_days_are_a_valid_file_of_their_own(
    archive: Path, tmp_path: Path, window: Window, expected: list[tuple[str, str, str]], counts: tuple[int, int, int]
) -> None:
    wacz = tmp_path / "some.wacz"
    exported = export_wacz(archive, wacz, identified=True, window=window)
    assert expected == list(captures(wacz))
    assert counts == (exported.captures, exported.originals, exported.files)
    with ZipFile(wacz) as zipped:
        for name in [name for name in zipped.namelist() if name.startswith("archive/")]:
            kinds = [record.rec_type for record in ArchiveIterator(BytesIO(zipped.read(name)))]
            assert kinds[0] == "warcinfo"
            assert kinds.count("request") == len(kinds) // 2  # each capture has its own
    assert "the passed WACZ is valid" in tool("wacz", "validate", "-f", wacz)


def test_only_who_asks_for_identified_output_gets_it(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="onion addresses: nothing in it is pseudonymised.*--identified"):
        export_wacz(archive, tmp_path / "all.wacz", identified=False)
    assert not (tmp_path / "all.wacz").exists()
    assert not (archive / EXPORTS).exists()


def test_every_export_is_noted_in_the_archive(archive: Path, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    exported = export_wacz(archive, tmp_path / "one.wacz", identified=True)
    export_wacz(archive, tmp_path / "two.wacz", identified=True, window=Window(date(2018, 11, 19)))
    first, second = [json.loads(line) for line in (archive / EXPORTS).read_text().splitlines()]
    assert before <= datetime.fromisoformat(first.pop("made_at")) <= datetime.now(UTC)
    assert first == {
        "file": "one.wacz",
        "identified": True,
        "from": None,
        "until": None,
        "captures": 4,
        "originals": 0,
        "datapackage_sha256": exported.digest,
    }
    assert ("two.wacz", "2018-11-19", None) == (second["file"], second["from"], second["until"])
    with ZipFile(tmp_path / "one.wacz") as zipped:
        assert exported.digest == hashlib.sha256(zipped.read("datapackage.json")).hexdigest()


def test_files_that_are_being_written_are_left_out_and_named(archive: Path, tmp_path: Path) -> None:
    with ArchiveWriter(archive) as writer:
        writer.exchange(get("/d", 3, "Later"))
        exported = export_wacz(archive, tmp_path / "all.wacz", identified=True)
        assert [path.name for path in (archive / "archive").glob("*.open")] == list(exported.unsealed)
    assert 2 == exported.files
    assert "/d" not in [path for _, path, _ in captures(tmp_path / "all.wacz")]


def test_damaged_records_are_left_out_and_counted(archive: Path, tmp_path: Path) -> None:
    path = min((archive / "archive").iterdir())
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        places = [
            (records.get_record_offset(), record.rec_type) for record in records if record.content_stream().read()
        ]
    second = [offset for offset, kind in places if kind == "response"][1]
    data = bytearray(path.read_bytes())
    data[second + 20 : second + 60] = bytes(40)
    path.write_bytes(data)
    exported = export_wacz(archive, tmp_path / "all.wacz", identified=True)
    assert (3, 1) == (exported.captures, exported.damaged)
    assert ["/a", "/a", "/c"] == [path for _, path, _ in captures(tmp_path / "all.wacz")]


def test_what_cannot_be_exported_is_said_and_leaves_nothing_behind(archive: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.wacz"
    kept.write_bytes(b"of value")
    with pytest.raises(ConfigurationError, match="kept.wacz is there already"):
        export_wacz(archive, kept, identified=True)
    with pytest.raises(ArchiveError, match="no capture of these days"):
        export_wacz(archive, tmp_path / "none.wacz", identified=True, window=Window(date(2020, 1, 1)))
    with pytest.raises(ArchiveError, match="no finished WARC file"):
        export_wacz(tmp_path / "nowhere", tmp_path / "none.wacz", identified=True)
    with pytest.raises(ConfigurationError, match="No such file or directory"):
        export_wacz(archive, tmp_path / "nowhere" / "none.wacz", identified=True)
    assert b"of value" == kept.read_bytes()
    assert {"kept.wacz", "markets"} == {path.name for path in tmp_path.iterdir()}
    assert not (archive / EXPORTS).exists()


def test_an_export_that_is_interrupted_between_two_captures_ends_as_interrupted_and_leaves_nothing_behind(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_path: Path, _name: str, rows: Iterator[object]) -> None:
        next(rows)
        raise KeyboardInterrupt

    monkeypatch.setattr("cryptodrug_scraper.archive.wacz.write_cdxj", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export_wacz(archive, tmp_path / "x.wacz", identified=True)
    assert [archive] == list(tmp_path.iterdir())


def test_the_command_refuses_explains_and_then_exports(archive: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cryptodrug_scraper", "archive", "export", "--archive", str(archive)]
    command += ["--wacz", str(tmp_path / "all.wacz"), "--until", "2018-11-19"]
    refused = subprocess.run(command, capture_output=True, check=False, text=True, timeout=120)
    assert (2, "") == (refused.returncode, refused.stdout)
    assert "say --identified" in refused.stderr
    done = subprocess.run([*command, "--identified", "--json"], capture_output=True, check=True, text=True, timeout=120)
    assert {"file": str(tmp_path / "all.wacz"), "captures": 2, "pages": 2}.items() <= json.loads(done.stdout).items()

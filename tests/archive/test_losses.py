"""A WARC file that has gone is missed until it is back, or its loss is accepted by name."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.losses import accept, gone
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.status import status_of
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive of three files with a page each."""
    with ArchiveWriter(tmp_path / "archive", roll_at=1) as writer:
        for number in range(3):
            writer.exchange(Exchange(f"http://market.invalid/{number}", NINE, 200, b"<html>%d" % number))
    return tmp_path / "archive"


def take(root: Path) -> tuple[str, bytes]:
    """Take a file out of an archive."""
    path = Layout(root).sealed()[1]
    data = path.read_bytes()
    path.unlink()
    return path.name, data


def write(root: Path) -> ArchiveWriter:
    writer = ArchiveWriter(root)
    writer.close()
    return writer


def missed(root: Path) -> list[str]:
    found = verify_archive(root).problems
    assert all("has gone" in problem.what for problem in found)
    names = [problem.file for problem in found]
    assert len(names) == status_of(root).missing
    return names


def run(*arguments: str | Path, code: int = 0) -> str:
    done = run_command("archive", *arguments, code=code)
    return (done.stdout + done.stderr).decode()


def test_verify_says_that_a_file_has_gone_ever_after(root: Path) -> None:
    name, _ = take(root)
    assert [name] == missed(root)
    assert [name] == write(root).mended.missing
    assert [name] == missed(root)
    assert [] == write(root).mended.missing
    rebuild(root)
    assert [name] == missed(root)


@pytest.mark.parametrize("merged", [True, False])
def test_it_does_so_where_the_index_was_damaged_or_removed_meanwhile(root: Path, merged: bool) -> None:
    if merged:
        rebuild(root)
    first, _ = take(root)
    Layout(root).database.write_bytes(b"damaged")
    rebuild(root)
    assert [first] == missed(root)
    second, _ = take(root)
    Layout(root).database.unlink()
    if merged:
        rebuild(root)
    else:
        write(root)
    assert sorted([first, second]) == missed(root)


def test_a_file_that_is_back_is_missed_no_more(root: Path) -> None:
    name, data = take(root)
    write(root)
    (Layout(root).warcs / name).write_bytes(data)
    assert [name] == write(root).mended.indexed
    assert [] == missed(root)
    take(root)
    write(root)
    assert [name] == missed(root)


def test_a_loss_is_accepted_by_name_and_stays_on_record(root: Path) -> None:
    name, _ = take(root)
    assert f"{name}, byte 0" in run("verify", "--archive", root, code=3)
    assert "1 file has gone; cryptodrug archive verify names them" in run("status", "--archive", root)
    said = run("index", "--archive", root)
    assert f"{name}: has gone; to accept the loss: cryptodrug archive index --accept-loss {name}" in said
    assert "is not missed" in run("index", "--archive", root, "--accept-loss", "other.warc.gz", code=2)
    assert [name] == missed(root)
    run("index", "--archive", root, "--accept-loss", name)
    assert [] == missed(root)
    rebuild(root)
    assert "2 files" in run("verify", "--archive", root)
    (noted,) = json.loads((root / "losses.json").read_text()).items()
    assert name == noted[0]
    assert noted[1]["missed_at"] <= noted[1]["accepted_at"]


def test_a_loss_can_be_accepted_as_soon_as_it_happened(root: Path) -> None:
    name, _ = take(root)
    run("index", "--archive", root, "--accept-loss", name)
    assert [] == missed(root)


def test_the_empty_file_of_a_dead_writer_is_no_loss(root: Path) -> None:
    with closing(Index(Layout(root).database)) as index:
        index.begin_file("a.warc.gz")
    (Layout(root).warcs / "a.warc.gz.open").write_bytes(b"\x1f\x8b\x08")
    assert ["a.warc.gz"] == write(root).mended.emptied
    assert [] == missed(root)


def test_a_list_of_losses_that_cannot_be_read_is_an_error(root: Path) -> None:
    layout = Layout(root)
    assert [] == gone(layout, [])
    with pytest.raises(ConfigurationError, match="is not missed"):
        accept(layout, ["a.warc.gz"])
    for text in ("[]", '{"a": 1}', "{", '{"a": {"missed_at": 1, "accepted_at": null}}'):
        (root / "losses.json").write_text(text)
        with pytest.raises(ArchiveError, match=r"losses\.json cannot be read"):
            verify_archive(root)

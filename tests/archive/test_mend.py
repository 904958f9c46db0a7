from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.archive.scan import Row

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)


def write(root: Path, *numbers: int) -> Path:
    """An archive with these pages in a file of their own, which is returned."""
    with ArchiveWriter(root) as writer:
        for number in numbers:
            page = f"<html>{number % 3}{'a page ' * 100}</html>".encode()
            time = NINE + timedelta(seconds=number)
            stored = writer.exchange(Exchange(f"http://market.invalid/{number}", time, 200, page))
    return root / stored.path


def abandon(path: Path) -> Path:
    """Make a file look as one does whose writer was killed."""
    return path.rename(path.with_name(f"{path.name}.open"))


def indexed(root: Path, path: Path) -> list[Row]:
    with closing(Index(Layout(root).database)) as index:
        return list(index.rows(path.name))


def whole(root: Path) -> bool:
    verified = verify_archive(root)
    return not verified.problems and not verified.unsealed


def test_what_breaks_off_anywhere_is_cut_and_what_is_before_it_stays(tmp_path: Path) -> None:
    original = write(tmp_path / "original", 1, 2, 3, 4)
    data = original.read_bytes()
    ends = [(record.end, record.row is not None) for record in scan(original)]
    for size in {
        0,
        1,
        len(data),
        *(end + step for end, _ in ends for step in (-9, 0, 1, 20)),
        *range(7, len(data), 397),
    }:
        root = tmp_path / f"cut{size}"
        shutil.copytree(tmp_path / "original", root)
        path = root / "archive" / original.name
        path.write_bytes(data[:size])
        abandon(path)
        with ArchiveWriter(root) as writer:
            mended = writer.mended
        last = max((end for end, _ in ends if end <= size), default=0)
        captures = sum(is_capture for end, is_capture in ends if end <= size)
        if captures:
            assert ([original.name], []) == (mended.sealed, mended.emptied)
            assert data[:last] == path.read_bytes()
            assert ({original.name: size - last} if last < min(size, len(data)) else {}) == mended.cut
        else:
            assert ([], [original.name]) == (mended.sealed, mended.emptied)
            assert not path.exists()
        assert captures == len(indexed(root, original))
        assert not captures or whole(root)


def test_a_record_that_is_damaged_in_the_middle_is_kept_for_verify_to_name(tmp_path: Path) -> None:
    path = write(tmp_path, 1, 2, 3)
    records = [record for record in scan(path) if record.row is not None]
    data = bytearray(path.read_bytes())
    data[records[1].offset + 100] ^= 0xFF
    path.write_bytes(data)
    abandon(path)
    with ArchiveWriter(tmp_path) as writer:
        assert ([path.name], {}) == (writer.mended.sealed, writer.mended.cut)
    assert bytes(data) == path.read_bytes()
    assert [records[1].offset] == [
        problem.offset for problem in verify_archive(tmp_path).problems if problem.record_id is None
    ]


def test_the_file_of_a_writer_that_lives_is_let_alone(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as living:
        living.exchange(Exchange("http://market.invalid/1", NINE, 200, b"page"))
        with ArchiveWriter(tmp_path) as other:
            assert [] == other.mended.sealed
        assert 1 == len(Layout(tmp_path).unsealed())
        living.exchange(Exchange("http://market.invalid/2", NINE, 200, b"page"))
    assert whole(tmp_path)


def test_files_put_in_and_taken_out_by_hand_are_noticed(tmp_path: Path) -> None:
    first, second = write(tmp_path / "one", 1, 2), write(tmp_path / "other", 5, 7)
    shutil.copy(second, first.parent)
    with ArchiveWriter(tmp_path / "one") as writer:
        assert [second.name] == writer.mended.indexed
    assert whole(tmp_path / "one")
    first.unlink()
    with ArchiveWriter(tmp_path / "one") as writer:
        assert [first.name] == writer.mended.missing
    assert [second.name + ".cdxj"] == [path.name for path in Layout(tmp_path / "one").indexes.iterdir()]
    assert [first.name] == [problem.file for problem in verify_archive(tmp_path / "one").problems]


def test_the_index_made_anew_is_the_index_that_the_writer_made(tmp_path: Path) -> None:
    paths = [write(tmp_path, 1, 2, 3, 4), write(tmp_path, 5, 6)]
    layout = Layout(tmp_path)
    before = [indexed(tmp_path, path) for path in paths]
    lines = sorted(line for file in layout.indexes.iterdir() for line in file.read_text().splitlines())
    layout.database.write_bytes(b"damaged")
    with pytest.raises(ArchiveError, match="archive index"):
        ArchiveWriter(tmp_path)
    rebuilt = rebuild(tmp_path)
    assert (2, 6) == (rebuilt.files, rebuilt.captures)
    assert before == [indexed(tmp_path, path) for path in paths]
    assert [layout.merged_cdxj] == list(layout.indexes.iterdir())
    assert lines == layout.merged_cdxj.read_text().splitlines()
    assert whole(tmp_path)


def test_an_archive_without_its_indexes_gets_them_when_it_is_next_written(tmp_path: Path) -> None:
    path = write(tmp_path, 1, 2)
    layout = Layout(tmp_path)
    layout.database.unlink()
    shutil.rmtree(layout.indexes)
    with ArchiveWriter(tmp_path) as writer:
        assert [path.name] == writer.mended.indexed
    assert layout.cdxj(path.name).exists()
    assert whole(tmp_path)


def test_there_must_be_an_archive_to_index(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is no archive"):
        rebuild(tmp_path / "nothing")

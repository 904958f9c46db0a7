from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.errors import ArchiveError

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
VERIFY_AND_CUT = """
import os, sys
from pathlib import Path
from cryptodrug_scraper.archive import Layout
from cryptodrug_scraper.archive.verify import Verified, verify_archive

root, left = Path(sys.argv[1]), int(sys.argv[2])
first = Layout(root).sealed()[0]

def cut(verified: Verified) -> None:
    if verified.records == 3:
        os.truncate(first, left)

verified = verify_archive(root, cut)
print(verified.files, [(problem.file, problem.what) for problem in verified.problems])
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive of two files, of which the first is larger than any buffer."""
    for pages in (300, 2):
        with ArchiveWriter(tmp_path) as writer:
            for number in range(pages):
                page = f"<html>{pages}.{number}{bytes(range(32, 126)).decode() * 20}</html>"
                writer.exchange(Exchange(f"http://market.invalid/{number}", NINE, 200, page.encode()))
    return tmp_path


@pytest.mark.parametrize("left", [0, 20_000])
def test_a_file_that_is_cut_while_it_is_verified_is_named_and_the_next_file_is_verified(root: Path, left: int) -> None:
    first = Layout(root).sealed()[0]
    done = subprocess.run(  # a signal of the system would end this process, too
        [sys.executable, "-c", VERIFY_AND_CUT, str(root), str(left)], capture_output=True, check=False, text=True
    )
    assert 0 == done.returncode, done.stderr
    assert done.stdout.startswith("2 [")
    assert f"('{first.name}', '{first} became shorter while it was read" in done.stdout


def test_a_file_that_is_cut_while_it_is_read_ends_the_reading_with_an_error(root: Path) -> None:
    first = Layout(root).sealed()[0]
    records = scan(first)
    next(records)
    first.write_bytes(b"")
    with pytest.raises(ArchiveError, match=f"{first.name} became shorter while it was read"):
        list(records)


def test_a_file_that_cannot_be_opened_is_named() -> None:
    with pytest.raises(ArchiveError, match=r"none\.warc\.gz cannot be read: No such file"):
        list(scan(Path("none.warc.gz")))

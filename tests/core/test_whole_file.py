"""A file is replaced as a whole, or stays as it was, whatever stops the writing."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.whole_file import add_line, whole_file, write_whole
from tests.support.other_users import NOBODY, as_ordinary_user

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD, NEW = b"the good one\n", b"x" * 300_000
ROOT_ALONE = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do it")


@pytest.fixture
def limited() -> Iterator[None]:
    """No file may become larger than 100 kB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "report.html"
    file.write_bytes(OLD)
    return file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_takes_the_place_of_what_was_there(file: Path) -> None:
    write_whole(file, NEW)

    assert NEW == file.read_bytes()
    assert ["report.html"] == names(file.parent)


@pytest.mark.usefixtures("limited")
def test_a_limit_of_the_size_of_files_leaves_the_old_one(file: Path) -> None:
    with pytest.raises(OSError, match="File too large") as refused:
        write_whole(file, NEW)

    assert str(file) == refused.value.filename
    assert OLD == file.read_bytes()
    assert ["report.html"] == names(file.parent)


def test_a_full_disk_leaves_the_old_one(tmp_path: Path) -> None:
    program = (
        "import pathlib; from cryptodrug_scraper.whole_file import write_whole\n"
        "try: write_whole(pathlib.Path('report.html'), b'x' * 300_000)\n"
        "except OSError as error: print(error.filename, error.strerror, flush=True)"
    )
    script = (
        'mount -t tmpfs -o size=128k disk "$1" && cd -- "$1" && echo the good one >report.html && '
        '"$2" -c "$3" && cat report.html && ls -A'
    )
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]

    done = subprocess.run(
        [*namespace, "sh", "-c", script, "sh", str(tmp_path), sys.executable, program],
        capture_output=True,
        check=True,
        text=True,
    )

    assert ["report.html No space left on device", "the good one", "report.html"] == done.stdout.splitlines()


def test_whatever_is_raised_meanwhile_leaves_the_old_one(file: Path) -> None:
    def write() -> None:
        with whole_file(file) as new:
            new.write_bytes(NEW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()

    assert OLD == file.read_bytes()
    assert ["report.html"] == names(file.parent)


def test_a_kill_leaves_the_old_one_and_the_next_writer_takes_the_rest_away(file: Path) -> None:
    program = (
        "import os, pathlib, sys; from cryptodrug_scraper.whole_file import whole_file\n"
        "with whole_file(pathlib.Path(sys.argv[1])) as new: new.write_bytes(b'half'); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], check=False)

    assert (-9, OLD) == (done.returncode, file.read_bytes())
    assert [".report.html.new", "report.html"] == names(file.parent)
    write_whole(file, b"longer than a half")
    assert b"longer than a half" == file.read_bytes()
    assert ["report.html"] == names(file.parent)


def test_two_that_write_one_file_wait_for_each_other(file: Path) -> None:
    contents = [bytes([65 + number]) * 200_000 for number in range(8)]
    writers = [threading.Thread(target=write_whole, args=(file, content)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert file.read_bytes() in contents
    assert ["report.html"] == names(file.parent)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_permissions_stay(file: Path, mode: int) -> None:
    file.chmod(mode)

    write_whole(file, NEW)

    assert mode == stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_has_the_permissions_that_the_umask_leaves_or_those_that_are_asked_for(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "plain", NEW)
        write_whole(tmp_path / "secret", NEW, mode=0o600)
    finally:
        os.umask(before)

    assert [0o640, 0o600] == [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "secret")]


@ROOT_ALONE
def test_a_file_that_root_replaces_keeps_its_owner(file: Path) -> None:
    os.chown(file, NOBODY, NOBODY)

    write_whole(file, NEW)

    assert (NOBODY, NOBODY) == (file.stat().st_uid, file.stat().st_gid)


@ROOT_ALONE
def test_root_writes_into_no_file_that_another_user_put_in_the_way(file: Path) -> None:
    trap = file.with_name(".report.html.new")
    trap.touch(mode=0o666)
    os.chown(trap, NOBODY, NOBODY)

    with pytest.raises(PermissionError, match=r"another user's \.report\.html\.new is in the way"):
        write_whole(file, NEW)

    assert (OLD, b"") == (file.read_bytes(), trap.read_bytes())


def test_nothing_is_written_through_a_link_in_the_way(file: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    file.with_name(".report.html.new").symlink_to(victim)

    with pytest.raises(OSError, match="Too many levels"):
        write_whole(file, NEW)

    assert (OLD, b"precious") == (file.read_bytes(), victim.read_bytes())


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced(tmp_path: Path, exists: bool) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "target", tmp_path / "link"
    if exists:
        target.write_bytes(OLD)
    (tmp_path / "step").symlink_to("elsewhere/target")
    link.symlink_to(tmp_path / "step")

    write_whole(link, NEW)

    assert link.is_symlink()
    assert NEW == target.read_bytes()


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")

    with pytest.raises(OSError, match="Too many levels"):
        write_whole(tmp_path / "one", NEW)


def test_what_is_no_file_is_written_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, NEW)
    reader.join()
    with pytest.raises(OSError, match="No space left"):
        write_whole(Path("/dev/full"), NEW)

    assert [NEW] == read
    assert ["pipe"] == names(tmp_path)


def test_standard_output_is_written_into_wherever_it_leads(tmp_path: Path) -> None:
    program = (
        "import pathlib; from cryptodrug_scraper.whole_file import write_whole\n"
        "print('before', flush=True); write_whole(pathlib.Path('/dev/stdout'), b'page\\n'); print('after')"
    )
    piped = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    with (tmp_path / "out").open("ab") as out:  # for appending, so that no write is over another
        subprocess.run([sys.executable, "-c", program], check=True, stdout=out)

    assert b"before\npage\nafter\n" == piped.stdout
    assert (tmp_path / "out").read_bytes().endswith(b"page\nafter\n")
    assert ["out"] == names(tmp_path)


@pytest.mark.parametrize(("of_file", "of_folder"), [(0o400, 0o700), (0o600, 0o500)])
def test_a_file_or_folder_that_may_not_be_written_stays(file: Path, of_file: int, of_folder: int) -> None:
    program = (
        "import pathlib, sys; from cryptodrug_scraper.whole_file import write_whole\n"
        "try: write_whole(pathlib.Path(sys.argv[1]), b'x')\n"
        "except PermissionError as error: print(error.filename)"
    )
    if as_ordinary_user():
        for path in (file, file.parent):
            os.chown(path, NOBODY, NOBODY)
    file.chmod(of_file)
    file.parent.chmod(of_folder)
    done = subprocess.run(
        [*as_ordinary_user(), sys.executable, "-c", program, str(file)], check=True, capture_output=True, text=True
    )
    file.parent.chmod(0o700)

    assert (f"{file}\n", OLD) == (done.stdout, file.read_bytes())


def test_only_a_new_file_is_made_where_none_is_to_be_replaced(file: Path) -> None:
    with pytest.raises(FileExistsError), whole_file(file, only_new=True):
        pass
    with whole_file(file.with_name("other"), only_new=True) as new:
        new.write_bytes(NEW)

    assert (OLD, NEW) == (file.read_bytes(), file.with_name("other").read_bytes())
    assert ["other", "report.html"] == names(file.parent)


@pytest.mark.usefixtures("limited")
def test_a_line_is_added_or_the_file_stays_as_it_was(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    add_line(ledger, b"first")
    with pytest.raises(OSError, match="File too large"):
        add_line(ledger, NEW)
    add_line(ledger, b"second")

    assert b"first\nsecond\n" == ledger.read_bytes()
    assert 0o600 == stat.S_IMODE(ledger.stat().st_mode)


def test_a_line_that_was_cut_off_is_ended_first(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ledger.write_bytes(b"first\nhal")

    add_line(ledger, b"second")

    assert b"first\nhal\nsecond\n" == ledger.read_bytes()

"""The kinds of fault. Each lasts a while and is over when its function returns; the command has ended by then."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from tests.campaigns.faults.good_ones import over_good_ones
from tests.campaigns.faults.room import filled
from tests.support.loopback import network_cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.campaigns.commands.work import Work
    from tests.campaigns.faults.attempt import Attempt

__all__ = ["KINDS", "Kind"]

_NO_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
_FAKE_TIME = "faketime/libfaketime.so.1"
_SHIFTS = (-86400 * 400, -7200, -1, 1, 90, 7200, 86400 * 400)
"""Seconds by which the clock is set."""
_LIMIT = 10_000_000
"""Bytes of a file: less than a segment of the database's log."""
_SERVER_ROOM = 24 << 20
"""Most bytes that a full disk leaves the database: a segment of its log takes 16 MiB."""


def _kill(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    attempt.signal(signal.SIGKILL, group=attempt.chance.random() < 0.5)
    attempt.finish()


def _interrupt(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    attempt.signal(signal.SIGINT, group=True)  # as a terminal does at Ctrl-C
    attempt.finish()


def _terminate(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    attempt.signal(signal.SIGTERM, group=False)
    attempt.finish()


def _kill_database(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    if (server := _postmaster(attempt)) is not None:
        server.kill()
        attempt.struck = "postmaster killed"
    if attempt.work.own_server:
        attempt.finish()
        return
    attempt.pause(0.0, 2.0)
    attempt.case.stage.postgres.start()
    attempt.finish()


def _break_off_sessions(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    assert attempt.case.database is not None
    attempt.case.stage.postgres.break_off(attempt.case.database)
    attempt.struck = "sessions broken off"
    attempt.finish()


def _fill_disk(attempt: Attempt) -> None:
    _run_on_full_disk(attempt, attempt.like.grown)


def _fill_disk_over_good_ones(attempt: Attempt) -> None:
    with over_good_ones(attempt) as needed:
        _run_on_full_disk(attempt, needed)


def _run_on_full_disk(attempt: Attempt, needed: int) -> None:
    left = int(attempt.chance.uniform(0.0, 1.0) * needed)
    attempt.struck = f"{left} of {needed} bytes left"
    with filled(attempt.case.folder.parent, left):
        attempt.start()
        attempt.finish()


def _limit_files(attempt: Attempt) -> None:
    """As ``ulimit -f`` does."""
    with over_good_ones(attempt) if attempt.work.replaces is not None else nullcontext(attempt.like.grown) as needed:
        size = _LIMIT if attempt.work.own_server else int(attempt.chance.uniform(0.0, 1.0) * needed)
        attempt.struck = f"files of at most {size} bytes"
        # Python would leave halves of what it compiles, and not of the case's files alone
        attempt.start(("prlimit", f"--fsize={size}"), PYTHONDONTWRITEBYTECODE="1")
        attempt.finish()


def _fill_disk_of_database(attempt: Attempt) -> None:
    postgres = attempt.case.stage.postgres
    left = int(attempt.chance.uniform(0.0, 1.0) * _SERVER_ROOM)
    attempt.struck = f"{left} bytes left to the server"
    with filled(attempt.case.stage.folder / "postgres", left):
        attempt.start()
        attempt.finish()
    postgres.start()


def _take_rights(attempt: Attempt) -> None:
    places = [path for path in _places(attempt) if path.exists() and not path.is_symlink()]
    place = attempt.chance.choice(places)
    mode = place.stat().st_mode
    less = attempt.chance.choice((0o000, 0o500 if place.is_dir() else 0o400)) if attempt.work.writes else 0o000
    attempt.struck = f"mode {less:03o} of {place.relative_to(attempt.case.folder)}"
    place.chmod(less)
    try:
        attempt.start(_held_to_modes(attempt))
        attempt.finish()
    finally:
        place.chmod(mode)


def _move_clock(attempt: Attempt) -> None:
    shift = attempt.chance.choice(_SHIFTS if attempt.work.asks != "tor" else (-90, 90))
    file = attempt.case.stage.folder / "clock"
    file.write_text("+0\n")
    attempt.start(
        LD_PRELOAD=str(next(Path("/usr/lib").glob(f"**/{_FAKE_TIME}"))),
        FAKETIME_TIMESTAMP_FILE=str(file),
        FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",  # as setting a machine's clock does not touch it either
        NO_FAKE_STAT="1",
    )
    attempt.linger()
    file.write_text(f"{shift:+d}\n")
    attempt.struck = f"clock set by {shift} s"
    attempt.finish()


def _cut_file(attempt: Attempt) -> None:
    with _restored(attempt) as file:
        attempt.start()
        attempt.linger()
        size = file.stat().st_size
        kept = attempt.chance.randrange(size)
        os.truncate(file, kept)
        attempt.struck = f"{file.name} cut to {kept} of {size} bytes"
        attempt.finish()


def _change_file(attempt: Attempt) -> None:
    with _restored(attempt) as file:
        attempt.start()
        attempt.linger()
        place = attempt.chance.randrange(file.stat().st_size)
        with file.open("r+b") as stream:
            stream.seek(place)
            stream.write(attempt.chance.randbytes(attempt.chance.choice((1, 8, 700))))
        attempt.struck = f"{file.name} changed at byte {place}"
        attempt.finish()


def _cut_network(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    with network_cut():
        attempt.pause(0.5, 4.0)
    attempt.struck = "loopback down for a while"
    attempt.finish()


def _close_market(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    attempt.case.stage.market.order(mirrors={"0": "down"})
    attempt.pause(0.5, 4.0)
    attempt.case.stage.market.order(mirrors={"0": "up"})
    attempt.struck = "market's port closed for a while"
    attempt.finish()


def _kill_tor(attempt: Attempt) -> None:
    attempt.start()
    attempt.linger()
    for process in attempt.case.processes():
        if process.name() == "tor":
            process.kill()
            attempt.struck = "its Tor killed"
    attempt.finish()


def _held_to_modes(attempt: Attempt) -> tuple[str, ...]:
    """
    What stands before a command so that root, too, may open only what the modes of files allow.

    The campaign's server is another user's then; it lets that user's group in.
    """
    if os.geteuid() != 0:
        return ()
    if attempt.work.template is None:
        return _NO_OVERRIDE
    data = attempt.case.stage.folder / "postgres" / "data"
    data.chmod(0o750)
    (data / ".s.PGSQL.5432").chmod(0o770)
    return (*_NO_OVERRIDE, f"--groups={data.stat().st_gid}")


def _places(attempt: Attempt) -> list[Path]:
    """What a command reads or writes: its folders, the folders in them, and the files of its archive."""
    case = attempt.case
    kept = case.home / "archive"
    files = [path for path in kept.rglob("*") if path.is_file()][:20] if kept.exists() else []
    inner = [path for folder in (case.home, case.out) for path in folder.iterdir() if path.name != "postgres"]
    results = [case.out] if any(str(case.out) in word for word in attempt.work.arguments(case)) else []
    return [case.home, case.temporary, *results, *inner, *files, *_files(attempt)]


def _files(attempt: Attempt) -> list[Path]:
    return [] if attempt.work.reads is None else attempt.work.reads(attempt.case)


@contextmanager
def _restored(attempt: Attempt) -> Iterator[Path]:
    """A file that is damaged, and as it was again in the end, unless it has gone meanwhile."""
    file = attempt.chance.choice(_files(attempt))
    body = file.read_bytes()
    try:
        yield file
    finally:
        if file.exists():
            file.write_bytes(body)


def _postmaster(attempt: Attempt) -> psutil.Process | None:
    """The server's first process; None where the command ends without one."""
    folder = attempt.case.home / "postgres" if attempt.work.own_server else attempt.case.stage.folder / "postgres/data"
    while attempt.process.poll() is None:
        with suppress(FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
            return psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
        time.sleep(0.01)
    return None


class Kind(NamedTuple):
    """
    A kind of fault.

    Attributes:
        strike: does it.
        suits: tells which commands it can befall.
    """

    strike: Callable[[Attempt], None]
    suits: Callable[[Work], bool]


def _any(_: Work) -> bool:
    return True


KINDS = {
    "killed": Kind(_kill, _any),
    "Ctrl-C": Kind(_interrupt, _any),
    "SIGTERM": Kind(_terminate, _any),
    "database killed": Kind(_kill_database, lambda work: bool(work.template or work.own_server)),
    "sessions cut": Kind(_break_off_sessions, lambda work: work.template is not None),
    "disk full": Kind(_fill_disk, lambda work: work.writes),
    "disk full over good files": Kind(_fill_disk_over_good_ones, lambda work: work.replaces is not None),
    "files limited": Kind(_limit_files, lambda work: work.writes or work.own_server),
    "its disk full": Kind(_fill_disk_of_database, lambda work: work.template is not None),
    "no rights": Kind(_take_rights, lambda work: not (work.own_server and os.geteuid() == 0)),
    "clock moved": Kind(_move_clock, lambda work: not work.own_server),
    "file cut": Kind(_cut_file, lambda work: work.reads is not None),
    "file changed": Kind(_change_file, lambda work: work.reads is not None),
    "network cut": Kind(_cut_network, lambda work: bool(work.asks)),
    "market closed": Kind(_close_market, lambda work: bool(work.asks)),
    "Tor killed": Kind(_kill_tor, lambda work: work.asks == "tor"),
}

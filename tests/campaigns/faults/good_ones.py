"""Files that a command replaces: they are there, good, when a fault strikes it, and must not become worse."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.campaigns.commands.finish import finish
from tests.campaigns.commands.looking import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.campaigns.faults.attempt import Attempt

__all__ = ["over_good_ones"]

_OLDER = b"{}\n"


@contextmanager
def over_good_ones(attempt: Attempt) -> Iterator[int]:
    """
    Run the command undisturbed first, and put shorter files in the place of those that it wrote, so that new ones need
    more room; after the block see that a command that did not end well left each as it was or wrote it whole, and left
    none beside them.

    Yields the bytes that the command writes.
    """
    case, work = attempt.case, attempt.work
    assert work.replaces is not None
    folder = work.replaces(case)
    before = _changed(folder)
    code = finish(case, work, case.start(work.arguments(case)))
    assert code == attempt.like.code, f"{work.name} ends undisturbed with {code}: {case.said()}"
    after = _changed(folder)
    new = {name: digest for name, digest in files(folder).items() if after[name] != before.get(name)}
    assert new, f"{work.name} writes nothing"
    size = sum((folder / name).stat().st_size for name in new)
    for name in new:
        (folder / name).write_bytes(_OLDER)
    there = files(folder)
    old = {name: there[name] for name in new}
    yield size
    if attempt.code == attempt.like.code:
        return
    left = files(folder)
    worse = [name for name in old if left.get(name) not in {old[name], new[name]}]
    attempt.wrong += [f"{name} was good, and is {'another' if name in left else 'gone'} now" for name in worse]
    attempt.wrong += [f"{name} is left beside the good ones" for name in left.keys() - there.keys()]


def _changed(folder: Path) -> dict[str, tuple[int, int]]:
    """By which files are known that were written: which one each is, and when it was changed, in nanoseconds."""
    found = {path: path.stat() for path in folder.rglob("*") if path.is_file()}
    return {str(path.relative_to(folder)): (stat.st_ino, stat.st_mtime_ns) for path, stat in found.items()}

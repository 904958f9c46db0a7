"""
WARC files that have gone: ``losses.json`` names them.

All else that an archive knows can be made again from its WARC files, but not that there was one more. So a file that
the index or a CDXJ knows and that is not there is noted before they forget it, and is missed until it is back, or until
a person accepts the loss by name. That stays on record, too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.warc.dates import instant_text
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.archive.layout import Layout

__all__ = ["accept", "gone", "miss"]


class _Loss(msgspec.Struct, frozen=True):
    """When a file was first missed, and when a person accepted that; ISO 8601."""

    missed_at: str
    accepted_at: str | None


def gone(layout: Layout, known: Iterable[str]) -> list[str]:
    """
    Return the names of the files that are missed, sorted.

    Args:
        layout: of the archive.
        known: the names that its index has, some of which may have gone unnoted.

    Raises:
        ArchiveError: the list of losses cannot be read.
    """
    noted = {name for name, loss in _read(layout).items() if loss.accepted_at is None}
    return sorted(name for name in noted | set(known) if not layout.file(name).exists())


def miss(layout: Layout, names: Iterable[str]) -> list[str]:
    """
    Note that files have gone, unless they are missed already. The caller holds the archive's lock.

    Returns:
        The names that are new.

    Raises:
        ArchiveError: the list of losses cannot be read.
    """
    losses = _read(layout)
    new = sorted(name for name in set(names) if name not in losses or losses[name].accepted_at is not None)
    if new:
        _write(layout, losses | dict.fromkeys(new, _Loss(instant_text(datetime.now(UTC)), None)))
    return new


def accept(layout: Layout, names: Iterable[str]) -> None:
    """
    Note that the loss of files is accepted. The caller holds the archive's lock.

    Raises:
        ArchiveError: the list of losses cannot be read.
        ConfigurationError: one of them is not missed.
    """
    losses = _read(layout)
    missed = gone(layout, ())
    now = instant_text(datetime.now(UTC))
    for name in names:
        if name not in missed:
            msg = f"{name} is not missed: name one that cryptodrug archive verify calls gone"
            raise ConfigurationError(msg)
        losses[name] = _Loss(losses[name].missed_at, now)
    _write(layout, losses)


def _read(layout: Layout) -> dict[str, _Loss]:
    try:
        return msgspec.json.decode(layout.losses.read_bytes(), type=dict[str, _Loss])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        msg = f"{layout.losses} cannot be read: {error}; correct it, for nothing else tells which files have gone"
        raise ArchiveError(msg) from error


def _write(layout: Layout, losses: dict[str, _Loss]) -> None:
    write_whole(layout.losses, msgspec.json.format(msgspec.json.encode(losses)) + b"\n")

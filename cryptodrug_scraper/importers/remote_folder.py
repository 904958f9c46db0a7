"""The members of a folder in an object store, which is what the keys have in common that begin alike."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.members import Member, member_path, open_file
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.remote_file import told_as_system
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upath import UPath

    from cryptodrug_scraper.importers.members import Refuse

__all__ = ["remote_entries"]


def remote_entries(folder: UPath, prefix: str, refuse: Refuse) -> Iterator[Member | tuple[UPath, str]]:
    """The files of a folder, and the folders in it with what stands before the paths of their members."""
    above = folder.path.rstrip("/") + "/"
    try:
        with told_as_system():
            entries = sorted(folder.fs.ls(folder.path, detail=True), key=lambda entry: str(entry["name"]))
    except OSError as error:
        refuse(Reason.UNREADABLE, prefix, error.strerror or str(error))
        return
    for entry in entries:
        if entry["name"] == above and entry["type"] == "file" and not entry["size"]:
            continue  # it stands for the folder itself
        name = entry["name"].removeprefix(above)
        where = prefix + name
        try:
            path = member_path(where)
        except UnusableError as error:
            refuse(error.reason, ascii(where), "")
            continue
        if name in {"", "."} or "/" in name:  # no file has such a name, and a program that copies them may stumble
            refuse(Reason.OUTSIDE, ascii(where), "")
        elif entry["type"] == "directory":
            yield folder / name, f"{path}/"
        else:
            file = folder / name
            modified = entry.get("LastModified") or entry.get("mtime") or entry.get("created")
            yield Member(path, entry["size"], modified.timestamp() if modified else 0.0, partial(open_file, file), file)

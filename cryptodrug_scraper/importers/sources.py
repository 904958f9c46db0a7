"""Read any path that a user names as a stream of captures, or in parts that several processes can read."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.assets import no_page_by_name
from cryptodrug_scraper.importers.dated import is_dated
from cryptodrug_scraper.importers.folder import Folder
from cryptodrug_scraper.importers.formats import archive_at, format_of, stored_page
from cryptodrug_scraper.importers.members import Member, member_path, open_file
from cryptodrug_scraper.importers.originals import resolved
from cryptodrug_scraper.importers.page import saved_page
from cryptodrug_scraper.importers.page_type import check_page
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.remote_file import told_as_system
from cryptodrug_scraper.importers.revisits import Revisits
from cryptodrug_scraper.importers.scratch import Scratch
from cryptodrug_scraper.importers.sidecar import Sidecars, is_json, sidecar_names
from cryptodrug_scraper.importers.warc import captures_in_warc
from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.warc.faults import BrokenError, UnusableError
from cryptodrug_scraper.warc.keys import key_of
from cryptodrug_scraper.warc.references import References

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Self

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.members import Container
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.importers.report import ImportReport
    from cryptodrug_scraper.importers.warc_file import Reading

__all__ = ["Import", "captures_in", "check_paths", "read_below"]

_OWN_WARCS = "archive"
_OWN_PARTS = (_OWN_WARCS, "indexes", "index.sqlite3")
"""The parts of an archive of this program. Only its WARC files are read, since the indexes add nothing."""
_WACZ_WARCS = "archive/"
"""The folder of the WARC files in a WACZ. Its other members are not read, since they add nothing."""


def check_paths(paths: Iterable[Place]) -> None:
    """
    Check that all paths exist before any work begins.

    Raises:
        ArchiveError: one is not.
    """
    for path in paths:
        try:
            with told_as_system():
                path.stat()
        except OSError as error:
            msg = (
                f"{path} is not there, or cannot be reached: {error.strerror or error}; name a folder of saved pages, "
                "an archive (tar, zip, WARC, WACZ) or a page"
            )
            raise ArchiveError(msg) from error


def read_below(folder: Place) -> Place:
    """Return the folder below which all is read that is read of a folder: of an archive of this program, one part."""
    return folder / _OWN_WARCS if all((folder / part).exists() for part in _OWN_PARTS) else folder


def captures_in(path: Place, report: ImportReport, *, trust_modified: bool = False) -> Iterator[Capture]:
    """
    Give the captures at a path: a single file, an archive, or a folder of both at any depth.

    Formats are those of `Format`; containers are folders, tar and zip archives, WACZ. docs/importing.md has them all.
    Memory does not grow with the number of captures, and nothing is unpacked to disk.

    Args:
        path: what to read.
        report: counts captures, and refusals with their reasons; the import continues after a refusal.
        trust_modified: take the time when a file was last changed for the capture time of a saved page that has no
            other. Copying changes it, so it is not trusted by itself.
    """
    with Import(path, report, trust_modified=trust_modified) as reading:
        for part in reading.parts():
            yield from reading.captures(part) if isinstance(part, WarcFile) else (part,)
        yield from reading.rest()


class Import:
    """
    The import of a path, in parts: what `parts` gives, and `rest` when all of that was read.

    Args:
        path: what to read.
        report: counts captures and refusals.
        trust_modified: see `captures_in`.
    """

    def __init__(self, path: Place, report: ImportReport, *, trust_modified: bool = False) -> None:
        self._root = path
        self._report = report
        self._scratch = Scratch()
        self._trust_modified = trust_modified
        self._references = References(self._scratch.connection)
        self._revisits = Revisits(self._references)
        self._containers = 0
        self._gone = 0
        self._archive: Container | None = None

    def __enter__(self) -> Self:
        """Nothing is opened before it is read."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Forget what was seen."""
        self.close()

    def close(self) -> None:
        """Forget what was seen; nothing is read any more."""
        self._scratch.close()

    @property
    def gone(self) -> int:
        """How many bytes were gone through by now, packed as they lie, without those of WARC files on a disk."""
        return self._gone + (0 if self._archive is None else self._archive.at)

    def parts(self) -> Iterator[Capture | WarcFile]:
        """Give captures, which are counted, and WARC files, which are to be read by `captures` or elsewhere."""
        for part in self._parts():
            if not isinstance(part, WarcFile):
                self._count(part)
            yield part

    def captures(self, file: WarcFile) -> Iterator[Capture]:
        """Read a WARC file here."""
        for capture in file.captures(self._report, self._revisits):
            self._count(capture)
            yield capture

    def take(self, reading: Reading) -> None:
        """Take over what was found where a WARC file was read. It is given in the order of `parts`."""
        self._report.add(reading.report)
        self._report.duplicates += sum(not self._scratch.is_new(said) for said in reading.said)
        self._references.take(reading.notes)

    @property
    def has_revisits(self) -> bool:
        """Whether any revisit was noted so far."""
        return self._references.has_revisits

    def rest(self) -> Iterator[Capture]:
        """Give the captures that revisits in WARC files stand for."""
        for capture in resolved(self._references, self._root, self._report):
            self._count(capture)
            yield capture

    def _count(self, capture: Capture) -> None:
        self._report.accept(capture.origin.importer)
        if not self._scratch.is_new(capture.number):
            self._report.duplicates += 1

    def _parts(self) -> Iterator[Capture | WarcFile]:
        root = self._root
        name = root.absolute().name
        if root.is_dir() and (below := read_below(root)) != root:
            yield from self._in_container(Folder(below), f"{_OWN_WARCS}/", f"{name}/{_OWN_WARCS}/")
        elif root.is_dir():
            yield from self._in_container(Folder(root), "", f"{name}/")
        else:
            archive = archive_at(root)
            if archive is not None:
                yield from self._of_archive(archive, root, f"{name}!/", _dated_stem(name))
            else:
                yield from self._single(root)

    def _single(self, path: Place) -> Iterator[Capture | WarcFile]:
        name = path.name
        if path.is_symlink() or not path.is_file():
            reason = Reason.LINK if path.is_symlink() else Reason.SPECIAL
            self._report.refuse(reason, name)
            self._report.refused_by_name.append(f"{path}: {reason}")
            return
        folder = Folder(path.parent, deep=False)
        sidecars = Sidecars(folder, self._number(), self._scratch, frozenset(sidecar_names(name)))
        stat = path.stat()
        member = Member(name, stat.st_size, stat.st_mtime, partial(open_file, path), path)
        try:
            member_path(name)
            yield from self._in_member(member, name, f"{path.absolute().parent.name}/", sidecars)
            self._gone += 0 if format_of(name) == "warc" else stat.st_size
        except UnusableError as error:
            self._report.refuse(error.reason, name, error.detail)
            self._report.refused_by_name.append(f"{path}: {error}")

    def _in_container(self, container: Container, prefix: str, base: str) -> Iterator[Capture | WarcFile]:
        """
        Read every member.

        Args:
            container: a folder or an archive.
            prefix: what origins put before the paths of its members.
            base: what stands before them where times and addresses are looked for.
        """
        report = self._report
        is_folder = isinstance(container, Folder)
        is_wacz = prefix.lower().endswith(".wacz!/")
        sidecars = Sidecars(container, self._number(), self._scratch, frozenset() if is_wacz else None)
        try:
            for member in container.members(lambda reason, path, detail: report.refuse(reason, prefix + path, detail)):
                path = member.path
                where = prefix + path
                if not path.startswith(_WACZ_WARCS) if is_wacz else is_json(path):
                    continue
                reason = no_page_by_name(path, format_of(path))
                if not is_folder and not self._scratch.is_new(key_of(prefix, path)):
                    report.refuse(Reason.DUPLICATE, where)
                elif reason is None:
                    yield from self._guarded(self._in_member(member, where, base, sidecars), where)
                elif reason is Reason.NESTED and is_folder:
                    yield from self._guarded(self._in_archive(path, where, base), where)
                else:
                    report.refuse(reason, where)
                if is_folder and reason is not Reason.NESTED and format_of(path) != "warc":
                    self._gone += member.size
        except UnusableError as error:
            report.refuse(error.reason, prefix.removesuffix("!/") or ".", error.detail)
        for path, reason in sidecars.unused():
            report.refuse(reason, prefix + path)

    def _guarded(self, parts: Iterator[Capture | WarcFile], where: str) -> Iterator[Capture | WarcFile]:
        """
        Count a fault of one member and continue; the caller counts a fault of the whole archive.

        Raises:
            BrokenError: the archive itself is damaged.
        """
        try:
            yield from parts
        except BrokenError:
            raise
        except UnusableError as error:
            self._report.refuse(error.reason, where, error.detail)

    def _in_archive(self, path: str, where: str, base: str) -> Iterator[Capture | WarcFile]:
        """
        Read an archive that lies in a folder.

        Raises:
            UnusableError: its kind of archive is not read.
        """
        archive = archive_at(self._root / path)
        if archive is None:
            raise UnusableError(Reason.ARCHIVE_KIND)
        folder, _, name = path.rpartition("/")
        yield from self._of_archive(archive, self._root / path, f"{where}!/", f"{base}{folder}/{_dated_stem(name)}")

    def _of_archive(self, archive: Container, file: Place, prefix: str, base: str) -> Iterator[Capture | WarcFile]:
        self._archive = archive
        yield from self._in_container(archive, prefix, base)
        self._archive = None
        with suppress(OSError):  # it may have gone meanwhile, and has been read
            self._gone += file.stat().st_size

    def _in_member(self, member: Member, where: str, base: str, sidecars: Sidecars) -> Iterator[Capture | WarcFile]:
        format_ = format_of(member.path)
        if format_ == "warc" and member.file is not None:
            open_file(member.file).close()  # one that cannot be opened is refused by the name that the user gave
            yield WarcFile(member.file, where)
        elif format_ == "warc":
            with member.open() as file:
                yield from captures_in_warc(file, where, self._report, self._revisits)
        elif format_ == "page":
            modified = member.modified if self._trust_modified else None
            body, sidecar = member.read(), sidecars.of(member.path)
            capture = saved_page(body, where, base + member.path, sidecar, modified)
            check_page(capture, member.path, kept=False)
            yield capture
        else:
            yield stored_page(member, where, format_)

    def _number(self) -> int:
        self._containers += 1
        return self._containers


def _dated_stem(name: str) -> str:
    """An archive that is named after a day stands for a folder of that name; any other says when it was packed."""
    stem = name.partition(".")[0]
    return f"{stem}/" if is_dated(stem) else ""

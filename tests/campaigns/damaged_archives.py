"""
Harm a simulated archive in many ways, and look whether an import loses only what was harmed.

The archive is put into several forms: with a gzip member for each record, as one member, plain, and within a packed
tar, where nothing can be sought. Each harm is done at random places. After each, an import must give every page that
was not hit, as it was; no page that was none before; and say that something is damaged, unless nothing was changed.

    python tests/campaigns/damaged_archives.py --count 1000
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import re
import sys
import tarfile
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive import Layout
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.warc.gzip_members import gzip_members
from simulator.archiving import archive_crawls, policy_of
from simulator.archiving.schedule import crawls_of
from simulator.economy import build_world, load_scenario
from simulator.site import Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    Span = tuple[int, int]
    """First byte, and the one after the last."""
    Harmed = tuple[bytes, list[Span]]
    """The harmed file, and the stretches of the whole one that were touched."""

__all__ = ["FORMS", "HARMS", "Archive", "fault_of", "simulated"]

DAYS = (date(2019, 3, 18), date(2019, 3, 25))
FORMS = ("packed", "one member", "plain", "in tar.gz")
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n\r\n")
_DIGEST = re.compile(rb"Digest: sha256:([0-9a-f]{64})")
_GZIP = 31
_AT_ONCE = 128 * 1024
"""Most bytes of a single member before the damage in it that are lost with it: they were being unpacked."""


@dataclass(frozen=True)
class Archive:
    """
    A WARC file in one form.

    Attributes:
        form: one of `FORMS`.
        data: the file.
        records: where its records lie; in the form of one member, in what is unpacked.
        heads: where the headers of each record end, in the plain form.
        pages: what an import gives of each record; empty for others than pages.
    """

    form: str
    data: bytes
    records: list[Span]
    heads: list[int]
    pages: list[tuple[str, ...]]


def simulated(folder: Path) -> dict[str, Archive]:
    """Write crawls of a simulated market, and return them in every form."""
    world = build_world(load_scenario("toy", size=0.002))
    policy = policy_of({"days": list(DAYS), "step": 3600}, "empire", "this campaign")
    archive_crawls(world, list(crawls_of(world.scenario, "empire", policy)), folder / "archive", Viewer(), workers=1)
    files = Layout(folder / "archive").sealed()
    plain = [member.data for file in files for member in gzip_members(file)]
    packed = [file.read_bytes()[member.offset : member.end] for file in files for member in gzip_members(file)]
    by_place = dict(taken(folder, "packed", b"".join(packed))[0])
    pages = [by_place.get(start, ()) for start, _ in spans_of(packed)]
    found = {}
    for form, pieces in zip(FORMS, (packed, plain, plain, packed), strict=True):
        spans = spans_of(pieces)
        heads = [start + each.index(b"\r\n\r\n") + 4 for (start, _), each in zip(spans, plain, strict=True)]
        joined = b"".join(pieces)
        found[form] = Archive(form, gzip.compress(joined) if form == "one member" else joined, spans, heads, pages)
    return found


def spans_of(pieces: list[bytes]) -> list[Span]:
    """Where pieces lie that follow each other."""
    ends = list(accumulate(map(len, pieces), initial=0))
    return list(pairwise(ends))


def taken(folder: Path, form: str, data: bytes) -> tuple[list[tuple[int, tuple[str, ...]]], ImportReport]:
    """Import a file: each capture with its place, and the report."""
    path = folder / ("harmed.warc" if form == "plain" else "harmed.warc.gz")
    if form == "in tar.gz":
        path = folder / "harmed.tar.gz"
        with tarfile.open(path, "w:gz", compresslevel=1) as archive:
            entry = tarfile.TarInfo("harmed.warc.gz")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    else:
        path.write_bytes(data)
    report = ImportReport()
    captures: list[tuple[int, tuple[str, ...]]] = [
        (capture.origin.offset or 0, (capture.sha256, str(capture.url), str(capture.captured)))
        for capture in captures_in(path, report)
    ]
    return captures, report


# Harms


def place_in(chance: random.Random, archive: Archive, first: int = 0, last: int | None = None) -> int:
    """A place in some record, counted from its beginning, or from its end where negative."""
    if archive.form == "one member":
        return chance.randrange(len(archive.data))
    start, end = chance.choice(archive.records)
    size = end - start
    low = first if first >= 0 else size + first
    high = size if last is None else last
    return start + chance.randrange(low, min(high, size))


def replaced(archive: Archive, start: int, new: bytes) -> Harmed:
    """Put bytes in the place of as many."""
    data = archive.data
    end = min(len(data), start + len(new))
    return data[:start] + new[: end - start] + data[end:], [(start, end)]


def flipped(chance: random.Random, archive: Archive, place: int) -> Harmed:
    """Flip a bit."""
    return replaced(archive, place, bytes([archive.data[place] ^ 1 << chance.randrange(8)]))


def bit(chance: random.Random, archive: Archive) -> Harmed:
    """A bit anywhere."""
    return flipped(chance, archive, place_in(chance, archive))


def bit_at_beginning(chance: random.Random, archive: Archive) -> Harmed:
    """A bit in the first bytes of a record: those of the gzip header where it is packed."""
    return flipped(chance, archive, place_in(chance, archive, 0, 10))


def bit_at_end(chance: random.Random, archive: Archive) -> Harmed:
    """A bit in the last bytes of a record: checksum and length where it is packed."""
    return flipped(chance, archive, place_in(chance, archive, -8))


def zeros(chance: random.Random, archive: Archive) -> Harmed:
    """A stretch of zeros."""
    return replaced(archive, place_in(chance, archive), bytes(chance.choice((16, 512, 4096, 65536))))


def zeros_to_end(chance: random.Random, archive: Archive) -> Harmed:
    """Zeros up to the end, as after a power cut."""
    start = place_in(chance, archive)
    return replaced(archive, start, bytes(len(archive.data) - start))


def noise(chance: random.Random, archive: Archive) -> Harmed:
    """A stretch of random bytes."""
    return replaced(archive, place_in(chance, archive), chance.randbytes(chance.choice((16, 512, 4096))))


def cut(chance: random.Random, archive: Archive) -> Harmed:
    """The end is missing."""
    start = place_in(chance, archive, 1)
    return archive.data[:start], [(start, len(archive.data))]


def lost(chance: random.Random, archive: Archive) -> Harmed:
    """A stretch is missing."""
    start = place_in(chance, archive, 1)
    end = min(len(archive.data), start + chance.randrange(1, 9000))
    return archive.data[:start] + archive.data[end:], [(start, end)]


def doubled(chance: random.Random, archive: Archive) -> Harmed:
    """A stretch comes twice."""
    end = place_in(chance, archive, 1)
    start = max(0, end - chance.randrange(1, 40_000))
    return archive.data[:end] + archive.data[start:], [(end, end)]


def junk(chance: random.Random, archive: Archive) -> Harmed:
    """Other bytes stand between."""
    place = place_in(chance, archive)
    return archive.data[:place] + chance.randbytes(chance.randrange(1, 5000)) + archive.data[place:], [(place, place)]


def junk_between(chance: random.Random, archive: Archive) -> Harmed:
    """Other bytes stand between two records."""
    place = chance.choice(archive.records)[0] if archive.form != "one member" else 0
    return archive.data[:place] + b"<html>\n" + chance.randbytes(99) + archive.data[place:], [(place, place)]


def swapped(chance: random.Random, archive: Archive) -> Harmed:
    """Two blocks of a disk are in each other's place."""
    data = archive.data
    first, second = sorted(chance.sample(range(len(data) // 512), 2))
    one, two = (slice(each * 512, each * 512 + 512) for each in (first, second))
    new = bytearray(data)
    new[one], new[two] = data[two], data[one]
    return bytes(new), [(one.start, one.stop), (two.start, two.stop)]


def edited(
    chance: random.Random, archive: Archive, pattern: re.Pattern[bytes], new: Callable[[bytes], bytes]
) -> Harmed:
    """Change a value in a record, which is packed again if it was."""
    packed = archive.form in {"packed", "in tar.gz"}
    plain = zlib.decompress(archive.data, _GZIP) if archive.form == "one member" else archive.data
    start, end = chance.choice(archive.records[1:])
    text = zlib.decompress(plain[start:end], _GZIP) if packed else plain[start:end]
    found = chance.choice(list(pattern.finditer(text)))
    text = text[: found.start(1)] + new(found[1]) + text[found.end(1) :]
    whole = plain[:start] + (gzip.compress(text) if packed else text) + plain[end:]
    return (gzip.compress(whole) if archive.form == "one member" else whole), [(start, end)]


def wrong_length(chance: random.Random, archive: Archive) -> Harmed:
    """A Content-Length is too large or too small."""
    by = chance.choice((-1000, -100, -3, -1, 1, 2, 4, 50, 1500, 10**8))
    return edited(chance, archive, _LENGTH, lambda stated: str(max(0, int(stated) + by)).encode())


def wrong_digest(chance: random.Random, archive: Archive) -> Harmed:
    """A digest is another."""
    return edited(chance, archive, _DIGEST, lambda stated: (b"1" if stated[:1] == b"0" else b"0") + stated[1:])


HARMS = {
    harm.__name__: harm
    for harm in (
        bit, bit_at_beginning, bit_at_end, zeros, zeros_to_end, noise, cut, lost, doubled, junk, junk_between, swapped,
        wrong_length, wrong_digest,
    )
}  # fmt: skip


# What must come of it


def fault_of(archive: Archive, name: str, chance: random.Random, folder: Path) -> str | None:
    """Do a harm, and tell what is wrong with the import after it; None if nothing is."""
    data, touched = HARMS[name](chance, archive)
    hit = _hit(archive, touched, data)
    pages, report = taken(folder, archive.form, data)
    found = Counter(page for _, page in pages)
    missed = [
        page for page, was_hit in zip(archive.pages, hit, strict=True) if page and not was_hit and not found[page]
    ]
    if missed:
        return f"{len(missed)} pages were lost that were not hit; {report.damaged.examples}"
    known = set(archive.pages)
    header_hit = archive.form == "plain" and any(
        start < head and record[0] < end
        for start, end in touched
        for record, head in zip(archive.records, archive.heads, strict=True)
    )
    if header_hit or archive.form == "one member":  # no checksum vouches for headers, or one that comes too late
        strange = {page[0] for page in found} - {page[0] for page in known if page}
    else:
        strange = {page[0] for page in found if page not in known}
    if strange:
        return f"{len(strange)} pages are none of the archive's; {report.damaged.examples}"
    if not report.damaged and not header_hit and _content(archive, data) != _content(archive, archive.data):
        return f"nothing is said to be damaged at {touched}"
    return None


def _hit(archive: Archive, touched: list[Span], data: bytes) -> list[bool]:
    """Tell of each record whether a harm hit it, or what comes before it in the same member."""
    if archive.form == "one member":
        first = touched[0][0]
        if archive.data[:first] == data[:first]:  # else it was packed again: places are of what is unpacked
            first = len(zlib.decompressobj(_GZIP).decompress(data[:first])) - _AT_ONCE
        return [end > first for _, end in archive.records]
    return [
        any((first < end and start < last) if first < last else start < first < end for first, last in touched)
        for start, end in archive.records
    ]


def _content(archive: Archive, data: bytes) -> bytes | None:
    """What is packed in a file; None where it is damaged."""
    if archive.form == "plain":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None


def main() -> int:
    """Run the campaign, print its figures, and exit with 1 if anything was lost that was not hit."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=20, help="how often each harm is done to each form")
    options.add_argument("--seed", type=int, default=0, help="of the places")
    arguments = options.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory(prefix="cryptodrug-damage-") as place:
        archives = simulated(Path(place))
        for form, archive in archives.items():
            for name in HARMS:
                wrong = []
                for number in range(arguments.count):
                    chance = random.Random(f"{arguments.seed} {form} {name} {number}")
                    fault = fault_of(archive, name, chance, Path(place))
                    wrong += [] if fault is None else [f"number {number}: {fault}"]
                sys.stdout.write(f"{form:12} {name:18} {arguments.count} times, {len(wrong)} faults\n")
                sys.stdout.writelines(f"    {each}\n" for each in wrong[:5])
                sys.stdout.flush()
                faults += len(wrong)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

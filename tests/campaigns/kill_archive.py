"""
Kill writers of an archive at random moments, go on, and look whether anything is lost or there twice.

A process writes fetched pages, or imports a folder, and notes each page in a journal once the archive has acknowledged
it. It is killed (SIGKILL) after a random time, and another goes on. What is in the WARC files at the end is read by
warcio and compared with the journal, and ``archive verify`` checks the rest.

    python tests/campaigns/kill_archive.py --kills 50
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.verify import verify_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from warcio.recordloader import ArcWarcRecord

    from cryptodrug_scraper.archive.mend import Mended

PAGES = 1500
"""Pages in the folder that is imported."""
ROLL_AT = 150_000
"""Bytes of a WARC file: small, so that kills fall on the moments of sealing and beginning files, too."""
LONGEST = 0.5
"""Seconds from a process's readiness to its death, at most."""
BEGAN = datetime(2018, 11, 18, tzinfo=UTC)


@dataclass(slots=True)
class Figures:
    """What a campaign met."""

    kills: int = 0
    finished: int = 0
    acknowledged: int = 0
    kept: int = 0
    unacknowledged: int = 0
    revisits: int = 0
    mended: int = 0
    cut: int = 0
    faults: list[str] = field(default_factory=list)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the campaigns, print their figures, and exit with 1 if anything was lost, doubled or damaged."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=50, help="of each kind of process")
    options.add_argument(
        "--seed", type=int, default=None, help="of the moments; printed, so that a run can be repeated"
    )
    options.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    arguments = options.parse_args()
    if arguments.child:
        kind, root, journal, *rest = arguments.child
        return {"write": write_pages, "import": import_pages}[kind](Path(root), Path(journal), *rest)
    seed = arguments.seed if arguments.seed is not None else random.randrange(10**6)
    say(f"seed {seed}")
    chance = random.Random(seed)
    faults = 0
    for kind, campaign in (("write", kill_writers), ("import", kill_imports)):
        figures = campaign(arguments.kills, chance)
        say(
            f"{kind:6}  {figures.kills} kills, {figures.finished} ended by themselves; {figures.acknowledged} pages "
            f"acknowledged, {figures.kept} in the archive ({figures.unacknowledged} not acknowledged yet, "
            f"{figures.revisits} revisits); {figures.mended} files mended, {figures.cut} of them broke off; "
            f"{len(figures.faults)} faults"
        )
        for fault in figures.faults[:20]:
            say(f"        {fault}")
        faults += len(figures.faults)
    return 1 if faults else 0


# What is killed


@contextmanager
def noting(journal: Path) -> Iterator[Callable[[str], None]]:
    """Note pages, one a line, each handed to the system at once."""
    with journal.open("ab", buffering=0) as file:

        def note(line: str) -> None:
            file.write(f"{line}\n".encode())

        yield note


def write_pages(root: Path, journal: Path, life: str) -> int:
    """Write pages until killed. Every third page has a body that came before."""
    with noting(journal) as note, ArchiveWriter(root, roll_at=ROLL_AT) as writer:
        say_ready(writer.mended)
        for number in range(10**9):
            address = f"http://market.invalid/{life}/{number}"
            body = page(number % 7 if number % 3 == 0 else f"{life}.{number}")
            writer.exchange(Exchange(address, BEGAN + timedelta(seconds=number), 200, body))
            note(address)
    return 0


def import_pages(root: Path, journal: Path, folder: str) -> int:
    """Import a folder."""
    from cryptodrug_scraper.archive.importing import Imported, import_paths

    with noting(journal) as note:
        first = True

        def show(imported: Imported) -> None:
            nonlocal first
            if first and imported.written:  # what is kept before goes by without being written
                say_ready(imported.mended)
                first = False
            note(str(imported.written + imported.kept_before))

        import_paths([Path(folder)], root, roll_at=ROLL_AT, progress=show)
    return 0


def say_ready(mended: Mended) -> None:
    """Tell the one who kills what was put in order, and that work begins."""
    say(json.dumps([len(mended.sealed) + len(mended.emptied), len(mended.cut)]))


def page(mark: object) -> bytes:
    """A page that says its mark."""
    return f"<html><body><h1>{mark}</h1>{random.Random(str(mark)).randbytes(700).hex()}</body></html>".encode()


# Who kills


def live(arguments: list[str], seconds: float, figures: Figures) -> bool:
    """Run a process for some seconds after it is ready, then kill it; True if it ended by itself."""
    command = [sys.executable, __file__, "--child", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        if said:
            mended, cut = json.loads(said)
            figures.mended += mended
            figures.cut += cut
        deadline = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        code = process.wait()
    if code not in (0, -signal.SIGKILL):
        figures.faults.append(f"a process ended with {code}")
    figures.kills += code == -signal.SIGKILL
    figures.finished += code == 0
    return code == 0


def kill_writers(kills: int, chance: random.Random) -> Figures:
    """Kill processes that write fetched pages."""
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="cryptodrug-kill-") as folder:
        root, journal = Path(folder, "archive"), Path(folder, "journal")
        journal.touch()
        while figures.kills < kills and not figures.faults:
            life = figures.kills
            live(["write", str(root), str(journal), str(life)], chance.uniform(0, LONGEST), figures)
        with ArchiveWriter(root) as writer:
            figures.mended += len(writer.mended.sealed) + len(writer.mended.emptied)
            figures.cut += len(writer.mended.cut)
        acknowledged = journal.read_text().splitlines()
        kept = Counter(address for address, _origin in kept_in(root))
        figures.acknowledged = len(acknowledged)
        figures.unacknowledged = len(set(kept) - set(acknowledged))
        figures.faults += [f"lost: {address}" for address in acknowledged if not kept[address]]
        figures.faults += [f"twice: {address}" for address, times in kept.items() if times > 1]
        if figures.unacknowledged > figures.kills:
            figures.faults.append("more pages than one per kill were written before they were acknowledged")
        check(root, figures)
    return figures


def kill_imports(kills: int, chance: random.Random) -> Figures:
    """Kill processes that import a folder, again and again until it is imported, then begin another archive."""
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="cryptodrug-kill-") as folder:
        source = Path(folder, "pages")
        source.mkdir()
        for number in range(PAGES):
            file = source / f"{number:05}.html"
            file.write_bytes(page(number % 7 if number % 3 == 0 else number))
            time_ = (BEGAN + timedelta(seconds=number)).isoformat()
            sidecar = {"url": f"/view?offer={number}", "captured_at": time_, "http_status": 200}
            file.with_name(f"{file.name}.json").write_text(json.dumps(sidecar))
        wanted = Counter(f"page {number:05}.html" for number in range(PAGES))
        rounds = 0
        while figures.kills < kills and not figures.faults:
            root, journal = Path(folder, f"archive{rounds}"), Path(folder, f"journal{rounds}")
            rounds += 1
            journal.touch()
            done = False
            while not done and not figures.faults:
                seconds = chance.uniform(0, LONGEST / 2) if figures.kills < kills else 600.0
                done = live(["import", str(root), str(journal), str(source)], seconds, figures)
                acknowledged, there = most(journal), len(kept_in(root))
                if there < acknowledged:
                    figures.faults.append(f"lost: {acknowledged} pages were acknowledged, and {there} are there")
            kept = Counter(origin for _address, origin in kept_in(root))
            figures.acknowledged += most(journal)
            figures.faults += [f"lost: {origin}" for origin in wanted if not kept[origin]]
            figures.faults += [f"twice: {origin}" for origin, times in kept.items() if times > 1]
            check(root, figures)
    return figures


def most(journal: Path) -> int:
    """The most pages that an import said were in the archive."""
    return max([0, *map(int, journal.read_text().split())])


def kept_in(root: Path) -> list[tuple[str, str]]:
    """Address and place of import of every page in an archive, sealed or not, as warcio reads it."""
    layout = Layout(root)
    kept = []
    for path in (*layout.sealed(), *layout.unsealed()):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "revisit") and whole(record):
                    header = record.rec_headers.get_header
                    kept.append((header("WARC-Target-URI"), header("X-Capture-Origin") or ""))
    return kept


def whole(record: ArcWarcRecord) -> bool:
    """Tell whether a record does not break off."""
    record.raw_stream.read()
    return bool(record.raw_stream.limit == 0)


def check(root: Path, figures: Figures) -> None:
    """Verify an archive that nobody writes any more."""
    verified = verify_archive(root)
    figures.faults += [f"{problem.file}, byte {problem.offset}: {problem.what}" for problem in verified.problems]
    figures.faults += [f"not sealed: {name}" for name in verified.unsealed]
    figures.revisits += verified.revisits
    figures.kept += len(kept_in(root))


if __name__ == "__main__":
    sys.exit(main())

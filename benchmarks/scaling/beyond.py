"""
Write the figures of docs/beyond.md from the runs of ``scale-history.jsonl``.

    python -m benchmarks.scaling.beyond            # write them
    python -m benchmarks.scaling.beyond --check    # only tell whether they are current

Each stands between ``<!-- figures: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scaling.arithmetic import Scaling
from benchmarks.scaling.history import HISTORY, entries
from benchmarks.scaling.table import NAMES, number, rows_of, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.scaling.history import Entry

__all__ = ["with_figures"]

PAGE = Path(__file__).parents[2] / "docs" / "beyond.md"
LARGER = (15_000_000, 100_000_000)
"""Pages for which figures are worked out: a weekly year of three full markets, and the archives of ten years."""
CORES = (2, 8, 32, 128)
OBJECTS, DISK = 22.0, 90.0
"""Assumed prices of a TB for a month, in EUR: of an object store, and of disks of a database server. Not offers."""
PRICED = "November 2026"
_PART = re.compile(r"(<!-- figures: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_TB, _MB, _HOUR = 1e12, 1e6, 3600
_UNKNOWN = "?"
"""In place of a figure that was not measured, or of one that takes two runs where there is one."""


def _measured(scaling: Scaling) -> str:
    runs = [*scaling.runs, *scaling.elsewhere]
    return "\n\n".join(f"{_run(run)}\n\n{table(run)}" for run in reversed(runs))


def _run(run: Entry) -> str:
    machine = run.machine
    return (
        f"{run.pages:,} pages with {run.rows:,} records, crawls of every {run.every} for {run.terms * 4} weeks at "
        f"{run.size:g} of the real size; {machine.cores} cores ({machine.cpu}), {machine.memory} GB, Python "
        f"{machine.python}; {run.date:%-d %B %Y}, commit {run.commit}."
    )


def _sizes(scaling: Scaling) -> str:
    heads = ["processor ms a page", *(f"{run.pages:,} pages" for run in scaling.runs), "power of pages"]
    rows = [heads]
    for stage, name in NAMES.items():
        told = [run.stages.get(stage) for run in scaling.runs]
        each = ["" if one is None else number(1000 * one["processor s"] / one["pages"]) for one in told]
        rows.append([name, *each, _power(scaling, stage, "processor s")])
    for stage in ("simulate", "replay", "derive", "report"):
        told = [run.stages.get(stage) for run in scaling.runs]
        memory = ["" if one is None else number(one["most MB"]) for one in told]
        rows.append([f"{NAMES[stage]}: most MB", *memory, _power(scaling, stage, "most MB")])
    return "\n".join(rows_of(rows))


def _power(scaling: Scaling, stage: str, figure: str) -> str:
    exponent = scaling.exponent(stage, figure)
    return _UNKNOWN if exponent is None else f"{exponent:.2f}"


def _pages(scaling: Scaling) -> str:
    rows = [["", *(f"{pages:,} pages" for pages in LARGER)]]
    for stage in ("simulate", "replay", "derive"):
        hours = [_over(scaling.at(pages, stage, "processor s"), _HOUR) for pages in LARGER]
        rows.append([f"{NAMES[stage]}: processor hours", *hours])
    memory = [_over(scaling.at(pages, "derive", "most MB"), 1000) for pages in LARGER]
    rows.append(["derive: most GB, by the code that was measured", *memory])
    for name, bytes_ in (("archive", _archive), ("database", _database), ("log of changes", _log)):
        rows.append([f"{name}: TB", *(_times(pages, bytes_(scaling), _TB) for pages in LARGER)])
    return "\n".join(rows_of(rows))


def _over(value: float | None, unit: float) -> str:
    return _UNKNOWN if value is None else number(value / unit)


def _archive(scaling: Scaling) -> float | None:
    """Bytes of archive for each page."""
    return scaling.each_page("bytes of the archive", "simulate")


def _database(scaling: Scaling) -> float | None:
    """Bytes of database for each page, of what was read and of what was derived."""
    return scaling.each_page("bytes of the database", "replay", "derive")


def _log(scaling: Scaling) -> float | None:
    return scaling.each_page("bytes of the log", "replay", "derive")


def _times(factor: float | None, value: float | None, unit: float) -> str:
    return _UNKNOWN if factor is None or value is None else number(factor * value / unit)


def _cores(scaling: Scaling) -> str:
    pages = LARGER[-1]
    rows = [
        ["cores", "replay, h", "derive, h", "replay, pages/s", "written to the log, MB/s", "read from archives, MB/s"]
    ]
    for cores in CORES:
        replay, derive = (scaling.at(pages, stage, "processor s") for stage in ("replay", "derive"))
        rate = None if replay is None else pages / replay * cores
        logged = scaling.each_page("bytes of the log", "replay")
        flows = [_times(rate, each, _MB) for each in (logged, _archive(scaling))]
        rows.append([str(cores), _over(replay, _HOUR * cores), _over(derive, _HOUR * cores), _over(rate, 1), *flows])
    return "\n".join(rows_of(rows))


def _cost(scaling: Scaling) -> str:
    archive, database = _archive(scaling), _database(scaling)
    each = f"{_times(1, archive, 1000)} kB of archive and {_times(1, database, 1000)} kB of database for each page"
    month = None if archive is None or database is None else archive * OBJECTS + 2 * database * DISK
    rows = [
        ["", *(f"{pages:,} pages" for pages in LARGER)],
        [f"archive, at {OBJECTS:g} EUR a TB", *(_times(pages * OBJECTS, archive, _TB) for pages in LARGER)],
        [
            f"database and its copy, at {DISK:g} EUR a TB",
            *(_times(2 * pages * DISK, database, _TB) for pages in LARGER),
        ],
        ["EUR a month", *(_times(pages, month, _TB) for pages in LARGER)],
    ]
    return f"{each}; prices assumed in {PRICED}.\n\n" + "\n".join(rows_of(rows))


_PARTS: dict[str, Callable[[Scaling], str]] = {
    "measured": _measured,
    "sizes": _sizes,
    "pages": _pages,
    "cores": _cores,
    "cost": _cost,
}


def with_figures(page: str, scaling: Scaling) -> str:
    """Return a page with the figures of some runs in their places."""
    return _PART.sub(lambda part: f"{part[1]}\n{_PARTS[part[2]](scaling)}\n\n{part[3]}", page)


def main() -> None:
    """Write the page, or compare it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    chosen = options.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    made = with_figures(page, Scaling.of(entries(HISTORY)))
    if not chosen.check:
        PAGE.write_text(made, encoding="utf-8")
    elif made != page:
        sys.exit(f"{PAGE.name} is not current: python -m benchmarks.scaling.beyond")


if __name__ == "__main__":
    main()

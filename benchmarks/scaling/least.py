"""
What a stage cannot do without, by the quickest libraries there are: a program for each, which prints what it took.

    python -m benchmarks.scaling.least simulate ARCHIVES    # igzip and a file, of the records that were written
    python -m benchmarks.scaling.least replay ARCHIVES      # FastWARC and lxml, and COPY of the rows into bare tables
    python -m benchmarks.scaling.least derive               # reading the rows that are derived from

Archives are measured by some files of all, evenly chosen; what is prepared for a measurement is not in it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from fastwarc.warc import ArchiveIterator
from isal import isal_zlib

from benchmarks.archives import MARKETS
from benchmarks.bare import bare
from benchmarks.databases import cpu_of_server
from benchmarks.derive import read_only
from benchmarks.floors import copy_raw, make_plain_tables
from benchmarks.processes import seconds_of, server_of
from benchmarks.spent import Spent
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.warc.gzip_members import gzip_members
from cryptodrug_scraper.warc.writing import LEVEL

__all__ = ["main"]

_FILES = 6
"""Files of archives that are measured."""
_CHUNK = 256
"""Pages whose rows are copied at once."""


def _chosen(archives: Path) -> list[Path]:
    files = sorted(archives.rglob("*.warc.gz"))
    number = min(_FILES, len(files))
    return [files[(2 * each + 1) * len(files) // (2 * number)] for each in range(number)]


def _simulate(archives: Path) -> dict[str, float]:
    spent, records = Spent(), 0
    for path in _chosen(archives):
        members = [member.data for member in gzip_members(path)]
        records += len(members) - 1  # without the one that describes the file
        with tempfile.TemporaryFile(dir=archives) as file, spent.counting():
            for data in members:
                file.write(isal_zlib.compress(data, LEVEL, 31))
    return {"pages": records // 2, "floor: processor s": spent.cpu}


def _replay(archives: Path) -> dict[str, float]:
    reading, copying, pages, rows = Spent(), Spent(), 0, 0
    with open_database() as database, database.engine.connect() as connection:
        make_plain_tables(connection)
        before = cpu_of_server(connection)
        for path in _chosen(archives):
            with path.open("rb") as file, reading.counting():
                for record in ArchiveIterator(file):
                    bare(record.reader.read())
            captures = list(captures_in(path, ImportReport()))
            pages += len(captures)
            for first in range(0, len(captures), _CHUNK):
                some = captures[first : first + _CHUNK]
                read = [parse_page(each.body, PageContext(each.url, each.captured)) for each in some]
                market = next(page.market for page in read if page.market)
                batch = batch_of(zip(some, read, strict=True), parser_version(market))
                rows += sum(batch.rows.values())
                with copying.counting():
                    copy_raw(connection, batch)
        server = cpu_of_server(connection) - before
        with connection.begin():
            tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE tablename ~ '^plain_'").scalars()
            connection.exec_driver_sql(f"DROP TABLE {', '.join(tables)}")
    return {"pages": pages, "rows": rows, "floor: processor s": reading.cpu + copying.cpu + server}


def _derive() -> dict[str, float]:
    with open_database():  # which keeps the server running
        server = server_of(data_home())
        before = seconds_of(server)
        measured = read_only(list(MARKETS))
        spent = measured.cpu + seconds_of(server) - before
    return {"rows": measured.rows, "floor: processor s": spent}


def main(words: list[str]) -> None:
    """Measure, and print a line of JSON."""
    stage, *paths = words
    if stage == "derive":
        said = _derive()
    else:
        measure = {"simulate": _simulate, "replay": _replay}[stage]
        said = measure(Path(*paths))
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])

"""What is there after a command: archives, databases and files, in a form that can be compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator

from cryptodrug_scraper.archive import Layout
from cryptodrug_scraper.archive.verify import verify_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.commands.case import Case

__all__ = ["HALVED", "captures", "database", "files", "printed", "schema"]

HALVED = """
    SELECT count(*) FROM parse_run r
    WHERE listing_count <> (SELECT count(*) FROM listing_observation o WHERE o.parse_run_id = r.parse_run_id)
       OR vendor_count <> (SELECT count(*) FROM vendor_observation o WHERE o.parse_run_id = r.parse_run_id)
       OR review_count <> (SELECT count(*) FROM review_observation o WHERE o.review_list_id = r.review_list_id)
       OR warning_count + error_count > (SELECT count(*) FROM parse_issue o WHERE o.parse_run_id = r.parse_run_id)
       OR NOT EXISTS (SELECT FROM capture c WHERE c.capture_id = r.capture_id)
       OR NOT EXISTS (SELECT FROM capture_origin c WHERE c.capture_id = r.capture_id)
"""
"""Counts readings whose rows are not all there."""
_COLUMNS = """
    SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3
"""
_KEPT = ("response", "revisit", "resource")


def captures(root: Path) -> dict[str, Any]:
    """Each capture of an archive once for each time it is there, as another program reads it; and what is wrong."""
    layout = Layout(root)
    found = []
    for path in (*layout.sealed(), *layout.unsealed()):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type in _KEPT:
                    header = record.rec_headers.get_header
                    names = ("WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest", "X-Capture-Origin")
                    found.append(tuple(header(name) for name in names))
    problems = [f"{problem.file}: {problem.what}" for problem in verify_archive(root).problems]
    return {"captures": sorted(found, key=str), "problems": problems, "unsealed": len(layout.unsealed())}


def database(case: Case) -> dict[str, Any]:
    """The sums of all tables that pages are loaded into; and how many pages have not all their rows."""
    assert case.database is not None
    postgres = case.stage.postgres
    return {"sums": postgres.sums(case.database), "halved": postgres.rows(case.database, HALVED)[0][0]}


def schema(case: Case) -> dict[str, Any]:
    """The tables and columns of the database, and its revision."""
    assert case.database is not None
    postgres = case.stage.postgres
    revision = postgres.rows(case.database, "SELECT version_num FROM alembic_version")
    return {"columns": list(map(tuple, postgres.rows(case.database, _COLUMNS))), "revision": list(map(tuple, revision))}


def files(folder: Path) -> dict[str, str]:
    """The digests of all files below a folder, by their names."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def printed(case: Case) -> str:
    """What the command printed, without the names of the case."""
    return case.said()[0].replace(str(case.folder), "FOLDER").replace(case.name, "DATABASE")

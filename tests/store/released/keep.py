"""
Keep what a release must never change: the digests of its migrations, and a dump of a small database that it made.

    python tests/store/released/keep.py

The tests hold the migrations against the digests, and bring each dump to the version that there is now.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper import __version__
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.address import URL_VARIABLE
from cryptodrug_scraper.store.database import open_database, stop_embedded
from cryptodrug_scraper.store.digest import derived_digest, digest
from cryptodrug_scraper.store.dump import dump
from cryptodrug_scraper.study.run import derive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

__all__ = ["FOLDER", "ROOT", "added_before", "changed", "contents", "kept_scripts", "revision_of", "scripts"]

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[2]
_DIGESTS = FOLDER / "scripts.sha256"
_PAGES = [
    ROOT / "fixtures" / "pages" / folder
    for folder in (
        "dream/listing",
        "dream/login",
        "empire/listing_feedback",
        "empire/vendor_profile",
        "wallstreet/listing",
    )
]
_VIEWS = text(
    "SELECT relname FROM pg_class WHERE relnamespace = 'research'::regnamespace AND relkind = 'v' ORDER BY relname"
)


def main() -> None:
    """Keep them, where they are not kept yet."""
    _check_version()
    kept = kept_scripts()
    if wrong := changed(ROOT, kept):
        sys.exit(f"released scripts are no longer what they were: {', '.join(wrong)}")
    lines = [f"{digest}  {path}\n" for path, digest in scripts(ROOT).items() if path not in kept]
    with _DIGESTS.open("a", encoding="utf-8") as file:
        file.writelines(lines)
    target = FOLDER / f"{__version__}.dump.gz"
    if not target.exists():
        _keep_database(target)


def scripts(root: Path) -> dict[str, str]:
    """The digests of all migrations that there are, by their path."""
    folder = root / "migrations"
    found = sorted([*folder.glob("versions/*.py"), *folder.glob("sql/*.sql")])
    return {str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in found}


def kept_scripts() -> dict[str, str]:
    """The digests of those that were released, by their path, in the form of sha256sum."""
    lines = _DIGESTS.read_text(encoding="utf-8").splitlines() if _DIGESTS.exists() else []
    return {path: digest for digest, path in (line.split("  ") for line in lines)}


def changed(root: Path, kept: Mapping[str, str]) -> list[str]:
    """Released scripts that are gone, or are not what they were."""
    there = scripts(root)
    return [path for path, digest in kept.items() if there.get(path) != digest]


def added_before(root: Path, kept: Mapping[str, str]) -> list[str]:
    """Scripts that were not released, and stand before one that was, or beside it."""
    newest = max(map(revision_of, kept), default="")
    return [path for path in scripts(root) if path not in kept and revision_of(path) <= newest]


def revision_of(path: str) -> str:
    """The revision that a script belongs to."""
    return Path(path).name.partition("_")[0]


def contents(connection: Connection) -> dict[str, Any]:
    """What a database holds, in words that no version of the program may give another meaning."""
    observed, derived = digest(connection), derived_digest(connection)
    views = connection.execute(_VIEWS).scalars().all()
    rows = {view: connection.execute(text(f"SELECT count(*) FROM research.{view}")).scalar_one() for view in views}
    return {"digest": observed, "derived_digest": derived, "rows": rows}


def _check_version() -> None:
    said = {
        "CHANGELOG.md": rf"^## {re.escape(__version__)} - \d{{4}}-\d\d-\d\d$",
        "CITATION.cff": rf"^version: {re.escape(__version__)}$",
    }
    for name, line in said.items():
        if re.search(line, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE) is None:
            sys.exit(f"{name} does not name version {__version__}, which cryptodrug_scraper/__init__.py names")


def _keep_database(target: Path) -> None:
    with TemporaryDirectory(prefix="cryptodrug-release-") as home:
        os.environ[HOME_VARIABLE] = home
        os.environ.pop(URL_VARIABLE, None)
        try:
            with open_database() as database:
                replay(database.engine, _PAGES, workers=1)
                derive(database, read_parameters())
                with database.engine.connect() as connection:
                    held = contents(connection)
            dump(Path(home) / "database.dump")
            target.write_bytes(gzip.compress((Path(home) / "database.dump").read_bytes(), mtime=0))
        finally:
            stop_embedded(force=True)
    (FOLDER / f"{__version__}.json").write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""One collection in every form that an import reads, our own archive among them, gives one database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.importers.sidecar import read_sidecar
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.tables import LOADED
from cryptodrug_scraper.urls import url_key
from tests.importers.forms import Page, write_forms

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

CASES = Path(__file__).parents[2] / "fixtures" / "pages"
FORMS = {"folder", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "zip", "wacz", "warc", "warc.gz", "datacrypto"}


def pages() -> list[Page]:
    """Every third fixture whose address and second are known."""
    found = []
    for body in sorted(CASES.glob("*/*/*/body.html"))[::3]:
        sidecar = read_sidecar((body.parent / "meta.json").read_bytes(), "meta.json")
        time = sidecar.captured
        if sidecar.url is not None and time is not None and time.precision == "second":
            found.append(Page(body.read_bytes(), url_key(sidecar.url), time.earliest))
    return found


def loaded(database: Database, path: Path) -> str:
    """The digest of a database that has what lies at a path, and nothing else."""
    with database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(LOADED)}, superseded_run"))
    replay(database.engine, [path], workers=1)
    with database.engine.connect() as connection:
        return digest(connection)


def test_every_form_gives_the_same_digest(database: Database, tmp_path: Path) -> None:
    forms = write_forms(pages(), tmp_path / "forms")
    del forms["second folder"]  # a mirror tree cannot tell /index from /
    import_paths([forms["tar.zst"]], tmp_path / "archive")
    forms["archive"] = tmp_path / "archive"
    digests = {name: loaded(database, path) for name, path in forms.items()}

    assert FORMS <= forms.keys()
    assert 1 == len(set(digests.values())), digests
    with database.engine.connect() as connection:
        assert len(pages()) == connection.execute(text("SELECT count(*) FROM capture")).scalar_one()

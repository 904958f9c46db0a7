"""The doctor looks at everything, and changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.cli.disk_use import disk_use, size_shown
from cryptodrug_scraper.cli.doctor_clients import of_client
from cryptodrug_scraper.cli.doctor_database import Revision, of_contents, of_revision
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.contents import Contents
from cryptodrug_scraper.store.database import URL_VARIABLE
from tests.support.other_users import NOBODY, as_ordinary_user
from tests.support.rights import rights_in

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def look(prefix: tuple[str, ...] = ()) -> dict[str, dict[str, str]]:
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "cryptodrug_scraper", "doctor", "--json"],
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert not done.stderr, done.stderr.decode()
    return {finding["what"]: finding for finding in json.loads(done.stdout)}


@pytest.fixture
def above(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of mode 755 for a data home."""
    with TemporaryDirectory(prefix="cryptodrug-test-") as name:
        Path(name).chmod(0o755)
        monkeypatch.setenv(HOME_VARIABLE, str(Path(name) / "home"))
        monkeypatch.delenv(URL_VARIABLE, raising=False)
        yield Path(name)


@pytest.mark.parametrize("prefix", [(), tuple(as_ordinary_user())], ids=["as this user", "as an ordinary user"])
def test_where_there_is_nothing_it_makes_nothing_and_says_so(above: Path, prefix: tuple[str, ...]) -> None:
    if prefix:
        os.chown(above, NOBODY, NOBODY)
    before = rights_in(above)
    found = look(prefix)

    assert rights_in(above) == before
    assert ("note", "none yet") == (found["database"]["state"], found["database"]["found"])
    assert "cryptodrug replay" in found["database"]["advice"]
    assert found["data folder"]["found"] == f"none yet at {above / 'home'}"
    assert not {"pages", "derived", "reader"} & set(found)


def test_a_folder_that_others_may_enter_stays_as_it_is_and_is_named(above: Path) -> None:
    home = above / "home"
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    before = rights_in(above)
    found = look()

    assert rights_in(above) == before
    assert f"{home}: others may enter it (mode 755)" == found["data folder"]["found"]


CONTENTS: dict[str, Any] = {
    "pages": 12,
    "newest_at": datetime(2019, 4, 30, tzinfo=UTC),
    "markets": {"dream": 8, "empire": 3},
    "underived": {},
    "derived_at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    "measures_version": "1",
}


@pytest.mark.parametrize(
    ("changed", "state", "said"),
    [
        ({}, "ok", "on 2026-01-02 03:04 UTC"),
        ({"derived_at": None}, "note", "nothing yet: views of what pages mean are empty"),
        ({"underived": {"dream": 2}}, "note", "on 2026-01-02 03:04 UTC, without 2 of dream that came later"),
        ({"underived": {"empire": -1}}, "note", "on 2026-01-02 03:04 UTC, with 1 of empire that are gone"),
        ({"measures_version": "0"}, "note", "on 2026-01-02 03:04 UTC, by another version of the measures"),
    ],
)
def test_a_derivation_that_is_older_than_the_pages_is_told(changed: dict[str, Any], state: str, said: str) -> None:
    pages, derived = of_contents(Contents(**CONTENTS | changed), "1")

    assert ("ok", "12: 8 of dream, 3 of empire; the newest of 2019-04-30") == (pages.state, pages.found)
    assert (state, said) == (derived.state, derived.found)
    assert ("run cryptodrug derive" if state == "note" else "") == derived.advice


def test_a_derivation_from_as_many_other_readings_is_told() -> None:
    _, derived = of_contents(Contents(**CONTENTS), "1", ["dream", "empire"])

    assert derived.found.endswith("from other readings than there are now: dream, empire would be made anew")
    assert ("note", "run cryptodrug derive") == (derived.state, derived.advice)


def test_a_database_without_pages_or_without_their_times_is_told() -> None:
    (none,) = of_contents(Contents(**CONTENTS | {"pages": 0}), "1")
    (untimed,) = of_contents(Contents(**CONTENTS | {"markets": {}, "newest_at": None}), "1")

    assert ("none yet", "12, none of a known market and time") == (none.found, untimed.found)
    assert "cryptodrug replay" in none.advice
    assert "docs/importing.md" in untimed.advice
    assert (ROOT / "docs" / "importing.md").exists()


@pytest.mark.parametrize(
    ("revision", "embedded", "state", "advice"),
    [
        (Revision("0013", "0013"), False, "ok", ""),
        (Revision("0012", "0013"), False, "problem", "0013 is the newest; run: cryptodrug db upgrade"),
        (Revision("0013", "0013", has_views=False), False, "problem", "of another version of this program; run:"),
        (Revision("0013", "0013", has_views=False), True, "note", "the next command makes them anew"),
        (Revision(None, "0013"), False, "problem", "0013 is the newest; run: cryptodrug db upgrade"),
        (Revision(None, "0013"), True, "note", "cryptodrug replay FOLDER"),
        (
            Revision("0099", "0013", refused="revision 0099, of no release"),
            True,
            "problem",
            "at revision 0099, of no release",
        ),
    ],
)
def test_a_schema_that_is_not_this_version_s_is_told(
    revision: Revision, embedded: bool, state: str, advice: str
) -> None:
    finding = of_revision(revision, "PostgreSQL 18.4", "", embedded)
    assert state == finding.state
    assert advice in finding.advice


@pytest.mark.parametrize(
    ("path", "version", "server", "state", "said"),
    [
        (None, None, "18.4", "note", "not there"),
        ("/usr/bin/psql", "15.20", "18.4", "note", "15.20, /usr/bin/psql: older than the server, 18.4"),
        ("/usr/bin/psql", "18.1", "18.4", "ok", "18.1, /usr/bin/psql"),
        ("/usr/bin/psql", "15.20", None, "ok", "15.20, /usr/bin/psql"),
        ("/usr/bin/psql", None, "18.4", "ok", "version not known, /usr/bin/psql"),
    ],
)
def test_a_client_that_is_older_than_the_server_is_told(
    path: str | None, version: str | None, server: str | None, state: str, said: str
) -> None:
    finding = of_client("psql", path, version, server)
    assert (state, said) == (finding.state, finding.found)
    assert ("postgresql-client-18" in finding.advice) == ("older" in said)


def test_all_that_lies_on_disk_is_counted_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("postgres/pg_wal/1", "postgres/base/2", "archive/3", "sessions/4"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"x" * 100_000)
    (home / "archive" / "again").hardlink_to(home / "archive" / "3")
    (home / "archive" / "away").symlink_to(ROOT)
    use = disk_use(home, home / "archive")

    assert use.whole == use.database + use.archive + use.rest
    assert use.database >= 200_000 > use.log >= 100_000
    assert 200_000 > use.archive >= 100_000
    assert 200_000 > use.rest >= 100_000
    assert disk_use(home, tmp_path / "none").whole == use.whole
    assert disk_use(tmp_path / "none", tmp_path / "none").whole == 0
    assert ["0 B", "98 kB", "1.5 MB", "2.0 GB", "3.0 TB"] == [
        size_shown(size) for size in (0, 100_000, 1.5 * 2**20, 2**31, 3 * 2**40)
    ]

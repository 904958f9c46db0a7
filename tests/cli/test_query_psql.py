"""The shell that query opens, on a stand-in for psql that tells how it was started."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.store.address import READER_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

TELL = """#!{python}
import json, os, pathlib, stat
file = os.environ.get("PGPASSFILE")
json.dump({{
    "argv": pathlib.Path("/proc/self/cmdline").read_text().split(chr(0)),
    "file": file,
    "mode": file and stat.S_IMODE(os.stat(file).st_mode),
    "password": file and pathlib.Path(file).read_text(),
}}, open({told!r}, "w"))
"""


@pytest.fixture
def opened(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    program = tmp_path / "bin" / "psql"
    program.parent.mkdir()
    program.write_text(TELL.format(python=sys.executable, told=str(tmp_path / "told")))
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("PGPASSFILE", raising=False)

    def run_psql(run: Any, password: str | None) -> dict[str, Any]:
        url = database.engine.url.set(drivername="postgresql", username="cryptodrug_reader", password=password)
        monkeypatch.setenv(READER_VARIABLE, url.render_as_string(hide_password=False))
        run("query")
        told: dict[str, Any] = json.loads((tmp_path / "told").read_text())
        return told

    return run_psql


def test_psql_gets_the_password_in_a_file_that_is_gone_after_it(opened: Any, run: Any) -> None:
    told = opened(run, r"se:cr\et")

    assert not any("cr" + "\\" in word or "se%3Acr" in word for word in told["argv"])
    assert any("cryptodrug_reader@" in word for word in told["argv"])
    assert (0o600, r"*:*:*:*:se\:cr\\et" + "\n") == (told["mode"], told["password"])
    assert not Path(told["file"]).exists()


def test_psql_without_a_password_gets_no_file(opened: Any, run: Any) -> None:
    assert opened(run, None)["file"] is None


def test_an_address_of_a_role_that_may_do_more_is_refused(
    database: Database, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READER_VARIABLE, database.dsn)

    assert b"may do more than see the schema research" in run("query", "SELECT 1", code=2).stderr

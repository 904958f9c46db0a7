"""On a server of others the program works with an ordinary role, and says what is not its own to take away."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.store.address import READER_VARIABLE, URL_VARIABLE
from cryptodrug_scraper.store.database import open_database, open_for_reader
from cryptodrug_scraper.store.excess import excess_of_program, excess_of_reader
from cryptodrug_scraper.store.form_writer import open_for_forms
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.migrate import upgrade
from cryptodrug_scraper.store.models import Decision
from cryptodrug_scraper.store.scripts import run_script, shipped_script
from cryptodrug_scraper.store.server.embedded import embedded_server
from cryptodrug_scraper.store.server.programs import server_programs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from cryptodrug_scraper.store.server.postmaster import Postmaster

ROOT = Path(__file__).parents[2]
NEEDS_SUPERUSER = ["make large objects", "hold the locks of the program"]


@pytest.fixture(scope="module")
def others() -> Iterator[Postmaster]:
    """A server that knows nothing of this program."""
    with TemporaryDirectory(prefix="cryptodrug-others-") as home, embedded_server(Path(home)) as server:
        yield server


@pytest.fixture
def admin(others: Postmaster) -> Iterator[Engine]:
    yield engine_for(others, "postgres", "postgres").execution_options(isolation_level="AUTOCOMMIT")
    with engine_for(others, "postgres", "postgres").execution_options(isolation_level="AUTOCOMMIT").connect() as all_of:
        for name in ("cryptodrug", "plainly"):
            all_of.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        for name in ("cryptodrug", "plain", "ann", "cryptodrug_reader", "cryptodrug_writer"):
            all_of.execute(text(f"DROP ROLE IF EXISTS {name}"))


def engine_for(server: Postmaster, database: str, role: str) -> Engine:
    address = server.uri(database, role).replace("postgresql:", "postgresql+psycopg2:", 1)
    return create_engine(address, poolclass=NullPool)


def run(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def use(monkeypatch: pytest.MonkeyPatch, server: Postmaster, database: str, role: str) -> None:
    monkeypatch.setenv(URL_VARIABLE, server.uri(database, role))
    monkeypatch.delenv(READER_VARIABLE, raising=False)
    with open_database(any_revision=True) as opened, opened.engine.connect() as connection:
        upgrade(connection)


def load_some(pages: Any) -> dict[str, int]:
    with open_database() as opened, opened.engine.connect() as connection:
        assert excess_of_program(connection) == ""
        connection.rollback()
        return load(connection, [batch_of(pages, "1.0+test.1")])


def left() -> list[str]:
    with open_for_reader() as reader, reader.engine.connect() as connection:
        return excess_of_reader(connection)


@pytest.mark.slow
def test_what_the_container_makes_has_no_right_too_many(
    others: Postmaster, admin: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, some_pages: Any
) -> None:
    for name in ("database", "reader"):
        (tmp_path / name).write_text(f"{name}'s \\ own\n", encoding="utf-8")
    environment = {
        "PATH": f"{os.environ['PATH']}:{server_programs()}",
        "PGHOST": str(others.socket_folder),
        "POSTGRES_PASSWORD_FILE": str(tmp_path / "database"),
        "READER_PASSWORD_FILE": str(tmp_path / "reader"),
        "RIGHTS_FILE": str(ROOT / "cryptodrug_scraper" / "store" / "sql" / "rights.sql"),
    }
    subprocess.run([ROOT / "docker" / "make-database"], env=environment, check=True)
    use(monkeypatch, others, "cryptodrug", "cryptodrug")

    assert load_some(some_pages)["capture"] == len(some_pages)
    assert [] == left()
    with admin.connect() as connection:
        may = "SELECT bool_or(rolsuper OR rolcreaterole OR rolcreatedb) FROM pg_roles WHERE rolname ~ '^cryptodrug'"
        assert not connection.execute(text(may)).scalar_one()


def test_an_ordinary_role_takes_what_it_may_and_a_superuser_the_rest(
    others: Postmaster, admin: Engine, monkeypatch: pytest.MonkeyPatch, some_pages: Any
) -> None:
    run(admin, "CREATE ROLE plain LOGIN", "CREATE ROLE cryptodrug_reader LOGIN", "CREATE DATABASE plainly OWNER plain")
    use(monkeypatch, others, "plainly", "plain")
    load_some(some_pages)
    assert NEEDS_SUPERUSER == left()

    with engine_for(others, "plainly", "postgres").begin() as connection:
        run_script(connection, shipped_script("rights"))
    assert [] == left()
    run(admin, "CREATE ROLE ann LOGIN IN ROLE cryptodrug_reader")
    monkeypatch.setenv(READER_VARIABLE, others.uri("plainly", "ann"))
    assert [] == left()
    monkeypatch.delenv(READER_VARIABLE)
    assert load_some(some_pages)["capture"] == 0  # the program's own locks and temporary tables are still its own


@pytest.mark.slow
def test_a_role_that_does_not_own_the_database_can_still_be_used(
    others: Postmaster, admin: Engine, monkeypatch: pytest.MonkeyPatch, some_pages: Any
) -> None:
    run(admin, "CREATE ROLE plain LOGIN", "CREATE ROLE cryptodrug_reader LOGIN", "CREATE DATABASE plainly")
    run(admin, "GRANT CREATE ON DATABASE plainly TO plain")
    run(
        engine_for(others, "plainly", "postgres").execution_options(isolation_level="AUTOCOMMIT"),
        "GRANT CREATE ON SCHEMA public TO plain",
    )
    use(monkeypatch, others, "plainly", "plain")

    load_some(some_pages)
    assert ["make temporary tables", *NEEDS_SUPERUSER] == left()


def test_a_reader_that_may_not_log_in_says_what_an_administrator_does(
    others: Postmaster, admin: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(admin, "CREATE ROLE plain LOGIN", "CREATE ROLE cryptodrug_reader", "CREATE DATABASE plainly OWNER plain")
    use(monkeypatch, others, "plainly", "plain")

    with pytest.raises(StoreError, match=r"not permitted to log in; name in CRYPTODRUG_READER_URL .* ALTER ROLE"):
        open_for_reader().__enter__()


def test_forms_say_which_role_an_administrator_makes_and_write_as_it_then(
    others: Postmaster, admin: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(admin, "CREATE ROLE plain LOGIN", "CREATE ROLE cryptodrug_reader LOGIN", "CREATE DATABASE plainly OWNER plain")
    use(monkeypatch, others, "plainly", "plain")
    with open_database(any_revision=True) as database, database.engine.connect() as connection:
        upgrade(connection)
    with pytest.raises(StoreError, match="cryptodrug_writer is missing, and plain may not create it"):
        open_for_forms(database.engine.url, [Decision]).__enter__()
    run(admin, "CREATE ROLE cryptodrug_writer")
    with pytest.raises(StoreError, match="plain may not write as the role cryptodrug_writer"):
        open_for_forms(database.engine.url, [Decision]).__enter__()
    run(admin, "GRANT cryptodrug_writer TO plain")
    with open_for_forms(database.engine.url, [Decision]) as engine, engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM decision")).scalar_one()


@pytest.mark.parametrize(
    "made",
    [
        "CREATE ROLE ann LOGIN SUPERUSER",
        "CREATE ROLE ann LOGIN CREATEROLE IN ROLE cryptodrug_reader",
        "CREATE ROLE ann LOGIN NOINHERIT IN ROLE cryptodrug_reader, plain",
        "CREATE ROLE ann LOGIN IN ROLE cryptodrug_reader, pg_execute_server_program",
    ],
)
def test_a_reader_that_may_do_more_or_become_another_is_refused(
    others: Postmaster, admin: Engine, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    run(admin, "CREATE ROLE plain LOGIN", "CREATE ROLE cryptodrug_reader LOGIN", "CREATE DATABASE plainly OWNER plain")
    run(admin, made)
    monkeypatch.setenv(READER_VARIABLE, others.uri("plainly", "ann"))

    with pytest.raises(ConfigurationError, match="may do more than see the schema research"):
        open_for_reader().__enter__()

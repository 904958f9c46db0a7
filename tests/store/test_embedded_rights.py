"""On the embedded server the program is no superuser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import open_database, open_for_reader
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.form_writer import open_for_forms
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.models import Decision
from cryptodrug_scraper.store.server.embedded import embedded_server
from cryptodrug_scraper.store.server.postmaster import Postmaster

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

OWNERS = text(
    "SELECT DISTINCT pg_get_userbyid(owner) FROM ("
    "SELECT relowner FROM pg_class WHERE relnamespace::regnamespace::text IN ('public', 'partitions', 'research') "
    "UNION SELECT proowner FROM pg_proc WHERE pronamespace = 'research'::regnamespace "
    "UNION SELECT typowner FROM pg_type WHERE typnamespace = 'research'::regnamespace "
    "UNION SELECT nspowner FROM pg_namespace WHERE nspname IN ('partitions', 'research') "
    "UNION SELECT datdba FROM pg_database WHERE datname = current_database()) AS made (owner)"
)
STATE = text(
    "SELECT (SELECT array_agg(rolname ORDER BY 1) FROM pg_roles), datdba, datacl FROM pg_database "
    "WHERE datname = current_database()"
)
IS_SUPERUSER = text("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user")


def as_superuser(home: Path, database: str) -> Engine:
    address = Postmaster(home / "postgres").uri(database).replace("postgresql:", "postgresql+psycopg2:", 1)
    return create_engine(address, poolclass=NullPool)


def load_some(engine: Engine, pages: Any) -> str:
    with engine.connect() as connection:
        load(connection, [batch_of(pages, "1.0+test.1")])
    return digest_of(engine)


def digest_of(engine: Engine) -> str:
    with engine.connect() as connection:
        return digest(connection)


@pytest.mark.usefixtures("made_home")
def test_the_program_is_no_superuser_and_owns_what_is_its_own(some_pages: Any) -> None:
    with open_database() as database:
        load_some(database.engine, some_pages)
        with database.engine.connect() as connection:
            assert not connection.execute(IS_SUPERUSER).scalar_one()
            assert ["cryptodrug"] == list(connection.execute(OWNERS).scalars())
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(text("COPY (SELECT 1) TO PROGRAM 'cat'"))


@pytest.mark.usefixtures("made_home")
def test_the_reader_of_the_embedded_server_is_a_role_of_its_own() -> None:
    with open_for_reader() as database, database.engine.connect() as connection:
        assert "cryptodrug_reader" == connection.execute(text("SELECT session_user")).scalar_one()
        assert connection.execute(text("SELECT count(*) FROM research.market_event")).scalar_one() > 0
        for sql in (
            "SELECT FROM capture",
            "SELECT pg_advisory_lock(1)",
            "SELECT lo_creat(-1)",
            "CREATE TEMP TABLE x ()",
        ):
            connection.rollback()
            connection.execute(text("SET TRANSACTION READ WRITE"))
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(text(sql))


def test_a_home_of_a_version_without_the_role_of_forms_gets_it(made_home: Path) -> None:
    with embedded_server(made_home):
        with open_database():
            pass
        for name, sql in (
            ("cryptodrug", "DROP OWNED BY cryptodrug_writer"),
            ("postgres", "DROP ROLE cryptodrug_writer"),
        ):
            with as_superuser(made_home, name).begin() as admin:
                admin.execute(text(sql))
        with (
            open_database() as database,
            open_for_forms(database.engine.url, [Decision]) as forms,
            forms.begin() as connection,
        ):
            take(connection, Lock.DECIDE)


def test_a_database_that_was_made_before_the_first_release_is_refused_and_left_as_it_was(own_home: Path) -> None:
    with embedded_server(own_home):  # as they were: all made by the superuser
        with as_superuser(own_home, "postgres").connect() as admin:
            admin.execution_options(isolation_level="AUTOCOMMIT").execute(text("CREATE DATABASE cryptodrug"))
        with as_superuser(own_home, "cryptodrug").begin() as old:
            old.execute(text("CREATE TABLE alembic_version (version_num text)"))
            old.execute(text("INSERT INTO alembic_version VALUES ('0008')"))
            before = old.execute(STATE).one()

        with pytest.raises(StoreError, match="revision 0008, which was in no release .* cryptodrug replay ARCHIVES"):
            open_database().__enter__()

        with as_superuser(own_home, "cryptodrug").connect() as old:
            assert before == old.execute(STATE).one()

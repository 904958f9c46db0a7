"""On the embedded server the program is no superuser, and what older versions made as one is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from cryptodrug_scraper.store.database import open_database, open_for_reader
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.store.revisions import head_revision
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


@pytest.mark.usefixtures("own_home")
def test_the_program_is_no_superuser_and_owns_what_is_its_own(some_pages: Any) -> None:
    with open_database() as database:
        load_some(database.engine, some_pages)
        with database.engine.connect() as connection:
            assert not connection.execute(IS_SUPERUSER).scalar_one()
            assert ["cryptodrug"] == list(connection.execute(OWNERS).scalars())
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(text("COPY (SELECT 1) TO PROGRAM 'cat'"))


@pytest.mark.usefixtures("own_home")
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


def rows_of(engine: Engine) -> dict[str, str]:
    """A digest of the rows of every table, whatever the revision of the schema."""
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        query = "SELECT coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') FROM {} t"
        return {table: connection.execute(text(query.format(table))).scalar_one() for table in tables}


def test_a_database_of_the_last_release_is_handed_over_with_its_data_and_goes_back(
    own_home: Path, some_pages: Any
) -> None:
    with embedded_server(own_home):  # as the last release made and loaded it: all by the superuser
        with as_superuser(own_home, "postgres").connect() as admin:
            admin.execution_options(isolation_level="AUTOCOMMIT").execute(text("CREATE DATABASE cryptodrug"))
        old = as_superuser(own_home, "cryptodrug")
        with old.connect() as connection:
            upgrade(connection)
            after = load_some(old, some_pages)
            downgrade(connection, "0008")
        before = rows_of(old)

    with open_database() as database:
        assert (head_revision(), after) == (database.revision, digest_of(database.engine))
        with database.engine.connect() as connection:
            assert ["cryptodrug"] == list(connection.execute(OWNERS).scalars())
            connection.rollback()
            downgrade(connection, "0008")
        assert before == rows_of(as_superuser(own_home, "cryptodrug"))
        with as_superuser(own_home, "cryptodrug").begin() as older:  # and the last release works on it again
            older.execute(text("CREATE TABLE partitions.text_later (a int)"))

    with open_for_reader() as database, database.engine.connect() as connection:
        assert 0 < connection.execute(text("SELECT count(*) FROM research.listing_snapshot")).scalar_one()
        assert ["cryptodrug"] == list(connection.execute(OWNERS).scalars())
        connection.rollback()
        with pytest.raises(Exception, match="permission denied"):
            connection.execute(text("SELECT FROM partitions.text_later"))

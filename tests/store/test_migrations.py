from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.downgrade_loss import loss_by_downgrade
from cryptodrug_scraper.store.migrate import alembic_config, downgrade, upgrade
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.revisions import current_revision, head_revision, known_revisions
from cryptodrug_scraper.store.showing import is_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from cryptodrug_scraper.store.database import Database
    from tests.support.next_revision import NextRevision

OWN_REVISION = head_revision()
OURS = text(
    "SELECT count(*) FROM pg_class WHERE relnamespace::regnamespace::text IN ('public', 'partitions', 'research') "
    "AND relname NOT LIKE 'alembic_version%'"
)


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[Engine]:
    engine = create_engine(empty_url)
    yield engine
    engine.dispose()


def test_the_names_of_the_migrations_say_what_alembic_reads_in_them() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert known_revisions() == [script.revision for script in scripts.walk_revisions()][::-1]
    assert head_revision() == scripts.get_current_head()


def test_what_the_models_say_is_what_the_migrations_make(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert [] == compare_metadata(context, Base.metadata)


def test_partitioned_models_are_partitioned_tables(database: Database) -> None:
    said = {
        name
        for name, table in Base.metadata.tables.items()
        if table.dialect_options["postgresql"]["partition_by"] is not None
    }
    with database.engine.connect() as connection:
        made = connection.execute(text("SELECT relname FROM pg_class WHERE relkind = 'p'")).scalars()

        assert said == set(made)


def test_every_table_view_column_and_function_says_what_it_is(database: Database) -> None:
    silent_relations = text(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace::regnamespace::text IN ('public', 'research') "
        "AND relkind IN ('r', 'p', 'v') AND relname <> 'alembic_version' AND obj_description(oid) IS NULL"
    )
    silent_columns = text(
        "SELECT attrelid::regclass::text || '.' || attname FROM pg_attribute JOIN pg_class r ON r.oid = attrelid "
        "WHERE relnamespace::regnamespace::text IN ('public', 'research') AND relkind IN ('r', 'p', 'v', 'c') "
        "AND attnum > 0 AND NOT attisdropped AND relname <> 'alembic_version' "
        "AND col_description(attrelid, attnum) IS NULL"
    )
    silent_functions = text(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'research'::regnamespace "
        "AND obj_description(oid) IS NULL"
    )
    with database.engine.connect() as connection:
        for query in (silent_relations, silent_columns, silent_functions):
            assert [] == list(connection.execute(query).scalars())


OWN = ["dream", "empire", "wallstreet"]
ROWS = text(
    "SELECT m.*, e.* FROM market m JOIN market_event e ON e.market = m.code WHERE m.code = ANY (:own) "
    "ORDER BY m.code, e.event"
)


def test_the_calendar_of_the_markets_is_there_and_says_how_it_is_known(database: Database) -> None:
    with database.engine.connect() as connection:
        markets = connection.execute(text("SELECT code FROM market ORDER BY code")).scalars().all()
        unsourced = text("SELECT count(*) FROM market_event WHERE (evidence = 'read') <> (source IS NOT NULL)")
        own = text("SELECT count(*) FROM research.market_event WHERE market = ANY (:own)")

        assert set(OWN) <= set(markets)
        assert connection.execute(unsourced).scalar_one() == 0
        assert connection.execute(own, {"own": OWN}).scalar_one() == 12


def test_upgrading_brings_a_row_to_what_its_market_declares_and_leaves_other_events_alone(database: Database) -> None:
    values = "'dream', 'own_note', '2019-01-01', '2019-01-01', 'x', 'recalled', NULL, 'nothing', NULL, 'file'"
    stray = f"INSERT INTO market_event VALUES ({values})"
    with database.engine.connect() as connection:
        before = connection.execute(ROWS, {"own": OWN}).all()
        connection.execute(text(stray))
        connection.execute(text("UPDATE market SET name = 'Nightmare' WHERE code = 'dream'"))
        connection.execute(text("UPDATE market_event SET source = 'hearsay' WHERE event = 'closed'"))
        connection.execute(text("DELETE FROM market_event WHERE market = 'empire' AND event = 'first_scrape'"))
        connection.commit()
        upgrade(connection)
        after = connection.execute(ROWS, {"own": OWN}).all()
        assert before == [row for row in after if row.event != "own_note"]
        assert len(after) == len(before) + 1


def test_a_market_that_has_no_row_gets_it_with_the_first_page_that_is_loaded(
    database: Database, some_pages: Any, load_pages: Any
) -> None:
    with database.engine.begin() as connection:
        before = connection.execute(ROWS, {"own": OWN}).all()
        connection.execute(text("DELETE FROM market_event"))
        connection.execute(text("DELETE FROM market"))
    load_pages(some_pages)
    with database.engine.connect() as connection:
        assert before == connection.execute(ROWS, {"own": OWN}).all()


def test_to_base_all_goes_and_forward_again_the_same_can_be_loaded(
    database: Database, some_pages: Any, load_pages: Any
) -> None:
    first = load_pages(some_pages)
    with database.engine.connect() as connection:
        downgrade(connection, "base")
        assert connection.execute(OURS).scalar_one() == 0
        assert current_revision(connection) is None
        connection.rollback()
        upgrade(connection)
        connection.rollback()
        assert current_revision(connection) == head_revision()
    assert first == load_pages(some_pages)


def test_a_column_that_views_show_is_changed_with_its_rows_and_the_views_go_on(
    database: Database, some_pages: Any, load_pages: Any, next_revision: NextRevision
) -> None:
    """No view can be where the type of a column that it shows is changed: they go before, and come after."""
    load_pages(some_pages)
    shown = text("SELECT vendor, title FROM research.listing_snapshot ORDER BY 1, 2, captured_at")
    next_revision(
        up="ALTER TABLE listing_observation ALTER COLUMN vendor TYPE varchar, ADD COLUMN later text",
        down="ALTER TABLE listing_observation ALTER COLUMN vendor TYPE text, DROP COLUMN later",
    )
    kind = text("SELECT pg_typeof(vendor)::text FROM research.listing_snapshot LIMIT 1")
    with database.engine.connect() as connection:
        before = connection.execute(shown).all()
        connection.rollback()
        upgrade(connection)
        assert next_revision.name == current_revision(connection)
        assert ("character varying", before) == (
            connection.execute(kind).scalar_one(),
            connection.execute(shown).all(),
        )
        connection.rollback()
        downgrade(connection, OWN_REVISION)
        assert (OWN_REVISION, False) == (current_revision(connection), is_shown(connection)), "its program makes them"
        next_revision.forget()
        connection.rollback()
        upgrade(connection)
        assert ("text", before) == (connection.execute(kind).scalar_one(), connection.execute(shown).all())


def test_a_later_migration_that_fails_leaves_tables_and_views_as_they_were(
    database: Database, some_pages: Any, load_pages: Any, next_revision: NextRevision
) -> None:
    load_pages(some_pages)
    next_revision(up="DROP TABLE price_tier; SELECT 1 / 0", down="SELECT 1")
    with database.engine.connect() as connection:
        with pytest.raises(StoreError, match="division by zero; nothing was changed"):
            upgrade(connection)

        assert OWN_REVISION == current_revision(connection)
        assert (
            len(some_pages) == connection.execute(text("SELECT count(*) FROM research.listing_snapshot")).scalar_one()
        )
        assert connection.execute(text("SELECT to_regclass('price_tier')")).scalar_one() is not None


@pytest.mark.parametrize("revision", ["0001", "0020"])
def test_a_database_of_before_the_first_release_is_refused_with_the_way_on_and_left_as_it_was(
    database: Database, revision: str
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
        before = connection.execute(OURS).scalar_one()
    refused = f"revision {revision}, which was in no release .* cryptodrug replay ARCHIVES; nothing was changed"

    for use in (upgrade, lambda on: downgrade(on, "base"), lambda on: loss_by_downgrade(on, "base")):
        with database.engine.connect() as connection, pytest.raises(StoreError, match=refused):
            use(connection)
    with pytest.raises(StoreError, match=refused):
        open_database().__enter__()
    with database.engine.connect() as connection:
        assert before == connection.execute(OURS).scalar_one()
        assert revision == current_revision(connection)


def test_upgrading_twice_is_upgrading_once(empty_engine: Engine) -> None:
    with empty_engine.connect() as connection:
        upgrade(connection)
        upgrade(connection)

        assert current_revision(connection) == head_revision()


def test_a_migration_that_fails_leaves_nothing(empty_engine: Engine) -> None:
    with empty_engine.connect() as connection:
        connection.execute(text("CREATE SCHEMA research"))
        connection.commit()
        with pytest.raises(StoreError, match="already exists; nothing was changed"):
            upgrade(connection)

        assert current_revision(connection) is None


def test_an_unknown_revision_is_refused_with_those_that_there_are(database: Database) -> None:
    with (
        database.engine.connect() as connection,
        pytest.raises(
            StoreError, match="revisions are base, 0100, 0101, 0102, 0103, 0104, 0105, 0106, 0107, 0108, 0109, 0110"
        ),
    ):
        upgrade(connection, "9999")


def test_the_scripts_are_found_in_a_checkout() -> None:
    folder = alembic_config().get_main_option("script_location")

    assert folder is not None
    assert folder.endswith(("migrations", "_migrations"))


def test_a_named_server_is_never_upgraded_unasked(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, empty_url)

    with pytest.raises(StoreError, match=r"has no schema yet.* run: cryptodrug db upgrade"), open_database():
        pass
    with open_database(any_revision=True) as database:
        assert database.revision is None


def test_an_older_revision_asks_for_an_upgrade(database: Database, next_revision: NextRevision) -> None:
    next_revision(up="SELECT 1", down="SELECT 1")

    with pytest.raises(StoreError, match=rf"revision {OWN_REVISION}, .* needs revision .*; run: cryptodrug db upgrade"):
        open_database().__enter__()
    with database.engine.connect() as connection:
        upgrade(connection)
    with open_database() as opened:
        assert next_revision.name == opened.revision


def test_a_newer_revision_asks_for_a_newer_program(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="revision 9999, which this version does not know"):
        open_database().__enter__()

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.page.records import Interval, Place, Vendor
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.migrate import alembic_config, downgrade, upgrade
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.revisions import current_revision, head_revision, known_revisions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from cryptodrug_scraper.store.database import Database

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
        "AND attnum > 0 AND relname <> 'alembic_version' AND col_description(attrelid, attnum) IS NULL"
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


def test_what_the_markets_declare_is_what_the_migrations_wrote(empty_engine: Engine) -> None:
    with empty_engine.connect() as connection:
        upgrade(connection, "0007")
        written = connection.execute(ROWS, {"own": OWN}).all()
        connection.rollback()
        upgrade(connection)
        assert set(written) <= set(connection.execute(ROWS, {"own": OWN}).all())


def test_upgrading_brings_a_row_to_what_its_market_declares_and_leaves_other_events_alone(database: Database) -> None:
    stray = "INSERT INTO market_event VALUES ('dream', 'own_note', '2019-01-01', '2019-01-01', 'x', 'recalled', NULL)"
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


def test_down_and_up_again_on_data(database: Database, some_pages: Any, load_pages: Any) -> None:
    first = load_pages(some_pages)
    with database.engine.connect() as connection:
        downgrade(connection, "0001")
        assert current_revision(connection) == "0001"
        kept = connection.execute(text("SELECT count(*) FROM listing_observation")).scalar_one()
        assert first["listing_observation"] == kept
        connection.rollback()
        upgrade(connection)
        again = connection.execute(text("SELECT count(*) FROM research.listing_snapshot")).scalar_one()
        assert len(some_pages) == again
        connection.rollback()
        downgrade(connection, "base")
        assert connection.execute(OURS).scalar_one() == 0
        connection.rollback()
        upgrade(connection)
        connection.rollback()
        assert current_revision(connection) == head_revision()
    assert first == load_pages(some_pages)


def test_as_of_questions_go_back_to_what_they_were_and_forward_again(
    database: Database, some_pages: Any, load_pages: Any
) -> None:
    load_pages(some_pages)
    long_after = text("SELECT count(*) FROM research.listings_as_of('2030-01-01')")
    events = text("SELECT count(*) FROM market_event WHERE market = ANY (:own)").bindparams(own=OWN)
    with database.engine.connect() as connection:
        downgrade(connection, "0005")
        assert 7 == connection.execute(long_after).scalar_one()
        assert 7 == connection.execute(events).scalar_one()
        connection.rollback()
        upgrade(connection)
        assert 0 == connection.execute(long_after).scalar_one()
        assert 12 == connection.execute(events).scalar_one()


def test_a_class_read_before_its_source_was_noted_is_kept_without_one(
    database: Database, some_pages: Any, load_pages: Any
) -> None:
    load_pages(some_pages)
    classes = text(
        "SELECT count(*) FILTER (WHERE drug_class = 'Cannabis') FROM research.listings_as_of(date '2019-04-15')"
    )
    sources = text("SELECT DISTINCT drug_class_source FROM research.{}")
    with database.engine.connect() as connection:
        before = connection.execute(classes).scalar_one()
        for relation in ("listing_snapshot", "listings_as_of(date '2019-04-15')"):
            query = text(sources.text.format(relation))
            assert ["title"] == list(connection.execute(query).scalars())
        connection.rollback()
        downgrade(connection, "0005")
        assert before == connection.execute(classes).scalar_one()
        connection.rollback()
        upgrade(connection)
        assert before == connection.execute(classes).scalar_one()
        for relation in ("listing_snapshot", "listings_between(date '2000-01-01', date '2030-01-01')"):
            query = text(sources.text.format(relation))
            assert [None] == list(connection.execute(query).scalars())
    assert before > 0


def test_what_an_account_says_of_its_trade_goes_with_its_revision_and_the_rest_stays(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    within = Interval(datetime(2019, 1, 27, tzinfo=UTC), datetime(2019, 2, 3, tzinfo=UTC))
    vendor = Vendor(
        vendor="jan",
        seen_on="page",
        level=3,
        ships_from=Place("Belgium", "country", ["BE"], []),
        payment=["escrow", "multisig"],
        last_active_within=within,
    )
    page = make_page(vendor, at=datetime(2019, 2, 3, tzinfo=UTC), kind="vendor_profile")
    load_pages([page])
    trade = text(
        "SELECT vendor, ships_from_raw, origin_codes, payment, active_from, active_to FROM research.vendor_trade"
    )
    stated = [("jan", "Belgium", ["BE"], ["escrow", "multisig"], within.start, within.end)]
    with database.engine.connect() as connection:
        connection.execute(text("SET timezone TO 'UTC'"))
        assert stated == [tuple(row) for row in connection.execute(trade)]
        connection.rollback()
        downgrade(connection, "0006")
        kept = connection.execute(text("SELECT vendor, level FROM research.vendor_snapshot")).all()
        assert [("jan", 3)] == [tuple(row) for row in kept]
        connection.rollback()
        upgrade(connection)
        assert [] == connection.execute(trade).all()
        connection.execute(text("DELETE FROM vendor_observation"))
        connection.execute(text("DELETE FROM parse_run"))
        connection.commit()
    load_pages([page])
    with database.engine.connect() as connection:
        assert stated == [tuple(row) for row in connection.execute(trade)]


def test_upgrading_twice_is_upgrading_once(empty_engine: Engine) -> None:
    with empty_engine.connect() as connection:
        upgrade(connection)
        upgrade(connection)

        assert current_revision(connection) == head_revision()


def test_each_revision_can_be_reached_from_the_one_before(empty_engine: Engine) -> None:
    with empty_engine.connect() as connection:
        for revision in [f"{number:04}" for number in range(1, 14)]:
            upgrade(connection, revision)
            assert revision == current_revision(connection)
            connection.rollback()


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
        pytest.raises(StoreError, match="revisions are base, 0001, 0002, .*, 0015, 0016, 0017, 0018, 0019, 0020, 0021"),
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


def test_an_older_revision_asks_for_an_upgrade(database: Database) -> None:
    with database.engine.connect() as connection:
        downgrade(connection, "0001")

    with pytest.raises(StoreError, match=r"revision 0001, .* needs revision 0021; run: cryptodrug db upgrade"):
        open_database().__enter__()


def test_a_newer_revision_asks_for_a_newer_program(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="revision 9999, which this version does not know"):
        open_database().__enter__()


def test_comments_say_listing_and_go_back_to_what_they_said(empty_engine: Engine) -> None:
    said = text(
        "SELECT objoid::regclass::text, objsubid, description FROM pg_description "
        "WHERE classoid = 'pg_class'::regclass AND description ~* '\\m(an? offer|the offer|offers in)\\M' ORDER BY 1, 2"
    )
    with empty_engine.connect() as connection:
        upgrade(connection, "0014")
        before = connection.execute(said).all()
        connection.commit()
        upgrade(connection)
        after = connection.execute(said).all()
        connection.commit()
        downgrade(connection, "0014")

        assert (42, []) == (len(before), after)
        assert before == connection.execute(said).all()

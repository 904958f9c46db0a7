"""The schema of derived tables is what the models say, tells what it holds, and shows researchers its views alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cryptodrug_scraper.store.database import open_for_reader
from cryptodrug_scraper.store.models.derived import DerivedBase
from tests.derive.views import CONTRACT, JUDGED, KEYS

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database
    from tests.support.derived_windows import Opened


def test_what_the_models_say_is_what_the_migrations_make(database: Database) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "schema" or name == "derived"

    options = {"compare_type": True, "include_schemas": True, "include_name": ours}
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)

        assert [] == compare_metadata(context, DerivedBase.metadata)


def test_every_table_view_column_and_function_says_what_it_is(shared: Opened) -> None:
    relations = "FROM pg_class c WHERE relnamespace = 'derived'::regnamespace AND relkind IN ('r', 'v')"
    assert len(DerivedBase.metadata.tables) < shared.one(f"SELECT count(*) {relations}")
    assert [] == shared.rows(f"SELECT relname {relations} AND obj_description(oid, 'pg_class') IS NULL")
    assert [] == shared.rows(
        "SELECT attrelid::regclass, attname FROM pg_attribute a WHERE attnum > 0 AND NOT attisdropped "
        f"AND attrelid IN (SELECT oid {relations}) AND coalesce(col_description(attrelid, attnum), '') = ''"
    )
    of_schemas = "FROM pg_proc WHERE pronamespace IN ('derived'::regnamespace, 'research'::regnamespace)"
    assert [] == shared.rows(f"SELECT proname {of_schemas} AND obj_description(oid, 'pg_proc') IS NULL")


def test_a_column_means_the_same_in_a_view_as_in_its_table(shared: Opened) -> None:
    meaning = "SELECT attname, col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = '{}'::regclass"
    table, view = (dict(shared.rows(meaning.format(name))) for name in ("derived.sale", "research.transaction"))
    assert table["amount_eur"] == view["amount_eur"] != ""
    assert "part_id" not in view


@pytest.mark.usefixtures("own")
def test_a_researcher_reads_every_view_and_function_and_no_table() -> None:
    with open_for_reader() as reader, reader.engine.connect() as connection:
        for relation in (*KEYS, *CONTRACT, "snapshots_around('2019-03-20')"):
            rows = connection.execute(text(f"SELECT count(*) FROM research.{relation}")).scalar_one()
            assert (rows > 0) is (relation not in JUDGED), relation
        connection.rollback()
        for table in (*DerivedBase.metadata.tables, "derived.current_part"):
            with pytest.raises(ProgrammingError, match="permission denied for schema derived"):
                connection.execute(text(f"SELECT count(*) FROM {table}"))
            connection.rollback()
        for change in ("DELETE FROM research.derivation", "UPDATE research.snapshot SET grade = 'complete'"):
            with pytest.raises(Exception, match="(permission denied|read-only|cannot (delete|update))"):
                connection.execute(text(change))
            connection.rollback()


def test_views_of_what_pages_state_name_the_one_that_answers_better(shared: Opened) -> None:
    said = dict(
        shared.rows(
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relnamespace = 'research'::regnamespace AND relkind = 'v' UNION "
            "SELECT proname, obj_description(oid, 'pg_proc') FROM pg_proc WHERE pronamespace = 'research'::regnamespace"
        )
    )
    better = {
        "origin_vendor": "country_share",
        "listings_as_of": "listings_on",
        "vendors_as_of": "vendors_on",
        "snapshot_month": "market_month",
        "review": "distinct_review",
    }
    assert [] == [name for name, view in better.items() if view not in said[name]]


def test_only_one_derivation_is_current(own: Opened) -> None:
    with own.database.engine.connect() as connection, pytest.raises(Exception, match="derive_run_current_idx"):
        connection.execute(
            text("INSERT INTO derived.derive_run SELECT gen_random_uuid(), 'x', '{}', now(), now(), true")
        )

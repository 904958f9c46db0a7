"""Views and functions are made of their files, once, in one transaction with the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store import showing
from cryptodrug_scraper.store.database import open_database, open_for_reader
from cryptodrug_scraper.store.definitions import definition_files
from cryptodrug_scraper.store.migrate import upgrade

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

MADE = text("SELECT oid FROM pg_class WHERE relnamespace = 'research'::regnamespace ORDER BY oid")
BROKEN = b"-- One row.\n\nCREATE VIEW research.broken AS\nSELECT a FROM nothing;\n"
NEW = b"-- One row per market.\n\nCREATE VIEW research.new AS\nSELECT code, upper(name) AS name FROM market;\n"


def of_another_version(patch: pytest.MonkeyPatch, **files: bytes) -> None:
    patch.setattr(showing, "definition_files", lambda: {**definition_files(), **files})


def made(connection: Connection) -> list[int]:
    return list(connection.execute(MADE).scalars())


def test_what_is_made_is_what_the_files_say_and_nothing_else(database: Database) -> None:
    there = text(
        "SELECT relname FROM pg_class "
        "WHERE relkind IN ('v', 'c') AND relnamespace::regnamespace::text <> ALL (:theirs) "
        "UNION ALL SELECT proname FROM pg_proc p WHERE pronamespace::regnamespace::text <> ALL (:theirs) "
        "AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')"  # of an extension
    )
    with database.engine.connect() as connection:
        found = connection.execute(there, {"theirs": ["pg_catalog", "information_schema"]}).scalars()
        assert {*definition_files(), "search_form"} == set(found)


def test_views_are_not_made_again_where_their_files_are_the_same(database: Database) -> None:
    with database.engine.connect() as connection:
        before = made(connection)
        connection.rollback()
        upgrade(connection)

        assert before == made(connection)


def test_views_are_made_anew_where_a_file_is_another_and_rows_stay(
    database: Database, some_pages: Any, load_pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_pages(some_pages)
    of_another_version(monkeypatch, new=NEW)
    with database.engine.connect() as connection:
        assert not showing.is_shown(connection)
        connection.rollback()
        upgrade(connection)

        assert showing.is_shown(connection)
        assert (
            len(some_pages) == connection.execute(text("SELECT count(*) FROM research.listing_snapshot")).scalar_one()
        )
    with open_for_reader() as reader, reader.engine.connect() as connection:
        assert "DREAM MARKET" in connection.execute(text("SELECT name FROM new")).scalars().all()


def test_a_file_that_the_server_refuses_leaves_all_as_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_another_version(monkeypatch, broken=BROKEN)
    with database.engine.connect() as connection:
        before = made(connection)
        connection.rollback()
        with pytest.raises(StoreError, match='"nothing" does not exist; nothing was changed'):
            upgrade(connection)

        assert before == made(connection)


def test_a_named_database_with_other_views_asks_for_an_upgrade(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_another_version(monkeypatch, new=NEW)

    with pytest.raises(StoreError, match="this version needs views of its own; run: cryptodrug db upgrade"):
        open_database().__enter__()
    with database.engine.connect() as connection:
        upgrade(connection)
    with open_database() as opened:
        assert database.revision == opened.revision


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("CREATE VIEW later AS SELECT market FROM research.snapshot", "public.later"),
        ("CREATE VIEW research.later AS SELECT 1 AS one", "research.later"),
        ("CREATE TABLE research.later (a int)", "research.later"),
        ("CREATE TYPE research.later AS ENUM ('a')", "research.later"),
        ("CREATE TABLE later (a research.listing_state)", "public.later"),
        (
            "CREATE FUNCTION later() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM research.review)",
            r"public.later\(\)",
        ),
    ],
)
def test_what_somebody_made_of_or_beside_the_views_is_never_dropped(
    statement: str, name: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_another_version(monkeypatch, new=NEW)
    with database.engine.connect() as connection:
        connection.execute(text(statement))
        connection.commit()
        before = made(connection)
        connection.rollback()
        with pytest.raises(StoreError, match=f"and {name} would go with it: drop it, .* nothing was changed"):
            upgrade(connection)

        assert before == made(connection)


def test_columns_shown_as_a_table_has_them_say_what_it_says_and_others_what_the_file_says(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_another_version(monkeypatch, new=NEW + b"\nCOMMENT ON COLUMN research.new.name IS 'In capitals.';\n")
    said = text(
        "SELECT col_description('research.new'::regclass, 1), col_description('market'::regclass, 1), "
        "col_description('research.new'::regclass, 2)"
    )
    with database.engine.connect() as connection:
        upgrade(connection)
        shown, of_table, own = connection.execute(said).one()

    assert (of_table, "In capitals.") == (shown, own)


def test_a_view_that_shows_one_derived_table_says_what_that_says_a_row_is(database: Database) -> None:
    said = text(
        """
        SELECT v.oid::regclass::text, obj_description(v.oid), min(obj_description(t.oid))
        FROM pg_class v
        JOIN pg_rewrite rule ON rule.ev_class = v.oid
        JOIN pg_depend needs ON needs.classid = 'pg_rewrite'::regclass AND needs.objid = rule.oid
        JOIN pg_class t ON t.oid = needs.refobjid AND t.relnamespace = 'derived'::regnamespace
            AND t.relname NOT IN ('current_part', 'derive_run')
        WHERE v.relnamespace = 'research'::regnamespace
        GROUP BY v.oid
        HAVING count(DISTINCT t.oid) = 1
        """
    )
    with database.engine.connect() as connection:
        others = [view for view, own, of_table in connection.execute(said) if own != of_table]

    assert ["research.corrected_field", "research.review_page"] == sorted(others)  # these show more than their table

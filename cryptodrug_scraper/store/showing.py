"""
Makes the views, functions and types over the tables, and drops them: with the tables, in the same transaction.

The comment of the schema research has the digest of the definitions that it was made of: so one question tells whether
they are those of this version of the program.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.definitions import definition, definition_files, digest_of, in_order
from cryptodrug_scraper.store.scripts import run_script, shipped_script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.definitions import Definition

__all__ = ["hide", "is_shown", "show"]

_ABOUT = "What researchers query: views and functions of one grain each, over the shown reading of each capture."
_RETIRED = ("belgian_vendor",)
"""Names of what released versions made in the schema research, and this one does not."""
_SAID = text("SELECT obj_description(to_regnamespace('research'), 'pg_namespace')")
_OF_OTHERS = text(statement(__package__, "of_others"))
_COMMENTS = text(statement(__package__, "column_comments"))
_COLUMNS = text("SELECT attname, attrelid::bigint, attnum FROM pg_attribute WHERE attrelid = CAST(:name AS regclass)")


def is_shown(connection: Connection) -> bool:
    """Tell whether the views are those of this version of the program."""
    said = connection.execute(_SAID).scalar_one()
    return said is not None and str(said).endswith(_mark(definition_files()))


def show(connection: Connection) -> None:
    """Make all views, functions and types, where none is, with the rights on them, in the connection's transaction."""
    found = definition_files()
    run_script(connection, shipped_script("schema"))
    for each in in_order(definition(file, said) for file, said in found.items()):
        run_script(connection, each.text)
        comment = each.grain.replace("'", "''")
        run_script(connection, f"COMMENT ON {each.kind} {each.name} IS '{comment}'")
        _comment_on_columns(connection, each)
    run_script(connection, f"COMMENT ON SCHEMA research IS '{_ABOUT} {_mark(found)}'")


def hide(connection: Connection) -> None:
    """
    Drop them all, as far as they are there, and the schema research.

    Raises:
        StoreError: something that is not of this program would go with them.
    """
    files = definition_files()
    if of_others := connection.execute(_OF_OTHERS, {"ours": [*files, *_RETIRED]}).scalars().all():
        msg = (
            f"the schema research is made anew, and {', '.join(of_others)} would go with it: drop it, and make it "
            "again in a schema of your own when this is done; nothing was changed"
        )
        raise StoreError(msg)
    run_script(connection, "DROP SCHEMA IF EXISTS research CASCADE")
    made = in_order(definition(file, said) for file, said in files.items())
    for each in reversed(made):
        if not each.name.startswith("research."):
            run_script(connection, f"DROP {each.kind} IF EXISTS {each.name}")


def _mark(found: Mapping[str, bytes]) -> str:
    schema = {"schema": shipped_script("schema").encode()}  # with the rights on them
    return f"Definitions: {digest_of({**found, **schema})}"


def _comment_on_columns(connection: Connection, made: Definition) -> None:
    """Give columns that come from other relations, and have no comment of their own, that of where they come from."""
    shown = _shown_by(connection, made)
    names, relations, numbers = ([column[place] for column in shown] for place in range(3))
    values = {"made": made.name, "names": names, "relations": relations, "numbers": numbers}
    for comment in connection.execute(_COMMENTS, values).scalars().all() if shown else ():
        run_script(connection, comment)


def _shown_by(connection: Connection, made: Definition) -> list[tuple[str, int, int]]:
    """The columns of a view or type, each with the relation that it comes from, 0 for none, and its number there."""
    if made.like is not None:
        return [
            (name, relation, number) for name, relation, number in connection.execute(_COLUMNS, {"name": made.like})
        ]
    if made.first_part is None:
        return []
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"SELECT * FROM ({made.first_part}) AS said LIMIT 0")  # noqa: S608  # our own view
        columns: list[Any] = list(cursor.description or ())
    return [(column.name, column.table_oid or 0, column.table_column or 0) for column in columns]
